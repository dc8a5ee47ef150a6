/// How far the value behind a name reaches: what is left of a text must not hold a part of it.
enum CredentialExtent {
    /// What may be the value behind a separator, the narrowest first; empty where names follow again.
    ///
    /// - Parameter name: where the name is.
    static func of(_ separator: Int, _ name: Range<Int>, _ scan: inout TextScan) -> [Range<Int>] {
        let isAssignment = scan.bytes[separator] == UInt8(ascii: "=")
        var place = separator + 1
        // `==`, `=>`, `:=`
        while place < separator + 3, scan.byte(place) == UInt8(ascii: "=") || scan.byte(place) == UInt8(ascii: ">") {
            if scan.byte(place) == UInt8(ascii: ">"), !isAssignment { break }
            place += 1
        }
        place = skipBlanks(place, &scan)
        // The value goes on in the next line.
        if isAssignment, scan.byte(place) == UInt8(ascii: "\\"), scan.byte(place + 1) == 0x0A {
            place = skipBlanks(place + 2, &scan)
        }
        // `Password:</label>`, `[[ .token ]]`
        if scan.has("</", at: place) || scan.has("[[", at: place) { return [] }
        // `f"…"`, `b'…'`
        if "fbru".utf8.contains(scan.byte(place) | 0x20), TextScan.isQuote(scan.byte(place + 1)) { place += 1 }
        if scan.byte(place) == UInt8(ascii: "`") {
            let rest = scan.bytes[(place + 1)...].prefix(scan.valueReach).prefix {
                $0 != UInt8(ascii: "`") && $0 != 0x0A
            }
            scan.budget.spend(rest.count)
            // Of a shell it is a command.
            let isCommand = place == separator + 1 && rest.contains(0x20)
            return isCommand ? [] : [rest.startIndex..<rest.endIndex]
        }
        // `read -p "Password: " name`: the quote ends the text that the name is in.
        if TextScan.isQuote(scan.byte(place)), !isClosed(name.upperBound, scan),
            scan.byte(name.lowerBound - 1) == scan.byte(place)
                || scan.byte(place) == UInt8(ascii: "\"") && isQuoted(name.lowerBound, &scan)
        {
            return []
        }
        // Escaped quotes: `\"`, `\\\"`
        var quote = place
        while quote < place + 8, scan.byte(quote) == UInt8(ascii: "\\") { quote += 1 }
        if TextScan.isQuote(scan.byte(quote)) {
            return [quote == place ? quoted(place, &scan) : escapedQuote(quote, &scan)]
        }
        let line = scan.endOfLine(place)
        switch scan.byte(place) {
        case UInt8(ascii: "{") where scan.byte(place + 1) != UInt8(ascii: "{") && holdsNames(place, line, scan):
            return []
        case UInt8(ascii: "["):
            let end =
                scan.bytes[place..<min(line, place + scan.valueReach)].firstIndex(of: UInt8(ascii: "]")) ?? line
            scan.budget.spend(end - place)
            return [trimmed(place + 1..<end, scan, quotes: true)]
        default: break
        }
        let isRemark = scan.byte(place) == UInt8(ascii: "#") && scan.byte(place - 1) <= 0x20
        if !isAssignment, isRemark {
            return block(below: line, indent: indent(of: name.lowerBound, scan), isMarked: false, &scan)
        }
        if !isAssignment, place >= line || isBlockMark(scan.bytes[place..<line]) {
            return block(below: line, indent: indent(of: name.lowerBound, scan), isMarked: place < line, &scan)
        }
        guard place < line else { return [] }
        if isAssignment, !beginsLine(name.lowerBound, scan) { return [loose(place, line, &scan)] }
        return [restOfLine(place, line, isAssignment: isAssignment, isFlow: isFlow(name.lowerBound, scan), &scan)]
    }

    /// Whether a quote ends what is before a place, escaped or not.
    private static func isClosed(_ place: Int, _ scan: TextScan) -> Bool {
        let quote =
            place + scan.bytes[min(place, scan.bytes.count)...].prefix(8).prefix { $0 == UInt8(ascii: "\\") }.count
        return TextScan.isQuote(scan.byte(quote))
    }

    /// Whether a place of a line is between double quotes.
    private static func isQuoted(_ place: Int, _ scan: inout TextScan) -> Bool {
        let line = scan.bytes[max(0, place - TextScan.reach)..<place].reversed().prefix { $0 != 0x0A }
        scan.budget.spend(line.count)
        return line.count < TextScan.reach && line.count { $0 == UInt8(ascii: "\"") } % 2 == 1
    }

