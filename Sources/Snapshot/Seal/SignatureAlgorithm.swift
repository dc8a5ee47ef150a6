internal import Crypto
import SwiftASN1
import X509

/// A hash function by its OID in certificates and timestamps.
enum HashAlgorithm: Sendable, Hashable {
    case sha256, sha384, sha512

    init?(_ oid: ASN1ObjectIdentifier) {
        guard let hash = Self.digests[oid] else { return nil }
        self = hash
    }

    private static let digests: [ASN1ObjectIdentifier: HashAlgorithm] = [
        [2, 16, 840, 1, 101, 3, 4, 2, 1]: .sha256, [2, 16, 840, 1, 101, 3, 4, 2, 2]: .sha384,
        [2, 16, 840, 1, 101, 3, 4, 2, 3]: .sha512,
    ]

    /// The hash of a signature algorithm: ecdsa-with-SHA2, sha2WithRSAEncryption.
    init?(ofSignature oid: ASN1ObjectIdentifier) {
        guard let hash = Self.ofSignatures[oid] else { return nil }
        self = hash
    }

    private static let ofSignatures: [ASN1ObjectIdentifier: HashAlgorithm] = [
        [1, 2, 840, 10045, 4, 3, 2]: .sha256, [1, 2, 840, 10045, 4, 3, 3]: .sha384,
        [1, 2, 840, 10045, 4, 3, 4]: .sha512, .AlgorithmIdentifier.sha256WithRSAEncryption: .sha256,
        .AlgorithmIdentifier.sha384WithRSAEncryption: .sha384, .AlgorithmIdentifier.sha512WithRSAEncryption: .sha512,
    ]

    func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// The signature algorithms with this hash; only the one for the kind of a key can hold.
    var signatures: [Certificate.SignatureAlgorithm] {
        switch self {
        case .sha256: [.ecdsaWithSHA256, .sha256WithRSAEncryption]
        case .sha384: [.ecdsaWithSHA384, .sha384WithRSAEncryption]
        case .sha512: [.ecdsaWithSHA512, .sha512WithRSAEncryption]
        }
    }
}

extension Certificate.PublicKey {
    /// Whether it is this key's signature over a message.
    func verifies(_ signature: [UInt8], over message: [UInt8], _ hash: HashAlgorithm) -> Bool {
        hash.signatures.contains { isValidSignature(signature, for: message, signatureAlgorithm: $0) }
    }
}
