/// Holds what objects say about their makers against the state as a whole: the owner has to exist under the uid, version and
/// namespace that the reference names, nothing owns itself, and where writers are recorded, the right one has to be among them.
package struct RoleSettlement {
    private let table: EntryTable
    private let makers: [MakerRule]
    private let recordsWriters: Bool

    /// - Parameters:
    ///   - isLive: whether an API server answered, which never leaves field managers out.
    ///   - makers: what a baseline says about controllers, besides the built-in rows.
    package init(_ table: EntryTable, isLive: Bool, makers: [MakerRule] = []) {
        self.table = table
        self.makers = makers
        recordsWriters = isLive || table.contains { !($0.claim?.writers.isEmpty ?? true) }
    }

    /// The table with the roles that hold in this state.
    package func settled() -> EntryTable { table.withRoles(role) }

    private func role(of entry: IndexEntry) -> ObjectRole {
        guard let claim = entry.claim else {
            // A controller that does not exist made nothing.
            let isOrphan = entry.role == .derived && entry.controller != nil && table.owner(of: entry) == nil
            return isOrphan ? .declared : entry.role
        }
        if entry.role == .declared { return isMadeForBaseline(entry, claim) ? .derived : .declared }
        if claim.writers.isEmpty, recordsWriters { return .declared }
        guard let controller = entry.controller else { return entry.role }
        let versions = MakerTable.rules(from: controller.groupKind, to: entry.identity.groupKind).flatMap(\.versions)
        return isOwned(entry, claim, versions: versions) ? entry.role : .declared
    }

    /// Whether a row of the baseline names the controller, which wrote it, and no person did.
    private func isMadeForBaseline(_ entry: IndexEntry, _ claim: MakerClaim) -> Bool {
        guard let controller = entry.controller, !HandTable.areAmong(claim.writers) else { return false }
        return makers.contains { row in
            row.makes(entry.identity.groupKind, from: controller.groupKind)
                && (row.fits(claim.writers) || claim.writers.isEmpty && !recordsWriters)
                && isOwned(entry, claim, versions: row.versions)
        }
    }

    private func isOwned(_ entry: IndexEntry, _ claim: MakerClaim, versions: [String]) -> Bool {
        guard let owner = table.owner(of: entry), owner.identity != entry.identity, !isCyclic(entry) else {
            return false
        }
        // Manifests have no uids.
        guard owner.uid.isEmpty || ByteOrder.same(owner.uid, claim.ownerUID) else { return false }
        let served = [owner.version, BuiltinTypes.type(of: owner.identity.groupKind)?.version ?? owner.version]
        return (served + versions).contains { ByteOrder.same($0, claim.ownerVersion) }
    }

    /// Whether owner references lead around. Honest ones are no longer than PipelineRun, TaskRun, Pod, and a few more.
    private func isCyclic(_ entry: IndexEntry) -> Bool {
        var top = entry
        for _ in 0..<16 {
            guard let owner = table.owner(of: top) else { return false }
            if owner.identity == entry.identity || owner.identity == top.identity { return true }
            top = owner
        }
        return true
    }
}

extension EntryTable {
    /// The entry of the controlling owner. The index does not say whether it is namespaced: both places are tried.
    package func owner(of entry: IndexEntry) -> IndexEntry? {
        guard let controller = entry.controller else { return nil }
        if let owner = self[controller] { return owner }
        return self[Identity(group: controller.group, kind: controller.kind, namespace: nil, name: controller.name)]
    }
}

extension ClusterState {
    /// This state with what a baseline says about controllers.
    package func settled(with makers: [MakerRule]) -> ClusterState {
        makers.isEmpty ? self : ClusterState(self, makers: makers)
    }
}
