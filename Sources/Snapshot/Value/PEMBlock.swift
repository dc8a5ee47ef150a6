/// One block of a PEM file. Source: RFC 7468; RFC 1421 for the headers of encrypted keys.
struct PEMBlock: Hashable {
    let label: String
    let bytes: [UInt8]
    /// Whether lines such as `Proc-Type: 4,ENCRYPTED` stand before the bytes.
    let hasHeaders: Bool

    /// The blocks of a text, in order; what stands between them is ignored.
    static func all(in bytes: [UInt8]) -> [PEMBlock] { read(bytes).blocks }

    /// The bytes of every certificate, when a text holds nothing else; anything beside them could be a key.
    static func certificatesAlone(in bytes: [UInt8]) -> [[UInt8]]? {
        guard bytes.starts(with: "-----BEGIN CERTIFICATE-----".utf8) else { return nil }
        let (blocks, isWhole) = read(bytes)
        guard isWhole, blocks.allSatisfy({ $0.label == "CERTIFICATE" && !$0.hasHeaders }) else { return nil }
        return blocks.map(\.bytes)
    }

    /// The bytes of the certificates among the blocks.
    static func certificates(in bytes: [UInt8]) -> [[UInt8]] {
        all(in: bytes).filter { $0.label == "CERTIFICATE" }.map(\.bytes)
    }

    /// The blocks, and whether every line belongs to one that is complete.
    private static func read(_ bytes: [UInt8]) -> (blocks: [PEMBlock], isWhole: Bool) {
        var blocks: [PEMBlock] = []
        var isWhole = true
        var label: String?
        var body = ""
        var hasHeaders = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.filter { !$0.isWhitespace || $0 == " " }
            if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                if label != nil { isWhole = false }
                label = String(line.dropFirst(11).dropLast(5))
                body = ""
                hasHeaders = false
            } else if let open = label, line == "-----END \(open)-----" {
                if let bytes = StrictBase64.decode(body) {
                    blocks.append(PEMBlock(label: open, bytes: bytes, hasHeaders: hasHeaders))
                } else {
                    isWhole = false
                }
                label = nil
            } else if label != nil {
                if line.contains(":") { hasHeaders = true } else { body += line }
            } else {
                isWhole = false
            }
        }
        return (blocks, isWhole && label == nil)
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
