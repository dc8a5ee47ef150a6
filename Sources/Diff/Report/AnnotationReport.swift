import Snapshot

/// A report as the commands that a pipeline's runner reads from a step's output, to mark files and to sum up.
///
/// Source: GitHub, "Workflow commands for GitHub Actions" (10 errors, 10 warnings and 10 notices a step are shown); Azure
/// DevOps, "Logging commands". Both read commands from any line, so that every other text of a report goes through
/// ``SafeText`` first, which breaks what could be taken for one.
package enum AnnotationReport {
    /// Which runner.
    package enum Runner: Sendable, Hashable {
        case gitHub
        case azure
    }

    /// Annotations of one level that a runner shows.
    private static let levelLimit = 10

    /// How many of those that are not shown are named.
    private static let namesLimit = 8

    private enum Level: Int, CaseIterable {
        case error
        case warning
        case notice
    }

    private struct Annotation {
        let level: Level
        let title: String
        let message: String
        var file: String?
        var line: Int = 1
        /// How much it weighs beside others of its level.
        var weight = 0
    }

    /// The lines, ending in a newline.
    package static func render(_ report: Report, for runner: Runner) -> String {
        let prose = Prose(report)
        let verdict = Annotation(
            level: prose.tone == .bad ? .error : prose.tone == .warning ? .warning : .notice,
            title: "snapctl \(report.command.rawValue)",
            message: prose.verdictLine)
        var left = Dictionary(uniqueKeysWithValues: Level.allCases.map { ($0, levelLimit) })
        left[verdict.level, default: 0] -= 1
        // One place is kept for the number of those that are not shown.
        left[.notice, default: 0] -= 1
        var shown = [verdict]
        var hidden: [Annotation] = []
        for annotation in annotations(report, prose).weightiestFirst(by: \.weight) {
            if left[annotation.level, default: 0] > 0 {
                left[annotation.level, default: 0] -= 1
                shown.append(annotation)
            } else {
                hidden.append(annotation)
            }
        }
        if !hidden.isEmpty {
            let names = hidden.prefix(namesLimit).map(\.title)
            let rest = hidden.count - names.count
            shown.append(
                Annotation(
                    level: .notice, title: "snapctl",
                    message: "\(Words.grouped(hidden.count)) more: \(names.joined(separator: ", "))"
                        + (rest > 0 ? " and \(Words.grouped(rest)) others" : "")
                        + "; the HTML and JSON reports have all"))
        }
        var text = shown.map { line($0, runner) + "\n" }.joined()
        // Errors alone turn a step red only in GitHub's list; Azure wants the result spelled out.
        if runner == .azure, report.judgment.status != .same {
            text +=
                "##vso[task.complete result=\(prose.tone == .bad ? "Failed" : "SucceededWithIssues");]"
                + azure(prose.verdict) + "\n"
        }
        return text
    }

    private static func annotations(_ report: Report, _ prose: Prose) -> [Annotation] {
        var result = prose.blindness.flatMap { block in
            block.rows.map {
                Annotation(
                    level: block.isBreach ? .error : .warning, title: "snapctl: \(block.title.lowercased())",
                    message: $0, weight: Severity.allCases.count)
            }
        }
        for unmet in report.judgment.unmet {
            let requirement = unmet.requirement
            result.append(
                Annotation(
                    level: level(requirement.severity), title: "\(requirement.severity.rawValue): \(requirement.name)",
                    message: "requirement \(requirement.name) is not met: "
                        + Prose.faults(unmet, limit: 5).joined(separator: ", "), file: report.authority?.file,
                    line: requirement.position.line, weight: requirement.severity.rank))
        }
        for violation in report.judgment.violations {
            var parts: [String] = []
            if let (weight, ruling) = Prose.whole(violation.violated) {
                parts = [prose.event(violation.violated), Prose.note(weight, ruling)].filter { !$0.isEmpty }
            }
            for field in violation.fields.prefix(5) {
                let note = Prose.note(field.weight, field.ruling)
                parts.append(
                    TextWidth.clipped(CodeResult.sentences(field.change), to: 160) + (note.isEmpty ? "" : " (\(note))"))
            }
            let more = violation.fields.count - 5
            if more > 0 { parts.append("and \(Words.count(more, "more field"))") }
            if let author = prose.authors(of: violation.identity).first { parts.append(author) }
            let declared = report.files[violation.identity]
            let file = report.authority == nil ? nil : declared?.path ?? report.file(of: violation.identity)
            // Where the worst of it stands.
            let worst = violation.fields.max { $0.weight.severity < $1.weight.severity }
            result.append(
                Annotation(
                    level: level(violation.severity), title: "\(violation.severity.rawValue): \(violation.identity)",
                    message: "\(violation.identity): \(parts.joined(separator: "; "))", file: file,
                    line: worst.flatMap { declared?.line(of: $0.change.path) } ?? 1,
                    weight: violation.severity.rank))
        }
        return result
    }

    /// What weighs as much keeps its order.
    private static func level(_ severity: Severity) -> Level {
        switch severity {
        case .critical, .high: .error
        case .medium: .warning
        case .low: .notice
        }
    }

    private static func line(_ annotation: Annotation, _ runner: Runner) -> String {
        let message = TextWidth.clipped(SafeText.terminal(annotation.message), to: 1_000)
        let title = TextWidth.clipped(SafeText.terminal(annotation.title), to: 200)
        let file = annotation.file.map { SafeText.terminal($0) }
        switch runner {
        case .gitHub:
            let word =
                switch annotation.level {
                case .error: "error"
                case .warning: "warning"
                case .notice: "notice"
                }
            let place = file.map { "file=\(gitHubProperty($0)),line=\(annotation.line)," } ?? ""
            return "::\(word) \(place)title=\(gitHubProperty(title))::\(gitHub(message))"
        case .azure:
            // There is no level below a warning.
            let word = annotation.level == .error ? "error" : "warning"
            guard annotation.level != .notice else { return "##[section]" + azure("\(title): \(message)") }
            let place = file.map { "sourcepath=\(azureProperty($0));linenumber=\(annotation.line);" } ?? ""
            return "##vso[task.logissue type=\(word);\(place)]" + azure(message)
        }
    }

    // MARK: Escapes

    private static func gitHub(_ text: String) -> String {
        SafeText.replacing(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    private static func gitHubProperty(_ text: String) -> String {
        SafeText.replacing(gitHub(text), [":": "%3A", ",": "%2C"])
    }

    private static func azure(_ text: String) -> String {
        SafeText.replacing(text, ["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
    }

    private static func azureProperty(_ text: String) -> String {
        SafeText.replacing(azure(text), [";": "%3B", "]": "%5D"])
    }
}
