/// The one spelling of a value that digests are taken of.
///
/// Members in the byte order of their keys, no whitespace, UTF-8 as it came, the short escapes of RFC 8785 §3.2.2.2 and no
/// others, numbers in the form of ``Number/text``. No newline at the end.
package enum CanonicalJSON {
    /// The canonical bytes of a value.
    package static func bytes(_ value: Value) -> [UInt8] {
        var text = JSONText()
        text.append(value)
        return text.finished()
    }

    /// The canonical bytes and a newline, as a snapshot's files hold them.
    package static func line(_ value: Value) -> [UInt8] {
        var text = JSONText()
        text.append(value)
        text.append(UInt8(ascii: "\n"))
        return text.finished()
    }

    /// A text as it is, anything else as canonical JSON: what a pattern for texts is held against.
    package static func plain(_ value: Value) -> String { value.string ?? text(value) }

    /// The canonical bytes as text.
    package static func text(_ value: Value) -> String { String(decoding: bytes(value), as: UTF8.self) }

    /// Appends the canonical bytes of a value.
    package static func append(_ value: Value, to buffer: inout [UInt8]) {
        var text = JSONText(behind: &buffer)
        text.append(value)
        buffer = text.finished()
    }

    /// Appends a string in quotes, escaped.
    package static func append(_ string: String, to buffer: inout [UInt8]) {
        var text = JSONText(behind: &buffer)
        text.append(string)
        buffer = text.finished()
    }
}
