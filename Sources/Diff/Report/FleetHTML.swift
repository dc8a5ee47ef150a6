import Snapshot

/// A report about many states as one page that needs nothing else: the matrix whole, its head and first column staying in sight.
struct FleetHTML {
    private let report: FleetReport
    private let prose: FleetProse
    private var comparison: FleetComparison { report.comparison }

    init(_ report: FleetReport) {
        self.report = report
        prose = FleetProse(report)
    }

    var text: String {
        let tone =
            switch report.status {
            case .same: "good"
            case .inconclusive: "warning"
            default: "bad"
            }
        let page: Markup = """
            \(HTMLReport.head("\(prose.verdict): \(Words.count(report.members.count, "state"))", tool: report.tool))
            <main>
            <header class="verdict \(tone)">
            <p class="what">States side by side</p>
            <h1>\(prose.verdict)</h1>
            <p class="says">\(prose.sentence)</p>
            \(Markup.when(!prose.outliers.isEmpty, "<p>\(prose.outliers)</p>"))
            <p class="exit">\(prose.exit)</p>
            </header>
            \(holes)\(matrix)\(members)\(mapped)\(patterns)\(limits)
            </main>
            <footer>\(report.tool) · \(report.madeAt ?? "") · a report states what was found; it makes no claim of compliance</footer>
            \(HTMLReport.end)
            """
        return page.text
    }

    private var holes: Markup {
        let rows: [Markup] = prose.blindness.map { "<li>\($0)</li>\n" }
        return Markup.when(
            !rows.isEmpty, "<section class=\"blind warning\"><h2>Not seen</h2><ul>\(rows)</ul></section>\n")
    }

    private var members: Markup {
        let counts = comparison.deviations
        let rows: [Markup] = prose.order.map { member in
            let item = report.members[member]
            return """
                <tr><th scope="row">\(prose.name(member))</th><td>\(item.source.cluster?.name ?? "")</td>\
                <td>\(item.stage ?? "")</td><td>\(item.source.startedAt ?? "")</td><td>\(item.source.objectCount)</td>\
                <td>\(counts[member])</td><td>\(item.gaps.count)</td></tr>

                """
        }
        return """
            <section aria-labelledby="states"><h2 id="states">States</h2><div class="wide"><table><thead><tr>\
            <th scope="col">State</th><th scope="col">Cluster</th><th scope="col">Stage</th><th scope="col">Captured</th>\
            <th scope="col">Objects</th><th scope="col">Deviates in</th><th scope="col">Gaps</th></tr></thead><tbody>
            \(rows)</tbody></table></div></section>

            """
    }

    private var mapped: Markup {
        let rows: [Markup] = prose.mapped.map { "<li>\($0)</li>\n" }
        return Markup.when(!rows.isEmpty, "<section><h2>Read in common terms</h2><ul>\(rows)</ul></section>\n")
    }

    private var patterns: Markup {
        let rows: [Markup] = comparison.patterns.map { pattern in
            let sites: [Markup] = pattern.sites.map {
                "<li>\($0.identity.description) <code>\($0.path.description)</code></li>\n"
            }
            return """
                <tr><th scope="row">\(pattern.name)</th><td>\(prose.spelled(pattern, limit: 12))</td>\
                <td><details><summary>\(Words.count(pattern.fieldCount, "field")) in \
                \(Words.count(pattern.objectCount, "object"))</summary><ul>\(sites)</ul></details></td></tr>

                """
        }
        let findings: [Markup] = comparison.contradictions.map { "<li>\($0)</li>\n" }
        let section: Markup = """
            <section aria-labelledby="patterns"><h2 id="patterns">Patterns</h2>
            <p>Values that the states spell differently, each always alike.</p><div class="wide"><table><thead><tr>\
            <th scope="col">What</th><th scope="col">Spelled</th><th scope="col">Where</th></tr></thead><tbody>
            \(rows)</tbody></table></div>\(Markup.when(!findings.isEmpty, "<ul>\(findings)</ul>"))</section>

            """
        return Markup.when(!rows.isEmpty, section)
    }

