/// What a capture brought: everything a snapshot holds, before it is one.
package struct CapturedState: Sendable {
    /// Without roots and files, which the writer computes.
    package var manifest: Manifest
    /// All objects by path.
    package var entries: [IndexEntry]
    /// The types that discovery named, or that the built-in table and the CustomResourceDefinitions know.
    package var types: [ResourceType]
    /// What is known about fields.
    package var schema: SchemaFacts
    /// The part of it that a snapshot keeps: nothing about types of Kubernetes itself.
    package var ownSchema: SchemaFacts
    /// The values that were replaced.
    package var redactions: [Redactor.Redaction]
    /// Certificates in Secrets that stayed readable.
    package var certificates: [Redactor.Certificate]
    /// From the tokens of the key before to those of this one, in a bridging capture.
    package var bridge: TokenBridge?
    /// The search for secret values, to be made over everything that is written.
    package var canary: LeakCanary
    /// The bodies.
    package var store: RecordStore
    /// Objects of files that were left out because of their type.
    package var outOfScope: [OutOfScope] = []

    /// A type that is out of scope, and how many objects of it were read.
    package struct OutOfScope: Sendable {
        package let type: ResourceType
        package let count: Int
    }
}

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
    /// Reads objects: every wanted one is in the result. For a snapshot file this is one pass over the archive that
    /// checks every byte of it, wanted or not.
    package let load: Loader

    /// See ``load``.
    package typealias Loader = @Sendable (_ wanted: Set<Identity>) async throws -> [Identity: Value]

    /// Puts objects where they can be opened one by one, so that a comparison needs no memory for all of them.
    package let shelve: Shelver

    /// See ``shelve``.
    package typealias Shelver = @Sendable (_ wanted: Set<Identity>) async throws -> ObjectLookup

    /// Hands over every object once, by path, and keeps none. What `each` got may be relied on only when this returns.
    package let scan: Scanner

    /// See ``scan``.
    package typealias Scanner = @Sendable (_ each: (IndexEntry, Value) -> Void) async throws -> Void

    /// - Parameters:
    ///   - scan: without it all objects are loaded at once.
    ///   - shelve: without it all wanted objects are loaded at once.
    package init(
        name: String, manifest: Manifest, entries: [IndexEntry], types: [ResourceType], schema: SchemaFacts,
        bridge: TokenBridge? = nil, scan: Scanner? = nil, shelve: Shelver? = nil, load: @escaping Loader
    ) {
        self.init(
            name: name, manifest: manifest, entries: EntryTable(entries), types: types, schema: schema, bridge: bridge,
            scan: scan, shelve: shelve, load: load)
    }

    /// As the other one, with a table that is there already.
    package init(
        name: String, manifest: Manifest, entries: EntryTable, types: [ResourceType], schema: SchemaFacts,
        bridge: TokenBridge? = nil, scan: Scanner? = nil, shelve: Shelver? = nil, load: @escaping Loader
    ) {
        self.name = name
        self.manifest = manifest
        let entries = RoleSettlement(entries, isLive: manifest.source == .cluster).settled()
        self.entries = entries
        self.types = types
        self.schema = schema
        self.bridge = bridge
        self.load = load
        self.scan =
            scan ?? { each in
                let objects = try await load(Set(entries.map(\.identity)))
                for entry in entries {
                    if let object = objects[entry.identity] { each(entry, object) }
                }
            }
        self.shelve =
            shelve ?? { wanted in
                let objects = try await load(wanted)
                return ObjectLookup { objects[$0].map(OpenedObject.tree) }
            }
    }

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

    init(_ other: ClusterState, makers: [MakerRule]) {
        name = other.name
        manifest = other.manifest
        entries = RoleSettlement(other.entries, isLive: other.manifest.source == .cluster, makers: makers).settled()
        types = other.types
        schema = other.schema
        bridge = other.bridge
        load = other.load
        shelve = other.shelve
        scan = other.scan
    }

    /// What identifies the cluster: the uid of its Namespace `kube-system`, as it was asked for or as a dump of live objects
    /// holds it; `nil` for manifests.
    package var clusterUID: String? {
        if let uid = manifest.cluster?.uid { return uid }
        let system = Identity(group: "", kind: "Namespace", namespace: nil, name: "kube-system")
        let uid = entries[system]?.uid ?? ""
        return uid.isEmpty ? nil : uid
    }

    /// The kinds whose `status` nobody declares: at least one of two states says so, and no cluster says otherwise.
    package static func kindsWithStatus(_ a: ClusterState, _ b: ClusterState) -> Set<GroupKind> {
        var result = Set((a.types + b.types).filter(\.hasStatus).map(\.groupKind))
        for state in [a, b] where state.manifest.source == .cluster {
            result.subtract(state.types.filter { !$0.hasStatus }.map(\.groupKind))
        }
        return result
    }

    /// A captured state, whose bodies are still in its store.
    package init(_ captured: CapturedState, name: String) {
        let entries = captured.entries
        let store = captured.store
        self.init(
            name: name, manifest: captured.manifest, entries: entries, types: captured.types, schema: captured.schema,
            bridge: captured.bridge,
            scan: { each in
                for entry in entries {
                    guard let body = try await store.body(of: entry.identity) else { continue }
                    each(entry, try JSONReader.value(body))
                }
            },
            shelve: { _ in
                ObjectLookup { identity in
                    guard let body = try await store.body(of: identity) else { return nil }
                    return .tape(try JSONTape(body))
                }
            }
        ) { wanted in
            var result: [Identity: Value] = [:]
            for entry in entries where wanted.contains(entry.identity) {
                guard let body = try await store.body(of: entry.identity) else { continue }
                result[entry.identity] = try JSONReader.value(body)
            }
            return result
        }
    }
}
