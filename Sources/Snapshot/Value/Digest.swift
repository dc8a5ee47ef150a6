package import Crypto

/// A SHA-256 digest. Source: FIPS 180-4.
public struct Digest: Sendable, Hashable {
    /// The 32 bytes.
    package let bytes: [UInt8]

    /// The digest of some bytes.
    package init(of bytes: [UInt8]) { self.bytes = Array(SHA256.hash(data: bytes)) }

    /// The digest that a hash function has arrived at.
    package init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    /// Takes 32 bytes as a digest.
    init(raw: [UInt8]) { bytes = raw }

    /// Reads 64 lower-case hexadecimal digits; `nil` for anything else.
    public init?(hex: String) {
        guard hex.utf8.count == 64, let bytes = HexDigits.decode(hex) else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { HexDigits.encode(bytes) }
}

/// Hexadecimal text, always lower case.
package enum HexDigits {
    static let lower = Array("0123456789abcdef".utf8)

    /// Two digits a byte.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(lower[Int(byte >> 4)])
            text.append(lower[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
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
