import Snapshot

/// A report for people at a terminal: the verdict with its first screen, what could not be seen, the differences, and last
/// what was compared by which rules.
package struct TextReport {
    /// How it is to look.
    package struct Options: Sendable, Hashable {
        /// Columns of the page.
        package var width: Int
        /// Whether words carry colors.
        package var isColored: Bool
        /// The most lines for one field.
        package var lineLimit: Int
        /// Whether the single differences are listed, or only counted.
        package var showsDifferences: Bool

        /// Whether what is longer than the page goes on below; where lines are searched and not read, they stay whole.
        package var wraps: Bool

        package init(
            width: Int = 100, isColored: Bool = false, lineLimit: Int = 24, showsDifferences: Bool = true,
            wraps: Bool = false
        ) {
            self.wraps = wraps
            self.width = max(40, width)
            self.isColored = isColored
            self.lineLimit = lineLimit
            self.showsDifferences = showsDifferences
        }
    }

    /// The whole report, ending in a newline.
    package static func render(_ report: Report, options: Options = Options()) -> String {
        lines(report, options: options).flatMap { options.wraps ? $0.wrapped(to: options.width) : [$0] }
            .map { $0.text(inColor: options.isColored) + "\n" }.joined()
    }

    /// The report before it is known where it goes.
    package static func lines(_ report: Report, options: Options = Options()) -> [StyledLine] {
        let text = TextReport(report: report, options: options)
        let blocks = [
            text.verdict(), hands(report), text.holes(), text.requirements(),
            TranslationLines(report: report, options: options).lines(),
            options.showsDifferences ? ChangeLines(report: report, options: options).violations() : [],
            text.findings(), text.signals(),
            text.rules(), text.suppressed(), text.controls(), text.rest(), text.sources(),
        ]
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
    }

    private static func hands(_ report: Report) -> [StyledLine] {
        report.judgment.verdict.map { VerdictLines(verdict: $0).lines() } ?? []
    }

    private let report: Report
    private let options: Options
    private var judgment: Judgment { report.judgment }
    private let prose: Prose

    private init(report: Report, options: Options) {
        self.report = report
        self.options = options
        prose = Prose(report)
    }

    /// The most entries of a list of one kind before the rest is only counted.
    private static let listLimit = 8

    // MARK: Is it clean?

    private func verdict() -> [StyledLine] {
        let role: StyledLine.Role =
            switch prose.tone {
            case .good: .good
            case .warning: .warning
            case .bad: .bad
            }
        var line = StyledLine(prose.verdict, role)
        if judgment.status == .drift, !judgment.violations.isEmpty {
            line = differences().spans.reduce(line.adding("  ")) { $0.adding($1.text, $1.role) }
            if let upgrade = prose.upgradeCount { line = line.adding("; \(upgrade)") }
            if !judgment.unmet.isEmpty { line = line.adding("; \(prose.unmetCount)") }
            if let words = prose.notJudged { line = line.adding("; \(words)", .warning) }
        } else if !prose.sentence.isEmpty {
            line = line.adding("  " + prose.sentence)
        }
        var lines = [line]
        lines += FirstScreen(report: report, width: options.width).lines()
        lines.append(StyledLine(prose.exit, .faint))
        if judgment.status == .evidenceInvalid, !judgment.violations.isEmpty {
            lines.append(differences().indented(by: 2))
        }
        return lines
    }

    /// ``Prose/differences`` with its severities in their colors.
    private func differences() -> StyledLine {
        let objects = Words.count(judgment.violations.count, "object")
        let line = StyledLine("\(Words.count(judgment.violationCount, "difference")) in \(objects): ")
        return prose.severities.enumerated().reduce(line) { line, item in
            line.adding(item.offset > 0 ? ", " : "").adding(
                "\(Words.grouped(item.element.count)) \(item.element.severity.rawValue)",
                .severity(item.element.severity))
        }
    }

    // MARK: What could not be seen?

    private func holes() -> [StyledLine] {
        prose.blindness.flatMap { block in
            list(
                block.title, block.words, block.rows.map { StyledLine($0, indent: 2) },
                block.isBreach ? .bad : .warning)
        }
    }

    private func list(
        _ title: String, _ words: String, _ lines: [StyledLine], _ role: StyledLine.Role, limit: Int = .max
    ) -> [StyledLine] {
        guard !lines.isEmpty else { return [] }
        let head = StyledLine(title, role).adding(words.isEmpty ? "" : "  " + words)
        let hidden = lines.count - limit
        return [head] + lines.prefix(limit)
            + (hidden > 0
                ? [StyledLine("… and \(Words.grouped(hidden)) more; -o json has all", .faint, indent: 2)] : [])
    }

    // MARK: What must be there?

    private func requirements() -> [StyledLine] {
        let unmet = judgment.unmet
        guard !judgment.requirements.isEmpty else { return [] }
        let met = judgment.requirements.count { $0.outcome == .met }
        guard !unmet.isEmpty else {
            return [StyledLine("REQUIRED", .heading).adding("  \(met) of \(judgment.requirements.count) met", .faint)]
        }
        var lines = [
            StyledLine("REQUIRED", .bad).adding("  \(prose.unmetCount), \(met) of \(judgment.requirements.count) met")
        ]
        for result in unmet {
            let requirement = result.requirement
            let answer = Prose.responsibility(
                owner: requirement.owner, ticket: requirement.ticket, expires: requirement.expires)
            let reason = [requirement.reason, answer.isEmpty ? nil : "(\(answer))"].compactMap { $0 }
            lines.append(
                StyledLine("\(requirement.severity.rawValue)", .severity(requirement.severity), indent: 2)
                    .adding("  ").adding(requirement.name, .place)
                    .adding(reason.isEmpty ? "" : "  " + reason.joined(separator: " "), .faint))
            lines += Prose.faults(result, limit: Self.listLimit).map { StyledLine($0, indent: 6) }
        }
        return lines
    }

    // MARK: Of what?

    private func sources() -> [StyledLine] {
        var lines = report.before.kind == .nothing ? [] : flow(prose.side(.before), Prose.facts(report.before))
        lines += flow(prose.side(.after), Prose.facts(report.after))
        if let authority = report.authority { lines += flow("rules", Prose.facts(authority)) }
        if let madeAt = report.madeAt { lines += flow("report", [madeAt, report.tool]) }
        for words in prose.legend { lines += flow("legend", [words]) }
        if !report.limits.isEmpty { lines += flow("limits", report.limits) }
        return lines
    }

    private func flow(_ label: String, _ facts: [String]) -> [StyledLine] {
        StyledLine.flow(label, facts, width: options.width)
    }

    // MARK: What else?

    private func findings() -> [StyledLine] {
        let lines = judgment.findings.map { StyledLine(Prose.finding($0), indent: 2) }
        return list("BASELINE", "\(Words.count(lines.count, "finding")) about its rules", lines, .warning)
    }

    private func signals() -> [StyledLine] {
        let lines = judgment.signals.map {
            ChangeLines.object($0.identity, "·", .faint).adding("  \(Words.signal($0.kind))", .faint).adding(
                "  \($0.detail)", .faint)
        }
        return list(
            "ACTIVITY", "\(Words.count(lines.count, "manual activity")) without a lasting difference", lines, .heading,
            limit: Self.listLimit)
    }

    private func rules() -> [StyledLine] {
        let used = judgment.effects.filter { $0.accepted > 0 }
        guard !used.isEmpty else { return [] }
        let count = used.reduce(0) { $0 + $1.accepted }
        var lines = [
            StyledLine("ACCEPTED", .heading).adding(
                "  \(Words.count(count, "difference")) by \(Words.count(used.count, "rule"))")
        ]
        for effect in used {
            let rule = effect.rule
            let answer = Prose.responsibility(rule)
            lines.append(
                StyledLine("\(rule.name)", .place, indent: 2)
                    .adding("  \(rule.action.word) ×\(Words.grouped(effect.accepted))")
                    .adding("  \(rule.reason)" + (answer.isEmpty ? "" : " (\(answer))"), .faint))
            for sample in effect.samples { lines += self.lines(of: sample) }
            let hidden = effect.accepted - effect.samples.count
            if hidden > 0 { lines.append(StyledLine("… and \(Words.grouped(hidden)) more", .faint, indent: 4)) }
        }
        return lines
    }

    private func lines(of sample: RuleEffect.Sample) -> [StyledLine] {
        [
            StyledLine("· ", .faint, indent: 4).adding("\(sample.identity.groupKind) ")
                .adding(sample.identity.namespace.map { $0 + "/" } ?? "")
                .adding(sample.identity.name, .place).adding("  " + Prose.words(sample), .faint)
        ]
    }

    private func rest() -> [StyledLine] {
        var lines = flow("also", prose.alsoFacts)
        if !report.suppressed.isEmpty {
            lines += flow("ignored", report.suppressed.map { "\($0.rule) ×\(Words.grouped($0.count))" })
        }
        if !prose.outsideFacts.isEmpty {
            lines += flow("outside", ["different and out of the baseline's scope"] + prose.outsideFacts)
        }
        for gap in prose.gapsOutside { lines += flow("outside", [gap]) }
        return lines
    }

    private func controls() -> [StyledLine] {
        let lines = report.controls.flatMap { item -> [StyledLine] in
            var line = StyledLine("\(item.control.framework.title) \(item.control.id)", .place, indent: 2)
                .adding("  \(item.evidence.rawValue)", item.evidence == .absent ? .faint : .plain)
            if item.against > 0 { line = line.adding("  findings against it: \(Words.grouped(item.against))", .bad) }
            var lines = [line.adding("  \(item.control.title)", .faint)]
            if !item.with.isEmpty { lines += flow("    with", item.with.map(\.words)) }
            if !item.without.isEmpty { lines += flow("    lacks", item.without.map(\.words)) }
            return lines + flow("    not", [item.control.outside])
        }
        return list("REQUIREMENTS", "what this report shows about them; no claim that one is met", lines, .heading)
    }

    // MARK: What was ignored, on request

    private func suppressed() -> [StyledLine] {
        guard !report.suppressedObjects.isEmpty else { return [] }
        var lines = [
            StyledLine("IGNORED FIELDS", .heading).adding("  with the rule that ignores each", .faint)
        ]
        for object in report.suppressedObjects {
            lines.append(StyledLine("\(object.identity)", .plain, indent: 2))
            for item in object.suppressions {
                var line = StyledLine("\(Prose.place(item))  ", .plain, indent: 6).adding(item.rule, .faint)
                if let (before, after) = Prose.values(item) {
                    line = line.adding("  " + before, .before).adding(" → ", .faint).adding(after, .after)
                }
                lines.append(line)
            }
        }
        return lines
    }
}
