import Snapshot

/// What was and what is, side by side.
enum HTMLValues {
    /// Two cells for values of one line, rows of two cells for texts and structures.
    static func markup(_ change: FieldChange, lineLimit: Int, columnLimit: Int) -> Markup {
        let before = change.before.map(FieldLines.inline)
        let after = change.after.map(FieldLines.inline)
        if case .some(.none) = before { return rows(change, lineLimit, columnLimit) }
        if case .some(.none) = after { return rows(change, lineLimit, columnLimit) }
        let a = before.flatMap { $0 }.map { TextWidth.clipped($0, to: columnLimit) }
        let b = after.flatMap { $0 }.map { TextWidth.clipped($0, to: columnLimit) }
        if let a, let b, let parts = Intraline(a, b) {
            return pair(
                "<del><span class=\"vh\">before: </span>\(parts.head)\(mark(parts.before))\(parts.tail)</del>",
                "<ins><span class=\"vh\">after: </span>\(parts.head)\(mark(parts.after))\(parts.tail)</ins>")
        }
        return pair(
            a.map { "<del><span class=\"vh\">before: </span>\($0)</del>" } ?? absent,
            b.map { "<ins><span class=\"vh\">after: </span>\($0)</ins>" } ?? absent)
    }

    private static let absent: Markup = "<span class=\"absent\">absent</span>"

    private static func mark(_ text: String) -> Markup { text.isEmpty ? "" : "<mark>\(text)</mark>" }

    private static func pair(_ before: Markup, _ after: Markup) -> Markup {
        "<div class=\"two\"><div>\(before)</div><div>\(after)</div></div>"
    }

    private static func rows(_ change: FieldChange, _ lineLimit: Int, _ columnLimit: Int) -> Markup {
        var rows: [Markup] = []
        var removed: [String] = []
        var added: [String] = []
        var shown = 0
        var hidden = 0
        func clip(_ text: String) -> String { TextWidth.clipped(text, to: columnLimit) }
        func flush() {
            for i in 0..<max(removed.count, added.count) {
                let a = removed.indices.contains(i) ? clip(removed[i]) : nil
                let b = added.indices.contains(i) ? clip(added[i]) : nil
                if let a, let b, let parts = Intraline(a, b) {
                    rows.append(
                        pair(
                            "<del>\(parts.head)\(mark(parts.before))\(parts.tail)</del>",
                            "<ins>\(parts.head)\(mark(parts.after))\(parts.tail)</ins>"))
                } else {
                    rows.append(pair(a.map { "<del>\($0)</del>" } ?? "", b.map { "<ins>\($0)</ins>" } ?? ""))
                }
            }
            removed = []
            added = []
        }
        for line in LineDiff.lines(change.before.map(FieldLines.block) ?? "", change.after.map(FieldLines.block) ?? "")
        {
            guard shown < lineLimit else {
                hidden += 1
                continue
            }
            shown += 1
            switch line {
            case .removed(let text):
                if !added.isEmpty { flush() }
                removed.append(text)
            case .added(let text): added.append(text)
            case .same(let text):
                flush()
                rows.append(
                    "<div class=\"two same\"><div><span>\(clip(text))</span></div><div><span>\(clip(text))</span></div></div>"
                )
            case .folded(let count):
                flush()
                rows.append("<p class=\"fold\">… \(Words.count(count, "equal line"))</p>")
            }
        }
        flush()
        if hidden > 0 {
            rows.append("<p class=\"fold\">… \(Words.count(hidden, "line")) more; the JSON report has all</p>")
        }
        let missing: Markup =
            change.before == nil
            ? "<p class=\"fold\">absent before</p>"
            : change.after == nil ? "<p class=\"fold\">absent after</p>" : ""
        return "<div class=\"lines\">\(missing)\(rows)</div>"
    }
}
