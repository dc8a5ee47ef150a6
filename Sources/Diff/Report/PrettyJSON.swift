package import Snapshot

/// JSON with one member a line, keys in byte order. What could act on a terminal or could not be seen is escaped, which
/// changes nothing for a program.
package enum PrettyJSON {
    /// One value, ending in a newline.
    package static func text(_ value: Value) -> String {
        var bytes: [UInt8] = []
        append(value, indent: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ value: Value, indent: Int, to bytes: inout [UInt8]) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (i, element) in elements.enumerated() {
                if i > 0 { bytes.append(UInt8(ascii: ",")) }
                beginLine(indent + 2, &bytes)
                append(element, indent: indent + 2, to: &bytes)
            }
            beginLine(indent, &bytes)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (i, member) in object.members.enumerated() {
                if i > 0 { bytes.append(UInt8(ascii: ",")) }
                beginLine(indent + 2, &bytes)
                append(quoted: member.key, to: &bytes)
                bytes += ": ".utf8
                append(member.value, indent: indent + 2, to: &bytes)
            }
            beginLine(indent, &bytes)
            bytes.append(UInt8(ascii: "}"))
        case .string(let string): append(quoted: string, to: &bytes)
        default: CanonicalJSON.append(value, to: &bytes)
        }
    }

    private static func beginLine(_ indent: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: indent)
    }

    private static func append(quoted string: String, to bytes: inout [UInt8]) {
        var before: UInt8 = 0
        let isPlain = string.utf8.allSatisfy { byte in
            defer { before = byte }
            return byte < 0x7F && !(byte == UInt8(ascii: "#") && before == byte)
        }
        if isPlain { CanonicalJSON.append(string, to: &bytes) } else { bytes += escaped(string).utf8 }
    }

    private static func escaped(_ string: String) -> String {
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
