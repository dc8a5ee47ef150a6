/// Texts in which characters are written as `\u00XX`, as in JSON, or as `%XX`, as in URLs.
enum EscapedText {
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

    /// The text with `%XX` written as the bytes that it means; `nil` when it has none.
    static func percentDecoded(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var i = 0
        var isChanged = false
        while i < bytes.count {
            if bytes[i] == UInt8(ascii: "%"), i + 2 < bytes.count, let high = digit(bytes[i + 1]),
                let low = digit(bytes[i + 2])
            {
                result.append(high << 4 | low)
                isChanged = true
                i += 3
            } else {
                result.append(bytes[i])
                i += 1
            }
        }
        return isChanged ? result : nil
    }

    /// The printable character that `\u00XX` at a place means.
    private static func code(_ bytes: Span<UInt8>, at place: Int) -> UInt8? {
        guard place + 5 < bytes.count, bytes[place + 1] == UInt8(ascii: "u"), bytes[place + 2] == UInt8(ascii: "0"),
            bytes[place + 3] == UInt8(ascii: "0"), let high = digit(bytes[place + 4]), let low = digit(bytes[place + 5])
        else { return nil }
        let code = high << 4 | low
        return code >= 0x20 && code < 0x7F ? code : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
