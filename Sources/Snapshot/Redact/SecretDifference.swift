/// Whether two values differ in nothing but what was redacted in them.
package enum SecretDifference {
    /// Whether one of two values holds a token, and apart from tokens both say the same.
    package static func isAll(between before: Value, and after: Value) -> Bool {
        (holdsToken(before) || holdsToken(after)) && areAlike(before, after)
    }

    private static func holdsToken(_ value: Value) -> Bool {
        switch value {
        case .string(let text): TokenText(text) != nil
        case .array(let elements): elements.contains(where: holdsToken)
        case .object(let object): object.members.contains { holdsToken($0.value) }
        case .null, .bool, .number: false
        }
    }

    private static func areAlike(_ before: Value, _ after: Value) -> Bool {
        switch (before, after) {
        case (.string(let x), .string(let y)): areAlike(x, y)
        case (.array(let x), .array(let y)):
            x.count == y.count && zip(x, y).allSatisfy { areAlike($0, $1) }
        case (.object(let x), .object(let y)):
            x.count == y.count
                && x.members.allSatisfy { member in y[member.key].map { areAlike(member.value, $0) } ?? false }
        default: before == after
        }
    }

    private static func areAlike(_ before: String, _ after: String) -> Bool {
        switch (TokenText(before), TokenText(after)) {
        case (let x?, let y?): x.literals == y.literals
        case (let x?, nil): x.values(in: after) != nil
        case (nil, let y?): y.values(in: before) != nil
        case (nil, nil): ByteOrder.same(before, after)
        }
    }

    /// The ids of the redaction keys whose tokens a value holds.
    package static func keyIDs(in value: Value) -> Set<String> {
        switch value {
        case .string(let text): Set(TokenText.tokens(in: text).compactMap(RedactionToken.keyID))
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(keyIDs(in: $1)) }
        case .object(let object): object.members.reduce(into: []) { $0.formUnion(keyIDs(in: $1.value)) }
        case .null, .bool, .number: []
        }
    }
}
