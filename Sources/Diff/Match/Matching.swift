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
            switch Self.role(other.map { ($0, before) }, (entry, after)) {
            case .bookkeeping: bookkeepingCount += 1
            case .derived:
                derivedCount += 1
                if let other {
                    let isEqual = other.sha256 == entry.sha256 || trustsDigests && other.normalized == entry.normalized
                    if !isEqual { derivedChanged.append(Pair(before: other, after: entry)) }
                } else {
                    derivedAdded.append((entry, Self.owner(of: entry, in: after)))
                }
            case .declared:
                guard let other else {
                    added.append(entry)
                    continue
                }
                let pair = Pair(before: other, after: entry)
                if other.sha256 == entry.sha256 {
                    equal.append(pair)
                } else if trustsDigests, other.normalized == entry.normalized {
                    normalized.append(pair)
                } else {
                    open.append(pair)
                }
            }
        }
        cursor = 0
        for entry in before where after.entry(of: entry.identity, near: &cursor) == nil {
            switch Self.role(nil, (entry, before)) {
            case .declared: removed.append(entry)
            case .derived: derivedRemoved.append(entry)
            case .bookkeeping: break
            }
        }
    }

    /// What both sides take an object for: declared as soon as one side does.
    private static func role(
        _ before: (entry: IndexEntry, state: EntryTable)?,
        _ after: (entry: IndexEntry, state: EntryTable)
    ) -> ObjectRole {
        let now = role(of: after.entry, in: after.state)
        guard let before else { return now }
        let then = role(of: before.entry, in: before.state)
        if then == .declared || now == .declared { return .declared }
        return then == .derived ? then : now
    }

    /// What one state takes an object for. A controller that does not exist made nothing: whoever wrote the owner reference
    /// declares the object.
    package static func role(of entry: IndexEntry, in state: EntryTable) -> ObjectRole {
        if entry.role == .derived, entry.controller != nil, owner(of: entry, in: state) == nil { return .declared }
        return entry.role
    }

    /// The entry of the controlling owner. The index does not say whether it is namespaced: both places are tried.
    package static func owner(of entry: IndexEntry, in state: EntryTable) -> IndexEntry? {
        guard let controller = entry.controller else { return nil }
        if let owner = state[controller] { return owner }
        return state[Identity(group: controller.group, kind: controller.kind, namespace: nil, name: controller.name)]
    }
}
