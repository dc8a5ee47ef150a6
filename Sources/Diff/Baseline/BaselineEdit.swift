package import Snapshot

/// Adds rules to the text of a `baseline.yaml` and leaves every other byte as a person wrote it.
package struct BaselineEdit: Sendable {
    /// A rule, and the one above which it has to stand to decide anything; `nil` for the end of the list.
    package struct Addition: Sendable {
        package let rule: RuleText
        /// The rule that would decide first.
        package let before: String?

        package init(_ rule: RuleText, before: String? = nil) {
            self.rule = rule
            self.before = before
        }
    }

    /// Why a text could not be changed.
    package enum Failure: Error, Hashable {
        /// It is no baseline.
        case unreadable(BaselineError)
        /// Its rules are not written one below the other.
        case notALinedList(file: String, InputPosition)
        /// With the rules in it, it would say something else than meant.
        case wouldChangeMore(file: String)

        /// What is wrong.
        package var summary: String {
            switch self {
            case .unreadable(let error): error.summary
            case .notALinedList(let file, let position):
                "\(file):\(position): the rules are written in brackets, where none can be added"
            case .wouldChangeMore(let file): "rules cannot be added to \(file) without changing what else it says"
            }
        }

        /// What to do next.
        package var hint: String {
            switch self {
            case .unreadable(let error): error.hint
            case .notALinedList: "write each rule on lines of its own, beginning with `- name:`"
            case .wouldChangeMore: "nothing was written; add the rules by hand, as --dry-run prints them"
            }
        }
    }

    /// The text with rules added, those for one place in their order.
    package static func text(
        of bytes: [UInt8], file: String, adding additions: [Addition]
    ) throws(Failure) -> String {
        let root: BaselineNode
        do throws(BaselineError) {
            _ = try BaselineReader.document(bytes, file: file)
            root = try BaselineNode.root(bytes, file: file)
        } catch { throw .unreadable(error) }
        var lines = Lines(bytes)
        try lines.add(additions, root, file: file)
        let result = lines.text
        try verify(result, against: root, additions, file: file)
        return result
    }

    /// Reads the result again: the old rules in their order with the new ones among them, and nothing else changed.
    private static func verify(
        _ text: String, against root: BaselineNode, _ additions: [Addition], file: String
    ) throws(Failure) {
        guard case .object(var old) = root.value, let read = try? BaselineNode.root(Array(text.utf8), file: file),
            case .object(var new) = read.value, (try? BaselineReader.document(Array(text.utf8), file: file)) != nil
        else { throw .wouldChangeMore(file: file) }
        let added = Set(additions.map(\.rule.name))
        let (before, after) = (old["rules"]?.array ?? [], new["rules"]?.array ?? [])
        old["rules"] = nil
        new["rules"] = nil
        let kept = after.filter { !added.contains($0["name"]?.string ?? "") }
        guard old == new, kept == before, after.count == before.count + additions.count else {
            throw .wouldChangeMore(file: file)
        }
    }
}

/// A text by its lines, with the ending that it uses.
private struct Lines {
    private var lines: [String]
    private let ending: String
    private let endsWithNewline: Bool

    init(_ bytes: [UInt8]) {
        var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        endsWithNewline = parts.last?.isEmpty ?? false
        if endsWithNewline { parts.removeLast() }
        ending = parts.first.map { $0.utf8.last == UInt8(ascii: "\r") } ?? false ? "\r\n" : "\n"
        lines = parts.map { $0.utf8.last == UInt8(ascii: "\r") ? String(Substring($0.utf8.dropLast())) : $0 }
    }

    var text: String { lines.joined(separator: ending) + ending }

    mutating func add(
        _ additions: [BaselineEdit.Addition], _ root: BaselineNode, file: String
    ) throws(BaselineEdit.Failure) {
        let members = ((try? root.members()) ?? []).sorted { $0.node.position.line < $1.node.position.line }
        let texts = additions.map { Self.lines(of: $0.rule.text) }
        guard let rules = members.first(where: { $0.key == "rules" }) else {
            insert(["rules:"] + texts.flatMap { $0 }, after: lastContent(before: lines.count, indent: 0))
            return
        }
        let line = rules.node.position.line - 1
        let elements = (try? rules.node.elements()) ?? []
        guard let first = elements.first else {
            try openEmptyList(at: line, file: file, rules.node.position)
            insert(texts.flatMap { $0 }, after: line)
            return
        }
        let start = first.position.line - 1
        guard Self.isElement(lines[start]) else { throw .notALinedList(file: file, first.position) }
        let indent = String(lines[start].prefix { $0 == " " })
        let end = members.first { $0.node.position.line - 1 > line }.map { $0.node.position.line - 1 } ?? lines.count
        var places: [(after: Int, lines: [String])] = []
        for (addition, text) in zip(additions, texts) {
            var after = lastContent(before: end, indent: indent.utf8.count)
            if let name = addition.before,
                let target = elements.first(where: { $0.value["name"]?.string == name })
            {
                after = beginning(of: target.position.line - 1, below: line)
            }
            places.append((after, text.map { indent + $0 }))
        }
        // From the bottom up, so that the places above stay where they are; what goes to one place stays in order.
        for (_, place) in places.enumerated().sorted(by: {
            ($0.element.after, $0.offset) > ($1.element.after, $1.offset)
        }) {
            insert(place.lines, after: place.after)
        }
    }

    private mutating func insert(_ new: [String], after line: Int) { lines.insert(contentsOf: new, at: line + 1) }

    /// `rules: []  # none yet` becomes `rules:  # none yet`.
    private mutating func openEmptyList(
        at line: Int, file: String, _ position: InputPosition
    ) throws(BaselineEdit.Failure) {
        let text = lines[line]
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
            throw .notALinedList(file: file, position)
        }
        let head = text[..<open]
        let kept = head.lastIndex { $0 != " " }.map { head[...$0] } ?? head
        lines[line] = String(kept) + text[text.index(after: close)...]
    }

    /// The last line before one that is neither empty, nor a comment, nor the end of the document; comments above the next
    /// key belong to that. What begins like a comment and is indented deeper than the rules may be part of a text.
    private func lastContent(before end: Int, indent: Int) -> Int {
        lines[..<end].lastIndex { line in
            let text = line.drop { $0 == " " || $0 == "\t" }
            let isComment = text.hasPrefix("#") && line.utf8.count - text.utf8.count <= indent
            return !(text.isEmpty || isComment || text.hasPrefix("..."))
        } ?? -1
    }

    /// The line above a rule and the comments that stand directly above it.
    private func beginning(of line: Int, below top: Int) -> Int {
        var above = line - 1
        while above > top, lines[above].drop(while: { $0 == " " }).hasPrefix("#") { above -= 1 }
        return above
    }

    private static func isElement(_ line: String) -> Bool { line.drop { $0 == " " }.hasPrefix("-") }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }
}
