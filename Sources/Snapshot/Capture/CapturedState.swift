/// What a capture brought: everything a snapshot holds, before it is one.
package struct CapturedState: Sendable {
    /// Without roots and files, which the writer computes.
    package var manifest: Manifest
    /// All objects by path.
    package var entries: [IndexEntry]
    /// The types that discovery named, or that the built-in table and the CustomResourceDefinitions know.
    package var types: [ResourceType]
    /// What the server's OpenAPI says about fields.
    package var schema: SchemaFacts
    /// The values that were replaced.
    package var redactions: [Redactor.Redaction]
    /// The bodies.
    package var store: RecordStore
}

/// A state ready to be compared: a snapshot file, a live cluster or manifests make no difference any more.
package struct ClusterState: Sendable {
    /// What it is called in reports: the argument that named it.
    package let name: String
    /// Who, when, how, how completely.
    package let manifest: Manifest
    /// All objects by path.
    package let entries: [IndexEntry]
    /// Types with what discovery says about them.
    package let types: [ResourceType]
    /// Facts about fields.
    package let schema: SchemaFacts
    /// Reads objects: every wanted one is in the result. For a snapshot file this is one pass over the archive that
    /// checks every byte of it, wanted or not. The normalized digest of a doubted object is computed again: an index that
    /// says something else about it is refused.
    package let load: Loader

    /// See ``load``.
    package typealias Loader =
        @Sendable (_ wanted: Set<Identity>, _ doubted: Set<Identity>) async throws -> [Identity: Value]

    /// Hands over every object once, by path, and keeps none. What `each` got may be relied on only when this returns.
    package let scan: Scanner

    /// See ``scan``.
    package typealias Scanner = @Sendable (_ each: (IndexEntry, Value) -> Void) async throws -> Void

    package init(
        name: String, manifest: Manifest, entries: [IndexEntry], types: [ResourceType], schema: SchemaFacts,
        scan: @escaping Scanner, load: @escaping Loader
    ) {
        self.name = name
        self.manifest = manifest
        self.entries = entries
        self.types = types
        self.schema = schema
        self.scan = scan
        self.load = load
    }

    /// A captured state, whose bodies are still in its store.
    package init(_ captured: CapturedState, name: String) {
        let entries = captured.entries
        let store = captured.store
        self.init(
            name: name, manifest: captured.manifest, entries: entries, types: captured.types, schema: captured.schema,
            scan: { each in
                for entry in entries {
                    guard let body = try await store.body(of: entry.identity) else { continue }
                    each(entry, try JSONReader.value(body))
                }
            }
        ) { wanted, _ in
            var result: [Identity: Value] = [:]
            for entry in entries where wanted.contains(entry.identity) {
                guard let body = try await store.body(of: entry.identity) else { continue }
                result[entry.identity] = try JSONReader.value(body)
            }
            return result
        }
    }
}
