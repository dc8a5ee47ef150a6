import Snapshot

extension ClusterState {
    /// Objects ready to be opened, with errors that name the state.
    func opening(_ wanted: Set<Identity>, trustsIndex: Bool) async throws -> ObjectLookup {
        let lookup = try await naming { try await shelve(wanted, trustsIndex: trustsIndex) }
        return ObjectLookup { identity in try await self.naming { try await lookup.opened(identity) } }
    }
}
