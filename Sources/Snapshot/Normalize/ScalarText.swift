/// One spelling for scalars that may be spelled in several ways, where the schema says which kind of scalar it is.
///
/// What does not parse as its kind is left as it stands: an unknown text is compared byte by byte, never dropped.
package enum ScalarText {
    /// The canonical form of a scalar.
    package static func canonical(_ value: Value, as scalar: FieldFacts.Scalar) -> Value {
        switch (scalar, value) {
        case (.quantity, .string(let text)):
            Quantity.value(text).map { .string($0.text) } ?? value
        case (.quantity, .number(let number)):
            .string(Quantity.value(number.text)?.text ?? number.text)
        case (.intOrString, .number(let number)):
            .string(number.text)
        case (.duration, .string(let text)):
            nanoseconds(text).map { .string($0.text + "ns") } ?? value
        case (.longDuration, .string(let text)):
            nanoseconds(text, units: longUnits).map { .string($0.text + "ns") } ?? value
        case (.bytes, .string(let text)):
            WrappedBase64.unwrapped(text).map(Value.string) ?? value
        case (.time, .string(let text)):
            utc(text).map(Value.string) ?? value
        default: value
        }
    }

    /// Go's `time.ParseDuration` in exact nanoseconds: `1h30m`, `1.5s`, `-2ms`; `nil` for anything else.
    package static func nanoseconds(_ text: String) -> ExactDecimal? { nanoseconds(text, units: units) }

    private static func nanoseconds(_ text: String, units: [String: [Int]]) -> ExactDecimal? {
        var rest = Array(text.utf8)[...]
        var negative = false
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        if rest.elementsEqual("0".utf8) { return ExactDecimal("0".utf8) }
        guard !rest.isEmpty else { return nil }
        var total = ExactDecimal("0".utf8)
        while !rest.isEmpty {
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) && $0 != UInt8(ascii: ".") }
            rest = rest.dropFirst(unit.count)
            guard let number = ExactDecimal(digits), let factor = units[String(decoding: unit, as: UTF8.self)]
            else { return nil }
            total = total.flatMap { $0.adding(factor.reduce(number) { $0.multiplied(by: $1) }) }
        }
        return negative ? total?.negated : total
    }

    private static let units: [String: [Int]] = [
        "ns": [], "us": [1000], "µs": [1000], "μs": [1000], "ms": [1_000_000], "s": [1_000_000_000],
        "m": [1_000_000_000, 60], "h": [1_000_000_000, 3600],
    ]
    /// Prometheus: a day has 24 hours, a year 365 days.
    private static let longUnits = units.merging([
        "d": [1_000_000_000, 86_400], "w": [1_000_000_000, 604_800], "y": [1_000_000_000, 31_536_000],
    ]) { _, long in long }

    /// An RFC 3339 time in UTC without trailing zeros of the fraction; `nil` when the text is none.
    package static func utc(_ text: String) -> String? { RFC3339(text)?.utcText }
}
