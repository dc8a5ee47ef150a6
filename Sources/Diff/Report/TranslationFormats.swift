import Snapshot

/// What is said of two clusters' terms in JSON, Markdown and HTML.
enum TranslationFormats {
    // MARK: JSON

    static func json(_ report: Report) -> Value? {
        guard let translation = report.translation else { return nil }
        return [
            "substitutions": .array(
                translation.uses.map { use in
                    var object = Object([
                        "scope": .string(use.substitution.scope.rawValue), "from": .string(use.substitution.from),
                        "to": .string(use.substitution.to), "places": .number(Number(use.places)),
                        "objects": .number(Number(use.objects)),
                    ])
                    object["kind"] = use.substitution.kind.map(Value.string)
                    object["parameter"] = use.substitution.parameter.map(Value.string)
                    return .object(object)
                }),
            "notes": .array(translation.notes.map(Value.string)),
            "findings": .array((translation.findings + translation.patterns.contradictions).map(Value.string)),
            "patterns": .array(translation.patterns.patterns.map { pattern($0, report) }),
        ]
    }

    private static func pattern(_ pattern: Pattern, _ report: Report) -> Value {
        var object = Object([
            "name": .string(pattern.name), "from": .string(pattern.values.texts.first ?? ""),
            "to": .string(pattern.values.texts.last ?? ""), "fields": .number(Number(pattern.fieldCount)),
            "objects": .number(Number(pattern.objectCount)),
            "sites": .array(
                pattern.sites.map { site in
                    ["object": JSONReport.identity(site.identity), "path": .string(site.path.description)]
                }),
        ])
        object["severity"] = report.severity(of: pattern).map { .string($0.rawValue) }
        return .object(object)
    }

    // MARK: Markdown

    static func markdown(_ report: Report) -> [String] {
        guard let translation = report.translation else { return [] }
        var lines: [String] = []
        if translation.isMapped {
            lines += ["### Mapped: the first state was read in the terms of the second", ""]
            lines += translation.notes.map { "- \(MarkdownText.sentence($0))" }
            lines += translation.uses.prefix(40).map { use in
                "- \(code(use.substitution.from)) → \(code(use.substitution.to)): "
                    + "\(Words.count(use.places, "place")) in \(Words.count(use.objects, "object"))"
            }
            lines += translation.findings.prefix(20).map { "- \(MarkdownText.sentence($0))" } + [""]
        }
        let patterns = translation.patterns.patterns
        guard !patterns.isEmpty else { return lines }
        lines += [
            "### Patterns: \(Words.count(patterns.count, "value")) that the two clusters spell differently, "
                + "\(patterns.count == 1 ? "explaining" : "which explain") "
                + Words.count(translation.explainedCount, "difference"), "",
            "| what | first | second | fields | objects | severity |", "|---|---|---|---:|---:|---|",
        ]
        lines += patterns.prefix(40).map { pattern in
            "| \(code(pattern.name)) | \(code(pattern.values.texts.first ?? "")) | \(code(pattern.values.texts.last ?? "")) "
                + "| \(pattern.fieldCount) | \(pattern.objectCount) | \(report.severity(of: pattern)?.rawValue ?? "") |"
        }
        if patterns.count > 40 {
            lines += ["", "… and \(Words.count(patterns.count - 40, "more pattern")); the JSON report has all"]
        }
        lines += translation.patterns.contradictions.prefix(20).map { "- \(MarkdownText.sentence($0))" }
        return lines + ["", "What the patterns explain is not repeated below; it counts all the same.", ""]
    }

    private static func code(_ text: String) -> String {
        MarkdownText.code(TextWidth.clipped(text, to: 120), inTable: true)
    }

    // MARK: HTML

    static func html(_ report: Report) -> Markup {
        guard let translation = report.translation, !translation.isEmpty else { return "" }
        let uses: [Markup] = translation.uses.map { use in
            """
            <tr><td>\(use.substitution.parameter ?? use.substitution.scope.rawValue)</td><td><code>\(use.substitution.from)</code></td>\
            <td><code>\(use.substitution.to)</code></td><td>\(use.places)</td><td>\(use.objects)</td></tr>

            """
        }
        let notes: [Markup] = translation.notes.map { "<li>\($0)</li>\n" }
        let table: Markup = """
            <div class="wide"><table><thead><tr><th scope="col">What</th><th scope="col">First</th><th scope="col">Second</th>\
            <th scope="col">Places</th><th scope="col">Objects</th></tr></thead><tbody>\(uses)</tbody></table></div>
            """
        let mapped: Markup = """
            <h3>Mapped</h3><p>The first state was read in the terms of the second.</p>
            \(Markup.when(!notes.isEmpty, "<ul>\(notes)</ul>"))\(Markup.when(!uses.isEmpty, table))
            """
        let patterns: [Markup] = translation.patterns.patterns.map { pattern in
            let severity: Markup? = report.severity(of: pattern).map {
                "<span class=\"sev \($0.rawValue)\">\($0.rawValue)</span>"
            }
            let sites: [Markup] = pattern.sites.map {
                "<li>\($0.identity.description) <code>\($0.path.description)</code></li>\n"
            }
            return """
                <tr><th scope="row">\(pattern.name) \(severity)</th><td><code>\(clipped(pattern.values.texts.first))</code></td>\
                <td><code>\(clipped(pattern.values.texts.last))</code></td>\
                <td><details><summary>\(Words.count(pattern.fieldCount, "field")) in \
                \(Words.count(pattern.objectCount, "object"))</summary><ul>\(sites)</ul></details></td></tr>

                """
        }
        let patternTable: Markup = """
            <p>\(Words.count(patterns.count, "value")) that the two clusters spell differently, each always alike: \
            \(Words.count(translation.explainedCount, "difference")). They are marked below and count like any other.</p>
            <div class="wide"><table><thead><tr><th scope="col">What</th><th scope="col">First</th><th scope="col">Second</th>\
            <th scope="col">Where</th></tr></thead><tbody>\(patterns)</tbody></table></div>
            """
        let findings: [Markup] = (translation.findings + translation.patterns.contradictions).map { "<li>\($0)</li>\n" }
        return """
            <section id="patterns" aria-labelledby="patterns-title"><h2 id="patterns-title">Values that differ consistently</h2>
            \(Markup.when(translation.isMapped, mapped))\(Markup.when(!patterns.isEmpty, patternTable))\
            \(Markup.when(!findings.isEmpty, "<ul>\(findings)</ul>"))
            </section>

            """
    }

    private static func clipped(_ text: String?) -> String { TextWidth.clipped(text ?? "", to: 400) }
}
