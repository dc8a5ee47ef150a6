/// Where the objects of a state are read from: a capture that has just been made, a snapshot file, another state in other
/// terms.
package protocol ObjectSource: Sendable {
    /// Whether it can tell what the normalized digests of objects leave out without anybody opening them.
    var counts: Bool { get }

    /// Hands over every object once, by path, and keeps none. What `each` got may be relied on only when this returns.
    func scan(_ each: (IndexEntry, Value) -> Void) async throws

    /// Puts objects where they can be opened one by one, so that a comparison needs no memory for all of them. For a
    /// snapshot file this is one pass over the archive that checks every byte of it, wanted or not.
    ///
    /// - Parameters:
    ///   - countable: objects of which ``ObjectLookup/ignored(_:)`` will do, of a source that counts. Those of which it then
    ///     says nothing have to be asked for again.
    ///   - trustsIndex: whether the index of a snapshot file is believed; then only the wanted objects are checked.
    func shelve(_ wanted: Set<Identity>, countable: Set<Identity>, trustsIndex: Bool) async throws -> ObjectLookup

    /// Reads objects: every wanted one is in the result. For a snapshot file one pass that checks every byte of it.
    func load(_ wanted: Set<Identity>) async throws -> [Identity: Value]

    /// Reads objects to show them, without a judgement that rests on the others: of a snapshot file, only these are read and
    /// checked.
    func pick(_ wanted: Set<Identity>) async throws -> [Identity: Value]
}

extension ObjectSource {
    package func pick(_ wanted: Set<Identity>) async throws -> [Identity: Value] { try await load(wanted) }
}

/// The objects of a capture, whose bodies are still in its store.
struct CapturedObjects: ObjectSource {
    let entries: [IndexEntry]
    let store: RecordStore

    var counts: Bool { false }

    func scan(_ each: (IndexEntry, Value) -> Void) async throws {
        for entry in entries {
            guard let body = try await store.body(of: entry.identity) else { continue }
            each(entry, try JSONReader.value(body))
        }
    }

    func shelve(_ wanted: Set<Identity>, countable: Set<Identity>, trustsIndex: Bool) async throws -> ObjectLookup {
        ObjectLookup { [store] identity in
            guard let body = try await store.body(of: identity) else { return nil }
            return .tape(try JSONTape(body))
        }
    }

    func load(_ wanted: Set<Identity>) async throws -> [Identity: Value] {
        var result: [Identity: Value] = [:]
        for entry in entries where wanted.contains(entry.identity) {
            guard let body = try await store.body(of: entry.identity) else { continue }
            result[entry.identity] = try JSONReader.value(body)
        }
        return result
    }
}
