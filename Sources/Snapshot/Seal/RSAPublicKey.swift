internal import Crypto

/// Checks RSA signatures of timestamp authorities, which swift-crypto proper does not. Only public numbers pass through
/// here, so nothing has to take the same time for every input. Source: RFC 8017 §8.2.2.
struct RSAPublicKey: Sendable, Hashable {
    /// Most significant byte first, without zeros before it.
    private let modulus: [UInt8]
    private let exponent: Int

    /// Reads `RSAPublicKey` of PKCS#1; `nil` for sizes that are no longer or not yet in use.
    init?(pkcs1 bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard var sequence = outer.enter(0x30), let n = sequence.enter(0x02), let e = sequence.enter(0x02) else {
            return nil
        }
        modulus = Array(n.rest.drop { $0 == 0 })
        guard (256...1024).contains(modulus.count), e.rest.count <= 4 else { return nil }
        exponent = e.rest.reduce(0) { $0 << 8 | Int($1) }
        guard exponent >= 3, exponent & 1 == 1 else { return nil }
    }

    /// Whether it is this key's PKCS#1 v1.5 signature over a digest, whose DigestInfo has that prefix.
    func verifies(_ signature: [UInt8], digest: [UInt8], prefix: [UInt8]) -> Bool {
        guard signature.count == modulus.count else { return false }
        let n = Self.limbs(modulus)
        let s = Self.limbs(signature)
        guard Self.isLess(s, n) else { return false }
        // Left to right over the exponent's bits.
        var power = s
        for bit in (0..<(Int.bitWidth - exponent.leadingZeroBitCount - 1)).reversed() {
            power = Self.product(power, power, modulo: n)
            if exponent >> bit & 1 == 1 { power = Self.product(power, s, modulo: n) }
        }
        let tail = prefix + digest
        guard modulus.count >= tail.count + 11 else { return false }
        let expected =
            [0x00, 0x01] + Array(repeating: 0xFF, count: modulus.count - tail.count - 3) + [0x00] + tail
        return power == Self.limbs(expected)
    }

    // MARK: Numbers, least significant limb first

    private static func limbs(_ bytes: [UInt8]) -> [UInt64] {
        var limbs: [UInt64] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            limbs.append(rest.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
            rest = rest.dropLast(8)
        }
        return limbs
    }

    private static func isLess(_ a: [UInt64], _ b: [UInt64]) -> Bool {
        for i in a.indices.reversed() where a[i] != b[i] { return a[i] < b[i] }
        return false
    }

    /// a · b mod n by doubling and adding: a few million steps for 4096 bits, which is soon enough.
    private static func product(_ a: [UInt64], _ b: [UInt64], modulo n: [UInt64]) -> [UInt64] {
        var result = [UInt64](repeating: 0, count: n.count)
        for limb in b.reversed() {
            for bit in (0..<64).reversed() {
                result = sum(result, result, modulo: n)
                if limb >> UInt64(bit) & 1 == 1 { result = sum(result, a, modulo: n) }
            }
        }
        return result
    }

    private static func sum(_ a: [UInt64], _ b: [UInt64], modulo n: [UInt64]) -> [UInt64] {
        var result = a
        var carry = false
        for i in result.indices {
            let (first, overflow) = result[i].addingReportingOverflow(b[i])
            let (second, more) = first.addingReportingOverflow(carry ? 1 : 0)
            result[i] = second
            carry = overflow || more
        }
        guard carry || !isLess(result, n) else { return result }
        var borrow = false
        for i in result.indices {
            let (first, underflow) = result[i].subtractingReportingOverflow(n[i])
            let (second, more) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            result[i] = second
            borrow = underflow || more
        }
        return result
    }
}
