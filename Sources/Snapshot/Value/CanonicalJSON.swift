/// The one spelling of a value that digests are taken of.
///
/// Members in the byte order of their keys, no whitespace, UTF-8 as it came, the short escapes of RFC 8785 §3.2.2.2 and no
/// others, numbers in the form of ``Number/text``. No newline at the end.
package enum CanonicalJSON {
    /// The canonical bytes of a value.
    package static func bytes(_ value: Value) -> [UInt8] {
        var buffer: [UInt8] = []
        append(value, to: &buffer)
        return buffer
    }

    /// The canonical bytes as text.
    package static func text(_ value: Value) -> String { String(decoding: bytes(value), as: UTF8.self) }

    /// Appends the canonical bytes of a value.
    package static func append(_ value: Value, to buffer: inout [UInt8]) {
        switch value {
        case .null: buffer.append(contentsOf: "null".utf8)
        case .bool(let flag): buffer.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let number): buffer.append(contentsOf: number.text.utf8)
        case .string(let text): append(text, to: &buffer)
        case .array(let elements):
            buffer.append(UInt8(ascii: "["))
            for (i, element) in elements.enumerated() {
                if i > 0 { buffer.append(UInt8(ascii: ",")) }
                append(element, to: &buffer)
            }
            buffer.append(UInt8(ascii: "]"))
        case .object(let object): append(object, to: &buffer)
        }
    }

    private static func append(_ object: Object, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "{"))
        for (i, member) in object.members.enumerated() {
            if i > 0 { buffer.append(UInt8(ascii: ",")) }
            append(member.key, to: &buffer)
            buffer.append(UInt8(ascii: ":"))
            append(member.value, to: &buffer)
        }
        buffer.append(UInt8(ascii: "}"))
    }

    /// Appends a string in quotes, escaped.
    package static func append(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        let span = text.utf8Span.span
        var plain = true
        for i in span.indices where span[i] < 0x20 || span[i] == UInt8(ascii: "\"") || span[i] == UInt8(ascii: "\\") {
            plain = false
            break
        }
        if plain {
            buffer.append(contentsOf: text.utf8)
        } else {
            for i in span.indices { appendEscaped(span[i], to: &buffer) }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func appendEscaped(_ byte: UInt8, to buffer: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): buffer.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): buffer.append(contentsOf: "\\\\".utf8)
        case 0x08: buffer.append(contentsOf: "\\b".utf8)
        case 0x09: buffer.append(contentsOf: "\\t".utf8)
        case 0x0A: buffer.append(contentsOf: "\\n".utf8)
        case 0x0C: buffer.append(contentsOf: "\\f".utf8)
        case 0x0D: buffer.append(contentsOf: "\\r".utf8)
        case ..<0x20:
            buffer.append(contentsOf: "\\u00".utf8)
            buffer.append(HexDigits.lower[Int(byte >> 4)])
            buffer.append(HexDigits.lower[Int(byte & 15)])
        default: buffer.append(byte)
        }
    }
}
