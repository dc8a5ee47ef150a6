import Snapshot

/// A report about many states for a pull request's comment or a job's summary.
struct FleetMarkdown {
    private let report: FleetReport
    private let prose: FleetProse
    private var comparison: FleetComparison { report.comparison }

    /// The most bytes, as in ``MarkdownReport``.
    private static let byteLimit = 65_000
    private static let memberLimit = 30
    private static let patternLimit = 30

    init(_ report: FleetReport) {
        self.report = report
        prose = FleetProse(report)
    }

    var text: String {
        let head = self.head() + holes() + members() + mapped() + patterns()
        let tail = limits()
        var lines = head
        var used = (head + tail).reduce(0) { $0 + $1.utf8.count + 1 }
        let findings = comparison.findings.filter { !comparison.isExplained($0) }
        var shown = 0
        if !findings.isEmpty {
            lines += ["### Differences", "", "| object | field | values | severity |", "|---|---|---|---|"]
            for finding in findings {
                let row = row(finding)
                guard used + row.utf8.count + 200 < Self.byteLimit else { break }
                used += row.utf8.count + 1
                lines.append(row)
                shown += 1
            }
            if shown < findings.count {
                lines += [
                    "",
                    "… and \(Words.count(findings.count - shown, "more difference")); the HTML and JSON reports have all",
                ]
            }
            lines.append("")
        }
        return (lines + tail).joined(separator: "\n") + "\n"
    }

    private func code(_ text: String, to limit: Int = 100) -> String {
        MarkdownText.code(TextWidth.clipped(text, to: limit), inTable: true)
    }

    private func head() -> [String] {
        ["## \(prose.verdict): \(MarkdownText.sentence(prose.sentence))", ""]
            + (prose.outliers.isEmpty ? [] : [code(prose.outliers, to: 300), ""])
            + [MarkdownText.sentence(prose.exit), ""]
    }

    private func holes() -> [String] {
        let rows = prose.blindness
        guard !rows.isEmpty else { return [] }
        return ["### Not seen", ""] + rows.prefix(30).map { "- \(code($0, to: 200))" }
            + (rows.count > 30 ? ["- … and \(Words.grouped(rows.count - 30)) more"] : []) + [""]
    }

    private func members() -> [String] {
        let counts = comparison.deviations
        var lines = ["| state | cluster | objects | deviates in |", "|---|---|---:|---:|"]
        for member in prose.order.prefix(Self.memberLimit) {
            let source = report.members[member].source
            lines.append(
                "| \(code(prose.name(member))) | \(code(source.cluster?.name ?? "")) | \(source.objectCount) | \(counts[member]) |"
            )
        }
        let hidden = report.members.count - Self.memberLimit
        return lines + (hidden > 0 ? ["", "… and \(Words.count(hidden, "more state"))"] : []) + [""]
    }

    private func mapped() -> [String] {
        let rows = prose.mapped
        return rows.isEmpty ? [] : ["### Read in common terms", ""] + rows.map { "- \(code($0, to: 200))" } + [""]
    }

    private func patterns() -> [String] {
        let all = comparison.patterns
        guard !all.isEmpty else { return [] }
        return [
            "### Patterns: values that the states spell differently, each always alike", "",
            "| what | spelled | fields | objects |", "|---|---|---:|---:|",
        ]
            + all.prefix(Self.patternLimit).map {
                "| \(code($0.name)) | \(code(prose.spelled($0), to: 200)) | \($0.fieldCount) | \($0.objectCount) |"
            }
            + (all.count > Self.patternLimit ? ["", "… and \(Words.grouped(all.count - Self.patternLimit)) more"] : [])
            + [""]
    }

    private func row(_ finding: FleetComparison.Finding) -> String {
        let says = prose.says(finding, valueLimit: 40)
        var words = says.prefix(6).map { "\(code($0.words)) \(code($0.who))" }.joined(separator: "<br>")
        if says.count > 6 { words += "<br>… \(Words.count(says.count - 6, "more value"))" }
        let unknown = finding.unknown.isEmpty ? "" : "<br>not known of \(code(prose.who(finding.unknown)))"
        return "| \(code(finding.identity.description)) | \(finding.path.map { code($0.description) } ?? "the object") "
            + "| \(words)\(unknown) | \(finding.weight.severity.rawValue) |"
    }

    private func limits() -> [String] {
        report.limits.isEmpty
            ? []
            : ["<details><summary>Limits</summary>", ""] + report.limits.map { "- \(code($0, to: 300))" } + [
                "", "</details>",
            ]
    }
}
