package import Snapshot

/// Compares two states. It reads nothing itself: what has to be opened is named first, and handed in one object at a time,
/// so that memory does not grow with the states.
package struct Comparer: Sendable {
    /// What one side is expected to say about the other.
    package enum Expectation: Sendable, Hashable {
        /// Two whole states: whatever only one has is a difference.
        case states
        /// One side is manifests: it declares some objects, and of those some fields. Undeclared objects are counted; an
        /// undeclared field is a difference when somebody wrote it.
        case manifests(Side)
    }

    /// Opens an object of one side; `nil` when that side does not hold it.
    package typealias Lookup = ObjectLookup

    /// Objects compared at once.
    private static let width = 8

    private let matching: Matching
    private let renamed: [Matching.Pair]
    private let fields: FieldComparer
    let normalizer: Normalizer
    private let derived: DerivedComparer
    private let copies: CopyChanges
    private let claims: ClaimCheck
    /// Children of one owner whose generated names differ.
    private let children: [Matching.Pair]
    private let hasStatus: Set<GroupKind>
    private let before: EntryTable
    private let after: EntryTable
    let expectation: Expectation
    /// Whether the live side of a comparison with manifests was read from files.
    private let isOfFiles: Bool
    private let isAcross: Bool
    private let isController: @Sendable (FieldManager) -> Bool
    private let alignment: TokenAlignment?
    /// Owners that differ and whose controllers keep their copies like them.
    private let changedOwners: Set<Identity>
    private let written: ComparisonTables
    private let filled: FilledFields
    /// Whether a side holds every ClusterRole; `nil` when no role differs.
    private let roles: (before: Bool, after: Bool)?
    /// Whether what is ignored is known without looking into it: a baseline's own rules may say anything of it.
    private let mayAbridge: Bool

    /// Objects that say what others write by design, see ``expectedWrites(before:after:)``.
    package let aroundBefore: Set<Identity>
    package let aroundAfter: Set<Identity>

    /// Objects whose declared state is the same on both sides as far as digests can say, though their bytes differ: what
    /// ``ObjectLookup/ignored(_:)`` knows of both tells what was ignored, and nobody has to open them. They are among those that
    /// have to be opened all the same, for whoever cannot count.
    package let countable: Set<Identity>
    /// Objects of the first state that have to be opened.
    package let neededBefore: Set<Identity>
    /// Objects of the second state that have to be opened.
    package let neededAfter: Set<Identity>

    /// A comparer of two states, whatever they were read from.
    ///
    /// - Parameters:
    ///   - trustsDigests: see ``Matching/init(before:after:trustsDigests:)``.
    ///   - alignment: the keys at hand, by which a value that is a token on one side only can be compared.
    ///   - tables: what is changed in the tables of normalization; with changes no digest is trusted.
    ///   - written: what others write by design.
    ///   - isController: whether a field manager writes for itself; asked about live fields that a manifest lacks.
    package init(
        before: ClusterState, after: ClusterState, trustsDigests: Bool, expectation: Expectation = .states,
        alignment: TokenAlignment? = nil, tables: TableChanges = TableChanges(),
        written: ComparisonTables = ComparisonTables(),
        isController: @escaping @Sendable (FieldManager) -> Bool = { ControllerTable.isController($0) }
    ) {
        let (before, after) = (before.settled(with: tables.makers), after.settled(with: tables.makers))
        let scope = CommonScope(before.manifest, after.manifest)
        matching = Matching(
            before: scope.common(before.entries), after: scope.common(after.entries),
            trustsDigests: trustsDigests && tables.isEmpty)
        var children: [Matching.Pair] = []
        switch expectation {
        case .states:
            renamed = Renames.pairs(added: matching.added, removed: matching.removed)
            children = GeneratedChildren.pairs(added: matching.added, removed: matching.removed)
        case .manifests(.before):
            renamed = Renames.generated(manifests: matching.removed, live: matching.added)
                .map { Matching.Pair(before: $0.manifest, after: $0.live) }
        case .manifests(.after):
            renamed = Renames.generated(manifests: matching.added, live: matching.removed)
                .map { Matching.Pair(before: $0.live, after: $0.manifest) }
        }
        let facts = before.schema.common(with: after.schema)
        let minors = [before, after].compactMap { $0.manifest.cluster?.version.flatMap(ServerMinor.of) }
        normalizer = Normalizer(
            schema: FieldSchema(facts, minors: minors, tables: tables.schema), rules: tables.fieldRules)
        fields = FieldComparer(normalizer: normalizer)
        hasStatus = ClusterState.kindsWithStatus(before, after)
        self.before = before.entries
        self.after = after.entries
        self.expectation = expectation
        isOfFiles = (expectation == .manifests(.after) ? before : after).manifest.source == .files
        isAcross = before.isOfAnotherCluster(than: after)
        self.isController = isController
        self.written = written
        filled = FilledFields(written.filled)
        self.alignment = alignment
        mayAbridge = expectation == .states && tables.isEmpty
        self.children = children
        copies = CopyChanges(makers: tables.makers)
        claims = ClaimCheck(
            matching, before: before.entries, after: after.entries, manifest: after.manifest, fields: fields)
        derived = DerivedComparer(
            fields: fields, normalizer: normalizer, hasStatus: hasStatus, before: self.before, after: self.after,
            added: expectation == .states ? matching.derivedAdded : [])

        changedOwners =
            expectation == .states
            ? CopyTable.changedOwners(
                of: matching.derivedChanged, before: self.before, after: self.after, by: written.copies)
            : []
        var pairs = matching.open + renamed
        var needed = (before: derived.neededBefore, after: derived.neededAfter)
        if expectation == .states {
            pairs += matching.derivedChanged + matching.bookkeepingChanged + children
            needed = (needed.before.union(claims.neededBefore), needed.after.union(claims.neededAfter))
        }
        let isOfRoles =
            matching.open.contains { $0.after.identity.groupKind == AggregatedRoles.kind }
            || (matching.added + matching.removed).contains { $0.identity.groupKind == AggregatedRoles.kind }
        roles =
            isOfRoles
            ? (AggregatedRoles.areComplete(in: before.manifest), AggregatedRoles.areComplete(in: after.manifest)) : nil
        func around(_ entries: EntryTable, _ side: Side) -> Set<Identity> {
            let isManifests = expectation == .manifests(side)
            return (isOfRoles ? AggregatedRoles.needed(in: entries) : [])
                .union(expectation == .states || isManifests ? [] : StampInventory.needed(in: entries))
        }
        aroundBefore = around(self.before, .before)
        aroundAfter = around(self.after, .after)
        neededBefore = Set(pairs.map(\.before.identity)).union(needed.before).union(aroundBefore)
        neededAfter = Set(pairs.map(\.after.identity)).union(needed.after).union(changedOwners).union(aroundAfter)
        countable =
            mayAbridge && before.counts && after.counts
            ? Set(matching.open.lazy.filter(Matching.isDeclaredAlike).map(\.after.identity))
                .subtracting(needed.before).subtracting(needed.after).subtracting(changedOwners)
                .subtracting(aroundBefore).subtracting(aroundAfter) : []
    }

    /// Objects whose difference is known without opening them: what came, what went, what left a signal. Whoever wants to
    /// know who is behind it opens them.
    package var unopened: (before: Set<Identity>, after: Set<Identity>) {
        let signals = SignalFinder(before: before, after: after, isAcross: isAcross).signals(besides: Comparison())
        let signalled = Set(signals.map(\.identity))
        return (
            signalled.union(matching.removed.map(\.identity)), signalled.union(matching.added.map(\.identity))
        )
    }

    /// The differences.
    ///
    /// - Parameter listsSuppressed: whether what was ignored is listed, and not only counted. Memory grows with it.
    package func compare(
        listsSuppressed: Bool = false, before: Lookup, after: Lookup
    ) async throws -> Comparison {
        var result = Comparison()
        result.equalCount = matching.equal.count
        result.normalizedCount = matching.normalized.count
        result.derivedCount = matching.derivedCount
        result.bookkeepingCount = matching.bookkeepingCount
        try await addLonely(to: &result, before: before, after: after)
        let expected = try await expectedWrites(before: before, after: after)
        var open: [Matching.Pair] = []
        for pair in matching.open {
            guard !listsSuppressed, let counts = ignoredCounts(pair.after.identity, before: before, after: after) else {
                open.append(pair)
                continue
            }
            result.normalizedCount += 1
            result.suppressed.merge(counts, uniquingKeysWith: +)
        }
        try await BoundedFanOut.forEach(open, width: Self.width) { (pair) async throws(any Error) in
            guard let x = try await before.opened(pair.before.identity),
                let y = try await after.opened(pair.after.identity)
            else { throw SnapshotError.missingEntry(path: pair.after.path, found: nil) }
            let identity = pair.after.identity
            var outcome = differences(x, y, of: identity.groupKind, listsSuppressed: listsSuppressed)
            if expectation == .states, Placement.kind == identity.groupKind, !outcome.changes.isEmpty {
                outcome = Placement.settled(outcome, x.value, y.value, of: identity.groupKind)
            }
            guard expected.mayConcern(outcome, identity.groupKind) else { return outcome }
            return expected.settled(outcome, identity, before: x.value, after: y.value)
        } take: { (pair, outcome) async throws(any Error) in
            if outcome.changes.allSatisfy({ $0.kind == .orderOnly }) { result.normalizedCount += 1 }
            result.add(outcome, of: pair.after.identity, lists: listsSuppressed) { .modified($0) }
        }
        for pair in renamed {
            guard let x = try await before(pair.before.identity), let y = try await after(pair.after.identity) else {
                continue
            }
            var outcome = differences(x, y, isAcross: false)
            outcome = expected.settled(outcome, pair.after.identity, before: x, after: y)
            if expectation != .states { outcome.ignoreGeneratedName() }
            result.add(outcome, of: pair.after.identity, formerly: pair.before.identity, lists: listsSuppressed) {
                .modified($0)
            }
        }
        if expectation == .states {
            try await addChildren(to: &result, lists: listsSuppressed, before: before, after: after)
            try await addCopies(to: &result, lists: listsSuppressed, before: before, after: after)
            ConsequenceFinder(before: expected.before, after: expected.after).settle(&result)
            result.signals = SignalFinder(before: self.before, after: self.after, isAcross: isAcross)
                .signals(besides: result)
        }
        result.changes.sort { $0.identity < $1.identity }
        result.orderOnly.sort { $0.identity < $1.identity }
        result.incomparable.sort { $0.identity < $1.identity }
        result.suppressedObjects.sort { $0.identity < $1.identity }
        return result
    }

    /// Countable objects that have to be opened all the same: what is ignored of them cannot be told apart.
    package func uncounted(before: Lookup, after: Lookup) -> Set<Identity> {
        countable.filter { ignoredCounts($0, before: before, after: after) == nil }
    }

    /// How often rules hide a difference between two versions of a countable object; `nil` when both have to be opened.
    private func ignoredCounts(_ identity: Identity, before: Lookup, after: Lookup) -> [String: Int]? {
        guard countable.contains(identity), let x = before.ignored(identity), let y = after.ignored(identity) else {
            return nil
        }
        return x.counts(against: y, hasStatus: hasStatus.contains(identity.groupKind))
    }

    /// What is known of both states beyond the two versions of an object.
    package func expectedWrites(before: Lookup, after: Lookup) async throws -> ExpectedWrites {
        var expected = ExpectedWrites(tables: written)
        if let roles {
            expected.before = try await AggregatedRoles(self.before, isComplete: roles.before, normalizer, before)
            expected.after = try await AggregatedRoles(self.after, isComplete: roles.after, normalizer, after)
        }
        switch expectation {
        case .states: break
        case .manifests(.before):
            expected.live = .after
            expected.stamps = try await StampInventory(self.after, after)
        case .manifests(.after):
            expected.live = .before
            expected.stamps = try await StampInventory(self.before, before)
        }
        return expected
    }

    /// The differences of two opened objects; of what was ignored the values count only when they are listed.
    private func differences(
        _ before: OpenedObject, _ after: OpenedObject, of kind: GroupKind, listsSuppressed: Bool
    ) -> FieldComparer.Result {
        guard mayAbridge, !listsSuppressed, let x = before.tape, let y = after.tape,
            alignment == nil || !RedactionToken.isIn(x) && !RedactionToken.isIn(y)
        else { return differences(before.value, after.value) }
        let pair = AbridgedPair(x, y, hasStatus: hasStatus.contains(kind))
        return differences(pair.before, pair.after)
    }

    /// The differences of two versions of one object, with everything that was ignored.
    ///
    /// - Parameter isAcross: whether a controller wrote both, so that no manifest is expected to say anything.
    package func differences(_ before: Value, _ after: Value, isAcross: Bool = false) -> FieldComparer.Result {
        let (before, after) = alignment?.aligned(before, after) ?? (before, after)
        let aside = Declaration.pair(before, after, normalizer: normalizer, hasStatus: hasStatus)
        var live: LiveFields?
        if case .manifests(let side) = expectation, !isAcross {
            live = LiveFields(
                side: side == .before ? .after : .before, object: side == .before ? after : before,
                isOfFiles: isOfFiles, filled: filled, isController: isController)
        }
        var result = fields.compare(
            aside.before, aside.after, apiVersion: after["apiVersion"]?.string ?? "", live: live,
            alignment: alignment)
        for suppression in aside.suppressions {
            if suppression.rule == FieldTable.deletionRule {
                // Somebody deleted it: that is more than a field that nobody declares.
                result.changes.append(
                    FieldChange(
                        path: suppression.path, kind: .value, before: suppression.before, after: suppression.after))
            } else {
                result.suppressions.append(suppression)
            }
        }
        return result
    }

    /// The operations of RFC 6902 that lead from one version of an object to the other, but for what the server sets: no API
    /// takes that from anybody. Absent is null.
    package func patch(from before: Value?, to after: Value?) -> [Value] {
        guard var before, var after else {
            return before == after ? [] : [["op": "replace", "path": "", "value": after ?? .null]]
        }
        // What is clear on one side and a token on the other is a token on both, or nobody may read it here.
        (before, after) = alignment?.aligned(before, after) ?? (before, after)
        let kind = GroupKind(
            group: APIVersion.group(of: after["apiVersion"]?.string ?? ""), kind: after["kind"]?.string ?? "")
        return JSONPatch.operations(
            from: before, to: after,
            skipping: JSONPatch.serverFields.union(
                hasStatus.contains(kind) && HandFields(of: before).union(HandFields(of: after)).isEmpty
                    ? ["/status"] : []))
    }

    /// What differs between children of one owner that only their generated names tell apart.
    private func addChildren(
        to result: inout Comparison, lists: Bool, before: Lookup, after: Lookup
    ) async throws {
        for pair in children {
            guard let x = try await before(pair.before.identity), let y = try await after(pair.after.identity) else {
                continue
            }
            var outcome = differences(GeneratedChildren.shape(x), GeneratedChildren.shape(y), isAcross: true)
            outcome.ignoreGeneratedName(note: "one owner's child in another's place")
            result.add(outcome, of: pair.after.identity, formerly: pair.before.identity, lists: lists) {
                .modified($0)
            }
        }
    }

    /// What somebody changed in objects that controllers and the cluster itself make, and those that only look so.
    private func addCopies(to result: inout Comparison, lists: Bool, before: Lookup, after: Lookup) async throws {
        for pair in matching.derivedChanged {
            guard let x = try await before(pair.before.identity), let y = try await after(pair.after.identity)
            else { continue }
            let owner = self.after.owner(of: pair.after)?.identity
            let kind = pair.after.identity.groupKind
            var outcome = copies.derived(differences(x, y, isAcross: true), x, y, pair.after)
            if let owner, changedOwners.contains(owner), let source = try await after(owner) {
                outcome = CopyTable.withoutCopied(
                    outcome, of: kind, from: source, owner, by: written.copies)
            }
            outcome = Placement.settled(outcome, x, y, of: kind)
            result.add(outcome, of: pair.after.identity, lists: lists) { fields in
                owner.map { .tampered(fields, owner: $0) } ?? .modified(fields)
            }
        }
        var reported: Set<Identity> = []
        for (identity, changes, owner) in try await derived.compareNew(before: before, after: after) {
            reported.insert(identity)
            result.add(.init(changes: changes), of: identity, lists: lists) {
                .tampered($0, owner: owner)
            }
        }
        let places = try await claims.places(before: before, after: after)
        for pair in matching.bookkeepingChanged {
            guard let x = try await before(pair.before.identity), let y = try await after(pair.after.identity)
            else { continue }
            let isFit = try await claims.isFit(y, pair.after, besides: x, places, after)
            let outcome = copies.bookkeeping(
                differences(x, y, isAcross: true), x, y, pair.after, isFit: isFit)
            result.add(outcome, of: pair.after.identity, lists: lists) { .modified($0) }
        }
        let unfit = try await claims.unfit(places, after)
        for identity in unfit {
            result.changes.append(
                Change(identity: identity, kind: .added, content: try await declared(identity, after)))
        }
        reported.formUnion(unfit)
        for (entries, rule) in [
            (matching.derivedAdded.map(\.entry) + matching.derivedRemoved, "made-by-controllers"),
            (matching.bookkeepingAdded + matching.bookkeepingRemoved, "system-objects"),
        ] {
            for entry in entries where !reported.contains(entry.identity) {
                result.suppressed[rule, default: 0] += 1
                if lists { result.suppressedObjects.append(comingOrGoing(entry, rule)) }
            }
        }
    }

    private func comingOrGoing(_ entry: IndexEntry, _ rule: String) -> SuppressedObject {
        let isNew = before[entry.identity] == nil
        let owner = entry.controller.map { "a copy of \($0.kind) \($0.name)" }
        return SuppressedObject(
            identity: entry.identity,
            suppressions: [
                Suppression(
                    path: FieldPath(), rule: rule, before: isNew ? nil : "present", after: isNew ? "present" : nil,
                    note: owner)
            ])
    }

    /// Objects that only one side has, with what they declare.
    private func addLonely(to result: inout Comparison, before: Lookup, after: Lookup) async throws {
        let newNames = Set((renamed + children).map(\.after.identity))
        let oldNames = Set((renamed + children).map(\.before.identity))
        let added = matching.added.map(\.identity).filter { !newNames.contains($0) }
        let removed = matching.removed.map(\.identity).filter { !oldNames.contains($0) }
        if expectation == .manifests(.before) {
            result.undeclaredCount = added.count
        } else {
            for identity in added {
                result.changes.append(
                    Change(identity: identity, kind: .added, content: try await declared(identity, after)))
            }
        }
        if expectation == .manifests(.after) {
            result.undeclaredCount = removed.count
        } else {
            for identity in removed {
                result.changes.append(
                    Change(identity: identity, kind: .removed, content: try await declared(identity, before)))
            }
        }
    }

    private func declared(_ identity: Identity, _ lookup: Lookup) async throws -> Value? {
        try await lookup(identity).map {
            normalizer.declared($0, hasStatus: hasStatus.contains(identity.groupKind)) { _ in }
        }
    }
}

