import Diff
import Snapshot

/// A template as `kubectl get -o jsonpath=…` takes it: text, `{.path}`, `{"text"}`, `{range .path}…{end}`.
///
/// Source: Kubernetes, "JSONPath Support"; of its paths those that ``ColumnPath`` understands.
struct PathTemplate {
    private indirect enum Part {
        case text(String)
        case values(ColumnPath)
        case each(ColumnPath, [Part])
    }

    private let parts: [Part]

    /// `nil` for a template beyond what is understood.
    init?(_ text: String) {
        var rest = text[...]
        guard let parts = Self.parts(&rest, isInRange: false), rest.isEmpty else { return nil }
        self.parts = parts
    }

    /// What the template makes of a value: several values of one path with blanks between. Cluster text cannot act on a terminal;
    /// line ends and tabs stay.
    func text(_ value: Value) -> String { Self.text(parts, value) }

    private static func text(_ parts: [Part], _ value: Value) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .values(let path): path.values(in: value).map { safe(ColumnPath.text($0)) }.joined(separator: " ")
            case .each(let path, let inner): path.values(in: value).map { text(inner, $0) }.joined()
            }
        }.joined()
    }

    private static func safe(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { SafeText.line(String($0)) }
                .joined(separator: "\t")
        }.joined(separator: "\n")
    }

    private static func parts(_ rest: inout Substring, isInRange: Bool) -> [Part]? {
        var parts: [Part] = []
        while let first = rest.first {
            guard first == "{" else {
                let text = rest.prefix { $0 != "{" }
                parts.append(.text(String(text)))
                rest = rest[text.endIndex...]
                continue
            }
            guard let inner = braced(&rest) else { return nil }
            if inner == "end" { return isInRange ? parts : nil }
            if inner.hasPrefix("range ") {
                guard let path = ColumnPath(relaxed: String(inner.dropFirst(6).drop { $0 == " " })),
                    let repeated = Self.parts(&rest, isInRange: true)
                else { return nil }
                parts.append(.each(path, repeated))
            } else if inner.hasPrefix("\"") || inner.hasPrefix("'") {
                guard let text = literal(inner) else { return nil }
                parts.append(.text(text))
            } else {
                guard let path = ColumnPath(relaxed: inner) else { return nil }
                parts.append(.values(path))
            }
        }
        return isInRange ? nil : parts
    }

    /// What stands in the braces that the text begins with; a brace within quotes ends nothing.
    private static func braced(_ rest: inout Substring) -> String? {
        let behind = rest.dropFirst()
        guard let end = behind.firstOutsideQuotes("}") else { return nil }
        let inner = behind[..<end]
        rest = behind[behind.index(after: end)...]
        return String(inner.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func literal(_ quoted: String) -> String? {
        guard quoted.count > 1, let mark = quoted.first, quoted.last == mark else { return nil }
        var text = ""
        var isEscaped = false
        for character in quoted.dropFirst().dropLast() {
            if isEscaped {
                switch character {
                case "n": text.append("\n")
                case "t": text.append("\t")
                default: text.append(character)
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }
}

extension ColumnPath {
    /// A path as kubectl takes it in columns and templates: with or without braces, `$`, `@` and the first point.
    init?(relaxed text: String) {
        var path = Substring(text)
        if path.hasPrefix("{"), path.hasSuffix("}") { path = path.dropFirst().dropLast() }
        if path.hasPrefix("$") || path.hasPrefix("@") { path = path.dropFirst() }
        if path == "." { path = "" }
        let isWhole = path.isEmpty || path.hasPrefix(".") || path.hasPrefix("[")
        self.init(isWhole ? String(path) : "." + path)
    }
}
