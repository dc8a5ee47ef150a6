/// When a login ends, as far as what it shows says so itself.
package enum LoginExpiry {
    /// The end of a token or of a client certificate; `nil` when neither says.
    package static func end(of credential: Credential) -> Instant? {
        let ends = [token(credential.authorization), certificate(credential.certificate)].compactMap { $0 }
        return ends.min()
    }

    /// `exp` of a JSON web token, read without trusting it. Source: RFC 7519 §4.1.4.
    private static func token(_ authorization: Confidential<String>?) -> Instant? {
        guard let text = authorization?.reveal, text.hasPrefix("Bearer ") else { return nil }
        let parts = text.dropFirst("Bearer ".count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let padding = String(repeating: "=", count: (4 - parts[1].utf8.count % 4) % 4)
        guard let bytes = StrictBase64.decode(String(parts[1]) + padding), let claims = try? JSONReader.value(bytes),
            case .number(let end)? = claims["exp"], let seconds = Int(end.text), 0..<1 << 40 ~= seconds
        else { return nil }
        return Instant(milliseconds: seconds * 1000)
    }

    private static func certificate(_ certificate: ClientCertificate?) -> Instant? {
        guard let der = certificate.flatMap({ PEMBlock.certificates(in: $0.chain).first }),
            let fields = try? CertificateFields(der: der)
        else { return nil }
        return Instant(rfc3339: fields.notAfter)
    }
}
