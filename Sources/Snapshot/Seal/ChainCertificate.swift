internal import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate with what decides whether it may be part of a chain. Source: RFC 5280 §4.2.
struct ChainCertificate: Sendable, Hashable {
    let certificate: Certificate
    let subject: ComparableName
    let issuer: ComparableName
    let usage: KeyUsage?
    /// Extended key usage.
    let purposes: [ASN1ObjectIdentifier]?
    let alternativeNames: [GeneralName]
    let nameConstraints: NameConstraints?
    private let constraints: Constraints?
    private let authorityKey: AuthorityKeyIdentifier?
    private let ownKey: SubjectKeyIdentifier?
    private let hasNetscapeAuthority: Bool

    private struct Constraints: Sendable, Hashable {
        let isAuthority: Bool
        let pathLength: Int?
    }

    /// Throws when an extension cannot be read: such a certificate is part of no chain.
    init(_ certificate: Certificate) throws {
        self.certificate = certificate
        subject = ComparableName(certificate.subject)
        issuer = ComparableName(certificate.issuer)
        let extensions = certificate.extensions
        usage = try extensions.keyUsage
        guard usage != KeyUsage() else { throw ASN1Error.invalidASN1Object(reason: "a key for nothing") }
        purposes = try Self.node(.X509ExtensionID.extendedKeyUsage, in: extensions).map {
            try DER.sequence(of: ASN1ObjectIdentifier.self, identifier: .sequence, rootNode: $0)
        }
        alternativeNames = try extensions.subjectAlternativeNames.map { Array($0) } ?? []
        nameConstraints = try extensions.nameConstraints
        constraints = try Self.node(.X509ExtensionID.basicConstraints, in: extensions).map { node in
            try DER.sequence(node, identifier: .sequence) { parts in
                let isAuthority: Bool? = try DER.optionalImplicitlyTagged(&parts)
                let length: Int? = try DER.optionalImplicitlyTagged(&parts)
                guard (length ?? 0) >= 0 else { throw ASN1Error.invalidASN1Object(reason: "a negative path length") }
                return Constraints(isAuthority: isAuthority ?? false, pathLength: length)
            }
        }
        authorityKey = try extensions.authorityKeyIdentifier
        ownKey = try extensions.subjectKeyIdentifier
        let netscape = try Self.node(CriticalExtensions.netscapeType, in: extensions).map {
            try ASN1BitString(derEncoded: $0)
        }
        hasNetscapeAuthority = netscape?.bytes.first.map { $0 & 0x07 != 0 } ?? false
    }

    /// The certificates of a PEM text. One that cannot be read vouches for nothing.
    static func all(inPEM bytes: [UInt8]) -> [ChainCertificate] {
        PEMBlock.certificates(in: bytes).compactMap { try? ChainCertificate(Certificate(derEncoded: $0)) }
    }

    /// Its name for people.
    var shown: String {
        let text = certificate.subject.text.prefix(100)
        return text.isEmpty ? "the certificate with number \(certificate.serialNumber)" : "`\(text)`"
    }

    /// Whether it names itself as its issuer.
    var isSelfIssued: Bool { subject == issuer }

    /// Whether everything it says about its issuer is true of itself. The signature of a certificate that is trusted says
    /// no more, and is not looked at.
    var isSelfSigned: Bool { names(self) }

    /// Whether what it says about its issuer is true of another certificate, the signature aside. Source: RFC 5280
    /// §4.2.1.1.
    func names(_ other: ChainCertificate) -> Bool {
        guard issuer == other.subject else { return false }
        if let key = authorityKey?.keyIdentifier, let own = other.ownKey, key != own.keyIdentifier { return false }
        if let serial = authorityKey?.authorityCertSerialNumber, serial != other.certificate.serialNumber {
            return false
        }
        let named = authorityKey?.authorityCertIssuer?.lazy.compactMap { name -> ComparableName? in
            guard case .directoryName(let name) = name else { return nil }
            return ComparableName(name)
        }.first
        if let named, named != other.issuer { return false }
        return KeyKind(of: other.certificate.publicKey) == KeyKind(certificate.signatureAlgorithm)
    }

    /// How many authorities may be between it and the last certificate, those aside that name themselves as their issuer;
    /// `nil` for any number.
    var pathLength: Int? { constraints?.pathLength }

    /// Whether it may issue certificates. One that is trusted and the end of a chain may leave it unsaid in the ways of old
    /// authorities: as a version 1 certificate, by the usage of its key, by Netscape's extension.
    func mayIssue(isEnd: Bool) -> Bool {
        if let usage, !usage.keyCertSign { return false }
        if let constraints { return constraints.isAuthority }
        return isEnd && (certificate.version == .v1 && isSelfSigned || usage != nil || hasNetscapeAuthority)
    }

    /// Whether a moment, in seconds since 1970, is in its period; at the last second it is over, as for openssl.
    func isValid(at seconds: Int) -> Bool {
        let time = Date(timeIntervalSince1970: TimeInterval(seconds))
        return certificate.notValidBefore <= time && time < certificate.notValidAfter
    }

    private static func node(_ oid: ASN1ObjectIdentifier, in extensions: Certificate.Extensions) throws -> ASN1Node? {
        try extensions[oid: oid].map { try DER.parse($0.value) }
    }
}

/// The kinds of keys that sign certificates.
private enum KeyKind: Hashable {
    case rsa, ec, edwards

    init(of key: Certificate.PublicKey) {
        if Curve25519.Signing.PublicKey(key) != nil {
            self = .edwards
        } else if P256.Signing.PublicKey(key) != nil || P384.Signing.PublicKey(key) != nil
            || P521.Signing.PublicKey(key) != nil
        {
            self = .ec
        } else {
            self = .rsa
        }
    }

    /// The kind that makes signatures of an algorithm.
    init(_ algorithm: Certificate.SignatureAlgorithm) {
        self =
            switch algorithm {
            case .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512: .ec
            case .ed25519: .edwards
            default: .rsa
            }
    }
}
