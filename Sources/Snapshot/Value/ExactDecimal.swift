/// A decimal number of any magnitude, exact: `sign × digits × 10^exponent`.
///
/// Digits carry neither leading nor trailing zeros, so equal numbers are equal values. Zero has no digits, exponent 0
/// and no sign. Nothing here goes through a `Double`.
package struct ExactDecimal: Sendable, Hashable, Comparable {
    /// Whether the number is below zero.
    package private(set) var isNegative: Bool
    /// Decimal digits 0…9, most significant first.
    package private(set) var digits: [UInt8]
    /// The power of ten that the last digit stands for.
    package private(set) var exponent: Int

    /// Exponents beyond this size are refused: no quantity or number of a cluster has one, and a hostile one would make
    /// plain notation cost memory.
    package static let exponentLimit = 1_000_000

    private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        self.isNegative = isNegative
        self.digits = digits
        self.exponent = exponent
        trim()
    }

    /// Reads `[+-]digits[.digits][(e|E)[+-]digits]`, with a digit before or behind the point; `nil` for anything else and
    /// for an exponent beyond ``exponentLimit``.
    package init?(_ text: some Collection<UInt8>) {
        var digits: [UInt8] = []
        var exponent = 0
        var negative = false
        var sawPoint = false
        var sawDigit = false
        var index = text.startIndex
        if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            negative = text[index] == UInt8(ascii: "-")
            index = text.index(after: index)
        }
        scan: while index < text.endIndex {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                sawDigit = true
                digits.append(byte - UInt8(ascii: "0"))
                if sawPoint { exponent -= 1 }
            case UInt8(ascii: ".") where !sawPoint:
                sawPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard sawDigit, let power = Self.power(text[text.index(after: index)...]) else { return nil }
                exponent += power
                break scan
            default:
                return nil
            }
            index = text.index(after: index)
        }
        guard sawDigit else { return nil }
        self.init(isNegative: negative, digits: digits, exponent: exponent)
    }

    private static func power(_ text: some Collection<UInt8>) -> Int? {
        var rest = text[...]
        var negative = false
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else { return nil }
        var value = 0
        for byte in rest {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            guard value <= exponentLimit else { return nil }
        }
        return negative ? -value : value
    }

    private mutating func trim() {
        if let first = digits.firstIndex(where: { $0 != 0 }) {
            digits.removeFirst(first)
        } else {
            digits = []
        }
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty {
            exponent = 0
            isNegative = false
        }
    }

    /// The number times ten to that power.
    package func scaled(byPowerOfTen power: Int) -> ExactDecimal {
        ExactDecimal(isNegative: isNegative, digits: digits, exponent: exponent + power)
    }

    /// The number times a small whole factor, exact.
    package func multiplied(by factor: Int) -> ExactDecimal {
        var result: [UInt8] = []
        result.reserveCapacity(digits.count + 8)
        var carry = 0
        for digit in digits.reversed() {
            carry += Int(digit) * factor
            result.append(UInt8(carry % 10))
            carry /= 10
        }
        while carry > 0 {
            result.append(UInt8(carry % 10))
            carry /= 10
        }
        return ExactDecimal(isNegative: isNegative, digits: result.reversed(), exponent: exponent)
    }

    /// The number with the other sign.
    package var negated: ExactDecimal { ExactDecimal(isNegative: !isNegative, digits: digits, exponent: exponent) }

    /// The exact sum of two numbers of the same sign; `nil` when their exponents are too far apart to write out.
    package func adding(_ other: ExactDecimal) -> ExactDecimal? {
        guard isNegative == other.isNegative || digits.isEmpty || other.digits.isEmpty else { return nil }
        guard abs(exponent - other.exponent) <= 1000 else { return nil }
        let low = min(exponent, other.exponent)
        var a = Array(digits.reversed())
        var b = Array(other.digits.reversed())
        a.insert(contentsOf: repeatElement(0, count: exponent - low), at: 0)
        b.insert(contentsOf: repeatElement(0, count: other.exponent - low), at: 0)
        var sum: [UInt8] = []
        var carry: UInt8 = 0
        for i in 0..<max(a.count, b.count) {
            let digit = (i < a.count ? a[i] : 0) + (i < b.count ? b[i] : 0) + carry
            sum.append(digit % 10)
            carry = digit / 10
        }
        if carry > 0 { sum.append(carry) }
        return ExactDecimal(isNegative: isNegative || other.isNegative, digits: sum.reversed(), exponent: low)
    }

    package static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        if a.isNegative { return b.negated < a.negated }
        if a.digits.isEmpty || b.digits.isEmpty { return a.digits.isEmpty && !b.digits.isEmpty }
        let (x, y) = (a.digits.count + a.exponent, b.digits.count + b.exponent)
        return x == y ? a.digits.lexicographicallyPrecedes(b.digits) : x < y
    }

    /// The one text for this number: plain notation while the decimal point stays within 21 places, else `d.ddde±n`, as
    /// ECMAScript writes numbers (RFC 8785 §3.2.2.3), but with every digit.
    package var text: String {
        guard !digits.isEmpty else { return "0" }
        var bytes: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        let ascii = digits.map { $0 + UInt8(ascii: "0") }
        let point = digits.count + exponent
        let zero = UInt8(ascii: "0")
        if exponent >= 0, point <= 21 || exponent == 0 {
            bytes += ascii
            bytes += repeatElement(zero, count: exponent)
        } else if point > 0, point <= 21 {
            bytes += ascii[..<point]
            bytes.append(UInt8(ascii: "."))
            bytes += ascii[point...]
        } else if point <= 0, point > -6 {
            bytes += [zero, UInt8(ascii: ".")]
            bytes += repeatElement(zero, count: -point)
            bytes += ascii
        } else {
            bytes.append(ascii[0])
            if ascii.count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes += ascii[1...]
            }
            bytes += Array((point - 1 < 0 ? "e-" : "e+").utf8)
            bytes += Array(String(abs(point - 1)).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
