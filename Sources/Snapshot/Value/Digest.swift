private import Crypto

/// A SHA-256 digest, held in place: an index has two of them an object. Source: FIPS 180-4.
public struct Digest: Sendable, Hashable {
    // The 32 bytes, eight at a time, the first in the highest place.
    private let a: UInt64
    private let b: UInt64
    private let c: UInt64
    private let d: UInt64

    /// The digest of some bytes.
    package init(of bytes: [UInt8]) {
        var hash = SHA256()
        hash.update(bytes.span)
        self.init(hash.finalize())
    }

    /// Takes 32 bytes as a digest.
    init(raw: Span<UInt8>) {
        func word(_ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for i in start..<start + 8 { word = word << 8 | UInt64(raw[i]) }
            return word
        }
        self.init(word(0), word(8), word(16), word(24))
    }

    /// Takes the words of a digest, the first byte in the highest place of the first.
    init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
    }

    /// Reads 64 lower-case hexadecimal digits; `nil` for anything else.
    public init?(hex: String) { self.init(hex: hex.utf8Span.span) }

    /// Reads 64 lower-case hexadecimal digits; `nil` for anything else.
    init?(hex: Span<UInt8>) {
        guard hex.count == 64, let a = HexDigits.word(hex, at: 0), let b = HexDigits.word(hex, at: 16),
            let c = HexDigits.word(hex, at: 32), let d = HexDigits.word(hex, at: 48)
        else { return nil }
        self.init(a, b, c, d)
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [a, b, c, d] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { HexDigits.encode(bytes) }
}

/// Hexadecimal text, lower case unless it says otherwise.
package enum HexDigits {
    static let lower = Array("0123456789abcdef".utf8)
    static let upper = Array("0123456789ABCDEF".utf8)
    /// What each byte stands for as a digit; 0xFF for all that are none.
    private static let values: [UInt8] = (0...255).map { byte in
        lower.firstIndex(of: byte).map { UInt8($0) } ?? 0xFF
    }

    /// The number that 16 lower-case digits spell.
    static func word(_ digits: Span<UInt8>, at start: Int) -> UInt64? {
        var word: UInt64 = 0
        var seen: UInt8 = 0
        for i in start..<start + 16 {
            let digit = values[Int(digits[i])]
            seen |= digit
            word = word << 4 | UInt64(digit & 15)
        }
        return seen < 16 ? word : nil
    }

    /// Two digits a byte.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: spelled(bytes, lower), as: UTF8.self)
    }

    /// The same as bytes, in these digits.
    static func spelled(_ bytes: some Sequence<UInt8>, _ digits: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(max(64, bytes.underestimatedCount * 2))
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// The bytes of lower-case hexadecimal text; `nil` for an odd length or any other character.
    package static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for byte in text.utf8 {
            let nibble: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return high == nil ? bytes : nil
    }
}
