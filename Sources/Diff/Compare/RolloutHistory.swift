import Snapshot

/// Tells objects that a controller made from an earlier template from ones that somebody changed, while a rollout goes on.
///
/// An earlier revision is believed in only where the owner's status says that the rollout is not over, and where the
/// controller's own record, a newer ReplicaSet or a ControllerRevision, agrees.
struct RolloutHistory: Sendable {
    private static let replicaSet = GroupKind(group: "apps", kind: "ReplicaSet")
    private static let revision = GroupKind(group: "apps", kind: "ControllerRevision")
    private static let annotation = "deployment.kubernetes.io/revision"

    /// The ReplicaSets and ControllerRevisions of each owner.
    private let records: [Identity: [Identity]]

    /// - Parameter added: new copies with their owners.
    init(_ added: [(entry: IndexEntry, owner: IndexEntry)], in state: EntryTable) {
        let owners = Set(added.map(\.owner.identity))
        var records: [Identity: [Identity]] = [:]
        if !owners.isEmpty {
            let kinds = [Self.replicaSet, Self.revision]
            for entry in state where kinds.contains(entry.identity.groupKind) {
                guard let owner = state.owner(of: entry)?.identity, owners.contains(owner) else {
                    continue
                }
                records[owner, default: []].append(entry.identity)
            }
        }
        self.records = records
    }

    /// What has to be opened.
    var needed: Set<Identity> { Set(records.values.joined()) }

    /// The templates of the owner that were current before, as owners that say so.
    ///
    /// - Parameter isCurrent: whether a ReplicaSet is as its owner's template says now.
    func formerOwners(
        of object: Value, owner: Value, _ identity: Identity, after: ObjectLookup, isCurrent: (Value) -> Bool
    ) async throws -> [Value] {
        guard Self.isRollingOut(owner) else { return [] }
        var former: [Value] = []
        if let own = Self.number(object) {
            guard Self.isControllers(object) else { return [] }
            // The record of a ReplicaSet is the ReplicaSet itself: a newer one has to be what the owner wants now.
            for record in records[identity] ?? [] where record.groupKind == Self.replicaSet {
                guard let other = try await after(record), isCurrent(other), let newer = Self.number(other),
                    newer > own,
                    let template = object[["spec", "template"]]
                else { continue }
                former.append(Self.owner(owner, with: template))
            }
            return former
        }
        var revisions: [(number: Int, template: Value)] = []
        for record in records[identity] ?? [] where record.groupKind == Self.revision {
            guard let revision = try await after(record), let number = revision["revision"]?.int,
                let template = revision[["data", "spec", "template"]], Self.isControllers(revision)
            else { continue }
            revisions.append((number, template))
        }
        let last = revisions.map(\.number).max()
        return revisions.filter { $0.number != last }.map { Self.owner(owner, with: $0.template) }
    }

    private static func isControllers(_ object: Value) -> Bool {
        let managers = ManagedFields(of: object).managers
        return !managers.isEmpty && managers.allSatisfy { ControllerTable.isController($0) }
    }

    private static func number(_ object: Value) -> Int? {
        object[["metadata", "annotations", annotation]]?.string.flatMap { Int($0) }
    }

    private static func owner(_ owner: Value, with template: Value) -> Value {
        guard case .object(var result) = owner, case .object(var spec)? = owner["spec"] else { return owner }
        spec["template"] = template
        result["spec"] = .object(spec)
        return .object(result)
    }

    /// Whether an owner's status says that not all copies are of its template yet.
    private static func isRollingOut(_ owner: Value) -> Bool {
        guard let status = owner["status"]?.object, !status.isEmpty else { return false }
        let updated = status["updatedReplicas"]?.int ?? status["updatedNumberScheduled"]?.int ?? 0
        let wanted = status["replicas"]?.int ?? status["desiredNumberScheduled"]?.int ?? 0
        let observed = status["observedGeneration"]?.int ?? 0
        return updated < wanted || observed < owner[["metadata", "generation"]]?.int ?? 0
    }
}
