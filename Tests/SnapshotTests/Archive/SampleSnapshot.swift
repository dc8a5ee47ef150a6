import Snapshot
import TestSupport
import Testing

/// A small snapshot with everything that a snapshot can hold; FORMAT.md shows parts of it.
enum SampleSnapshot {
    static let manifestJSON = """
        {"actor":{"groups":["ops"],"host":"jump-1","osUser":"ada","user":"ada@contoso.example"},\
        "cluster":{"name":"prod","server":"https://10.0.0.1:6443","uid":"7f1c9a52-4f5c-4a51-9a68-0d7e6f9d2a10",\
        "verified":true,"version":"v1.33.2"},\
        "consistency":{"changed":2,"resourceVersion":"9007199254740993","unchecked":[{"check":"readyz",\
        "message":"the credentials may not read /readyz"}]},\
        "coverage":[{"count":1,"duplicates":0,"group":"","kind":"Namespace","pages":1,"resource":"namespaces",\
        "resourceVersion":"9007199254740993","restarts":0,"state":"complete","version":"v1"},\
        {"count":0,"duplicates":0,"group":"example.org","kind":"Widget","pages":0,"resource":"widgets","restarts":0,\
        "state":"gap","version":"v1"},\
        {"count":0,"duplicates":0,"group":"","kind":"ConfigMap","pages":1,"resource":"configmaps","restarts":0,\
        "state":"complete","version":"v1"},\
        {"count":0,"duplicates":0,"group":"apps","kind":"ReplicaSet","pages":1,"resource":"replicasets","restarts":0,\
        "state":"complete","version":"v1"},\
        {"count":0,"duplicates":0,"group":"rbac.authorization.k8s.io","kind":"ClusterRole","pages":1,\
        "resource":"clusterroles","restarts":0,"state":"complete","version":"v1"}],\
        "files":[],"format":"snapctl.dev/snapshot/v1",\
        "gaps":[{"group":"example.org","message":"widgets.example.org is forbidden","reason":"forbidden",\
        "resource":"widgets","status":403,"version":"v1"}],\
        "normalizer":{"rulesDigest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","schemaDigest":""},\
        "objectBytes":0,"objectCount":0,\
        "redaction":{"ephemeral":false,"group":"prod","keyID":"0011223344556677","values":0},\
        "roots":{"content":"","normalized":""},\
        "scope":{"exclude":["events"],"include":[],"namespaces":[],\
        "rulesDigest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},\
        "source":"cluster",\
        "times":{"finishedAt":"2026-11-23T06:00:02Z","skewMilliseconds":-12,"startedAt":"2026-11-23T06:00:00Z"},\
        "tool":{"name":"snapctl","version":"0.1.0"}}

        """

    static func manifest() throws -> Manifest { try Manifest(bytes: Array(manifestJSON.utf8)) }

    /// A type and an object of it.
    struct Item {
        let type: ResourceType
        let object: Value

        var name: String { object["metadata"]?["name"]?.string ?? "" }
    }

    static func configMap(_ name: String, namespace: String = "payments", data: Value = [:]) -> Item {
        Item(
            type: ResourceType(group: "", version: "v1", kind: "ConfigMap", plural: "configmaps", isNamespaced: true),
            object: [
                "apiVersion": "v1", "kind": "ConfigMap", "data": data,
                "metadata": ["name": .string(name), "namespace": .string(namespace), "uid": .string("uid-of-\(name)")],
            ])
    }

    static let items: [Item] = [
        Item(
            type: ResourceType(
                group: "", version: "v1", kind: "Namespace", plural: "namespaces", isNamespaced: false, hasStatus: true),
            object: [
                "apiVersion": "v1", "kind": "Namespace",
                "metadata": [
                    "name": "payments", "uid": "b2d1e1b4-3f0e-4d53-9c39-6f6b1f2f7f10", "labels": ["pci": "cde"],
                ],
            ]),
        configMap("web-settings", data: ["k": "grüße \u{1F600}", "n": 9_007_199_254_740_993]),
        configMap("con"),
        configMap(String(repeating: "long-name.", count: 24) + "end"),
        Item(
            type: ResourceType(
                group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole", plural: "clusterroles",
                isNamespaced: false),
            object: [
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
                "metadata": ["name": "system:controller:Foo"], "rules": [],
            ]),
        Item(
            type: ResourceType(
                group: "apps", version: "v1", kind: "ReplicaSet", plural: "replicasets", isNamespaced: true,
                hasStatus: true),
            object: [
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "spec": ["replicas": 1],
                "metadata": [
                    "name": "web-5d9c", "namespace": "payments", "generation": 3,
                    "ownerReferences": [
                        ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "controller": true]
                    ],
                ],
            ]),
    ]

    static func maker(_ schema: FieldSchema = FieldSchema(BuiltinSchema.facts)) throws -> RecordMaker {
        let key = try #require(RedactionKey(organizationKey: Array(0..<32), group: "prod"))
        return RecordMaker(normalizer: Normalizer(schema: schema), redactor: Redactor(key: key))
    }

    static func contents(
        _ items: [Item] = items, into spool: inout Spool, schema: FieldSchema = FieldSchema(BuiltinSchema.facts)
    ) throws -> SnapshotContents {
        let maker = try maker(schema)
        var objects: [SpooledObject] = []
        for item in items {
            let record = try maker.record(item.object, of: item.type)
            objects.append(SpooledObject(entry: record.entry, place: try spool.append(record.body)))
        }
        var manifest = try manifest()
        for i in manifest.coverage.indices {
            manifest.coverage[i].count = objects.count { $0.entry.resource == manifest.coverage[i].resource }
        }
        manifest.normalizer.rulesDigest = RuleSet.digest.hex
        manifest.scope.rulesDigest = Scope.rulesDigest.hex
        return SnapshotContents(
            manifest: manifest, objects: objects, discovery: ["types": .array(types.map(\.json))],
            schema: StateSchema(served: SchemaFacts(), definitions: []).own.json, gaps: manifest.gapsFile,
            redactions: ["values": []])
    }

    /// The types that its discovery names.
    static let types: [ResourceType] = {
        var types: [ResourceType] = [
            ResourceType(group: "example.org", version: "v1", kind: "Widget", plural: "widgets", isNamespaced: true)
        ]
        for item in items where !types.contains(item.type) { types.append(item.type) }
        return types
    }()

    /// The bytes of a snapshot file.
    ///
    /// - Parameter change: changes the contents before they are written.
    static func bytes(
        _ items: [Item] = items, compression: Compression = .zstd, _ change: (inout SnapshotContents) -> Void = { _ in }
    ) throws -> [UInt8] {
        var spool = try Spool(in: "/tmp")
        var contents = try contents(items, into: &spool)
        change(&contents)
        var sink = MemorySink()
        _ = try SnapshotWriter.write(contents, bodies: spool, compression: compression, to: &sink)
        return sink.bytes
    }

    /// Writes it as a file.
    @discardableResult
    static func write(_ items: [Item] = items, to path: String, in folder: TemporaryDirectory) throws -> WrittenSnapshot
    {
        var spool = try Spool(in: folder.path)
        let contents = try contents(items, into: &spool)
        return try SnapshotWriter.write(contents, bodies: spool, toFile: path)
    }
}

/// Gathers what is written.
struct MemorySink: ByteSink {
    var bytes: [UInt8] = []
    mutating func write(_ bytes: [UInt8]) throws(DiskError) { self.bytes += bytes }
}

extension Forgery {
    /// The sample, unchanged.
    init() throws { try self.init(try SampleSnapshot.bytes(compression: .none)) }
}
