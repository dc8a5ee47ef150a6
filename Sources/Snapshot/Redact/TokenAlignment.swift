/// Makes clear values comparable with tokens, by the key with which the tokens were made.
///
/// What stands in a Secret too is a token in a capture that saw the Secret, and clear text in one that did not: one made
/// without the right to read Secrets, or one after the Secret was changed. With the key at hand the clear value's own
/// token says exactly whether it is the same value.
package struct TokenAlignment: Sendable {
    private let keys: [RedactionKey]

    /// An alignment by these keys; those that were made for one run help as long as the run lasts.
    package init(keys: [RedactionKey]) { self.keys = keys }

    /// An alignment by the keys of a redactor.
    package init(_ redactor: Redactor) { self.init(keys: [redactor.key] + [redactor.previous].compactMap { $0 }) }

    /// Whether clear values can be held against a token.
    package func knows(_ token: String) -> Bool {
        RedactionToken.keyID(of: token).map { id in keys.contains { $0.id == id } } ?? false
    }

    /// Both versions of an object, each with tokens in the places where the other one has some of a known key.
    ///
    /// Versions with the same tokens hold nothing clear that the other one hides, and are left as they are.
    package func aligned(_ before: Value, _ after: Value) -> (Value, Value) {
        guard !keys.isEmpty, Self.tokens(in: before) != Self.tokens(in: after) else { return (before, after) }
        return (aligned(before, with: after), aligned(after, with: before))
    }

    private static func tokens(in value: Value) -> [String: Int] {
        var found: [String: Int] = [:]
        func walk(_ value: Value) {
            switch value {
            case .null, .bool, .number: break
            case .string(let text): for token in TokenText.tokens(in: text) { found[token, default: 0] += 1 }
            case .array(let elements): for element in elements { walk(element) }
            case .object(let object): for member in object.members { walk(member.value) }
            }
        }
        walk(value)
        return found
    }

    /// The object with tokens in the places where the other one has some of a known key.
    ///
    /// In a list without names it is not known which entry stands where: there only equal values become tokens, and
    /// the others stay as they are.
    package func aligned(_ object: Value, with other: Value) -> Value {
        guard !keys.isEmpty else { return object }
        var collector = TokenPlaces(scope: TokenScope(of: other))
        collector.collect(other, knows: knows)
        guard !collector.tokens.isEmpty || !collector.texts.isEmpty else { return object }
        var walk = Walk(keys: keys, places: collector)
        return walk.aligned(object) ?? object
    }

    /// Replaces clear values where the other object holds tokens.
    private struct Walk {
        let keys: [RedactionKey]
        let places: TokenPlaces
        private var path: [PathElement] = []

        init(keys: [RedactionKey], places: TokenPlaces) {
            self.keys = keys
            self.places = places
        }

        /// The value with tokens in it; `nil` when it stays.
        mutating func aligned(_ value: Value) -> Value? {
            switch value {
            case .null, .bool: return nil
            case .number(let number): return token(Array(number.text.utf8), value)
            case .string(let text):
                guard TokenText(text) == nil else { return nil }
                return token(Array(text.utf8), value) ?? parts(text)
            case .array(let elements):
                var result: [Value]?
                for (i, element) in elements.enumerated() {
                    path.append(TokenPlaces.step(element, i))
                    defer { path.removeLast() }
                    guard let changed = aligned(element) else { continue }
                    result = result ?? elements
                    result?[i] = changed
                }
                return result.map(Value.array)
            case .object(let object):
                var result: Object?
                for member in object.members {
                    path.append(.field(member.key))
                    defer { path.removeLast() }
                    guard let changed = aligned(member.value) else { continue }
                    result = result ?? object
                    result?[member.key] = changed
                }
                return result.map(Value.object)
            }
        }

        private func token(_ bytes: [UInt8], _ value: Value) -> Value? {
            let scope = places.scope.scope(path)
            guard let tokens = places.tokens[scope] else { return nil }
            let isInList = path.contains { if case .index = $0 { true } else { false } }
            var masked: Value?
            // Of encoded data it is the decoded bytes whose token was made, mostly.
            for bytes in [
                places.scope.isEncoded(path) ? WrappedBase64.decode(String(decoding: bytes, as: UTF8.self)) : nil,
                bytes,
            ] {
                guard let bytes else { continue }
                for key in keys where tokens.contains(where: { RedactionToken.keyID(of: $0) == key.id }) {
                    let token = key.token(scope: scope, value: bytes)
                    if tokens.contains(token) { return .string(token) }
                    masked = masked ?? .string(token)
                }
            }
            return isInList || places.clear[scope]?.contains(value) == true ? nil : masked
        }

        /// The text with tokens where the other object's text has some and reads alike between them.
        private func parts(_ text: String) -> Value? {
            let scope = places.scope.scope(path)
            guard let texts = places.texts[scope], places.clear[scope]?.contains(.string(text)) != true else {
                return nil
            }
            let isInList = path.contains { if case .index = $0 { true } else { false } }
            for other in texts {
                guard let values = other.values(in: text) else { continue }
                var rest = values[...]
                let masked = other.replacing { token in
                    let value = rest.popFirst() ?? []
                    let key = keys.first { $0.id == RedactionToken.keyID(of: token) }
                    return key?.token(scope: scope, value: value) ?? String(decoding: value, as: UTF8.self)
                }
                if isInList, TokenText(masked) != other { continue }
                return .string(masked)
            }
            return nil
        }
    }
}

