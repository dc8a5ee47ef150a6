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
            <section id="drift" aria-labelledby="drift-title"\(Markup.when(isLong, " class=\"long\""))>
            <h2 id="drift-title">Differences</h2>
            \(filters.form)\
            \(Markup.when(isLong, "<p class=\"paper\">\(prose.differences). The page on a screen and the JSON report list them.</p>"))
            \(groups)
            </section>

            """
    }

    /// From how many objects on the differences are not for paper, and what can be done about each stands in other formats only.
    private static let longFrom = 1_000

    private var isLong: Bool { judgment.violations.count > Self.longFrom }

    // MARK: Filters

    private var filters: HTMLFilters {
        var kinds: [String: Int] = [:]
        var namespaces: [String: Int] = [:]
        var events: [String: Int] = [:]
        var standings: [String: Int] = [:]
        for violation in judgment.violations {
            kinds[violation.identity.groupKind.description, default: 0] += 1
            namespaces[Self.space(violation.identity), default: 0] += 1
            events[word(violation.violated), default: 0] += 1
            if let standing = report.earlier?.standing(of: violation) { standings[standing.rawValue, default: 0] += 1 }
        }
        let authors = Dictionary(uniqueKeysWithValues: prose.authorCounts.map { ($0.author, $0.count) })
        return HTMLFilters(
            severities: prose.severities,
            choices: [
                .init(name: "namespace", all: "All namespaces", counts: namespaces),
                .init(name: "kind", all: "All kinds", counts: kinds),
                .init(name: "change", all: "All changes", counts: events),
                .init(name: "author", all: "All authors", counts: authors),
                .init(name: "since", all: "Old and new", counts: standings),
            ], hasViews: true)
    }

    /// The namespace, or what stands for none; no namespace can be called so.
    static func space(_ identity: Identity) -> String { identity.namespace ?? "(cluster-wide)" }

    /// The address of an object within every report that names it.
    static func id(of identity: Identity) -> String {
        let parts = [identity.group, identity.kind, identity.namespace ?? "", identity.name]
        return "d-" + Digest(of: Array(parts.joined(separator: "\u{0}").utf8)).hex.prefix(16)
    }

    private func word(_ violated: Judgment.Violated) -> String {
        switch violated {
        case .added, .removed: prose.event(violated)
        case .modified: "modified"
        case .tampered: "tampered copy"
        }
    }

    // MARK: Objects

    private func group(_ severity: Severity) -> Markup {
        let members = judgment.violations.filter { $0.severity == severity }
        guard !members.isEmpty else { return "" }
        let groups = ChangeGroup.groups(members, in: report)
        let shared: [Markup] = groups.filter(\.isShared).map(article)
        let spaces = Dictionary(grouping: groups.filter { !$0.isShared }.flatMap(\.members)) {
            $0.identity.namespace ?? ""
        }
        let parts: [Markup] = spaces.keys.sorted(by: ByteOrder.precedes).map { space in
            let articles = (spaces[space] ?? []).map(article)
            let title: Markup = space.isEmpty ? "cluster-wide" : "<span class=\"faint\">namespace</span> \(space)"
            return "<section class=\"ns\"><h4>\(title)</h4>\n\(articles)</section>\n"
        }
        let together: Markup =
            shared.isEmpty
            ? "" : "<section class=\"ns\"><h4>The same change in many objects</h4>\n\(shared)</section>\n"
        return """
            <section class="group" aria-labelledby="s-\(severity.rawValue)">
            <h3 id="s-\(severity.rawValue)"><span class="sev \(severity.rawValue)">\(severity.rawValue)</span>\
             \(Words.count(members.count, "object"))</h3>
            \(together)\(parts)
            </section>

            """
    }

    /// Objects that differ in the same way: the change once, then who they are.
    private func article(_ shared: ChangeGroup) -> Markup {
        let members = shared.members
        func all(_ value: (Judgment.Violation) -> String?) -> String {
            Set(members.compactMap(value)).sorted(by: ByteOrder.precedes).joined(separator: " ")
        }
        let names: [Markup] = members.prefix(Self.namesLimit).map {
            "<li id=\"\(Self.id(of: $0.identity))\">\($0.identity.reference)</li>"
        }
        let hidden = members.count - names.count
        let more: Markup = hidden > 0 ? "<li>and \(Words.grouped(hidden)) more; the JSON report has all</li>" : ""
        let fields = shared.first.fields.map { field($0, of: shared.first.identity, beside: shared.first.severity) }
        return """
            <article class="item" data-count="\(members.count)" data-severity="\(shared.first.severity.rawValue)" \
            data-namespace="\(all { Self.space($0.identity) })" data-kind="\(all { $0.identity.groupKind.description })" \
            data-change="modified" data-author="\(all { prose.author(of: $0.identity) })" \
            data-since="\(all { report.earlier?.standing(of: $0).rawValue })">
            <h5><span class="sign" aria-hidden="true">~</span> <b>\(shared.title)</b></h5>
            \(fields)\(prose.authors(of: shared).map { "<p class=\"by\">\($0)</p>" as Markup })
            <details><summary>The objects</summary><ul class="names">\(names)\(more)</ul></details>
            \(HTMLRemedy(report).details(of: shared.first, isShared: true))</article>

            """
    }

    /// The most names of objects that differ in the same way.
    private static let namesLimit = 5_000

    private func article(_ violation: Judgment.Violation) -> Markup {
        let identity = violation.identity
        let event = prose.event(violation.violated)
        let sign = Prose.sign(violation.violated)
        var note: Markup = ""
        if let (weight, ruling) = Prose.whole(violation.violated) {
            let words = Prose.note(weight, ruling)
            if !words.isEmpty { note = " <span class=\"note\">\(words)</span>" }
        }
        if let words = prose.standing(of: violation) { note = "\(note) <span class=\"fresh\">\(words)</span>" }
        let who: [Markup] = prose.authors(of: identity).map { "<p class=\"by\">\($0)</p>" }
        let fields = violation.fields.map { field($0, of: identity, beside: violation.severity) }
        let whole: Markup =
            violation.whole.map { whole in
                """
                <details class="field"><summary>what it declares</summary>\
                \(HTMLValues.markup(whole, lineLimit: Self.lineLimit, columnLimit: Self.columnLimit))</details>

                """
            } ?? ""
        let id = Self.id(of: identity)
        let standing: Markup? = report.earlier.map { " data-since=\"\($0.standing(of: violation).rawValue)\"" }
        return """
            <article id="\(id)" class="item" data-severity="\(violation.severity.rawValue)" \
            data-namespace="\(Self.space(identity))" data-kind="\(identity.groupKind.description)" \
            data-change="\(word(violation.violated))"\(prose.author(of: identity).map { " data-author=\"\($0)\"" as Markup })\
            \(standing)>
            <h5><span class="sign" aria-hidden="true">\(sign)</span> <span class="kind">\(identity.groupKind.description)</span> \
            <b>\(identity.name)</b>\(Markup.when(!event.isEmpty, " <span class=\"event\">\(event)</span>"))\(note) \
            <a class="link" href="#\(id)" aria-label="Link to this object">#</a></h5>
            \(whole)\(fields)\(who)\(Markup.when(!isLong, HTMLRemedy(report).details(of: violation)))
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