    private var matrix: Markup {
        guard !comparison.findings.isEmpty else { return "" }
        // Of many states only the outliers get columns: in all others every row says what most say.
        let counts = comparison.deviations
        let order = prose.order
        let columns = order.count <= 40 ? order : Array(order.filter { counts[$0] > 0 }.prefix(40))
        let heads: [Markup] = columns.map { "<th scope=\"col\">\(prose.name($0))</th>" }
        // What the patterns say already comes last.
        let findings =
            comparison.findings.filter { !comparison.isExplained($0) }
            + comparison.findings.filter(comparison.isExplained)
        let rows: [Markup] = findings.map { finding in
            let cells: [Markup] = columns.map { "<td>\(FleetText.sign(finding, $0).0)</td>" }
            let says: [Markup] = prose.says(finding, valueLimit: 120).map { group in
                "<li>\(group.words) <span class=\"faint\">\(group.who)</span></li>"
            }
            let note = comparison.isExplained(finding) ? "follows a pattern" : finding.weight.meaning ?? ""
            return """
                <tr class="item" data-severity="\(finding.weight.severity.rawValue)" \
                data-namespace="\(HTMLChanges.space(finding.identity))" data-kind="\(finding.identity.groupKind.description)" \
                data-state="\(outliers(of: finding))"><th scope="row"><span class="sev \(finding.weight.severity.rawValue)">\(finding.weight.severity.rawValue)</span> \
                \(finding.identity.description) <code>\(finding.path?.description ?? "")</code> \
                <span class="note">\(note)</span><details><summary>\(Words.count(finding.groups.count, "value"))</summary>\
                <ul>\(says)</ul></details></th>\(cells)</tr>

                """
        }
        return """
            <section id="drift" aria-labelledby="matrix"><h2 id="matrix">Differences</h2>
            \(filters(findings).form)\
            <p class="faint">· like most, A B … otherwise, - missing, + only there, ? not known\
            \(Markup.when(columns.count < order.count, "; columns are the outliers, \(order.count - columns.count) other states have none"))</p>
            <div class="wide"><table class="dense"><thead><tr><th scope="col">What</th>\(heads)</tr></thead><tbody>
            \(rows)</tbody></table></div></section>

            """
    }

    /// The states that deviate in it.
    private func outliers(of finding: FleetComparison.Finding) -> String {
        finding.deviating.map { prose.name($0) }.joined(separator: " ")
    }

    private func filters(_ findings: [FleetComparison.Finding]) -> HTMLFilters {
        var severities: [Severity: Int] = [:]
        var kinds: [String: Int] = [:]
        var namespaces: [String: Int] = [:]
        for finding in findings {
            severities[finding.weight.severity, default: 0] += 1
            kinds[finding.identity.groupKind.description, default: 0] += 1
            namespaces[HTMLChanges.space(finding.identity), default: 0] += 1
        }
        let counts = comparison.deviations
        let states = Dictionary(
            prose.order.filter { counts[$0] > 0 }.map { (prose.name($0), counts[$0]) }, uniquingKeysWith: +)
        return HTMLFilters(
            severities: Severity.allCases.compactMap { severity in severities[severity].map { (severity, $0) } },
            choices: [
                .init(name: "namespace", all: "All namespaces", counts: namespaces),
                .init(name: "kind", all: "All kinds", counts: kinds),
                .init(name: "state", all: "All states", counts: states),
            ])
    }

    private var limits: Markup {
        let rows: [Markup] = report.limits.map { "<li>\($0)</li>\n" }
        return Markup.when(
            !rows.isEmpty, "<section id=\"limits\"><h2>What this does not prove</h2><ul>\(rows)</ul></section>\n")
    }
}
