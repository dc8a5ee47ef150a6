import Snapshot

/// HTML that is safe by how it is made: the literals of this source are markup, everything put into them is text.
///
/// There is no other way from a cluster's text into a page, so that none can be forgotten.
struct Markup: Sendable, ExpressibleByStringInterpolation {
    /// The markup as text.
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Nothing.
    init() { text = "" }

    /// The markup when something holds, else nothing.
    static func when(_ holds: Bool, _ markup: @autoclosure () -> Markup) -> Markup { holds ? markup() : Markup() }

    /// Puts more behind it.
    static func += (a: inout Markup, b: Markup) { a.text += b.text }

    /// Markup as a literal with values in it becomes.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + 64) }

        mutating func appendLiteral(_ literal: String) { text += literal }

        /// Text, in an element or in a quoted attribute.
        mutating func appendInterpolation(_ value: String) { text += SafeText.html(value) }

        mutating func appendInterpolation(_ value: Int) { text += String(value) }

        mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

        mutating func appendInterpolation(_ parts: [Markup]) { for part in parts { text += part.text } }

        /// Markup that is there or not.
        mutating func appendInterpolation(_ markup: Markup?) { if let markup { text += markup.text } }
    }
}

extension SafeText {
    /// Text for HTML or XML, in an element or a quoted attribute: what could act or could not be seen is spelled out, and
    /// the five characters with a meaning are references.
    static func html(_ text: String) -> String {
        let safe = terminal(text)
        guard safe.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return safe }
        var result: [UInt8] = []
        result.reserveCapacity(safe.utf8.count + 16)
        for byte in safe.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "\""): result += Array("&quot;".utf8)
            case UInt8(ascii: "'"): result += Array("&#39;".utf8)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
