/// Reads a stored object and checks that it is the one that its line of the index promises.
enum StoredObject {
    /// The object in the bytes of an entry, whose digest has been checked already.
    static func value(_ bytes: [UInt8], of entry: IndexEntry) throws(SnapshotError) -> Value {
        try tape(bytes, of: entry).value()
    }

    /// The same on its tape, read with these keys.
    static func tape(
        _ bytes: [UInt8], of entry: IndexEntry, keys: KeyVocabulary = .empty
    ) throws(SnapshotError) -> JSONTape {
        let tape: JSONTape
        do throws(JSONError) { tape = try JSONTape(bytes, keys: keys) } catch {
            let place = InputPosition(offset: error.offset, in: bytes)
            throw .malformed(file: entry.path, at: place.description, why: error.summary)
        }
        guard tape.isCanonicalLine else { throw .notCanonical(file: entry.path, at: "1:1") }
        func says(_ field: String, _ node: Int, _ text: String) -> Bool {
            tape.member(field, of: node).map { tape.nodes[$0].kind == .string && tape.isText($0, text) } ?? false
        }
        let identity = entry.identity
        let metadata = tape.member("metadata", of: 0)
        let group = APIVersion.group(of: tape.string(tape.member("apiVersion", of: 0)) ?? "")
        // A manifest may leave the name to the server, and name a namespace where the type has none.
        guard ByteOrder.same(group, identity.group), says("kind", 0, identity.kind), let metadata,
            says(tape.member("name", of: metadata) == nil ? "generateName" : "name", metadata, identity.name),
            identity.namespace.map({ says("namespace", metadata, $0) }) ?? true
        else { throw .identityMismatch(path: entry.path) }
        return tape
    }
}
