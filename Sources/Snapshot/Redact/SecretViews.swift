/// What a text says once it is unpacked: copies of secret values are written as `%XX`, as `\u00XX`, as base32, and as base64 in
/// lines of a fixed length. Each view costs a pass, and only over texts that have a mark of it.
enum SecretViews {
    /// The fewest characters of base32 in which a value could stand.
    private static let base32Minimum = 26
    /// The fewest characters of a line of base64.
    private static let lineMinimum = 16

    /// Whether some string in the JSON of an object may say something else once unpacked.
    static func mayHide(_ body: [UInt8]) -> Bool {
        let span = body.span
        var upper = 0
        var lower = 0
        var base64 = 0
        for i in span.indices {
            let byte = span[i]
            let isDigit = byte >= 0x32 && byte <= 0x37
            upper = isDigit || byte >= 0x41 && byte <= 0x5A ? upper + 1 : 0
            lower = isDigit || byte >= 0x61 && byte <= 0x7A ? lower + 1 : 0
            if upper >= base32Minimum || lower >= base32Minimum { return true }
            switch byte {
            case UInt8(ascii: "%"): if i + 5 < span.count, span[i + 3] == byte { return true }
            case UInt8(ascii: "\\"):
                guard i + 2 < span.count else { continue }
                // In JSON a backslash of the text is two.
                if span[i + 1] == byte, span[i + 2] == UInt8(ascii: "u") { return true }
                if base64 >= lineMinimum,
                    span[i + 1] == UInt8(ascii: "n") || span[i + 1] == UInt8(ascii: "r") || span[i + 1] == byte
                {
                    return true
                }
            default: break
            }
            base64 = TextScan.isBase64(byte) ? base64 + 1 : 0
        }
        return false
    }

    /// The texts that a text may be unpacked to.
    static func of(_ text: [UInt8]) -> [[UInt8]] {
        var views: [[UInt8]] = []
        if let decoded = EscapedText.percentDecoded(text) { views.append(decoded) }
        if let plain = EscapedText.unescaped(text.span) { views.append(plain) }
        if let joined = joinedLines(text) { views.append(joined) }
        return views + base32(text)
    }

    /// The text without the ends of lines, and the blanks that begin them.
    private static func joinedLines(_ text: [UInt8]) -> [UInt8]? {
        guard text.contains(0x0A) || text.contains(UInt8(ascii: "\\")) else { return nil }
        var result: [UInt8] = []
        var i = 0
        while i < text.count {
            let byte = text[i]
            if byte <= 0x20 {
                i += 1
            } else if byte == UInt8(ascii: "\\"), i + 1 < text.count,
                text[i + 1] == UInt8(ascii: "n") || text[i + 1] == UInt8(ascii: "r") || text[i + 1] == 0x0A
            {
                i += 2
            } else {
                result.append(byte)
                i += 1
            }
        }
        return result
    }

    /// What runs of base32 say, wherever in a group of eight they begin. Source: RFC 4648 §6.
    private static func base32(_ text: [UInt8]) -> [[UInt8]] {
        var views: [[UInt8]] = []
        for letters in [UInt8(0x41)...0x5A, UInt8(0x61)...0x7A] {
            var start = 0
            for i in 0...text.count {
                if i < text.count, letters.contains(text[i]) || (0x32...0x37).contains(text[i]) { continue }
                if i - start >= base32Minimum {
                    for skip in 0..<8 { views.append(decoded(text[(start + skip)..<i], letters.lowerBound)) }
                }
                start = i + 1
            }
        }
        return views
    }

    private static func decoded(_ run: ArraySlice<UInt8>, _ first: UInt8) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(run.count * 5 / 8)
        var bits: UInt32 = 0
        var count = 0
        for byte in run {
            bits = bits << 5 | UInt32(byte >= 0x41 ? byte - first : byte - 0x32 + 26)
            count += 5
            if count >= 8 {
                count -= 8
                result.append(UInt8(bits >> UInt32(count) & 0xFF))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        return result
    }
}
