/// A state ready to be compared: a snapshot file, a live cluster or manifests make no difference any more.
package struct ClusterState: Sendable {
    /// What it is called in reports: the argument that named it.
    package let name: String
    /// Who, when, how, how completely.
    package let manifest: Manifest
    /// All objects by path.
    package let entries: EntryTable
    /// Types with what discovery says about them.
    package let types: [ResourceType]
    /// Facts about fields.
    package let schema: SchemaFacts
    /// From the tokens of another redaction key to those of this state's; mostly `nil`.
    package let bridge: TokenBridge?
    /// Where its objects are read from.
    package let source: any ObjectSource

    package init(
        name: String, manifest: Manifest, entries: EntryTable, types: [ResourceType], schema: SchemaFacts,
        bridge: TokenBridge? = nil, source: any ObjectSource
    ) {
        self.name = name
        self.manifest = manifest
        self.entries = RoleSettlement(entries, isLive: manifest.source == .cluster).settled()
        self.types = types
        self.schema = schema
        self.bridge = bridge
        self.source = source
    }

    init(_ other: ClusterState, makers: [MakerRule]) {
        name = other.name
        manifest = other.manifest
        entries = RoleSettlement(other.entries, isLive: other.manifest.source == .cluster, makers: makers).settled()
        types = other.types
        schema = other.schema
        bridge = other.bridge
        source = other.source
    }

    /// A captured state, whose bodies are still in its store.
    package init(_ captured: CapturedState, name: String) {
        self.init(
            name: name, manifest: captured.manifest, entries: EntryTable(captured.entries), types: captured.types,
            schema: captured.schema, bridge: captured.bridge,
            source: CapturedObjects(entries: captured.entries, store: captured.store))
    }

    /// See ``ObjectSource/scan(_:)``.
    package func scan(_ each: (IndexEntry, Value) -> Void) async throws { try await source.scan(each) }

    /// See ``ObjectSource/counts``.
    package var counts: Bool { source.counts }

    /// See ``ObjectSource/shelve(_:countable:trustsIndex:)``.
    package func shelve(
        _ wanted: Set<Identity>, countable: Set<Identity> = [], trustsIndex: Bool = false
    ) async throws -> ObjectLookup {
        try await source.shelve(wanted, countable: countable, trustsIndex: trustsIndex)
    }

    /// See ``ObjectSource/load(_:)``.
    package func load(_ wanted: Set<Identity>) async throws -> [Identity: Value] { try await source.load(wanted) }

    /// See ``ObjectSource/pick(_:)``.
    package func pick(_ wanted: Set<Identity>) async throws -> [Identity: Value] { try await source.pick(wanted) }

    /// Objects that an API server serves under one uid although they are no known pair, with the uid; by uid, a few at most.
    package var objectsOfOneUID: [(uid: String, objects: [Identity])] {
        var first: [String: Identity] = [:]
        var found: [String: [Identity]] = [:]
        for entry in entries where !entry.uid.isEmpty {
            if let other = first[entry.uid] {
                found[entry.uid, default: [other]].append(entry.identity)
            } else {
                first[entry.uid] = entry.identity
            }
        }
        return found.map { ($0.key, $0.value) }.sorted { ByteOrder.precedes($0.0, $1.0) }.prefix(5).map { $0 }
    }

    /// What identifies the cluster: the uid of its Namespace `kube-system`, as it was asked for or as a dump of live objects
    /// holds it; `nil` for manifests.
    package var clusterUID: String? {
        if let uid = manifest.cluster?.uid { return uid }
        let system = Identity(group: "", kind: "Namespace", namespace: nil, name: "kube-system")
        let uid = entries[system]?.uid ?? ""
        return uid.isEmpty ? nil : uid
    }

    /// The names of the CustomResourceDefinitions that it holds: `plural.group`.
    package var definitions: Set<String> {
        Set(entries.lazy.map(\.identity).filter { $0.groupKind == StateSchema.definition }.map(\.name))
    }

    /// The kinds whose `status` nobody declares: at least one of two states says so, and no cluster says otherwise.
    package static func kindsWithStatus(_ a: ClusterState, _ b: ClusterState) -> Set<GroupKind> {
        var result = Set((a.types + b.types).filter(\.hasStatus).map(\.groupKind))
        for state in [a, b] where state.manifest.source == .cluster {
            result.subtract(state.types.filter { !$0.hasStatus }.map(\.groupKind))
        }
        return result
    }
}
