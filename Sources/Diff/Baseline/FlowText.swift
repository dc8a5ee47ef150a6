package import Snapshot

/// A value on one line, in YAML's flow style: `{kind: Deployment, names: [web, api]}`.
package enum FlowText {
    /// The text; it can stand behind a key, and inside another flow.
    package static func text(_ value: Value) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let number): return ScalarSpelling.number(number)
        case .string(let text): return scalar(text)
        case .array(let elements): return "[\(elements.map(Self.text).joined(separator: ", "))]"
        case .object(let object):
            let members = object.members.map { "\(scalar($0.key)): \(text($0.value))" }
            return "{\(members.joined(separator: ", "))}"
        }
    }

    /// Signs of the flow itself have to be quoted, which they need not be in a block.
    private static func scalar(_ text: String) -> String {
        let spelled = ScalarSpelling.inline(text)
        guard spelled.utf8.first != UInt8(ascii: "\""), spelled.utf8.first != UInt8(ascii: "'"),
            spelled.utf8.contains(where: { ",[]{}".utf8.contains($0) })
        else { return spelled }
        return "'\(spelled.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }
}
