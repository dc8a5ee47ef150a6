import FoundationEssentials

/// Text armor around DER bytes. Source: RFC 7468.
enum PEM {
    /// The DER bytes of the first certificate; `nil` when there is none.
    static func first(in bytes: [UInt8], label: String = "CERTIFICATE") -> [UInt8]? {
        var body: String?
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            switch line.trimmed {
            case "-----BEGIN \(label)-----": body = ""
            case "-----END \(label)-----": return body.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
            case let text: body? += text
            }
        }
        return nil
    }
}
