import Snapshot

/// Makes text that a cluster or a file controls safe for the place it is going to.
///
/// Whoever names an object can put escape sequences, line ends and characters that turn the direction of text into what a
/// person reads as a verdict. What could act, or could not be seen, is spelled out as `\u{1b}`.
package enum SafeText {
    /// Text for one place on one line of a terminal: no control characters (C0, DEL, C1), nothing that turns, hides or
    /// joins text, at most three marks on one character.
    package static func terminal(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return withoutCommands(text) }
        var result = ""
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            // A mark with nothing before it would climb onto the tool's own words.
            let isStray = marks > 0 && (result.isEmpty || marks > 3)
            if isStray || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || InvisibleText.contains(scalar)
            {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return withoutCommands(result)
    }

    /// Azure Pipelines runs `##vso[…]` and obeys `##[…]` wherever they stand in a line of output, GitHub obeys `##[…]`:
    /// behind two number signs a bracket is spelled out.
    ///
    /// Source: azure-pipelines-agent, `Command.TryParse`; actions/runner, `ActionCommand.TryParse`.
    private static func withoutCommands(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "[")), text.utf8.contains(UInt8(ascii: "#")) else { return text }
        var result: [UInt8] = []
        var hasSigns = false
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "#"), previous == byte { hasSigns = true }
            if byte == UInt8(ascii: "["), hasSigns {
                result += Array("\\u{5b}".utf8)
            } else {
                result.append(byte)
            }
            previous = byte
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The text with single bytes replaced. By bytes: a mark behind a character would hide it from a search by characters.
    static func replacing(_ text: String, _ table: [Character: String]) -> String {
        let bytes = Dictionary(
            uniqueKeysWithValues: table.compactMap { key, value in
                key.asciiValue.map { ($0, Array(value.utf8)) }
            })
        guard text.utf8.contains(where: { bytes[$0] != nil }) else { return text }
        var result: [UInt8] = []
        for byte in text.utf8 {
            if let other = bytes[byte] { result += other } else { result.append(byte) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Text for a whole line of a terminal or a log: as ``terminal(_:)``, and a colon that begins it is spelled out, since
    /// GitHub's runner obeys `::error::` behind nothing but blanks.
    package static func line(_ text: String) -> String {
        let safe = terminal(text)
        guard safe.utf8.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: ":") else { return safe }
        let blanks = safe.utf8.prefix { $0 == UInt8(ascii: " ") }.count
        return String(repeating: " ", count: blanks) + "\\u{3a}"
            + String(decoding: safe.utf8.dropFirst(blanks + 1), as: UTF8.self)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
