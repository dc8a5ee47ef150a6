import Snapshot

/// One changed field as lines: on one when it fits, else the values below the path, texts and structures line by line.
struct FieldLines {
    /// The columns of the page.
    let width: Int
    /// The most lines for one field; what is left out is counted.
    let lineLimit: Int

    /// The lines of a field at an indentation.
    ///
    /// - Parameter note: What is to be said of the field, behind or below it.
    func lines(of field: FieldChange, note: StyledLine? = nil, indent: Int) -> [StyledLine] {
        // What is said of the whole field stands behind its first line.
        ShownField.all(of: field).enumerated().flatMap { position, shown in
            lines(of: shown, note: position == 0 ? note : nil, indent: indent)
        }
    }

    private func lines(of shown: ShownField, note: StyledLine?, indent: Int) -> [StyledLine] {
        let path = StyledLine(shown.place, .plain, indent: indent)
        guard case .values(let field) = shown.content else {
            return behind(path.adding("  ").adding(shown.words ?? "", .warning), note, indent)
        }
        if let short = oneLine(path, field) { return behind(short, note, indent) }
        var head = path
        if let note {
            let joined = note.spans.reduce(path.adding("  ")) { $0.adding($1.text, $1.role) }
            head = joined.width <= width ? joined : path
        }
        var lines = [head]
        if let note, head == path { lines.append(note.indented(by: indent + 4)) }
        return lines + values(field, indent: indent + 2)
    }

    /// A line with a note behind it, or below it where there is no room.
    private func behind(_ line: StyledLine, _ note: StyledLine?, _ indent: Int) -> [StyledLine] {
        guard let note else { return [line] }
        let joined = note.spans.reduce(line.adding("  ")) { $0.adding($1.text, $1.role) }
        return joined.width <= width ? [joined] : [line, note.indented(by: indent + 4)]
    }

    private func oneLine(_ path: StyledLine, _ field: FieldChange) -> StyledLine? {
        let line: StyledLine
        switch (field.before.map(Self.inline), field.after.map(Self.inline)) {
        case (.some(.none), _), (_, .some(.none)): return nil
        case (.some(let before?), .some(let after?)):
            line = path.adding("  ").adding(before, .before).adding(" → ").adding(after, .after)
        case (.some(let before?), nil): line = path.adding("  ").adding("- " + before, .before)
        case (nil, .some(let after?)): line = path.adding("  ").adding("+ " + after, .after)
        case (nil, nil): return path
        }
        return line.width <= width ? line : nil
    }

    /// A value on one line: text quoted where it could be taken for something else; `nil` when it needs more.
    static func inline(_ value: Value) -> String? {
        switch value {
        case .string(let text):
            if let redacted = RedactedText.readable(text) { return redacted }
            return text.utf8.contains(UInt8(ascii: "\n")) ? nil : ScalarSpelling.inline(text)
        case .array, .object:
            let text = CanonicalJSON.text(value)
            return text.utf8.count <= 48 ? text : nil
        default: return CanonicalJSON.text(value)
        }
    }

    /// The values alone, line by line.
    func values(_ field: FieldChange, indent: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        if case .string(let before)? = field.before, case .string(let after)? = field.after,
            !before.utf8.contains(UInt8(ascii: "\n")), !after.utf8.contains(UInt8(ascii: "\n"))
        {
            let (old, new) = around(
                Self.inline(.string(before)) ?? before, Self.inline(.string(after)) ?? after, indent)
            return Self.pair(old, new, indent)
        }
        var removed: [String] = []
        var added: [String] = []
        // What was replaced stands below what it replaced, with an emphasis where both resemble each other.
        func flush() {
            let pairs = removed.count == added.count ? zip(removed, added).map { Self.pair($0, $1, indent) } : []
            if pairs.isEmpty {
                lines += removed.map { StyledLine("- " + $0, .before, indent: indent) }
                lines += added.map { StyledLine("+ " + $0, .after, indent: indent) }
            } else {
                lines += pairs.map { $0[0] } + pairs.map { $0[1] }
            }
            removed = []
            added = []
        }
        for line in LineDiff.lines(field.before.map(Self.block) ?? "", field.after.map(Self.block) ?? "") {
            switch line {
            // Never nothing but blanks before a text's own line: `::error::` there is a command to GitHub's runner.
            case .same(let text):
                flush()
                lines.append(StyledLine("│ " + clip(text, indent), .faint, indent: indent))
            case .removed(let text):
                if !added.isEmpty { flush() }
                removed.append(clip(text, indent))
            case .added(let text): added.append(clip(text, indent))
            case .folded(let count):
                flush()
                lines.append(StyledLine("│ … \(Words.count(count, "equal line"))", .faint, indent: indent))
            }
        }
        flush()
        guard lines.count > lineLimit else { return lines }
        let hidden = lines.count - lineLimit
        return lines.prefix(lineLimit)
            + [StyledLine("  … \(Words.count(hidden, "line")) more; -o json has all", .faint, indent: indent)]
    }

