import Snapshot

/// Compares objects that controllers made with the templates of their owners.
struct DerivedComparer: Sendable {
    private let fields: FieldComparer
    private let normalizer: Normalizer
    private let hasStatus: Set<GroupKind>
    private let before: EntryTable
    private let after: EntryTable
    private let added: [(entry: IndexEntry, owner: IndexEntry)]
    /// Objects of the first state whose families got new members, with their owners.
    private let relatives: [(entry: IndexEntry, owner: IndexEntry)]
    private let history: RolloutHistory

    var neededBefore: Set<Identity> { Set(relatives.flatMap { [$0.entry.identity, $0.owner.identity] }) }
    var neededAfter: Set<Identity> {
        Set(
            added.flatMap { entry, owner in
                [entry.identity, owner.identity, after.owner(of: owner)?.identity].compactMap { $0 }
            }
        ).union(history.needed)
    }

    init(
        fields: FieldComparer, normalizer: Normalizer, hasStatus: Set<GroupKind>, before: EntryTable,
        after: EntryTable, added: [(entry: IndexEntry, owner: IndexEntry?)]
    ) {
        self.fields = fields
        self.normalizer = normalizer
        self.hasStatus = hasStatus
        self.before = before
        self.after = after
        self.added = added.compactMap { entry, owner in
            guard let owner, TemplateTable.kinds.contains(entry.identity.groupKind) else { return nil }
            return (entry, owner)
        }
        history = RolloutHistory(self.added, in: after)
        let families = Set(self.added.map { Self.family(of: $0.entry, in: after) })
        // What admission adds to every object of a family is no tampering: the family's earlier objects show it.
        relatives =
            families.isEmpty
            ? []
            : before.filter { TemplateTable.kinds.contains($0.identity.groupKind) }.compactMap { entry in
                guard let owner = before.owner(of: entry),
                    families.contains(Self.family(of: entry, in: before))
                else { return nil }
                return (entry, owner)
            }
    }

    /// What new objects say that neither their owner's template nor their earlier relatives say.
    func compareNew(
        before: Comparer.Lookup, after: Comparer.Lookup
    ) async throws -> [(identity: Identity, changes: [FieldChange], owner: Identity)] {
        var usual: [Identity: Set<FieldChange>] = [:]
        for (entry, owner) in relatives {
            guard let object = try await before(entry.identity), let template = try await before(owner.identity) else {
                continue
            }
            let family = Self.family(of: entry, in: self.before)
            usual[family, default: []].formUnion(deviations(of: object, from: template))
        }
        var result: [(identity: Identity, changes: [FieldChange], owner: Identity)] = []
        for (entry, owner) in added {
            guard let object = try await after(entry.identity), let template = try await after(owner.identity) else {
                continue
            }
            let usual = usual[Self.family(of: entry, in: self.after)] ?? []
            var changes = deviations(of: object, from: template).filter { !usual.contains($0) }
            if !changes.isEmpty, let top = self.after.owner(of: owner),
                let original = try await after(top.identity)
            {
                changes = withoutThoseOfTheOwner(changes, of: object, original: original)
            }
            if !changes.isEmpty, try await isOfFormerTemplate(object, template, owner.identity, after) { changes = [] }
            let known = Set(changes.map(\.path))
            changes += CopyWriters.marksOfPeople(on: object, declared: declared(object))
                .filter { !known.contains($0.path) }
            if !changes.isEmpty { result.append((entry.identity, changes, owner.identity)) }
        }
        return result
    }

    /// Whether a controller made the object from a template that its owner had before, in a rollout that goes on.
    private func isOfFormerTemplate(
        _ object: Value, _ owner: Value, _ identity: Identity, _ after: Comparer.Lookup
    ) async throws -> Bool {
        try await history.formerOwners(of: object, owner: owner, identity, after: after) {
            deviations(of: $0, from: owner).isEmpty
        }.contains { deviations(of: object, from: $0).isEmpty }
    }

    /// An object that is as its owner's own owner wants it has not been touched: the one between them has, and is reported.
    private func withoutThoseOfTheOwner(
        _ changes: [FieldChange], of object: Value, original: Value
    ) -> [FieldChange] {
        guard TemplateTable.sides(object: declared(object), owner: declared(original)) != nil else { return changes }
        let paths = Set(deviations(of: object, from: original).map(\.path))
        return changes.filter { paths.contains($0.path) }
    }

    private func deviations(of object: Value, from owner: Value) -> [FieldChange] {
        guard let (expected, actual, root) = TemplateTable.sides(object: declared(object), owner: declared(owner))
        else { return [] }
        let apiVersion = object["apiVersion"]?.string ?? ""
        let place = fields.place(apiVersion: apiVersion, kind: object["kind"]?.string ?? "", fields: root)
        let path = FieldPath(root.map(PathElement.field))
        let context = FieldComparer.Context(isBuiltin: true)
        return fields.compare(expected, actual, at: place, path: path, context: context).changes
            .filter { $0.kind != .orderOnly }
    }

    private func declared(_ object: Value) -> Value {
        let kind = GroupKind(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "")
        return normalizer.declared(object, hasStatus: hasStatus.contains(kind))
    }

    /// The topmost owner that is known: all Pods of a Deployment are one family, whichever ReplicaSet made them.
    private static func family(of entry: IndexEntry, in state: EntryTable) -> Identity {
        var top = entry
        // Ownership is no deeper than CronJob, Job, Pod; a loop of owner references must not hold us up.
        for _ in 0..<8 {
            guard let owner = state.owner(of: top) else { break }
            top = owner
        }
        return top.identity
    }
}
