import Glibc
import Snapshot

/// A small snapshot with everything that a snapshot can hold.
enum SampleSnapshot {
    static let manifestJSON = """
        {"actor":{"groups":["ops"],"host":"jump-1","osUser":"ada","user":"ada@contoso.example"},\
        "cluster":{"name":"prod","server":"https://10.0.0.1:6443","uid":"7f1c9a52-4f5c-4a51-9a68-0d7e6f9d2a10",\
        "verified":true,"version":"v1.33.2"},\
        "coverage":[{"count":1,"duplicates":0,"group":"","kind":"Namespace","pages":1,"resource":"namespaces",\
        "resourceVersion":"9007199254740993","restarts":0,"state":"complete","version":"v1"},\
        {"count":0,"duplicates":0,"group":"example.org","kind":"Widget","pages":0,"resource":"widgets","restarts":0,\
        "state":"gap","version":"v1"}],\
        "files":[],"format":"snapctl.dev/snapshot/v1",\
        "gaps":[{"group":"example.org","message":"widgets.example.org is forbidden","reason":"forbidden",\
        "resource":"widgets","status":403,"version":"v1"}],\
        "normalizer":{"rulesDigest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","schemaDigest":""},\
        "objectBytes":0,"objectCount":0,\
        "redaction":{"ephemeral":false,"group":"prod","keyID":"0011223344556677","values":1},\
        "roots":{"content":"","normalized":""},\
        "scope":{"exclude":["events"],"include":[],"namespaces":[],"rulesDigest":"00"},\
        "source":"cluster",\
        "times":{"finishedAt":"2026-11-23T06:00:02Z","skewMilliseconds":-12,"startedAt":"2026-11-23T06:00:00Z"},\
        "tool":{"name":"snapctl","version":"0.1.0"}}

        """

    static func manifest() throws -> Manifest { try Manifest(bytes: Array(manifestJSON.utf8)) }

    struct Item {
        var group = ""
        var version = "v1"
        var kind = "ConfigMap"
        var resource = "configmaps"
        var namespace: String?
        var name: String
        var role = ObjectRole.declared
        var data: Value = "x"

        var value: Value {
            var metadata = Object()
            metadata["name"] = .string(name)
            metadata["namespace"] = namespace.map(Value.string)
            return [
                "apiVersion": .string(group.isEmpty ? version : "\(group)/\(version)"), "kind": .string(kind),
                "metadata": .object(metadata), "data": data,
            ]
        }
    }

    static let items: [Item] = [
        Item(kind: "Namespace", resource: "namespaces", name: "payments"),
        Item(namespace: "payments", name: "web-settings", data: ["k": "grüße \u{1F600}", "n": 9_007_199_254_740_993]),
        Item(
            group: "rbac.authorization.k8s.io", kind: "ClusterRole", resource: "clusterroles",
            name: "system:controller:Foo"),
        Item(namespace: "payments", name: "con", role: .derived),
        Item(namespace: "payments", name: String(repeating: "long-name.", count: 24) + "end", role: .bookkeeping),
    ]

    static func contents(
        _ items: [Item] = items, into spool: inout Spool, manifest: Manifest? = nil
    ) throws -> SnapshotContents {
        var objects: [SpooledObject] = []
        for item in items {
            objects.append(
                try SpooledObject(
                    item.value,
                    identity: Identity(
                        group: item.group, kind: item.kind, namespace: item.namespace, name: item.name),
                    version: item.version, resource: item.resource,
                    normalized: Digest(of: Array("normalized \(item.name)".utf8)), role: item.role,
                    uid: item.namespace == nil ? "" : "uid-of-\(item.name.utf8.count)",
                    generation: item.namespace == nil ? 0 : 3,
                    controller: item.role == .derived
                        ? Identity(group: "apps", kind: "ReplicaSet", namespace: item.namespace, name: "owner") : nil,
                    into: &spool))
        }
        return SnapshotContents(
            manifest: try manifest ?? self.manifest(), objects: objects, discovery: ["groups": []],
            schema: ["types": ["v1/ConfigMap": ["fields": []]]], gaps: [], redactions: [])
    }

    /// The bytes of a snapshot file.
    static func bytes(_ items: [Item] = items, compression: Compression = .zstd) throws -> [UInt8] {
        var spool = try Spool(in: "/tmp")
        let contents = try contents(items, into: &spool)
        var sink = MemorySink()
        _ = try SnapshotWriter.write(contents, bodies: spool, compression: compression, to: &sink)
        return sink.bytes
    }
}

/// Gathers what is written.
struct MemorySink: ByteSink {
    var bytes: [UInt8] = []
    mutating func write(_ bytes: [UInt8]) throws(DiskError) { self.bytes += bytes }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = "/tmp/snapctl-test-\(UInt64.random(in: .min ... .max))"
        guard unsafe mkdir(path, 0o700) == 0 else { throw DiskError(.write, path, code: errno) }
    }

    deinit { try? removeAll(path) }

    /// Every name in it, hidden ones too.
    var names: [String] { (try? FolderNames.of(path)) ?? [] }

    private func removeAll(_ path: String) throws {
        for name in try FolderNames.of(path) {
            let inner = "\(path)/\(name)"
            if try FileStatus.of(inner, followingLinks: false)?.kind == .folder {
                try removeAll(inner)
            } else {
                unsafe unlink(inner)
            }
        }
        unsafe rmdir(path)
    }
}

enum FolderNames {
    static func of(_ path: String) throws -> [String] {
        guard let folder = unsafe opendir(path) else { throw DiskError(.list, path, code: errno) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// Runs a shell command; its exit status, negative for a signal.
func shell(_ command: String) -> Int {
    let status = unsafe system(command)
    return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : -Int(status & 0x7F)
}
