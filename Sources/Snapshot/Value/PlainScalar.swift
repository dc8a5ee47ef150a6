internal import FoundationEssentials

/// What an unquoted YAML scalar means to kubectl.
///
/// Tried with kubectl 1.33 (`kubectl patch --local`): `on`, `yes`, `y` are true and `off`, `no`, `n` false; `017` and `0o17` are
/// 15, `1_000` is 1000, `0x1F` is 31, `1e3` is 1000; dates and `12:30:45` stay text, and so does what no double can hold.
/// Source: sigs.k8s.io/yaml, `goyaml.v2/resolve.go`.
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
            return .value(number(text)?.value ?? .string(text))
        }
    }

    /// Whether the text is a whole number of 64 bits.
    package static func isInteger(_ text: String) -> Bool { number(text)?.isInteger ?? false }

    /// The text of a key that is written so without quotes; `nil` where kubectl takes it for none: null, and whole numbers
    /// beyond the signed ones.
    package static func key(_ text: String) -> String? {
        switch resolve(text) {
        case .notFinite: return (text.hasPrefix("-") ? "-" : "") + (text.lowercased().hasSuffix("n") ? ".nan" : ".inf")
        case .value(.null): return nil
        case .value(.bool(let flag)): return flag ? "true" : "false"
        case .value(.number(let number)):
            guard isInteger(text) else { return singleText(text.filter { $0 != "_" }) }
            return number.int.map { String($0) }
        case .value: return text
        }
    }

    /// What a `!!binary` scalar holds; bytes that are no text become U+FFFD, as they do in JSON that Go writes. `nil` when it is
    /// not base64.
    package static func binary(_ text: String) -> String? {
        let packed = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        // Go asks for whole groups of four, with nothing behind the padding.
        let padding = packed.drop { $0 != UInt8(ascii: "=") }
        guard packed.count.isMultiple(of: 4), padding.count < 3, padding.allSatisfy({ $0 == UInt8(ascii: "=") }),
            let data = Data(base64Encoded: String(decoding: packed, as: UTF8.self))
        else { return nil }
        var result = ""
        var bytes = data.makeIterator()
        var decoder = Unicode.UTF8.ForwardParser()
        while true {
            switch decoder.parseScalar(from: &bytes) {
            case .valid(let scalar): result.unicodeScalars.append(Unicode.UTF8.decode(scalar))
            case .error(let length): result += String(repeating: "\u{FFFD}", count: length)
            case .emptyInput: return result
            }
        }
    }

    private static func number(_ text: String) -> (value: Value, isInteger: Bool)? {
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
        // Behind a point at the beginning an underscore has to stand between digits.
        guard first != UInt8(ascii: ".") || separatesDigits(Array(text.utf8)) else { return nil }
        let bytes = text.utf8.filter { $0 != UInt8(ascii: "_") }
        if first != UInt8(ascii: "."), let whole = integer(bytes[...]) {
            return Number(parsing: whole).map { (.number($0), true) }
        }
        let plain = String(decoding: bytes, as: UTF8.self)
        guard let number = Number(parsing: plain), Double(plain)?.isFinite ?? false else { return nil }
        // With a point or an exponent a whole number is a double, where as many digits without them are exact.
        return (.number(number.rounded), false)
    }

    private static func separatesDigits(_ bytes: [UInt8]) -> Bool {
        func isDigit(_ place: Int) -> Bool {
            bytes.indices.contains(place) && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place])
        }
        return bytes.indices.allSatisfy { bytes[$0] != UInt8(ascii: "_") || isDigit($0 - 1) && isDigit($0 + 1) }
    }

    /// Go's `strconv.ParseInt` and `ParseUint` with base 0, up to 64 bits: prefixes `0x`, `0o`, `0b` and a bare leading zero
    /// for octal. Behind `0b` yaml.v2 takes a sign as well.
    private static func integer(_ text: ArraySlice<UInt8>) -> String? {
        var digits = text
        var isNegative = false
        var isSigned = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            isSigned = true
            digits = digits.dropFirst()
        }
        var radix = 10
        if digits.count > 1, digits.first == UInt8(ascii: "0") {
            let mark = digits[digits.startIndex + 1] | 0x20
            switch mark {
            case UInt8(ascii: "x"): radix = 16
            case UInt8(ascii: "o"): radix = 8
            case UInt8(ascii: "b"): radix = 2
            default: radix = 8
            }
            let isBareOctal = !"xob".utf8.contains(mark)
            let isLowerB = digits[digits.startIndex + 1] == UInt8(ascii: "b")
            digits = digits.dropFirst(isBareOctal ? 1 : 2)
            if isLowerB, !isSigned, let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                isNegative = sign == UInt8(ascii: "-")
                isSigned = true
                digits = digits.dropFirst()
            }
        }
        // Swift's own parser takes a sign of its own.
        guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
            let value = UInt64(String(decoding: digits, as: UTF8.self), radix: radix),
            value <= (isNegative ? 1 << 63 : isSigned ? UInt64(Int64.max) : .max)
        else { return nil }
        return (isNegative ? "-" : "") + String(value)
    }

    /// A number as Go's `FormatFloat(_, 'g', -1, 32)` writes it: sigs.k8s.io/yaml makes keys of it.
    private static func singleText(_ text: String) -> String? {
        guard let single = Float(text) else { return nil }
        guard single.isFinite else { return single < 0 ? "-.inf" : ".inf" }
        guard let decimal = ExactDecimal(Array(single.description.utf8)) else { return nil }
        guard let first = decimal.digits.first else { return single.sign == .minus ? "-0" : "0" }
        let power = decimal.digits.count + decimal.exponent - 1
        if power >= -4, power < 6 { return decimal.text }
        let rest = decimal.digits.dropFirst().map { String($0) }.joined()
        let size = abs(power) < 10 ? "0\(abs(power))" : "\(abs(power))"
        return (decimal.isNegative ? "-" : "") + "\(first)" + (rest.isEmpty ? "" : "." + rest)
            + (power < 0 ? "e-" : "e+") + size
    }
}
