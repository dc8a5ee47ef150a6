import Snapshot

/// The list of a page's sections beside it; on a narrow screen a strip above it.
struct HTMLContents {
    private let report: Report
    private var judgment: Judgment { report.judgment }

    init(_ report: Report) { self.report = report }

    var rail: Markup {
        let blind = Prose(report).blindness.reduce(0) { $0 + $1.rows.count }
        let rows: [(id: String, title: String, count: Int?)?] = [
            ("result", "Result", nil), blind > 0 ? ("unseen", "Not seen", blind) : nil,
            judgment.unmet.isEmpty ? nil : ("required", "Required, not met", judgment.unmet.count),
            judgment.violations.isEmpty ? nil : ("overview", "Overview", nil),
            ("drift", "Differences", judgment.violations.count),
            judgment.verdict == nil ? nil : ("hands", "Manual changes", nil), ("compared", "What was compared", nil),
            report.authority == nil ? nil : ("rules", "Rules", judgment.effects.count),
            judgment.findings.isEmpty ? nil : ("findings", "About the baseline", judgment.findings.count),
            judgment.signals.isEmpty ? nil : ("signals", "Activity", judgment.signals.count),
            ("others", "Unchanged and ignored", nil), ("population", "Population", nil),
            ("integrity", "Integrity", judgment.breaches.isEmpty ? nil : judgment.breaches.count),
            report.requirements.isEmpty ? nil : ("controls", "Controls", report.requirements.count),
            report.limits.isEmpty ? nil : ("limits", "Limits", nil), ("review", "Review", nil),
        ]
        let items: [Markup] = rows.compactMap { $0 }.map { row in
            let count: Markup = row.count.map { " <span class=\"faint\">\(Words.grouped($0))</span>" } ?? ""
            return "<li><a href=\"#\(row.id)\">\(row.title)\(count)</a></li>\n"
        }
        return "<nav class=\"rail\" aria-label=\"Contents\"><ul>\(items)</ul></nav>\n"
    }
}
