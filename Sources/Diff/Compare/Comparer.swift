package import Snapshot

/// Compares two states. Values in, values out: what has to be opened is named first, read elsewhere, and handed back.
package struct Comparer: Sendable {
    private let matching: Matching
    private let fields: FieldComparer
    private let normalizer: Normalizer
    private let hasStatus: Set<GroupKind>
    private let before: [Identity: IndexEntry]
    private let after: [Identity: IndexEntry]

    /// Objects of the first state that have to be opened.
    package let neededBefore: Set<Identity>
    /// Objects of the second state that have to be opened.
    package let neededAfter: Set<Identity>

    /// Objects whose digests alone say that they are equal: a reader that does not trust an index checks these as well.
    package let doubted: Set<Identity>

    /// A comparer of two states, whatever they were read from.
    ///
    /// - Parameter trustsDigests: see ``Matching/init(before:after:trustsDigests:)``.
    package init(before: ClusterState, after: ClusterState, trustsDigests: Bool) {
        let scope = CommonScope(before.manifest, after.manifest)
        matching = Matching(
            before: before.entries.filter(scope.contains), after: after.entries.filter(scope.contains),
            trustsDigests: trustsDigests)
        doubted = Set(matching.normalized.map(\.after.identity))
        let facts = before.schema.merged(with: after.schema)
        normalizer = Normalizer(schema: FieldSchema(facts))
        fields = FieldComparer(normalizer: normalizer)
        hasStatus = Set((before.types + after.types).filter(\.hasStatus).map(\.groupKind))
        let left = Dictionary(before.entries.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        let right = Dictionary(after.entries.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        self.before = left
        self.after = right

        let pairs = matching.open + matching.derivedChanged
        var needBefore = Set(pairs.map(\.before.identity))
        var needAfter = Set(pairs.map(\.after.identity))
        var newFamilies: Set<Identity> = []
        for (entry, owner) in matching.derivedAdded where TemplateTable.kinds.contains(entry.identity.groupKind) {
            guard let owner else { continue }
            needAfter.insert(entry.identity)
            needAfter.insert(owner.identity)
            newFamilies.insert(Self.family(of: entry, in: right))
        }
        if !newFamilies.isEmpty {
            // What admission adds to every object of a family is no tampering: the family's earlier objects show it.
            for entry in before.entries where TemplateTable.kinds.contains(entry.identity.groupKind) {
                guard let owner = Matching.owner(of: entry, in: left),
                    newFamilies.contains(Self.family(of: entry, in: left))
                else { continue }
                needBefore.insert(entry.identity)
                needBefore.insert(owner.identity)
            }
        }
        neededBefore = needBefore
        neededAfter = needAfter
    }

    /// Objects whose difference is known without opening them: what came, what went, what left a signal. Whoever wants to
    /// know who is behind it opens them.
    package var unopened: (before: Set<Identity>, after: Set<Identity>) {
        let signalled = Set(signals().map(\.identity))
        return (
            signalled.union(matching.removed.map(\.identity)), signalled.union(matching.added.map(\.identity))
        )
    }

    /// The differences, given the opened objects.
    package func compare(before: [Identity: Value], after: [Identity: Value]) -> Comparison {
        var result = Comparison()
        result.equalCount = matching.equal.count
        result.normalizedCount = matching.normalized.count
        result.derivedCount = matching.derivedCount
        result.bookkeepingCount = matching.bookkeepingCount
        for entry in matching.added { result.changes.append(Change(identity: entry.identity, kind: .added)) }
        for entry in matching.removed { result.changes.append(Change(identity: entry.identity, kind: .removed)) }
        for pair in matching.open {
            guard let changes = differences(pair, before, after, &result) else { continue }
            if changes.allSatisfy({ $0.kind == .orderOnly }) { result.normalizedCount += 1 }
            add(changes, of: pair.after.identity, to: &result) { .modified($0) }
        }
        for pair in matching.derivedChanged {
            guard let changes = differences(pair, before, after, &result) else { continue }
            let meaningful = changes.filter {
                TemplateTable.isDecided(by: .person, $0.path, of: pair.after.identity.groupKind)
            }
            let owner = Matching.owner(of: pair.after, in: self.after)?.identity
            add(meaningful, of: pair.after.identity, to: &result) { fields in
                owner.map { .tampered(fields, owner: $0) } ?? .modified(fields)
            }
        }
        compareNewWithTemplates(before, after, &result)
        result.signals = signals()
        result.changes.sort { $0.identity < $1.identity }
        result.orderOnly.sort { $0.identity < $1.identity }
        result.incomparable.sort { $0.identity < $1.identity }
        return result
    }

    private func differences(
        _ pair: Matching.Pair, _ before: [Identity: Value], _ after: [Identity: Value], _ result: inout Comparison
    ) -> [FieldChange]? {
        guard let x = before[pair.before.identity], let y = after[pair.after.identity] else { return nil }
        let outcome = fields.compare(
            declared(x), declared(y), apiVersion: y["apiVersion"]?.string ?? "")
        for (rule, count) in outcome.suppressed { result.suppressed[rule, default: 0] += count }
        return outcome.changes
    }

    private func declared(_ object: Value) -> Value {
        let apiVersion = object["apiVersion"]?.string ?? ""
        let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
        let kind = GroupKind(group: group, kind: object["kind"]?.string ?? "")
        return normalizer.declared(object, hasStatus: hasStatus.contains(kind))
    }

    /// Sorts the changes of one object into drift, order and what cannot be compared.
    private func add(
        _ changes: [FieldChange], of identity: Identity, to result: inout Comparison,
        as kind: ([FieldChange]) -> Change.Kind
    ) {
        let drift = changes.filter { $0.kind == .value }
        let order = changes.filter { $0.kind == .orderOnly }
        let incomparable = changes.filter { $0.kind == .incomparable }
        if !drift.isEmpty { result.changes.append(Change(identity: identity, kind: kind(drift))) }
        if !order.isEmpty { result.orderOnly.append(Change(identity: identity, kind: .modified(order))) }
        if !incomparable.isEmpty {
            result.incomparable.append(Change(identity: identity, kind: .modified(incomparable)))
        }
    }

    // MARK: Derived objects

    /// The topmost owner that is known: all Pods of a Deployment are one family, whichever ReplicaSet made them.
    private static func family(of entry: IndexEntry, in state: [Identity: IndexEntry]) -> Identity {
        var top = entry
        // Ownership is no deeper than CronJob, Job, Pod; a loop of owner references must not hold us up.
        for _ in 0..<8 {
            guard let owner = Matching.owner(of: top, in: state) else { break }
            top = owner
        }
        return top.identity
    }

    private func compareNewWithTemplates(
        _ before: [Identity: Value], _ after: [Identity: Value], _ result: inout Comparison
    ) {
        var usual: [Identity: Set<FieldChange>] = [:]
        for entry in self.before.values where TemplateTable.kinds.contains(entry.identity.groupKind) {
            guard let owner = Matching.owner(of: entry, in: self.before), let object = before[entry.identity],
                let template = before[owner.identity]
            else { continue }
            let family = Self.family(of: entry, in: self.before)
            usual[family, default: []].formUnion(deviations(of: object, from: template))
        }
        for (entry, owner) in matching.derivedAdded {
            guard let owner, let object = after[entry.identity], let template = after[owner.identity] else { continue }
            let known = usual[Self.family(of: entry, in: self.after)] ?? []
            var changes = deviations(of: object, from: template).filter { !known.contains($0) }
            if let top = Matching.owner(of: owner, in: self.after), let original = after[top.identity] {
                changes = withoutThoseOfTheOwner(changes, of: object, original: original)
            }
            add(changes, of: entry.identity, to: &result) { .tampered($0, owner: owner.identity) }
        }
    }

    /// An object that is as its owner's own owner wants it has not been touched: the one between them has, and is reported.
    private func withoutThoseOfTheOwner(
        _ changes: [FieldChange], of object: Value, original: Value
    ) -> [FieldChange] {
        guard !changes.isEmpty, TemplateTable.sides(object: declared(object), owner: declared(original)) != nil else {
            return changes
        }
        let paths = Set(deviations(of: object, from: original).map(\.path))
        return changes.filter { paths.contains($0.path) }
    }

    private func deviations(of object: Value, from owner: Value) -> [FieldChange] {
        guard let (expected, actual, root) = TemplateTable.sides(object: declared(object), owner: declared(owner))
        else {
            return []
        }
        let kind = object["kind"]?.string ?? ""
        let place = fields.place(apiVersion: object["apiVersion"]?.string ?? "", kind: kind, fields: root)
        let path = FieldPath(root.map(PathElement.field))
        return fields.compare(expected, actual, at: place, path: path).changes.filter { $0.kind != .orderOnly }
    }

    // MARK: Signals

    private func signals() -> [Signal] {
        var result: [Signal] = []
        for entry in after.values where entry.role == .declared {
            guard let other = before[entry.identity] else { continue }
            if !entry.uid.isEmpty, !other.uid.isEmpty, entry.uid != other.uid {
                result.append(
                    Signal(identity: entry.identity, kind: .recreated, detail: "uid \(other.uid) → \(entry.uid)"))
            } else if entry.generation > other.generation, other.generation > 0, entry.normalized == other.normalized {
                result.append(
                    Signal(
                        identity: entry.identity, kind: .generationAdvanced,
                        detail: "generation \(other.generation) → \(entry.generation), declared state equal"))
            }
            for (path, value) in entry.signals where other.signals[path] != value {
                let isDeletion = path == "metadata.deletionTimestamp"
                result.append(
                    Signal(
                        identity: entry.identity, kind: isDeletion ? .deleting : .reconcileRequested,
                        detail: "\(path) \(other.signals[path] ?? "absent") → \(value)"))
            }
        }
        return result.sorted { ($0.identity, $0.detail) < ($1.identity, $1.detail) }
    }
}
