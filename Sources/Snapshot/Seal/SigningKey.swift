internal import Crypto

/// A private key in memory.
package struct SigningKey: Signer {
    private enum Material {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private let material: Material
    package let publicKey: VerificationKey

    /// A key of PKCS#8 or SEC 1 bytes; `nil` for other kinds of keys.
    init?(der: [UInt8]) {
        // OneAsymmetricKey of Ed25519 without attributes, as openssl and everybody else writes it. Source: RFC 8410 §7.
        let prefix: [UInt8] = [
            0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ]
        if der.count == 48, der.starts(with: prefix) {
            self.init(.ed25519, secret: Array(der.dropFirst(16)))
        } else if let key = try? P256.Signing.PrivateKey(derRepresentation: der) {
            self.init(.p256, secret: Array(key.rawRepresentation))
        } else if let key = try? P384.Signing.PrivateKey(derRepresentation: der) {
            self.init(.p384, secret: Array(key.rawRepresentation))
        } else if let key = try? P521.Signing.PrivateKey(derRepresentation: der) {
            self.init(.p521, secret: Array(key.rawRepresentation))
        } else {
            return nil
        }
    }

    /// A key of its secret number or seed; `nil` when that is none.
    init?(_ algorithm: VerificationKey.Algorithm, secret: [UInt8]) {
        let point: [UInt8]
        switch algorithm {
        case .p256:
            guard let key = try? P256.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
            (material, point) = (.p256(key), Array(key.publicKey.x963Representation))
        case .p384:
            guard let key = try? P384.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
            (material, point) = (.p384(key), Array(key.publicKey.x963Representation))
        case .p521:
            guard let key = try? P521.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
            (material, point) = (.p521(key), Array(key.publicKey.x963Representation))
        case .ed25519:
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
            (material, point) = (.ed25519(key), Array(key.publicKey.rawRepresentation))
        }
        guard let publicKey = VerificationKey(algorithm, point: point) else { return nil }
        self.publicKey = publicKey
    }

    package func signature(over message: [UInt8]) async throws(SealError) -> [UInt8] {
        do {
            return switch material {
            case .p256(let key): Array(try key.signature(for: SHA256.hash(data: message)).derRepresentation)
            case .p384(let key): Array(try key.signature(for: SHA384.hash(data: message)).derRepresentation)
            case .p521(let key): Array(try key.signature(for: SHA512.hash(data: message)).derRepresentation)
            case .ed25519(let key): Array(try key.signature(for: message))
            }
        } catch {
            throw .signer("the key \(publicKey.fingerprint)", why: "it made no signature", hint: "try again")
        }
    }
}