    /// Whether a brace opens an object, and does not just begin a value.
    private static func holdsNames(_ place: Int, _ line: Int, _ scan: TextScan) -> Bool {
        let rest = scan.bytes[place + 1..<min(line, place + TextScan.reach)]
        return rest.allSatisfy { $0 <= 0x20 }
            || rest.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "\"") }
    }

    static func skipBlanks(_ place: Int, _ scan: inout TextScan) -> Int {
        scan.blanks.end(from: place, in: scan.bytes, &scan.budget) { $0 == 0x20 || $0 == 0x09 }
    }

    /// Between a quote and the next one of its sort that is not escaped.
    static func quoted(_ place: Int, _ scan: inout TextScan) -> Range<Int> {
        let quote = scan.bytes[place]
        if scan.byte(place + 1) == quote, scan.byte(place + 2) == quote { return tripleQuoted(place, &scan) }
        var end = place + 1
        while end < scan.bytes.count, scan.bytes[end] != quote || scan.bytes[end - 1] == UInt8(ascii: "\\") {
            // `'password': 'it''s'`
            if end - place > 1 << 16 { break }
            end += 1
        }
        scan.budget.spend(end - place)
        return place + 1..<end
    }

    /// `"""value"""`
    private static func tripleQuoted(_ place: Int, _ scan: inout TextScan) -> Range<Int> {
        let quote = scan.bytes[place]
        var end = place + 3
        while end < scan.bytes.count, end - place < 1 << 16 {
            if scan.bytes[end] == quote, scan.byte(end + 1) == quote, scan.byte(end + 2) == quote { break }
            end += 1
        }
        scan.budget.spend(end - place)
        return trimmed(place + 3..<end, scan, quotes: false)
    }

    /// Between escaped quotes: to the next backslash or quote.
    private static func escapedQuote(_ quote: Int, _ scan: inout TextScan) -> Range<Int> {
        var end = quote + 1
        while end < scan.bytes.count, scan.bytes[end] != UInt8(ascii: "\\"), scan.bytes[end] != scan.bytes[quote] {
            end += 1
        }
        scan.budget.spend(end - quote)
        return quote + 1..<end
    }

    /// To the end of the line, or of the entry in a flow: `{password: x, user: y}`.
    private static func restOfLine(
        _ place: Int, _ line: Int, isAssignment: Bool, isFlow: Bool, _ scan: inout TextScan
    ) -> Range<Int> {
        var end = place
        scan.budget.spend(min(line - place, scan.valueReach))
        let limit = min(line, place + scan.valueReach)
        while end < limit {
            let byte = scan.bytes[end]
            if isFlow, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { break }
            if byte == UInt8(ascii: "#"), end > place, scan.bytes[end - 1] <= 0x20 { break }
            if byte == UInt8(ascii: ";"), end + 1 == line || isAssignment && scan.byte(end + 1) == 0x20 { break }
            if TextScan.isQuote(byte) || byte == UInt8(ascii: "\\"), isFlow { break }
            // `password=x user=y`
            if byte <= 0x20, beginsPair(end + 1, line, scan) { break }
            end += 1
        }
        if end == limit { end = line }
        return trimmed(place..<end, scan, quotes: false)
    }

    /// A value among others: to the blank, or the mark before the next name.
    private static func loose(_ place: Int, _ line: Int, _ scan: inout TextScan) -> Range<Int> {
        var end = place
        let limit = min(line, place + scan.valueReach)
        while end < limit, scan.bytes[end] > 0x20, !TextScan.isQuote(scan.bytes[end]),
            scan.bytes[end] != UInt8(ascii: "\\")
        {
            switch scan.bytes[end] {
            case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "&"), UInt8(ascii: "|"):
                scan.budget.spend(8)
                if end + 1 == line || scan.byte(end + 1) <= 0x20 || scan.byte(end + 1) == UInt8(ascii: ";")
                    || beginsPair(end + 1, line, scan)
                {
                    scan.budget.spend(end - place)
                    return trimmed(place..<end, scan, quotes: false)
                }
            default: break
            }
            end += 1
        }
        scan.budget.spend(end - place)
        if end == limit { end = max(end, min(line, scan.endOfWord(place))) }
        return trimmed(place..<end, scan, quotes: false)
    }

    /// Whether `name=` or `name: ` is here.
    private static func beginsPair(_ place: Int, _ line: Int, _ scan: TextScan) -> Bool {
        var end = place
        let limit = min(line, place + 40)
        while end < limit,
            TextScan.isBase64URL(scan.bytes[end]) || scan.bytes[end] == UInt8(ascii: ".") || scan.bytes[end] == 0x20
        {
            end += 1
        }
        guard end > place, end < line else { return false }
        return scan.bytes[end] == UInt8(ascii: "=") && scan.byte(end + 1) != UInt8(ascii: "=")
            && scan.byte(end + 1) > 0x20
            || scan.bytes[end] == UInt8(ascii: ":") && scan.byte(end + 1) == 0x20
    }

    /// Without blanks, commas and closing brackets around it.
    private static func trimmed(_ range: Range<Int>, _ scan: TextScan, quotes: Bool) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        func isMargin(_ byte: UInt8) -> Bool { byte <= 0x20 || quotes && TextScan.isQuote(byte) }
        while start < end, isMargin(scan.bytes[start]) { start += 1 }
        while end > start, isMargin(scan.bytes[end - 1]) || scan.bytes[end - 1] == UInt8(ascii: ",") { end -= 1 }
        return start..<end
    }

    // MARK: Blocks

    /// `|`, `>-`, `|2` in YAML.
    private static func isBlockMark(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, first == UInt8(ascii: "|") || first == UInt8(ascii: ">") else { return false }
        let rest = text.dropFirst().prefix { $0 > 0x20 }
        return rest.count < 4
            && rest.allSatisfy { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
    }

    /// The lines below a name that has its line to itself. Nothing when what follows are names again.
    private static func block(
        below line: Int, indent: Int, isMarked: Bool, _ scan: inout TextScan
    ) -> [Range<Int>] {
        var place = line
        var start: Int?
        var end = line
        while place < scan.bytes.count, end - line < 1 << 16 {
            let next = place + (scan.byte(place) == 0x0D && scan.byte(place + 1) == 0x0A ? 2 : 1)
            guard next < scan.bytes.count else { break }
            let text = skipBlanks(next, &scan)
            let behind = scan.endOfLine(min(text, scan.bytes.count))
            if text < behind {
                let isItem = scan.bytes[text] == UInt8(ascii: "-") && scan.byte(text + 1) == 0x20
                let isQuoted = TextScan.isQuote(scan.bytes[text])
                guard text - next > indent || isItem && text - next >= indent || start == nil && isQuoted else { break }
                if !isMarked, start == nil {
                    let first = isItem ? skipBlanks(text + 2, &scan) : text
                    if let only = single(first, behind, &scan) {
                        if !isItem { return [only] }
                    } else {
                        return []
                    }
                }
                start = start ?? (isItem ? text + 2 : text)
                end = behind
            }
            place = behind
        }
        guard let start, start < end else { return [] }
        return [trimmed(start..<end, scan, quotes: true)]
    }

    /// A value alone on its line; `nil` when the line has a name.
    private static func single(_ place: Int, _ line: Int, _ scan: inout TextScan) -> Range<Int>? {
        guard place < line, scan.bytes[place] != UInt8(ascii: "#") else { return nil }
        scan.budget.spend(min(line - place, scan.valueReach))
        if TextScan.isQuote(scan.bytes[place]) {
            let range = quoted(place, &scan)
            var behind = range.upperBound + 1
            while behind < line, scan.byte(behind) == 0x20 { behind += 1 }
            return scan.byte(behind) == UInt8(ascii: ":") ? nil : range
        }
        for i in place..<min(line, place + scan.valueReach) {
            let byte = scan.bytes[i]
            if byte == UInt8(ascii: "=") && i + 2 < line { return nil }
            if byte == UInt8(ascii: ":"), i + 1 == line || scan.byte(i + 1) <= 0x20 { return nil }
        }
        return trimmed(place..<line, scan, quotes: true)
    }

    // MARK: Lines

    private static func indent(of name: Int, _ scan: TextScan) -> Int {
        var start = name
        while start > 0, name - start < TextScan.reach, scan.bytes[start - 1] != 0x0A { start -= 1 }
        var place = start
        while place < name, scan.bytes[place] == 0x20 { place += 1 }
        return place - start
    }

    /// Whether a name is the first of its line, but for what exports and sections put before it.
    private static func beginsLine(_ name: Int, _ scan: TextScan) -> Bool {
        var start = name
        while start > 0, name - start < TextScan.reach, scan.bytes[start - 1] != 0x0A { start -= 1 }
        let before = scan.bytes[start..<name].filter {
            $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'")
        }
        return before.isEmpty || before.elementsEqual("export".utf8) || before.elementsEqual("$".utf8)
            || before.elementsEqual("set".utf8) || before.elementsEqual("-".utf8)
    }

    /// Whether a name is one of several in braces.
    private static func isFlow(_ name: Int, _ scan: TextScan) -> Bool {
        var place = name
        while place > 0, name - place < 512, scan.bytes[place - 1] != 0x0A {
            place -= 1
            if scan.bytes[place] == UInt8(ascii: "{") || scan.bytes[place] == UInt8(ascii: "\"") { return true }
        }
        return false
    }
}
