package import Snapshot

/// What a rule allows a field or an object to become.
///
/// Where values, patterns or ranges are written, the value after must be one of them, whether it was there before or not.
/// Where none is, `addition` allows that something appears. `removal` allows that it disappears.
package struct Allowance: Sendable, Hashable {
    /// Values of which the present one must be one.
    package var values: [Value]
    /// Expressions of which one must match the present text as a whole.
    package var patterns: [RegularExpression]
    /// Bounds of a number or quantity, both included.
    package var range: ClosedBounds?
    /// Whether it may appear.
    package var addition: Bool
    /// Whether it may disappear.
    package var removal: Bool
    /// What an object that appears may declare, by the digest of its declared state; `nil` for anything.
    package var digest: Digest? = nil

    package init(
        values: [Value] = [], patterns: [RegularExpression] = [], range: ClosedBounds? = nil, addition: Bool = false,
        removal: Bool = false
    ) {
        self.values = values
        self.patterns = patterns
        self.range = range
        self.addition = addition
        self.removal = removal
    }

    /// Whether it speaks of values, which only a field has.
    package var isAboutValues: Bool { !values.isEmpty || !patterns.isEmpty || range != nil }

    /// Whether nothing is allowed.
    package var isEmpty: Bool { !isAboutValues && !addition && !removal }

    /// Whether a field may change like this.
    package func admits(before: Value?, after: Value?) -> Bool {
        guard let after else { return removal }
        guard isAboutValues else { return addition && before == nil }
        return values.contains(after) || range.map { $0.contains(after) } ?? false
            || patterns.contains { $0.matches(CanonicalJSON.plain(after)) }
    }

    /// Whether an object that declares this may appear.
    package func admitsAddition(of found: Digest?) -> Bool { addition && (digest == nil || digest == found) }

    /// What is allowed, in words that hold the author's text: `2…10`, `one of "a", "b"`, `removal`.
    package var words: String {
        var parts: [String] = []
        if let range { parts.append(range.text) }
        if !values.isEmpty { parts.append("one of " + values.map(CanonicalJSON.text).joined(separator: ", ")) }
        parts += patterns.map { "/\($0.text)/" }
        if addition { parts.append(digest.map { "addition as accepted (\($0.hex.prefix(12))…)" } ?? "addition") }
        if removal { parts.append("removal") }
        return parts.joined(separator: " or ")
    }
}

/// Two numbers or quantities and everything between them, compared exactly.
package struct ClosedBounds: Sendable, Hashable {
    /// The bounds as they are written: `2…10`, `100m…2`.
    package let text: String
    private let lower: ExactDecimal
    private let upper: ExactDecimal

    /// `nil` when one is neither number nor quantity, or the first is greater than the second.
    package init?(_ lower: Value, _ upper: Value) {
        guard let least = Self.magnitude(lower), let most = Self.magnitude(upper), Self.isOrdered(least, most) else {
            return nil
        }
        self.lower = least
        self.upper = most
        let words = [lower, upper].map(CanonicalJSON.plain)
        text = ByteOrder.same(words[0], words[1]) ? words[0] : words.joined(separator: "…")
    }

    /// The least and the greatest of some values; `nil` when one is neither number nor quantity, or there is none.
    package init?(spanning values: some Sequence<Value>) {
        var bounds: (least: (Value, ExactDecimal), most: (Value, ExactDecimal))?
        for value in values {
            guard let magnitude = Self.magnitude(value) else { return nil }
            guard let known = bounds else {
                bounds = ((value, magnitude), (value, magnitude))
                continue
            }
            if !Self.isOrdered(known.least.1, magnitude) { bounds?.least = (value, magnitude) }
            if !Self.isOrdered(magnitude, known.most.1) { bounds?.most = (value, magnitude) }
        }
        guard let bounds else { return nil }
        self.init(bounds.least.0, bounds.most.0)
    }

    /// Whether it leaves out something at either end of another one.
    package func isNarrower(than other: ClosedBounds) -> Bool {
        !Self.isOrdered(lower, other.lower) || !Self.isOrdered(other.upper, upper)
    }

    /// Whether the value is a number or a quantity within the bounds.
    package func contains(_ value: Value) -> Bool {
        guard let magnitude = Self.magnitude(value) else { return false }
        return Self.isOrdered(lower, magnitude) && Self.isOrdered(magnitude, upper)
    }

    private static func magnitude(_ value: Value) -> ExactDecimal? {
        switch value {
        case .number(let number): ExactDecimal(number.text.utf8)
        case .string(let text): Quantity.value(text)
        default: nil
        }
    }

    /// Whether `a` is not greater than `b`.
    private static func isOrdered(_ a: ExactDecimal, _ b: ExactDecimal) -> Bool {
        guard a.isNegative == b.isNegative else { return a.isNegative }
        return a.isNegative ? isNotLarger(b, a) : isNotLarger(a, b)
    }

    /// Compares without regard to the sign: first the place of the leading digit, then the digits.
    private static func isNotLarger(_ a: ExactDecimal, _ b: ExactDecimal) -> Bool {
        guard !a.digits.isEmpty, !b.digits.isEmpty else { return a.digits.isEmpty }
        let places = (a.digits.count + a.exponent, b.digits.count + b.exponent)
        guard places.0 == places.1 else { return places.0 < places.1 }
        return a.digits == b.digits || a.digits.lexicographicallyPrecedes(b.digits)
    }
}
