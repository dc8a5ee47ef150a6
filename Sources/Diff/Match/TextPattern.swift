/// A text that a rule names: a glob, or a regular expression between slashes. Always the whole text.
package enum TextPattern: Sendable, Hashable {
    /// `payments-*`.
    case glob(Glob)
    /// `/payments-(eu|us)/`.
    case expression(RegularExpression)

    /// Reads `/…/` as a regular expression and everything else as a glob.
    package init(parsing text: String) throws(RegularExpressionError) {
        let bytes = Array(text.utf8)
        if bytes.count >= 2, bytes.first == UInt8(ascii: "/"), bytes.last == UInt8(ascii: "/") {
            self = .expression(try RegularExpression(String(decoding: bytes[1..<(bytes.count - 1)], as: UTF8.self)))
        } else {
            self = .glob(Glob(text))
        }
    }

    /// Whether the whole text matches.
    package func matches(_ text: String) -> Bool {
        switch self {
        case .glob(let glob): glob.matches(text)
        case .expression(let expression): expression.matches(text)
        }
    }

    /// Whether it matches every text.
    package var matchesEverything: Bool {
        if case .glob(let glob) = self { glob.matchesEverything } else { false }
    }

    /// As it is written.
    package var text: String {
        switch self {
        case .glob(let glob): glob.text
        case .expression(let expression): "/\(expression.text)/"
        }
    }
}

extension TextPattern: ExpressibleByStringLiteral {
    /// A glob in the source of a table.
    package init(stringLiteral value: String) { self = .glob(Glob(value)) }
}
