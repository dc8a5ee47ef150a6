import Snapshot

/// The objects of a state in other terms. One whose new name another object has keeps its own, and everything it says.
struct MappedObjects: ObjectSource {
    private let source: any ObjectSource
    private let originals: [Identity: Identity]
    private let kept: Set<Identity>
    private let byOriginal: [Identity: IndexEntry]
    private let identity: @Sendable (Identity) -> Identity
    private let object: @Sendable (Value, Identity) -> Value

    /// - Parameters:
    ///   - entries: the index in the other terms.
    ///   - originals: which object each renamed one was.
    ///   - identity: what an object is called in the other terms.
    ///   - object: what an object says in the other terms, by what it is called in its own.
    init(
        _ source: any ObjectSource, _ entries: [IndexEntry], _ originals: [Identity: Identity],
        identity: @escaping @Sendable (Identity) -> Identity, object: @escaping @Sendable (Value, Identity) -> Value
    ) {
        self.source = source
        self.originals = originals
        self.identity = identity
        self.object = object
        kept = Set(entries.map(\.identity)).subtracting(originals.keys)
        byOriginal = Dictionary(
            entries.map { (originals[$0.identity] ?? $0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var counts: Bool { false }

    func scan(_ each: (IndexEntry, Value) -> Void) async throws {
        try await source.scan { entry, object in
            guard let changed = byOriginal[entry.identity] else { return }
            each(changed, mapped(object, entry.identity))
        }
    }

    func shelve(_ wanted: Set<Identity>, countable: Set<Identity>, trustsIndex: Bool) async throws -> ObjectLookup {
        let wanted = Set(wanted.union(countable).map(original))
        let lookup = try await source.shelve(wanted, countable: [], trustsIndex: trustsIndex)
        return ObjectLookup { identity in
            try await lookup(original(identity)).map { .tree(mapped($0, original(identity))) }
        }
    }

    func load(_ wanted: Set<Identity>) async throws -> [Identity: Value] {
        var result: [Identity: Value] = [:]
        let objects = try await source.load(Set(wanted.map(original)))
        for identity in wanted {
            if let object = objects[original(identity)] { result[identity] = mapped(object, original(identity)) }
        }
        return result
    }

    private func original(_ identity: Identity) -> Identity { originals[identity] ?? identity }

    private func mapped(_ value: Value, _ original: Identity) -> Value {
        kept.contains(original) && identity(original) != original ? value : object(value, original)
    }
}
