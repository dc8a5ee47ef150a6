/// The forms in which a secret value could hide: raw, base64 (once and twice, wherever it begins), hexadecimal, escaped for URLs
/// and for JSON.
///
/// A capture of a large cluster makes hundreds of thousands of forms, so they go from bytes to bytes without texts in between.
enum SecretForms {
    /// All forms of a value, or of a part of one.
    ///
    /// - Parameter isText: whether the value is UTF-8, so that somebody may escape it.
    static func all(_ value: [UInt8], isText: Bool) -> [[UInt8]] {
        var forms = [value]
        let base64 = aligned(value)
        forms += base64
        for text in base64 { forms += aligned(text) }
        for form in base64 where form.contains(UInt8(ascii: "+")) || form.contains(UInt8(ascii: "/")) {
            forms.append(
                form.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                })
        }
        forms.append(HexDigits.spelled(value, HexDigits.lower))
        forms.append(HexDigits.spelled(value, HexDigits.upper))
        guard isText else { return forms }
        let url = Percent.encoded(value)
        if url != value { forms.append(url) }
        // A JSON text in a JSON string is escaped twice. What needs no escape needs none the second time.
        if !JSONScanner.isPlain(value.span) {
            let once = json(value)
            forms += [once, json(once)]
        }
        return forms
    }

    /// Whether a value is text.
    static func isText(_ value: [UInt8]) -> Bool { (try? UTF8Span(validating: value.span)) != nil }

    /// The part of a value that tells it from others: where digits and letters of both cases change most often, as they do in keys
    /// and tokens and not in words.
    ///
    /// Its forms are parts of the value's forms, in base64 of base64 too: it begins at a multiple of nine bytes.
    ///
    /// - Parameter attempt: 0 looks everywhere, others in one quarter each, for values whose most telling parts are alike.
    static func core(of value: [UInt8], attempt: Int) -> Range<Int> {
        guard value.count > coreBytes + 9 else { return 0..<value.count }
        let span = value.span
        let last = (value.count - coreBytes) / 9
        let quarter = attempt == 0 ? 0...last : last * (attempt - 1) / 4...last * attempt / 4
        var best = (place: quarter.lowerBound * 9, changes: -1)
        for step in quarter {
            var changes = 0
            var previous: UInt8 = 0
            for i in step * 9..<step * 9 + coreBytes {
                let sort = sorts[Int(span[i])]
                if sort != previous, sort != 0, previous != 0 { changes += 1 }
                previous = sort
            }
            if changes > best.changes { best = (step * 9, changes) }
        }
        return best.place..<best.place + coreBytes
    }

    private static let coreBytes = 36
    /// 1 for a digit, 2 and 3 for letters, 0 for all else.
    private static let sorts: [UInt8] = (0...255).map { byte -> UInt8 in
        switch UInt8(byte) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 2
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 3
        default: 0
        }
    }

    /// What base64 makes of the value at each of the three places in a group of bytes, without what its neighbors decide.
    static func aligned(_ value: [UInt8]) -> [[UInt8]] { (0..<3).map { base64(value, behind: $0) } }

    /// The characters that only bits of the value decide, when that many bytes stand before it in its group of three.
    private static func base64(_ value: [UInt8], behind offset: Int) -> [UInt8] {
        let alphabet = alphabet
        var text: [UInt8] = []
        text.reserveCapacity(value.count * 4 / 3 + 4)
        // Six bits at a time; the first character of the value's own begins where the bits of the byte before it end.
        var bits: UInt32 = 0
        var count = 0
        var skip = offset == 0 ? 0 : offset == 1 ? 4 : 2
        for byte in value {
            bits = bits << 8 | UInt32(byte)
            count += 8
            if skip > 0 {
                count -= skip
                skip = 0
            }
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
            bits &= 0xFFFF
        }
        return text
    }

    private static func json(_ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        JSONTape.appendEscaped(value.span, to: &text)
        return text
    }

    /// The longest line of a block, which stands for the value in YAML; `nil` for one line, or words.
    static func longestLine(_ value: [UInt8]) -> [UInt8]? {
        guard isText(value) else { return nil }
        let lines = value.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard let line = lines.max(by: { $0.count < $1.count }), line.count < value.count,
            LeakCanary.isSearchable(Array(line)), !line.starts(with: "-----".utf8), !line.contains(UInt8(ascii: " "))
        else { return nil }
        return Array(line)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
