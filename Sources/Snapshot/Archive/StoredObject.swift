/// Reads a stored object and checks that it is the one that its line of the index promises.
enum StoredObject {
    /// The object in the bytes of an entry, whose digest has been checked already.
    static func value(_ bytes: [UInt8], of entry: IndexEntry) throws(SnapshotError) -> Value {
        let value: Value
        do throws(JSONError) { value = try JSONReader.value(bytes) } catch {
            let place = InputPosition(offset: error.offset, in: bytes)
            throw .malformed(file: entry.path, at: place.description, why: error.summary)
        }
        guard CanonicalJSON.bytes(value) + [UInt8(ascii: "\n")] == bytes else {
            throw .notCanonical(file: entry.path, at: "1:1")
        }
        let identity = entry.identity
        let apiVersion = identity.group.isEmpty ? entry.version : "\(identity.group)/\(entry.version)"
        let metadata = value["metadata"]
        guard value["apiVersion"] == .string(apiVersion), value["kind"] == .string(identity.kind),
            metadata?["name"] ?? metadata?["generateName"] == .string(identity.name),
            metadata?["namespace"] ?? "" == .string(identity.namespace ?? "")
        else { throw .identityMismatch(path: entry.path) }
        return value
    }
}
