internal import FoundationEssentials

/// One block of a PEM file. Source: RFC 7468; RFC 1421 for the headers of encrypted keys.
struct PEMBlock: Hashable {
    let label: String
    let bytes: [UInt8]
    /// Whether lines such as `Proc-Type: 4,ENCRYPTED` stand before the bytes.
    let hasHeaders: Bool

    /// The blocks of a text, in order; what stands between them is ignored.
    static func all(in bytes: [UInt8]) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var label: String?
        var body = ""
        var hasHeaders = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.filter { !$0.isWhitespace || $0 == " " }
            if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                label = String(line.dropFirst(11).dropLast(5))
                body = ""
                hasHeaders = false
            } else if let open = label, line == "-----END \(open)-----" {
                if let data = Data(base64Encoded: body) {
                    blocks.append(PEMBlock(label: open, bytes: Array(data), hasHeaders: hasHeaders))
                }
                label = nil
            } else if label != nil {
                if line.contains(":") { hasHeaders = true } else { body += line }
            }
        }
        return blocks
    }

    /// PEM text with 64 columns.
    static func text(label: String, _ bytes: [UInt8]) -> String {
        var text = "-----BEGIN \(label)-----\n"
        var rest = StrictBase64.encode(bytes)[...]
        while !rest.isEmpty {
            text += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }
}
