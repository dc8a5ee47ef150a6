/// Reads a stored object and checks that it is the one that its line of the index promises.
enum StoredObject {
    /// The object in the bytes of an entry, whose digest has been checked already.
    static func value(_ bytes: [UInt8], of entry: IndexEntry) throws(SnapshotError) -> Value {
        let tape: JSONTape
        do throws(JSONError) { tape = try JSONTape(bytes) } catch {
            let place = InputPosition(offset: error.offset, in: bytes)
            throw .malformed(file: entry.path, at: place.description, why: error.summary)
        }
        guard tape.canonicalLine() == bytes else { throw .notCanonical(file: entry.path, at: "1:1") }
        let value = tape.value()
        let identity = entry.identity
        let metadata = value["metadata"]
        let apiVersion = value["apiVersion"]?.string ?? ""
        let group = APIVersion.group(of: apiVersion)
        // A manifest may leave the name to the server, and name a namespace where the type has none.
        guard ByteOrder.same(group, identity.group), value["kind"] == .string(identity.kind),
            metadata?["name"] ?? metadata?["generateName"] == .string(identity.name),
            identity.namespace == nil || metadata?["namespace"] == identity.namespace.map(Value.string)
        else { throw .identityMismatch(path: entry.path) }
        return value
    }
}
