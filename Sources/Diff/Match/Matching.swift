package import Snapshot

/// Who is who between two states, and which objects have to be opened to tell whether they differ.
package struct Matching: Sendable {
    /// One object in both states.
    package struct Pair: Sendable {
        package let before: IndexEntry
        package let after: IndexEntry
    }

    /// Declared objects whose stored bytes are equal.
    package var equal: [Pair] = []
    /// Declared objects with equal declared state and unequal bytes.
    package var normalized: [Pair] = []
    /// Declared objects that have to be opened.
    package var open: [Pair] = []
    /// Declared objects that only the second state has.
    package var added: [IndexEntry] = []
    /// Declared objects that only the first state has.
    package var removed: [IndexEntry] = []
    /// Derived objects in both states whose declared state differs, or may.
    package var derivedChanged: [Pair] = []
    /// Derived objects that only the second state has, with their owner's entry in that state when it is known.
    package var derivedAdded: [(entry: IndexEntry, owner: IndexEntry?)] = []
    /// Derived objects that only the first state has.
    package var derivedRemoved: [IndexEntry] = []
    /// How many derived objects there are in the second state.
    package var derivedCount = 0
    /// Objects of bookkeeping in both states whose bytes differ.
    package var bookkeepingChanged: [Pair] = []
    /// Objects of bookkeeping that only the second state has.
    package var bookkeepingAdded: [IndexEntry] = []
    /// Objects of bookkeeping that only the first state has.
    package var bookkeepingRemoved: [IndexEntry] = []
    /// How many objects of bookkeeping there are in the second state.
    package var bookkeepingCount = 0

    /// Pairs up two states by identity.
    ///
    /// - Parameter trustsDigests: whether equal digests of the declared state mean equal states: the rules, the schemas and
    ///   the reader's checks are the same on both sides. Otherwise everything with unequal bytes is opened.
    package init(before: EntryTable, after: EntryTable, trustsDigests: Bool) {
        var cursor = 0
        for entry in after {
            let other = before.entry(of: entry.identity, near: &cursor)
            switch Self.role(other, entry) {
            case .bookkeeping:
                bookkeepingCount += 1
                if let other {
                    if other.sha256 != entry.sha256 {
                        bookkeepingChanged.append(Pair(before: other, after: entry))
                    }
                } else {
                    bookkeepingAdded.append(entry)
                }
            case .derived:
                derivedCount += 1
                if let other {
                    let isEqual = other.sha256 == entry.sha256 || trustsDigests && other.normalized == entry.normalized
                    if !isEqual || Self.isDeletionTold(other, entry) {
                        derivedChanged.append(Pair(before: other, after: entry))
                    }
                } else {
                    derivedAdded.append((entry, after.owner(of: entry)))
                }
            case .declared:
                guard let other else {
                    added.append(entry)
                    continue
                }
                let pair = Pair(before: other, after: entry)
                if other.sha256 == entry.sha256 {
                    equal.append(pair)
                } else if trustsDigests, Self.isDeclaredAlike(pair) {
                    normalized.append(pair)
                } else {
                    open.append(pair)
                }
            }
        }
        cursor = 0
        for entry in before where after.entry(of: entry.identity, near: &cursor) == nil {
            switch entry.role {
            case .declared: removed.append(entry)
            case .derived: derivedRemoved.append(entry)
            case .bookkeeping: bookkeepingRemoved.append(entry)
            }
        }
    }

    /// What both sides take an object for: declared as soon as one side does.
    private static func role(_ before: IndexEntry?, _ after: IndexEntry) -> ObjectRole {
        guard let before else { return after.role }
        if before.role == .declared || after.role == .declared { return .declared }
        return before.role == .derived ? before.role : after.role
    }

    /// Whether both declare the same, as far as digests say.
    static func isDeclaredAlike(_ pair: Pair) -> Bool {
        pair.before.normalized == pair.after.normalized && !isDeletionTold(pair.before, pair.after)
    }

    /// Whether one side alone is being deleted, or each since another time: no digest tells.
    private static func isDeletionTold(_ before: IndexEntry, _ after: IndexEntry) -> Bool {
        before.signals[FieldTable.deletion] != after.signals[FieldTable.deletion]
    }
}
