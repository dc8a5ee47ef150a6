/// A line of a report before it is known where it goes: words with a meaning each, which becomes a color or nothing.
package struct StyledLine: Sendable, Hashable {
    /// What words mean.
    package enum Role: Sendable, Hashable {
        /// Nothing beyond what they say.
        case plain
        /// A title.
        case heading
        /// Nothing to worry about.
        case good
        /// The worst.
        case bad
        /// Worth a look.
        case warning
        /// Of that severity.
        case severity(Severity)
        /// What was.
        case before
        /// What is.
        case after
        /// The part of what was that is no more.
        case removedPart
        /// The part of what is that was not.
        case addedPart
        /// Where.
        case place
        /// Beside the point.
        case faint

        /// The parameters of ECMA-48 SGR; only colors of the terminal's own palette, which its user made readable.
        fileprivate var parameters: String {
            switch self {
            case .plain: ""
            case .heading: "1"
            case .good: "1;32"
            case .bad, .severity(.critical): "1;31"
            case .warning, .severity(.high): "33"
            case .severity(.medium): "36"
            case .severity(.low), .faint: "2"
            case .before: "31"
            case .after: "32"
            case .removedPart: "7;31"
            case .addedPart: "7;32"
            case .place: "1"
            }
        }
    }

    /// Words and what they mean.
    package struct Span: Sendable, Hashable {
        /// As they came; cluster text included.
        package let text: String
        /// What they mean.
        package let role: Role
    }

    /// The words, from left to right.
    package private(set) var spans: [Span]
    /// Blanks before them.
    package var indent: Int
    /// Where it goes on below when it is broken; a little deeper than it begins by default.
    var hang: Int?
    /// Whether it is to be pasted, so that it stays on one line.
    package var isCommand = false

    package init(_ text: String = "", _ role: Role = .plain, indent: Int = 0) {
        spans = text.isEmpty ? [] : [Span(text: text, role: role)]
        self.indent = indent
    }

    /// This line with more words behind it.
    package func adding(_ text: String, _ role: Role = .plain) -> StyledLine {
        var line = self
        line.spans.append(Span(text: text, role: role))
        return line
    }

    /// Where what is behind a label begins.
    static let labelColumn = 12

    /// Facts behind a label, as many on a line as fit.
    static func flow(_ label: String, _ facts: [String], width: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        var line = StyledLine(label + String(repeating: " ", count: max(1, labelColumn - label.count)), .faint)
        line.hang = labelColumn + 2
        var isEmpty = true
        for fact in facts {
            let next = isEmpty ? line.adding(fact) : line.adding(" · ", .faint).adding(fact)
            if next.width <= width || isEmpty {
                line = next
            } else {
                lines.append(line)
                line = StyledLine(fact, indent: labelColumn)
            }
            isEmpty = false
        }
        return lines + [line]
    }

    /// This line with that many blanks before it.
    package func indented(by indent: Int) -> StyledLine {
        var line = self
        line.indent = indent
        return line
    }

    /// How many columns the line takes, wide characters counted as two.
    package var width: Int { indent + spans.reduce(0) { $0 + TextWidth.columns(SafeText.terminal($1.text)) } }

    /// The line on as many as it takes at that width, broken at blanks; a word that is wider stays whole.
    package func wrapped(to width: Int) -> [StyledLine] {
        guard self.width > width, !isCommand else { return [self] }
        var lines: [StyledLine] = []
        var line = StyledLine(indent: indent)
        var used = indent
        for (word, role) in words {
            let columns = TextWidth.columns(SafeText.terminal(word))
            // Blanks at the end of a line go.
            let visible = word.hasSuffix(" ") ? columns - 1 : columns
            // A sign stays with what it is the sign of.
            if used + visible > width, used > line.indent + 2 {
                lines.append(line.withoutBlanksBehind)
                // Never back to where lines of another meaning begin.
                line = StyledLine(indent: min(hang ?? indent + 4, width / 2))
                used = line.indent
            }
            if let last = line.spans.last, last.role == role {
                line.spans[line.spans.count - 1] = Span(text: last.text + word, role: role)
            } else {
                line = line.adding(word, role)
            }
            used += columns
        }
        return lines + [line]
    }

    private var withoutBlanksBehind: StyledLine {
        var line = self
        while let last = line.spans.popLast() {
            let text = String(last.text.reversed().drop { $0 == " " }.reversed())
            guard text.isEmpty else {
                line.spans.append(Span(text: text, role: last.role))
                break
            }
        }
        return line
    }

    /// The words, each with the blank behind it.
    private var words: [(text: String, role: Role)] {
        spans.flatMap { span in
            var words: [(text: String, role: Role)] = []
            var word = ""
            for character in span.text {
                word.append(character)
                if character == " " {
                    words.append((word, span.role))
                    word = ""
                }
            }
            return word.isEmpty ? words : words + [(word, span.role)]
        }
    }

    /// The line for a terminal or a file. The one place where a report's words become text: everything passes through
    /// ``SafeText/terminal(_:)`` here.
    package func text(inColor: Bool) -> String {
        var result = String(repeating: " ", count: spans.isEmpty ? 0 : indent)
        var isStart = true
        for span in spans {
            let safe = isStart ? SafeText.line(span.text) : SafeText.terminal(span.text)
            if isStart { isStart = safe.utf8.allSatisfy { $0 == UInt8(ascii: " ") } }
            let parameters = span.role.parameters
            result += inColor && !parameters.isEmpty ? "\u{1B}[\(parameters)m\(safe)\u{1B}[0m" : safe
        }
        return result
    }
}

/// How much room text takes on a terminal.
package enum TextWidth {
    /// Columns: none for marks, two for East Asian wide characters and pictures, one for the rest.
    package static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The beginning of a text that fits, with `…` where something was cut.
    package static func clipped(_ text: String, to limit: Int) -> String {
        guard columns(text) > limit else { return text }
        var result = ""
        var used = 1
        for scalar in text.unicodeScalars {
            used += columns(scalar)
            if used > limit { break }
            result.unicodeScalars.append(scalar)
        }
        return result + "…"
    }
}
