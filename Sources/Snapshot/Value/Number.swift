/// A JSON number, kept as its one canonical text: equal numbers are equal texts, and 2^53 + 1 is not 2^53.
public struct Number: Sendable, Hashable {
    /// Canonical text: whole numbers in full, `1.50` as `1.5`, `1e3` as `1000`, `-0` as `0`.
    public let text: String

    /// A whole number.
    public init(_ value: Int) { text = String(value) }

    /// A number from any JSON or YAML spelling of it; `nil` when it is none, or its exponent is beyond a million.
    public init?(parsing text: some StringProtocol) {
        guard let decimal = ExactDecimal(Array(text.utf8)) else { return nil }
        self.text = decimal.text
    }

    /// Trusts that the text is canonical already: digits, perhaps behind a minus, no leading zero.
    init(canonical text: String) { self.text = text }

    /// The nearest double, of a whole number that none is equal to. Others are rounded where they are written.
    var rounded: Number {
        guard let int, Double(exactly: int) == nil, let double = Double(text) else { return self }
        return Number(parsing: double.description) ?? self
    }

    /// The value as an `Int`, when it is whole and fits.
    public var int: Int? { Int(text) }
}
