/// Recognizes primary account numbers of payment cards: a snapshot that holds one pulls its store into the scope of PCI DSS.
///
/// 13 to 19 digits, alone or in the groups that cards print, of an issuer's range and with a right check digit. Random
/// digits pass now and then: one of ten has a right check digit, and few are in a range. Source: ISO/IEC 7812-1.
package enum CardNumber {
    /// The rule that the list of redactions names.
    package static let rule = "card-number"

    /// Whether one stands in a text, not as a part of a longer word or number.
    package static func isIn(_ bytes: Span<UInt8>) -> Bool { !ranges(in: bytes, limit: 1).isEmpty }

    /// Where they stand.
    static func ranges(in bytes: Span<UInt8>, limit: Int = .max) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var i = 0
        while i < bytes.count, found.count < limit {
            guard isDigit(bytes[i]), i == 0 || !isWord(bytes[i - 1]) else {
                i += 1
                continue
            }
            // The digits and single separators from here.
            var groups: [Int] = [0]
            var digits: [UInt8] = []
            var separator: UInt8?
            var end = i
            while end < bytes.count, digits.count <= 19 {
                let byte = bytes[end]
                if isDigit(byte) {
                    digits.append(byte - 0x30)
                    groups[groups.count - 1] += 1
                } else if byte == 0x20 || byte == UInt8(ascii: "-"), separator ?? byte == byte, end + 1 < bytes.count,
                    isDigit(bytes[end + 1])
                {
                    separator = byte
                    groups.append(0)
                } else {
                    break
                }
                end += 1
            }
            // A full stop ends a sentence; before a digit it is a decimal point.
            let isStop =
                end < bytes.count && bytes[end] == UInt8(ascii: ".")
                && (end + 1 == bytes.count || !isDigit(bytes[end + 1]))
            let isAlone = end == bytes.count || isStop || !isWord(bytes[end])
            if isAlone, groups.count == 1 || layouts.contains(groups), isCard(digits) {
                found.append(i..<end)
                i = end
                continue
            }
            // The first group of several may stand alone.
            i += max(1, groups[0])
        }
        return found
    }

    /// How cards print their numbers.
    private static let layouts: Set<[Int]> = [
        [4, 4, 4, 4], [4, 4, 4, 4, 3], [4, 6, 5], [4, 6, 4], [4, 4, 4, 1], [4, 4, 4, 4, 1], [4, 4, 4, 4, 2], [4, 4, 5],
    ]

    /// Whether these digits are a card's.
    static func isCard(_ digits: [UInt8]) -> Bool {
        guard (13...19).contains(digits.count), isIssued(digits) else { return false }
        var sum = 0
        for (i, digit) in digits.reversed().enumerated() {
            let value = Int(digit) * (i % 2 == 0 ? 1 : 2)
            sum += value > 9 ? value - 9 : value
        }
        // All the same digit is a filler, not a card.
        return sum % 10 == 0 && Set(digits).count > 1
    }

    private static func isIssued(_ digits: [UInt8]) -> Bool {
        let six = digits.prefix(6).reduce(0) { $0 * 10 + Int($1) }
        let count = digits.count
        return switch six {
        case 400_000...499_999: count == 13 || count == 16 || count == 19  // Visa
        case 510_000...559_999, 222_100...272_099: count == 16  // Mastercard
        case 340_000...349_999, 370_000...379_999: count == 15  // American Express
        case 601_100...601_199, 622_126...622_925, 644_000...659_999: count >= 16  // Discover
        case 352_800...358_999: count >= 16  // JCB
        case 300_000...305_999, 360_000...369_999, 380_000...399_999: count == 14 || count == 16  // Diners Club
        case 620_000...629_999, 810_000...817_199: count >= 16  // UnionPay
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".")
    }
}