extension FieldComparer.Result {
    /// A manifest that leaves the name to the server declares none.
    fileprivate mutating func ignoreGeneratedName(note: String = "the manifest says generateName") {
        let path = FieldPath(fields: "metadata", "name")
        for change in changes where change.path == path {
            suppressions.append(
                Suppression(
                    path: path, rule: "generated-name", before: change.before, after: change.after,
                    note: note))
        }
        changes.removeAll { $0.path == path }
    }
}

extension Comparison {
    /// Sorts what came out for one object into drift, order, what cannot be compared and what was ignored.
    fileprivate mutating func add(
        _ outcome: FieldComparer.Result, of identity: Identity, formerly: Identity? = nil, lists: Bool,
        as kind: ([FieldChange]) -> Change.Kind
    ) {
        let drift = outcome.changes.filter { $0.kind == .value }
        let order = outcome.changes.filter { $0.kind == .orderOnly }
        let unknown = outcome.changes.filter { $0.kind == .incomparable }
        if !drift.isEmpty { changes.append(Change(identity: identity, kind: kind(drift), formerly: formerly)) }
        if !order.isEmpty { orderOnly.append(Change(identity: identity, kind: .modified(order))) }
        if !unknown.isEmpty { incomparable.append(Change(identity: identity, kind: .modified(unknown))) }
        for suppression in outcome.suppressions { suppressed[suppression.rule, default: 0] += 1 }
        if lists, !outcome.suppressions.isEmpty {
            suppressedObjects.append(SuppressedObject(identity: identity, suppressions: outcome.suppressions))
        }
    }
}
