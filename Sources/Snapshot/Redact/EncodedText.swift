/// Texts that hold other texts in a form in which nobody would recognize them. Everything is bounded: a text that says little
/// and unpacks to much is not read.
enum EncodedText {
    /// The most characters that are decoded.
    private static let limit = 4 << 20
    /// The most bytes that come out of a compressed text.
    private static let unpackedLimit = 8 << 20
    /// The most files of a zip archive.
    private static let files = 64

    /// What a text is once base64 and compression are undone; nothing when it is not wrapped, `nil` when it cannot be read.
    static func contents(of text: [UInt8]) -> [[UInt8]]? {
        guard let bytes = base64(text) else { return [] }
        return contents(ofBytes: bytes)
    }

    /// What some bytes are: unpacked, or as they are where they are text.
    static func contents(ofBytes bytes: [UInt8]) -> [[UInt8]]? {
        if bytes.starts(with: [0x1F, 0x8B, 0x08]) {
            return Gunzip.bytes(bytes, limit: unpackedLimit).map { [$0] }
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            return Unzip.files(bytes, limit: unpackedLimit, count: files)
        }
        return isText(bytes) || CredentialShape.isPrivateKey(bytes[...]) ? [bytes] : []
    }

    /// Whether it could be base64: text has blanks, and names have no capitals.
    private static func base64(_ text: [UInt8]) -> [UInt8]? {
        guard text.count >= 16, text.count <= limit else { return nil }
        var hasCapital = false
        var hasOther = false
        for byte in text.prefix(64) {
            hasCapital = hasCapital || (0x41...0x5A).contains(byte)
            hasOther = hasOther || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
        }
        guard hasCapital, hasOther else { return nil }
        var compact: [UInt8] = []
        compact.reserveCapacity(text.count)
        for byte in text {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                compact.append(byte)
            case UInt8(ascii: "-"): compact.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): compact.append(UInt8(ascii: "/"))
            case 0x0A, 0x0D, 0x20, 0x09: continue
            default: return nil
            }
        }
        // Padding is often left out.
        while compact.count % 4 > 1 { compact.append(UInt8(ascii: "=")) }
        return StrictBase64.decode(String(decoding: compact, as: UTF8.self))
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
            && SecretForms.isText(bytes)
    }
}
