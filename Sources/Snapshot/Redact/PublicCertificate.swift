import X509

/// What a certificate says in public: kept beside a redacted Secret, so that a replaced certificate can be judged.
package struct PublicCertificate: Sendable, Hashable {
    /// Whose it is, as `CN=…,O=…`.
    package let subject: String
    /// Who says so.
    package let issuer: String
    /// When it begins, RFC 3339.
    package let notBefore: String
    /// When it ends, RFC 3339.
    package let notAfter: String
    /// SHA-256 over its DER bytes, hexadecimal.
    package let sha256: String

    /// The certificates of a PEM text that holds nothing else; `nil` for any other text.
    package static func all(in bytes: [UInt8]) -> [PublicCertificate]? {
        guard let encoded = PEMBlock.certificatesAlone(in: bytes) else { return nil }
        let result = encoded.compactMap { PublicCertificate(der: $0) }
        return result.isEmpty || result.count < encoded.count ? nil : result
    }

    /// Reads a certificate; `nil` when it is none.
    init?(der: [UInt8]) {
        guard let fields = try? CertificateFields(der: der) else { return nil }
        notBefore = fields.notBefore
        notAfter = fields.notAfter
        subject = fields.subject.text
        issuer = fields.issuer.text
        sha256 = Digest(of: der).hex
    }

    package var json: Value {
        [
            "subject": .string(subject), "issuer": .string(issuer), "notAfter": .string(notAfter),
            "sha256": .string(sha256),
        ]
    }
}
