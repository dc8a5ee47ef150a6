/// Leads from the tokens of one redaction key to those of the next: what a bridging capture writes, so that a rotation of
/// the key does not end all comparisons.
///
/// Who has both snapshots learns nothing but which tokens stand for the same value, which is what a comparison tells anyway.
package struct TokenBridge: Sendable, Hashable {
    /// The id of the key before.
    package let from: String
    /// The id of the key after.
    package let to: String
    /// Tokens of the key before, with those of the key after.
    package private(set) var tokens: [String: String]

    package init(from: String, to: String, tokens: [String: String] = [:]) {
        self.from = from
        self.to = to
        self.tokens = tokens
    }

    mutating func add(_ more: [String: String]) { tokens.merge(more) { first, _ in first } }

    /// As `meta/redactions.json` holds it.
    package var json: Value {
        ["from": .string(from), "to": .string(to), "tokens": .object(Object(tokens.mapValues(Value.string)))]
    }

    /// Reads what ``json`` writes; `nil` for anything else.
    package init?(json: Value) {
        guard let from = json["from"]?.string, let to = json["to"]?.string, let pairs = json["tokens"]?.object else {
            return nil
        }
        var tokens: [String: String] = [:]
        for pair in pairs.members {
            guard let token = pair.value.string, RedactionToken.keyID(of: pair.key) == from,
                RedactionToken.keyID(of: token) == to
            else { return nil }
            tokens[pair.key] = token
        }
        self.init(from: from, to: to, tokens: tokens)
    }

    /// A value with the tokens of the key before replaced where they are known.
    package func crossed(_ value: Value) -> Value {
        switch value {
        case .string(let text):
            if let token = tokens[text] {
                .string(token)
            } else if let text = TokenText(text), !text.isToken {
                .string(text.replacing { tokens[$0] ?? $0 })
            } else {
                value
            }
        case .array(let elements): .array(elements.map(crossed))
        case .object(let object): .object(object.compactMapValues { _, value in crossed(value) })
        case .null, .bool, .number: value
        }
    }
}

extension ClusterState {
    /// This state with its tokens replaced by those of the key that another state was captured with, where that one's
    /// bridge leads from this one's key.
    package func crossing(_ bridge: TokenBridge?) -> ClusterState {
        guard let bridge, bridge.from == manifest.redaction.keyID else { return self }
        return ClusterState(
            name: name, manifest: manifest, entries: entries, types: types, schema: schema, bridge: self.bridge,
            source: BridgedObjects(source: source, entries: entries, bridge: bridge))
    }
}

/// Objects with their tokens replaced by those of another key.
private struct BridgedObjects: ObjectSource {
    let source: any ObjectSource
    /// With the roles that hold in the state.
    let entries: EntryTable
    let bridge: TokenBridge

    var counts: Bool { false }

    func scan(_ each: (IndexEntry, Value) -> Void) async throws {
        try await source.scan { entry, object in each(entries[entry.identity] ?? entry, bridge.crossed(object)) }
    }

    func shelve(_ wanted: Set<Identity>, countable: Set<Identity>, trustsIndex: Bool) async throws -> ObjectLookup {
        try await source.shelve(wanted.union(countable), countable: [], trustsIndex: trustsIndex).map {
            [bridge] object, _ in bridge.crossed(object)
        }
    }

    func load(_ wanted: Set<Identity>) async throws -> [Identity: Value] {
        try await source.load(wanted).mapValues(bridge.crossed)
    }
}
