import Diff
import Snapshot

/// Where the objects of one state come from, as far as the state itself says.
enum OriginSurvey {
    /// The origins of opened objects; empty for manifests, which say nothing of their writers.
    static func origins(of state: ClusterState, _ objects: [Identity: Value]) async throws -> [Identity: Origin] {
        guard state.manifest.source == .cluster || state.entries.contains(where: { !$0.uid.isEmpty }) else {
            return [:]
        }
        let book = try await TraceBook(state, of: [], ObjectLookup { objects[$0].map { .tree($0) } })
        let finder = OriginFinder(entries: state.entries, inventory: book.inventory)
        var origins: [Identity: Origin] = [:]
        for (identity, object) in objects {
            guard let entry = state.entries[identity] else { continue }
            origins[identity] = finder.origin(of: ObjectTrace(object, entry, role: entry.role))
        }
        return origins
    }
}
