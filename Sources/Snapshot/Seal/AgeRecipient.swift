internal import Crypto

/// Somebody an archive is encrypted to: an X25519 key as age(1) writes it, `age1…`.
package struct AgeRecipient: Sendable, Hashable {
    let key: [UInt8]

    /// Reads `age1…`; `nil` for anything else. Source: BIP 173, with age's longer limit.
    package init?(_ text: String) {
        guard text == text.lowercased(), let (prefix, bytes) = Self.bech32(text), prefix == "age", bytes.count == 32,
            (try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)) != nil
        else { return nil }
        key = bytes
    }

    private static func bech32(_ text: String) -> (prefix: String, bytes: [UInt8])? {
        guard let separator = text.lastIndex(of: "1"), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            return nil
        }
        let prefix = String(text[..<separator])
        let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
        var digits: [UInt8] = []
        for byte in text[separator...].utf8.dropFirst() {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            digits.append(UInt8(digit))
        }
        guard !prefix.isEmpty, digits.count > 6 else { return nil }
        let expanded = prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
        guard checksum(expanded + digits) == 1 else { return nil }
        var bytes: [UInt8] = []
        var bits = 0
        var buffer = 0
        for digit in digits.dropLast(6) {
            buffer = (buffer << 5 | Int(digit)) & 0xFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        guard bits < 5, buffer & ((1 << bits) - 1) == 0 else { return nil }
        return (prefix, bytes)
    }

    private static func checksum(_ digits: [UInt8]) -> UInt32 {
        let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        var sum: UInt32 = 1
        for digit in digits {
            let top = sum >> 25
            sum = (sum & 0x1FF_FFFF) << 5 ^ UInt32(digit)
            for (i, generator) in generators.enumerated() where top >> UInt32(i) & 1 == 1 { sum ^= generator }
        }
        return sum
    }
}
