import Snapshot
import TestSupport
import Testing

/// ECDSA's signature (r, s) has a twin (r, n − s), which anybody can compute. Signers write either, and no tool of the field
/// refuses one: both are accepted, of the same bytes by the same key, and nothing else is.
@Suite struct TwinSignatureTests {
    /// The orders of the curves. Source: SEC 2, version 2.
    private static let orders: [(SealFixture.KeyKind, String)] = [
        (.pkcs8, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        (
            .p384,
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
        ),
    ]

    @Test(arguments: orders) func theTwinIsAcceptedAndNothingElse(_ kind: SealFixture.KeyKind, order: String)
        async throws
    {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key(kind))
        try await fixture.seal(signer, forms: [.bundle])
        let name = "snap.tar.zst.sigstore.json"
        let text = String(decoding: try fixture.folder.read(name), as: UTF8.self)
        let old = try #require(
            try JSONReader.value(Array(text.utf8))[["dsseEnvelope", "signatures"]]?.array?.first?["sig"]?.string)
        let parts = try Self.numbers(try #require(StrictBase64.decode(old)))
        let n = Self.bytes(order)
        let twin = Self.der(parts.r, Self.subtract(parts.s, from: n))
        #expect(twin != StrictBase64.decode(old))
        func outcomes(_ signature: [UInt8]) async throws -> [String] {
            try fixture.folder.write(text.replacing(old, with: StrictBase64.encode(signature)), to: name)
            return try await fixture.verify([signer.publicKey]).outcomes
        }
        #expect(try await outcomes(twin) == ["archive passed", "bundle passed"])
        let other = Self.der(Self.subtract(parts.r, from: n), parts.s)
        #expect(try await outcomes(other).last == "bundle failed")
        #expect(try await outcomes(Self.der(parts.s, parts.r)).last == "bundle failed")
    }

    // MARK: Numbers

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    private static func subtract(_ small: [UInt8], from big: [UInt8]) -> [UInt8] {
        let padded = [UInt8](repeating: 0, count: max(0, big.count - small.count)) + small.suffix(big.count)
        var result = big
        var borrow = 0
        for i in big.indices.reversed() {
            let difference = Int(big[i]) - Int(padded[i]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[i] = UInt8(truncatingIfNeeded: difference)
        }
        return result
    }

    /// r and s of `SEQUENCE { INTEGER, INTEGER }`, all of whose lengths are below 128.
    private static func numbers(_ der: [UInt8]) throws -> (r: [UInt8], s: [UInt8]) {
        try #require(der.count > 4 && der[0] == 0x30 && der[1] < 128)
        let r = Int(der[3])
        let s = Int(der[4 + r + 1])
        return (Array(der[4..<4 + r]), Array(der[(6 + r)..<(6 + r + s)]))
    }

    private static func der(_ r: [UInt8], _ s: [UInt8]) -> [UInt8] {
        func integer(_ number: [UInt8]) -> [UInt8] {
            var digits = Array(number.drop { $0 == 0 })
            if digits.first ?? 0x80 >= 0x80 { digits.insert(0, at: 0) }
            return [0x02, UInt8(digits.count)] + digits
        }
        let body = integer(r) + integer(s)
        return [0x30, UInt8(body.count)] + body
    }
}