/// Where an object holds tokens, and what stands clear in the same places.
private struct TokenPlaces {
    let scope: TokenScope
    private(set) var tokens: [[String]: Set<String>] = [:]
    private(set) var clear: [[String]: Set<Value>] = [:]
    /// Texts with tokens in them.
    private(set) var texts: [[String]: Set<TokenText>] = [:]
    private var path: [PathElement] = []

    init(scope: TokenScope) { self.scope = scope }

    /// The step to an element of a list, as redaction takes it.
    static func step(_ element: Value, _ position: Int) -> PathElement {
        element["name"]?.string.map { .key(Object(["name": .string($0)])) } ?? .index(position)
    }

    mutating func collect(_ object: Value, knows: (String) -> Bool) {
        walk(object) { scope, value, places in
            guard let text = value.string.flatMap(TokenText.init) else { return }
            if text.isToken, knows(text.tokens[0]) { places.tokens[scope, default: []].insert(text.tokens[0]) }
            if !text.isToken, text.tokens.contains(where: knows) { places.texts[scope, default: []].insert(text) }
        }
        guard !tokens.isEmpty || !texts.isEmpty else { return }
        walk(object) { scope, value, places in
            guard places.tokens[scope] != nil || places.texts[scope] != nil,
                value.string.flatMap(TokenText.init) == nil
            else { return }
            places.clear[scope, default: []].insert(value)
        }
    }

    private mutating func walk(_ value: Value, _ take: ([String], Value, inout TokenPlaces) -> Void) {
        switch value {
        case .null, .bool: return
        case .number, .string:
            // Only where a token stands is the place worth its text.
            if tokens.isEmpty, texts.isEmpty, value.string.flatMap(TokenText.init) == nil { return }
            take(scope.scope(path), value, &self)
        case .array(let elements):
            for (i, element) in elements.enumerated() {
                path.append(Self.step(element, i))
                walk(element, take)
                path.removeLast()
            }
        case .object(let object):
            for member in object.members {
                path.append(.field(member.key))
                walk(member.value, take)
                path.removeLast()
            }
        }
    }
}

/// The scopes of tokens in one object, those of a Secret's data included.
private struct TokenScope {
    private let fields: RedactionScope
    private let identity: Identity

    init(of object: Value) {
        identity = Identity(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "",
            namespace: object[["metadata", "namespace"]]?.string, name: object[["metadata", "name"]]?.string ?? "")
        fields = RedactionScope(metadata: object["metadata"], identity: identity)
    }

    func scope(_ path: [PathElement]) -> [String] {
        if let key = secretKey(path) { return Redactor.scope(ofSecret: identity, key: key) }
        return fields.scope(path)
    }

    /// Whether what stands there is base64 of what was taken.
    func isEncoded(_ path: [PathElement]) -> Bool {
        if secretKey(path) != nil { return path[0] == .field("data") }
        return identity.group.isEmpty && identity.kind == "ConfigMap" && path.first == .field("binaryData")
    }

    private func secretKey(_ path: [PathElement]) -> String? {
        guard identity.group.isEmpty, identity.kind == "Secret", path.count == 2,
            path[0] == .field("data") || path[0] == .field("stringData"), case .field(let key) = path[1]
        else { return nil }
        return key
    }
}