    /// A line and what replaced it.
    private static func pair(_ before: String, _ after: String, _ indent: Int) -> [StyledLine] {
        guard let parts = Intraline(before, after) else {
            return [
                StyledLine("- " + before, .before, indent: indent), StyledLine("+ " + after, .after, indent: indent),
            ]
        }
        func line(_ sign: String, _ part: String, _ role: StyledLine.Role, _ emphasis: StyledLine.Role) -> StyledLine {
            var line = StyledLine(sign + parts.head, role, indent: indent)
            if !part.isEmpty { line = line.adding(part, emphasis) }
            return parts.tail.isEmpty ? line : line.adding(parts.tail, role)
        }
        return [
            line("- ", parts.before, .before, .removedPart), line("+ ", parts.after, .after, .addedPart),
        ]
    }

    private func clip(_ text: String, _ indent: Int) -> String {
        TextWidth.clipped(SafeText.terminal(text), to: max(20, width - indent - 2))
    }

    /// Two long texts, cut so that the place where they begin to differ can be seen.
    private func around(_ before: String, _ after: String, _ indent: Int) -> (String, String) {
        let room = max(20, width - indent - 2)
        let a = Array(SafeText.terminal(before).unicodeScalars)
        let b = Array(SafeText.terminal(after).unicodeScalars)
        guard max(a.count, b.count) > room else { return (before, after) }
        var common = 0
        while common < min(a.count, b.count), a[common] == b[common] { common += 1 }
        let start = common > room / 2 ? common - room / 4 : 0
        func cut(_ scalars: [Unicode.Scalar]) -> String {
            let rest = String(String.UnicodeScalarView(scalars[min(start, scalars.count)...]))
            return TextWidth.clipped((start > 0 ? "…" : "") + rest, to: room)
        }
        return (cut(a), cut(b))
    }

    /// A value on lines of its own, ending in a newline unless its text does not.
    static func block(_ value: Value) -> String {
        if case .string(let text) = value { RedactedText.readable(text) ?? text } else { YAMLWriter.text(value) }
    }
}

/// Redacted values as a person can tell them apart.
///
/// Source: the token form `hmac-sha256:<key id>:<64 hexadecimal digits>`, see the snapshot's FORMAT.md.
enum RedactedText {
    /// `redacted 3f9a1c02` for a token, also inside of a text; `nil` for a text without one.
    static func readable(_ text: String) -> String? {
        TokenText(text)?.replacing { token in parts(token).map { "«redacted \($0.code.prefix(8))»" } ?? token }
            ?? parts(text).map { "«redacted \($0.code.prefix(8))»" }
    }

    /// The id of the key under which a value was redacted.
    static func keyID(_ value: Value?) -> String? {
        value?.string.flatMap { parts(TokenText.tokens(in: $0).first ?? $0)?.key }
    }

    private static func parts(_ text: String) -> (key: String, code: String)? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("hmac-sha256".utf8), parts[2].count == 64,
            !parts[1].isEmpty, (Array(parts[1]) + Array(parts[2])).allSatisfy(HexDigits.isDigit)
        else { return nil }
        return (String(Substring(parts[1])), String(Substring(parts[2])))
    }
}

extension HexDigits {
    fileprivate static func isDigit(_ byte: UInt8) -> Bool { "0123456789abcdef".utf8.contains(byte) }
}
