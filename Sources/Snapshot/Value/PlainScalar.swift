/// What an unquoted YAML scalar means to kubectl.
///
/// Tried with kubectl 1.33 (`kubectl create --dry-run=client -o json`): `on`, `yes`, `y` are true and `off`, `no`, `n`
/// false; `017` and `0o17` are 15, `1_000` is 1000, `0x1F` is 31, `1e3` is 1000; dates and `12:30:45` stay text.
package enum PlainScalar {
    package enum Resolution: Sendable, Hashable {
        case value(Value)
        /// `.inf` and `.nan`: numbers that no Kubernetes object can hold.
        case notFinite
    }

    /// The value of an unquoted scalar.
    package static func resolve(_ text: String) -> Resolution {
        switch text {
        case "", "~", "null", "Null", "NULL": return .value(.null)
        case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE": return .value(.bool(true))
        case "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE": return .value(.bool(false))
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
            return .notFinite
        default:
            return .value(number(text).map(Value.number) ?? .string(text))
        }
    }

    private static func number(_ text: String) -> Number? {
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
        let bytes = text.utf8.filter { $0 != UInt8(ascii: "_") }
        var digits = bytes[...]
        var negative = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        if let whole = integer(digits) {
            return Number(parsing: (negative ? "-" : "") + whole)
        }
        return Number(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// Go's `strconv.ParseInt` with base 0, up to 64 bits: prefixes `0x`, `0o`, `0b` and a bare leading zero for octal.
    private static func integer(_ digits: ArraySlice<UInt8>) -> String? {
        guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return nil }
        let text = String(decoding: digits.dropFirst(), as: UTF8.self)
        let body = text.dropFirst()
        let value: UInt64? =
            switch text.first {
            case "x", "X": parse(body, radix: 16)
            case "o", "O": parse(body, radix: 8)
            case "b", "B": parse(body, radix: 2)
            default: parse(text[...], radix: 8)
            }
        return value.map { String($0) }
    }

    /// Swift's own parser takes a sign; behind a prefix none may stand.
    private static func parse(_ text: Substring, radix: Int) -> UInt64? {
        guard let first = text.first, first != "+", first != "-" else { return nil }
        return UInt64(text, radix: radix)
    }
}
