/// How one scalar has to be written so that every YAML reader takes it for what it is.
///
/// Source: YAML 1.1 §5, §7.3 and the type repository (`bool`, `int`, `float`, `null`, `merge`, `timestamp`, `value`); YAML
/// 1.2 core schema; what kubectl does beyond them, see ``PlainScalar``.
package enum ScalarSpelling {
    /// The text on one line: plain where that is safe, else quoted.
    package static func inline(_ text: String) -> String {
        let isCommand = isCommand(text)
        if !isCommand, isPlainSafe(text) { return text }
        let needsEscapes = isCommand || text.unicodeScalars.contains(where: mustEscape)
        if !needsEscapes, text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            // By scalars: a combining mark behind the quote would hide it from a search by characters.
            var quoted = "'"
            for scalar in text.unicodeScalars { quoted += scalar == "'" ? "''" : String(scalar) }
            return quoted + "'"
        }
        return doubleQuoted(text, spellsSigns: isCommand)
    }

    /// Whether a pipeline's runner could take the text for a command when the YAML is printed in its log: `##vso[…]` and
    /// `##[…]` anywhere, `::…` at the beginning of a line.
    private static func isCommand(_ text: String) -> Bool {
        var previous: UInt8 = UInt8(ascii: "\n")
        var hasSigns = false
        var isStart = true
        for byte in text.utf8 {
            if byte == UInt8(ascii: "#"), previous == byte { hasSigns = true }
            if byte == UInt8(ascii: "["), hasSigns { return true }
            if byte == UInt8(ascii: ":"), isStart { return true }
            isStart = byte == UInt8(ascii: "\n") || isStart && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
            previous = byte
        }
        return false
    }

    /// The header and lines of a block for text of several lines; `nil` where a block cannot hold it.
    package static func block(_ text: String) -> (header: String, lines: [String])? {
        guard !isCommand(text), text.utf8.contains(UInt8(ascii: "\n")),
            text.utf8.contains(where: { $0 > UInt8(ascii: " ") }),
            !text.unicodeScalars.contains(where: { $0 != "\n" && $0 != "\t" && mustEscape($0) })
        else { return nil }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        let ending = text.utf8.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
        let chomping = ending == 0 ? "-" : ending == 1 ? "" : "+"
        if ending > 0 { lines.removeLast() }
        // A reader finds the indentation from the first line that holds something; blanks there would mislead it.
        let first = lines.first { !$0.isEmpty }?.utf8.first
        let indicator = first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") ? "2" : ""
        return ("|" + indicator + chomping, lines)
    }

    /// A number. YAML 1.1 takes `1e+400` for text: it wants a point and a sign.
    package static func number(_ number: Number) -> String {
        guard let mark = number.text.utf8.firstIndex(of: UInt8(ascii: "e")),
            !number.text.utf8.contains(UInt8(ascii: "."))
        else { return number.text }
        return number.text[..<mark] + ".0" + number.text[mark...]
    }

    /// In double quotes, with escapes for everything that cannot or should not be seen raw.
    private static func doubleQuoted(_ text: String, spellsSigns: Bool = false) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "#" where spellsSigns: result += "\\x23"
            case _ where mustEscape(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let width = scalar.value < 0x100 ? 2 : scalar.value < 0x10000 ? 4 : 8
                result += scalar.value < 0x100 ? "\\x" : scalar.value < 0x10000 ? "\\u" : "\\U"
                result += String(repeating: "0", count: width - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Whether a character has to be written as an escape: control characters and line ends because no reader takes them
    /// raw, what turns or hides text because no person sees it raw.
    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: InvisibleText.contains(scalar)
        }
    }

    private static func isPlainSafe(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last,
            case .value(.string) = PlainScalar.resolve(text), !isAmbiguous(text),
            !text.unicodeScalars.contains(where: mustEscape)
        else { return false }
        if "?:,[]{}#&*!|>'\"%@` ".utf8.contains(first) || last == UInt8(ascii: " ") || last == UInt8(ascii: ":") {
            return false
        }
        if text == "-" || text.hasPrefix("- ") || text.hasPrefix("---") || text.hasPrefix("...") { return false }
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: " "), previous == UInt8(ascii: ":") { return false }
            if byte == UInt8(ascii: "#"), previous == UInt8(ascii: " ") { return false }
            previous = byte
        }
        return true
    }

    /// Whether some reader takes the plain text for a number, a time, or a sign of its own.
    private static func isAmbiguous(_ text: String) -> Bool {
        if text == "=" || text == "<<" { return true }
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return isBased(rest) || isDecimal(rest) || isSexagesimal(rest) || isDate(bytes)
    }

    private static func isBased(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count > 1, bytes.first == UInt8(ascii: "0") else { return false }
        let digits: ClosedRange<Int>
        switch bytes[bytes.startIndex + 1] | 0x20 {
        case UInt8(ascii: "x"): digits = 0...15
        case UInt8(ascii: "o"): digits = 0...7
        case UInt8(ascii: "b"): digits = 0...1
        default: return false
        }
        return bytes.dropFirst(2).allSatisfy { byte in
            byte == UInt8(ascii: "_")
                || Character(Unicode.Scalar(byte)).hexDigitValue.map(digits.contains) ?? false
        }
    }

    /// Digits, underscores, one point, an exponent: with at least one digit.
    private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        var digits = 0
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        func skip() {
            while let byte = rest.first, isDigit(byte) || byte == UInt8(ascii: "_") {
                if isDigit(byte) { digits += 1 }
                rest = rest.dropFirst()
            }
        }
        if rest.first == UInt8(ascii: "_") { return false }
        skip()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            skip()
        }
        guard digits > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    /// `12:30:45` counts to sixty in YAML 1.1.
    private static func isSexagesimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return bytes.contains(UInt8(ascii: ":")) && bytes.allSatisfy { "0123456789:_.".utf8.contains($0) }
    }

    /// `2027-03-31`, alone or with a time behind it.
    private static func isDate(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count) else { return false }
        let day = parts[2].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...2).contains(day.count) else { return false }
        let next = parts[2].dropFirst(day.count).first
        return (parts[0] + parts[1]).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && (next.map { "Tt \t".utf8.contains($0) } ?? true)
    }
}
