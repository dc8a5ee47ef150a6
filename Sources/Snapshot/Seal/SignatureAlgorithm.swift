internal import Crypto

/// A hash function by its OID in certificates and timestamps.
enum HashAlgorithm: Sendable, Hashable {
    case sha256, sha384, sha512

    /// By the content of its OID.
    init?(oid: [UInt8]) {
        switch oid {
        case [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]: self = .sha256
        case [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]: self = .sha384
        case [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]: self = .sha512
        default: return nil
        }
    }

    func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// What stands before the digest in a PKCS#1 signature. Source: RFC 8017 §9.2.
    var digestInfo: [UInt8] {
        let (last, count): (UInt8, UInt8) =
            switch self {
            case .sha256: (1, 32)
            case .sha384: (2, 48)
            case .sha512: (3, 64)
            }
        return [
            0x30, 17 + count, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last, 0x05, 0x00,
            0x04, count,
        ]
    }
}

/// A key in a certificate: ECDSA on a NIST curve, or RSA.
enum CertificateKey: Sendable, Hashable {
    case ecdsa(VerificationKey)
    case rsa(RSAPublicKey)

    /// Reads SubjectPublicKeyInfo, header included; `nil` for other kinds of keys.
    init?(spki: [UInt8]) {
        if let key = VerificationKey(der: spki), key.algorithm != .ed25519 {
            self = .ecdsa(key)
            return
        }
        var outer = DERReader(spki[...])
        let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
        guard var body = outer.enter(0x30), var algorithm = body.enter(0x30), let oid = algorithm.enter(0x06),
            Array(oid.rest) == rsa, let bits = body.enter(0x03), bits.rest.first == 0,
            let key = RSAPublicKey(pkcs1: Array(bits.rest.dropFirst()))
        else { return nil }
        self = .rsa(key)
    }

    /// Whether it is this key's signature over a message.
    func verifies(_ signature: [UInt8], over message: [UInt8], _ hash: HashAlgorithm) -> Bool {
        let digest = hash.digest(message)
        switch self {
        case .rsa(let key): return key.verifies(signature, digest: digest, prefix: hash.digestInfo)
        case .ecdsa(let key): return key.verifies(signature, over: message, hash)
        }
    }
}

extension VerificationKey {
    /// ECDSA with a hash of the signer's choice, as certificates have it.
    func verifies(_ signature: [UInt8], over message: [UInt8], _ hash: HashAlgorithm) -> Bool {
        switch algorithm {
        case .p256:
            guard let key = try? P256.Signing.PublicKey(x963Representation: point),
                let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return switch hash {
            case .sha256: key.isValidSignature(signature, for: SHA256.hash(data: message))
            case .sha384: key.isValidSignature(signature, for: SHA384.hash(data: message))
            case .sha512: key.isValidSignature(signature, for: SHA512.hash(data: message))
            }
        case .p384:
            guard let key = try? P384.Signing.PublicKey(x963Representation: point),
                let signature = try? P384.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return switch hash {
            case .sha256: key.isValidSignature(signature, for: SHA256.hash(data: message))
            case .sha384: key.isValidSignature(signature, for: SHA384.hash(data: message))
            case .sha512: key.isValidSignature(signature, for: SHA512.hash(data: message))
            }
        case .p521:
            guard let key = try? P521.Signing.PublicKey(x963Representation: point),
                let signature = try? P521.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return switch hash {
            case .sha256: key.isValidSignature(signature, for: SHA256.hash(data: message))
            case .sha384: key.isValidSignature(signature, for: SHA384.hash(data: message))
            case .sha512: key.isValidSignature(signature, for: SHA512.hash(data: message))
            }
        case .ed25519: return false
        }
    }
}
