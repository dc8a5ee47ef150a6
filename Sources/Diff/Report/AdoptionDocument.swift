import Snapshot

/// What would adopt the differences of a report into Git, as one YAML document a difference, with what would undo it beside it.
///
/// For people: each document is a partial manifest, as Kustomize takes it for a patch, or the whole one of an object that came. No
/// redacted value is in it.
package enum AdoptionDocument {
    /// The documents, the weightiest difference first.
    package static func text(_ report: Report) -> String {
        let violations = report.judgment.allViolations
        let head = [
            "What would keep each difference of this report in Git, and what would undo it. Nothing of it was run.",
            "A document is a patch of the manifest, as Kustomize takes it; an object that came stands there whole.",
            "\(Prose(report).verdictLine)",
        ]
        return head.map(comment).joined()
            + (violations.isEmpty ? comment("nothing differs") : violations.map { document($0, report) }.joined())
    }

    private static func document(_ violation: Judgment.Violation, _ report: Report) -> String {
        let remedy = report.remedy(for: violation)
        let event = Prose(report).event(violation.violated)
        var lines = [
            "\(violation.severity.rawValue): \(violation.identity)" + (event.isEmpty ? "" : ": \(event)"),
            "keep it: edit \(remedy.source)",
        ]
        lines += remedy.left.map { "not in the patch: \($0)" }
        lines += remedy.undo.map { "undo it: \($0.text)" }
        return "---\n" + lines.map(comment).joined() + (remedy.patch.map(YAMLWriter.text) ?? "")
    }

    private static func comment(_ text: String) -> String { "# \(SafeText.terminal(text))\n" }
}
