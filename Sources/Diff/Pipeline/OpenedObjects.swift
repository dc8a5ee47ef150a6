import Snapshot

extension ClusterState {
    /// Objects ready to be opened, with errors that name the state.
    ///
    /// - Parameter countable: see ``ObjectSource/shelve(_:countable:trustsIndex:)``.
    func opening(
        _ wanted: Set<Identity>, countable: Set<Identity> = [], trustsIndex: Bool
    ) async throws -> ObjectLookup {
        let lookup = try await naming {
            try await shelve(wanted, countable: countable, trustsIndex: trustsIndex)
        }
        return lookup.opening { identity in try await self.naming { try await lookup.opened(identity) } }
    }

    /// A lookup with objects that turned out to be wanted, too. The pass that made the lookup has checked the index, or nobody
    /// was to check it: these are read by it.
    func opening(_ wanted: Set<Identity>, besides lookup: ObjectLookup) async throws -> ObjectLookup {
        guard !wanted.isEmpty else { return lookup }
        let more = try await opening(wanted, trustsIndex: true)
        return lookup.opening { identity in
            if let found = try await lookup.opened(identity) { return found }
            return try await more.opened(identity)
        }
    }
}
