package import Snapshot

/// What some objects of one state say of their writers, and its inventories.
package struct TraceBook: Sendable {
    /// All objects of the state.
    package let entries: EntryTable
    /// What the opened ones say of their writers.
    package let traces: [Identity: ObjectTrace]
    /// What Flux says that it applies.
    package let inventory: FluxInventory

    /// Opens the objects that are asked for, and those that hold inventories, one after another.
    package init(_ state: ClusterState, of wanted: Set<Identity>, _ lookup: Comparer.Lookup) async throws {
        let entries = state.entries
        var traces: [Identity: ObjectTrace] = [:]
        var inventory = FluxInventory()
        for identity in wanted.union(Self.inventories(of: state)).sorted() {
            guard let entry = entries[identity], let object = try await lookup(identity) else { continue }
            traces[identity] = ObjectTrace(object, entry, role: entry.role)
            if identity.groupKind == FluxInventory.type || identity.groupKind == FluxInventory.releaseType {
                inventory.add(object, identity)
            }
        }
        self.entries = entries
        self.traces = traces
        self.inventory = inventory
    }

    private init(entries: EntryTable, traces: [Identity: ObjectTrace], inventory: FluxInventory) {
        self.entries = entries
        self.traces = traces
        self.inventory = inventory
    }

    /// Whether its objects are a server's and all of them come without managedFields, as `kubectl get` prints them.
    package var isWithoutManagers: Bool {
        let live = traces.values.filter { !$0.uid.isEmpty }
        return !live.isEmpty && live.allSatisfy(\.managers.isEmpty)
    }

    /// This book with the traces of another one of the same state.
    package func adding(_ other: TraceBook) -> TraceBook {
        TraceBook(
            entries: entries, traces: traces.merging(other.traces) { mine, _ in mine }, inventory: inventory)
    }
    /// The labels by which rules select: those that were agreed on, and those of the state only for objects of which nothing
    /// was. A label that somebody puts on an object by hand takes nothing out of sight.
    package static func labels(
        of comparison: Comparison, agreed: TraceBook, found: TraceBook
    ) -> [Identity: [String: String]] {
        var labels = found.traces.mapValues(\.labels)
        for change in comparison.changes {
            if let formerly = change.formerly { labels[change.identity] = agreed.traces[formerly]?.labels }
        }
        return labels.merging(agreed.traces.mapValues(\.labels)) { _, agreed in agreed }
    }

    /// The objects whose writers are asked for after a comparison, by what they are and were called.
    ///
    /// - Parameter withOrder: Whether those are among them that only stand in another order: no report names their writers,
    ///   but an audit log is not to find anybody there that the comparison overlooked.
    package static func identities(of comparison: Comparison, withOrder: Bool = true) -> Set<Identity> {
        let changes = comparison.allChanges + comparison.incomparable + (withOrder ? comparison.orderOnly : [])
        return Set(changes.map(\.identity) + changes.compactMap(\.formerly) + comparison.signals.map(\.identity))
    }

    /// The objects that hold inventories.
    package static func inventories(of state: ClusterState) -> Set<Identity> {
        // Two names are compared for most objects, not four.
        let kinds = [FluxInventory.type, FluxInventory.releaseType]
        return Set(
            state.entries.lazy.map(\.identity).filter { identity in
                kinds.contains { ByteOrder.same($0.kind, identity.kind) && ByteOrder.same($0.group, identity.group) }
            })
    }
}
