import Snapshot

/// The differences in an HTML report: by severity, then by namespace, every field with what was and what is.
struct HTMLChanges {
    private let report: Report
    private let prose: Prose

    init(_ report: Report) {
        self.report = report
        prose = Prose(report)
    }

    private var judgment: Judgment { report.judgment }

    /// The most lines shown of one text; what is left out is counted.
    private static let lineLimit = 400
    /// Characters of one line before it is cut in the middle of nowhere; cluster text may be megabytes on one line.
    private static let columnLimit = 4_000

    /// The section, with its filters.
    var section: Markup {
        guard !judgment.violations.isEmpty else {
            return """
                <section id="drift" aria-labelledby="drift-title"><h2 id="drift-title">Differences</h2>
                <p>None that a rule does not accept\(prose.blindness.isEmpty ? "" : ", among what could be seen").</p></section>
                """
        }
        var groups: [Markup] = []
        for severity in Severity.allCases { groups.append(group(severity)) }
        return """
            <section id="drift" aria-labelledby="drift-title">
            <h2 id="drift-title">Differences</h2>
            \(filters)
            <p id="count" role="status" aria-live="polite">\(Words.count(judgment.violations.count, "object")) shown</p>
            <p id="nothing" hidden>Nothing matches the filters.</p>
            \(groups)
            </section>
            """
    }

    // MARK: Filters

    private var filters: Markup {
        let severities: [Markup] = prose.severities.map { item in
            """
            <label class="sev \(item.severity.rawValue)"><input type="checkbox" name="severity" \
            value="\(item.severity.rawValue)" checked> \(item.severity.rawValue) \(item.count)</label>

            """
        }
        var kinds: [String: Int] = [:]
        var namespaces: [String: Int] = [:]
        var events: [String: Int] = [:]
        for violation in judgment.violations {
            kinds[violation.identity.groupKind.description, default: 0] += 1
            namespaces[Self.space(violation.identity), default: 0] += 1
            events[word(violation.violated), default: 0] += 1
        }
        let authors = Dictionary(uniqueKeysWithValues: prose.authorCounts.map { ($0.author, $0.count) })
        return """
            <form id="filters" role="search" aria-label="Filter the differences" hidden>
            <input type="search" id="text" placeholder="Search names, fields, values …  ( / )" aria-label="Search" autocomplete="off" spellcheck="false">
            <fieldset><legend class="vh">Severity</legend>\(severities)</fieldset>
            \(Self.choice("namespace", "All namespaces", namespaces))
            \(Self.choice("kind", "All kinds", kinds))
            \(Self.choice("change", "All changes", events))
            \(Markup.when(!authors.isEmpty, Self.choice("author", "All authors", authors)))
            <button type="reset">Reset</button>
            </form>
            """
    }

    private static func choice(_ name: String, _ all: String, _ counts: [String: Int]) -> Markup {
        let options: [Markup] = counts.keys.sorted(by: ByteOrder.precedes).map { key in
            "<option value=\"\(key)\">\(key) (\(counts[key] ?? 0))</option>"
        }
        return """
            <label><span class="vh">\(name)</span><select name="\(name)"><option value="">\(all)</option>\
            \(options)</select></label>
            """
    }

    /// The namespace, or what stands for none; no namespace can be called so.
    private static func space(_ identity: Identity) -> String { identity.namespace ?? "(cluster-wide)" }

    private func word(_ violated: Judgment.Violated) -> String {
        switch violated {
        case .added, .removed: prose.event(violated)
        case .modified: "modified"
        case .tampered: "tampered copy"
        }
    }

    // MARK: Objects

    private func group(_ severity: Severity) -> Markup {
        let members = judgment.violations.enumerated().filter { $0.element.severity == severity }
        guard !members.isEmpty else { return "" }
        let spaces = Dictionary(grouping: members) { $0.element.identity.namespace ?? "" }
        let parts: [Markup] = spaces.keys.sorted(by: ByteOrder.precedes).map { space in
            let articles = (spaces[space] ?? []).map { article($0.element, $0.offset) }
            let title: Markup = space.isEmpty ? "cluster-wide" : "<span class=\"faint\">namespace</span> \(space)"
            return "<section class=\"ns\"><h4>\(title)</h4>\n\(articles)</section>\n"
        }
        return """
            <section class="group" aria-labelledby="s-\(severity.rawValue)">
            <h3 id="s-\(severity.rawValue)"><span class="sev \(severity.rawValue)">\(severity.rawValue)</span>\
             \(Words.count(members.count, "object"))</h3>
            \(parts)
            </section>

            """
    }

    private func article(_ violation: Judgment.Violation, _ place: Int) -> Markup {
        let identity = violation.identity
        let event = prose.event(violation.violated)
        let sign = Prose.sign(violation.violated)
        var note: Markup = ""
        if let (weight, ruling) = Prose.whole(violation.violated) {
            let words = Prose.note(weight, ruling)
            if !words.isEmpty { note = " <span class=\"note\">\(words)</span>" }
        }
        let authors = prose.authors(of: identity)
        let who: [Markup] = authors.map { "<p class=\"by\">\($0)</p>" }
        let fields = violation.fields.map { field($0, of: identity, beside: violation.severity) }
        let whole: [Markup] =
            violation.whole.map { whole in
                [
                    """
                    <details class="field"><summary>what it declares</summary>\
                    \(HTMLValues.markup(whole, lineLimit: Self.lineLimit, columnLimit: Self.columnLimit))</details>

                    """
                ]
            } ?? []
        return """
            <article id="c\(place)" data-severity="\(violation.severity.rawValue)" \
            data-namespace="\(Self.space(identity))" data-kind="\(identity.groupKind.description)" \
            data-change="\(word(violation.violated))"\(prose.author(of: identity).map { " data-author=\"\($0)\"" as Markup })>
            <h5><span class="sign" aria-hidden="true">\(sign)</span> <span class="kind">\(identity.groupKind.description)</span> \
            <b>\(identity.name)</b>\(Markup.when(!event.isEmpty, " <span class=\"event\">\(event)</span>"))\(note)</h5>
            \(whole)\(fields)\(who)
            </article>

            """
    }

    private func field(
        _ field: Judgment.FieldViolation, of identity: Identity, beside shown: Severity
    ) -> Markup {
        let isExplained = report.translation?.explains(field.change.path, of: identity) ?? false
        let note = [Prose.note(field.weight, field.ruling), isExplained ? "follows a pattern" : ""].filter {
            !$0.isEmpty
        }
        .joined(separator: "; ")
        let severity: Markup =
            field.weight.severity == shown
            ? "" : " <span class=\"sev \(field.weight.severity.rawValue)\">\(field.weight.severity.rawValue)</span>"
        let words: Markup = note.isEmpty ? "" : " <span class=\"note\">\(note)</span>"
        let parts: [Markup] = ShownField.all(of: field.change).enumerated().map { position, part in
            let behind: Markup = position == 0 ? "\(severity)\(words)" : ""
            switch part.content {
            case .move, .remark:
                return """
                    <div class="field"><p><code>\(part.place)</code> \(part.words ?? "")\(behind)</p></div>

                    """
            case .values(let change):
                return """
                    <div class="field"><p><code>\(part.place)</code>\(behind)</p>\
                    \(HTMLValues.markup(change, lineLimit: Self.lineLimit, columnLimit: Self.columnLimit))</div>

                    """
            }
        }
        return "\(parts)"
    }
}
