internal import Crypto

/// The two spellings of an ECDSA signature: DER in DSSE, two numbers in SSH. Source: RFC 3279 §2.2.3, RFC 5656 §3.1.2.
enum ECDSASignature {
    /// The blob inside an SSH signature, of a signature in the neutral form of ``Signer``.
    static func sshBlob(_ signature: [UInt8], _ algorithm: VerificationKey.Algorithm) -> [UInt8]? {
        var blob = SSHWireWriter()
        blob.string(algorithm.rawValue)
        guard algorithm != .ed25519 else {
            blob.string(signature)
            return blob.bytes
        }
        guard let raw = raw(der: signature, algorithm) else { return nil }
        var numbers = SSHWireWriter()
        numbers.mpint(Array(raw.prefix(algorithm.width)))
        numbers.mpint(Array(raw.suffix(algorithm.width)))
        blob.string(numbers.bytes)
        return blob.bytes
    }

    /// The neutral form of the blob inside an SSH signature; `nil` when it is another algorithm's or malformed.
    static func neutral(sshBlob bytes: [UInt8], _ algorithm: VerificationKey.Algorithm) -> [UInt8]? {
        var blob = SSHWireReader(bytes)
        guard (try? blob.text()) == algorithm.rawValue, let inner = try? blob.string(), blob.isAtEnd else { return nil }
        guard algorithm != .ed25519 else { return inner.count == 64 ? inner : nil }
        var numbers = SSHWireReader(inner)
        guard let r = (try? numbers.mpint(width: algorithm.width)) ?? nil,
            let s = (try? numbers.mpint(width: algorithm.width)) ?? nil, numbers.isAtEnd
        else { return nil }
        let signature = der(raw: r + s, algorithm)
        // One spelling only: a number with zeros before it would be a second file with the same meaning.
        guard let signature, sshBlob(signature, algorithm) == bytes else { return nil }
        return signature
    }

    private static func raw(der: [UInt8], _ algorithm: VerificationKey.Algorithm) -> [UInt8]? {
        switch algorithm {
        case .p256: (try? P256.Signing.ECDSASignature(derRepresentation: der)).map { Array($0.rawRepresentation) }
        case .p384: (try? P384.Signing.ECDSASignature(derRepresentation: der)).map { Array($0.rawRepresentation) }
        case .p521: (try? P521.Signing.ECDSASignature(derRepresentation: der)).map { Array($0.rawRepresentation) }
        case .ed25519: nil
        }
    }

    private static func der(raw: [UInt8], _ algorithm: VerificationKey.Algorithm) -> [UInt8]? {
        switch algorithm {
        case .p256: (try? P256.Signing.ECDSASignature(rawRepresentation: raw)).map { Array($0.derRepresentation) }
        case .p384: (try? P384.Signing.ECDSASignature(rawRepresentation: raw)).map { Array($0.derRepresentation) }
        case .p521: (try? P521.Signing.ECDSASignature(rawRepresentation: raw)).map { Array($0.derRepresentation) }
        case .ed25519: nil
        }
    }
}
