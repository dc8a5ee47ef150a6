import Snapshot

/// A report as GitLab shows it in a merge request and beside the lines of the golden baseline.
///
/// Source: GitLab, "Code Quality report format" (a subset of Code Climate's): `description`, `check_name`, `fingerprint`,
/// `severity`, `location`. It has no place for a verdict, so that the verdict and what could not be seen are entries too; nothing
/// to report is an empty list.
enum CodeQualityReport {
    /// Entries that a merge request can still be opened with.
    private static let limit = 10_000

    /// The list, the weightiest first.
    static func value(_ report: Report) -> Value {
        let prose = Prose(report)
        let file = report.authority?.file ?? Baseline.fileName
        let blind = prose.blindness.flatMap { block in
            block.rows.map { row in
                let check = SARIFRule.notification(block.title)
                return entry(
                    row, check: check, severity: block.isBreach ? "blocker" : "major", path: file, line: 1,
                    fingerprint: CodeResult.fingerprint([check, row]))
            }
        }
        let entries =
            blind
            + CodeResult.all(report).map { result in
                entry(
                    result.text, check: result.rule.id, severity: severity(result.rule), path: result.path,
                    line: result.line, fingerprint: result.fingerprint)
            }
        guard report.judgment.status != .same || !entries.isEmpty || report.judgment.ignoresSecretValues else {
            return .array([])
        }
        let hidden = entries.count - limit
        let more =
            hidden > 0 ? "; \(Words.count(hidden, "more result")) and none more severe; the JSON report has all" : ""
        let verdict = entry(
            prose.verdictLine + more,
            check: "verdict", severity: prose.tone == .bad ? "blocker" : prose.tone == .warning ? "major" : "info",
            path: file, line: 1, fingerprint: CodeResult.fingerprint(["verdict"]))
        return .array([verdict] + entries.prefix(limit))
    }

    private static func entry(
        _ text: String, check: String, severity: String, path: String, line: Int, fingerprint: String
    ) -> Value {
        [
            "description": .string(TextWidth.clipped(text, to: 1_000)), "check_name": .string(check),
            "fingerprint": .string(fingerprint), "severity": .string(severity),
            "location": ["path": .string(relative(path)), "lines": ["begin": .number(Number(line))]],
        ]
    }

    /// GitLab takes paths from the root of the repository, and none with `./` before it.
    private static func relative(_ path: String) -> String {
        String(decoding: URIReference.withoutRoot(path), as: UTF8.self)
    }

    private static func severity(_ rule: SARIFRule) -> String {
        switch rule.weight {
        case 9...: "blocker"
        case 7...: "critical"
        case 4...: "major"
        case 2...: "minor"
        default: "info"
        }
    }
}
