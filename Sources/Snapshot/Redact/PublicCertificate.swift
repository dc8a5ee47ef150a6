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
        guard bytes.starts(with: "-----BEGIN CERTIFICATE-----".utf8) else { return nil }
        var result: [PublicCertificate] = []
        var body: String?
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            switch (line, body) {
            case ("-----BEGIN CERTIFICATE-----", nil): body = ""
            case ("-----END CERTIFICATE-----", let text?):
                guard let der = StrictBase64.decode(text), let certificate = PublicCertificate(der: der) else {
                    return nil
                }
                result.append(certificate)
                body = nil
            case (let line, let text?): body = text + line
            // Anything beside certificates could be a key.
            default: return nil
            }
        }
        return body == nil && !result.isEmpty ? result : nil
    }

    /// Reads a certificate. Source: RFC 5280 §4.1.
    init?(der: [UInt8]) {
        var outer = DERReader(der[...])
        guard var certificate = outer.enter(0x30), outer.rest.isEmpty, var body = certificate.enter(0x30) else {
            return nil
        }
        _ = body.enter(0xA0)
        guard body.enter(0x02) != nil, body.enter(0x30) != nil, var issuer = body.enter(0x30),
            var validity = body.enter(0x30), var subject = body.enter(0x30), let begin = Self.time(&validity),
            let end = Self.time(&validity)
        else { return nil }
        notBefore = begin
        notAfter = end
        self.subject = Self.name(&subject)
        self.issuer = Self.name(&issuer)
        sha256 = Digest(of: der).hex
    }

    package var json: Value {
        [
            "subject": .string(subject), "issuer": .string(issuer), "notAfter": .string(notAfter),
            "sha256": .string(sha256),
        ]
    }

    private static func name(_ sequence: inout DERReader) -> String {
        let types: [[UInt8]: String] = [
            [0x55, 0x04, 0x03]: "CN", [0x55, 0x04, 0x0A]: "O", [0x55, 0x04, 0x0B]: "OU", [0x55, 0x04, 0x06]: "C",
        ]
        var parts: [String] = []
        while var set = sequence.enter(0x31) {
            while var attribute = set.enter(0x30) {
                guard let type = attribute.enter(0x06), let text = attribute.enterAny() else { break }
                if let name = types[Array(type.rest)] {
                    parts.append("\(name)=\(String(decoding: text.rest, as: UTF8.self))")
                }
            }
        }
        return parts.joined(separator: ",")
    }

    /// The next `UTCTime` or `GeneralizedTime`.
    private static func time(_ validity: inout DERReader) -> String? {
        let isShort = validity.rest.first == 0x17
        return validity.enterAny().flatMap { time(Array($0.rest), isShort: isShort) }
    }

    /// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` as RFC 3339.
    static func time(_ bytes: [UInt8], isShort: Bool) -> String? {
        var text = String(decoding: bytes, as: UTF8.self)
        guard text.hasSuffix("Z"), bytes.dropLast().allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        if isShort { text = ((Int(text.prefix(2)) ?? 0) < 50 ? "20" : "19") + text }
        guard text.utf8.count == 15 else { return nil }
        let d = Array(text)
        func part(_ range: Range<Int>) -> String { String(d[range]) }
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z"
    }
}
