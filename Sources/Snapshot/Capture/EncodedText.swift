/// Texts that hold other texts in a form in which nobody would recognize them.
enum EncodedText {
    /// The most characters that are decoded.
    private static let limit = 1 << 20

    /// What a base64 text says, when that is text; `nil` otherwise.
    static func base64(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count >= 16, text.count <= limit else { return nil }
        // Encoded text has capitals and small letters; names have small ones and are passed over at once.
        var hasCapital = false
        var hasSmall = false
        for i in 0..<min(text.count, 64) {
            hasCapital = hasCapital || (0x41...0x5A).contains(text[i])
            hasSmall = hasSmall || (0x61...0x7A).contains(text[i])
        }
        guard hasCapital, hasSmall else { return nil }
        var compact: [UInt8] = []
        compact.reserveCapacity(text.count)
        for i in text.indices {
            switch text[i] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                compact.append(text[i])
            case UInt8(ascii: "-"): compact.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): compact.append(UInt8(ascii: "/"))
            case 0x0A, 0x0D: continue
            default: return nil
            }
        }
        // Padding is often left out.
        while compact.count % 4 > 1 { compact.append(UInt8(ascii: "=")) }
        guard let bytes = StrictBase64.decode(String(decoding: compact, as: UTF8.self)),
            !bytes.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }),
            String(validating: bytes, as: UTF8.self) != nil
        else { return nil }
        return bytes
    }

    /// The text with `\u00XX` written as the characters that it means, as JSON would read it; `nil` when it has none.
    static func unescaped(_ bytes: Span<UInt8>) -> [UInt8]? {
        var result: [UInt8]?
        var i = 0
        while i < bytes.count {
            guard bytes[i] == UInt8(ascii: "\\"), let code = code(bytes, at: i) else {
                result?.append(bytes[i])
                i += 1
                continue
            }
            if result == nil { result = [UInt8](copying: bytes.extracting(0..<i)) }
            result?.append(code)
            i += 6
        }
        return result
    }

    /// The printable character that `\u00XX` at a place means.
    private static func code(_ bytes: Span<UInt8>, at place: Int) -> UInt8? {
        guard place + 5 < bytes.count, bytes[place + 1] == UInt8(ascii: "u"), bytes[place + 2] == UInt8(ascii: "0"),
            bytes[place + 3] == UInt8(ascii: "0"),
            let code = UInt8(String(decoding: [bytes[place + 4], bytes[place + 5]], as: UTF8.self), radix: 16),
            code >= 0x20, code < 0x7F
        else { return nil }
        return code
    }
}
