package import Snapshot

/// JSON with one member a line, keys in byte order. What could act on a terminal or could not be seen is escaped, which
/// changes nothing for a program.
package enum PrettyJSON {
    /// One value, ending in a newline.
    package static func text(_ value: Value) -> String {
        var text = ""
        append(value, indent: 0, to: &text)
        return text + "\n"
    }

    private static func append(_ value: Value, indent: Int, to text: inout String) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            text += "["
            for (i, element) in elements.enumerated() {
                text += (i > 0 ? ",\n" : "\n") + String(repeating: " ", count: indent + 2)
                append(element, indent: indent + 2, to: &text)
            }
            text += "\n" + String(repeating: " ", count: indent) + "]"
        case .object(let object) where !object.isEmpty:
            text += "{"
            for (i, member) in object.members.enumerated() {
                text += (i > 0 ? ",\n" : "\n") + String(repeating: " ", count: indent + 2)
                text += quoted(member.key) + ": "
                append(member.value, indent: indent + 2, to: &text)
            }
            text += "\n" + String(repeating: " ", count: indent) + "}"
        case .string(let string): text += quoted(string)
        default: text += CanonicalJSON.text(value)
        }
    }

    private static func quoted(_ string: String) -> String {
        var plain = CanonicalJSON.text(.string(string))
        // `##vso[…]` in a line of output is a command to Azure Pipelines.
        if zip(string.utf8, string.utf8.dropFirst()).contains(where: { $0 == UInt8(ascii: "#") && $1 == $0 }) {
            plain = SafeText.replacing(plain, ["#": "\\u0023"])
        }
        guard string.unicodeScalars.contains(where: mustEscape) else { return plain }
        var result = ""
        for scalar in plain.unicodeScalars {
            guard mustEscape(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result
    }

    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        (0x7F...0x9F).contains(scalar.value) || InvisibleText.contains(scalar)
    }
}
