import Diff
import Snapshot

/// Traces of objects made up for tests.
enum TraceOf {
    /// A ConfigMap `shop/settings`.
    static func object(
        version: String? = nil, uid: String = "", managers: [Value] = [], labels: [String: String] = [:],
        createdAt: String? = nil
    ) throws -> ObjectTrace {
        var metadata = Object()
        metadata["resourceVersion"] = version.map(Value.string)
        metadata["creationTimestamp"] = createdAt.map(Value.string)
        metadata["managedFields"] = .array(managers)
        var marks = Object()
        for (key, value) in labels { marks[key] = .string(value) }
        metadata["labels"] = .object(marks)
        return ObjectTrace(["metadata": .object(metadata)], entry(uid: uid), role: .declared)
    }

    static func entry(uid: String) -> IndexEntry {
        IndexEntry(
            identity: Identity(group: "", kind: "ConfigMap", namespace: "shop", name: "settings"), version: "v1",
            resource: "configmaps", path: "x", size: 1, sha256: Digest(of: []), normalized: Digest(of: []),
            role: .declared, uid: uid, generation: 1, signals: [:], controller: nil)
    }
}
