internal import Crypto

/// A public key that signatures are checked with: ECDSA on the NIST curves, or Ed25519.
package struct VerificationKey: Sendable, Hashable {
    /// The kinds of keys, by their SSH names.
    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case p256 = "ecdsa-sha2-nistp256"
        case p384 = "ecdsa-sha2-nistp384"
        case p521 = "ecdsa-sha2-nistp521"
        case ed25519 = "ssh-ed25519"

        /// OpenSSH's name of the curve; `nil` for Ed25519.
        var curve: String? { self == .ed25519 ? nil : String(rawValue.suffix(8)) }

        /// Bytes of one coordinate.
        var width: Int {
            switch self {
            case .p256, .ed25519: 32
            case .p384: 48
            case .p521: 66
            }
        }
    }

    package let algorithm: Algorithm
    /// The uncompressed point (`04 ‖ X ‖ Y`), or the 32 bytes of an Ed25519 key.
    let point: [UInt8]

    /// A key of its point; `nil` when that is none of the curve.
    init?(_ algorithm: Algorithm, point: [UInt8]) {
        self.algorithm = algorithm
        self.point = point
        let isPoint =
            switch algorithm {
            case .p256: (try? P256.Signing.PublicKey(x963Representation: point)) != nil
            case .p384: (try? P384.Signing.PublicKey(x963Representation: point)) != nil
            case .p521: (try? P521.Signing.PublicKey(x963Representation: point)) != nil
            case .ed25519: Ed25519Point.isUsable(point)
            }
        guard isPoint else { return nil }
    }

    /// A key of its SubjectPublicKeyInfo; `nil` for other kinds of keys.
    init?(der: [UInt8]) {
        if der.count == 44, der.starts(with: Self.ed25519Prefix) {
            self.init(.ed25519, point: Array(der.dropFirst(12)))
        } else if let key = try? P256.Signing.PublicKey(derRepresentation: der) {
            self.init(.p256, point: Array(key.x963Representation))
        } else if let key = try? P384.Signing.PublicKey(derRepresentation: der) {
            self.init(.p384, point: Array(key.x963Representation))
        } else if let key = try? P521.Signing.PublicKey(derRepresentation: der) {
            self.init(.p521, point: Array(key.x963Representation))
        } else {
            return nil
        }
    }

    /// A key in the form of the SSH protocols; `nil` for other kinds of keys. Source: RFC 5656 §3.1, RFC 8709 §4.
    init?(sshWire bytes: [UInt8]) {
        var wire = SSHWireReader(bytes)
        guard let name = try? wire.text(), let algorithm = Algorithm(rawValue: name) else { return nil }
        if let curve = algorithm.curve, (try? wire.text()) != curve { return nil }
        guard let point = try? wire.string(), wire.isAtEnd else { return nil }
        self.init(algorithm, point: point)
    }

    /// SubjectPublicKeyInfo. Source: RFC 5480, RFC 8410.
    var der: [UInt8] {
        switch algorithm {
        case .p256: (try? P256.Signing.PublicKey(x963Representation: point)).map { Array($0.derRepresentation) } ?? []
        case .p384: (try? P384.Signing.PublicKey(x963Representation: point)).map { Array($0.derRepresentation) } ?? []
        case .p521: (try? P521.Signing.PublicKey(x963Representation: point)).map { Array($0.derRepresentation) } ?? []
        case .ed25519: Self.ed25519Prefix + point
        }
    }

    /// As openssl reads it.
    package var pem: String { PEMBlock.text(label: "PUBLIC KEY", der) }

    /// The form of the SSH protocols.
    var sshWire: [UInt8] {
        var wire = SSHWireWriter()
        wire.string(algorithm.rawValue)
        if let curve = algorithm.curve { wire.string(curve) }
        wire.string(point)
        return wire.bytes
    }

    /// A line of `authorized_keys`, without a comment.
    package var sshLine: String { "\(algorithm.rawValue) \(StrictBase64.encode(sshWire))" }

    /// `SHA256:…` as `ssh-keygen -l` prints it. It is the `keyid` and `hint` of our seals, the one value that both the Go
    /// and the Python readers of DSSE envelopes accept.
    package var fingerprint: String {
        "SHA256:" + StrictBase64.encode(Array(SHA256.hash(data: sshWire))).filter { $0 != "=" }
    }

    /// What cosign writes as `hint`: base64 of the SHA-256 of the key's DER form.
    var cosignHint: String { StrictBase64.encode(Array(SHA256.hash(data: der))) }

    /// Whether a signature over a message is this key's: DER for ECDSA, 64 bytes for Ed25519.
    package func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        switch algorithm {
        case .p256:
            guard let key = try? P256.Signing.PublicKey(x963Representation: point),
                let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: message))
        case .p384:
            guard let key = try? P384.Signing.PublicKey(x963Representation: point),
                let signature = try? P384.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: SHA384.hash(data: message))
        case .p521:
            guard let key = try? P521.Signing.PublicKey(x963Representation: point),
                let signature = try? P521.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: SHA512.hash(data: message))
        case .ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else { return false }
            return key.isValidSignature(signature, for: message)
        }
    }

    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
}
