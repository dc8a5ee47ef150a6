import Snapshot

/// A report for a pull request's comment or a job's summary: the top findings stay open, the rest folds.
///
/// Never longer than ``Options/byteLimit``: the verdict, what could not be seen and the limits are always whole or counted,
/// and differences are left out from the least severe end, with their number.
package struct MarkdownReport {
    /// How long it may get.
    package struct Options: Sendable, Hashable {
        /// The most bytes of UTF-8. A GitHub comment takes 65,536 characters, an Azure DevOps comment 150,000, a GitHub job
        /// summary 1 MiB.
        package var byteLimit: Int

        package init(byteLimit: Int = 65_000) { self.byteLimit = max(4_000, byteLimit) }
    }

    private let report: Report
    private let prose: Prose
    private var judgment: Judgment { report.judgment }

    /// The whole report, ending in a newline.
    package static func render(_ report: Report, options: Options = Options()) -> String {
        let markdown = MarkdownReport(report: report, prose: Prose(report))
        let head =
            markdown.verdict() + markdown.hands() + markdown.blindness() + markdown.sources()
            + markdown.requirements() + TranslationFormats.markdown(report)
        let tail =
            markdown.rules() + markdown.rest() + markdown.suppressed() + markdown.controls() + markdown.limits()
        let budget = options.byteLimit - size(head) - size(tail) - 200
        return (head + markdown.changes(within: budget) + tail).joined(separator: "\n") + "\n"
    }

    private static func size(_ lines: [String]) -> Int { lines.reduce(0) { $0 + $1.utf8.count + 1 } }

    /// Entries of one list before the rest is only counted.
    private static let listLimit = 20
    /// The longest text shown of one value or name.
    private static let textLimit = 200

    private static func code(_ text: String, inTable: Bool = false) -> String {
        MarkdownText.code(TextWidth.clipped(text, to: textLimit), inTable: inTable)
    }

    private static func list(_ rows: [String], limit: Int = listLimit) -> [String] {
        let hidden = rows.count - limit
        return rows.prefix(limit).map { "- \(code($0))" }
            + (hidden > 0 ? ["- … and \(Words.grouped(hidden)) more; the JSON report has all"] : [])
    }

    // MARK: Head

    private func verdict() -> [String] {
        let sentence = prose.sentence.isEmpty ? "" : ": " + MarkdownText.clause(prose.sentence)
        return ["## \(prose.verdict)\(sentence)", "", MarkdownText.sentence(prose.exit), ""]
            + (prose.changedBy.isEmpty ? [] : [Self.code(prose.changedBy), ""])
            + (prose.since.isEmpty ? [] : [Self.code(prose.since.joined(separator: ", ")), ""])
            + (prose.legend.isEmpty ? [] : prose.legend.map(MarkdownText.sentence) + [""])
    }

    private func hands() -> [String] {
        guard let verdict = judgment.verdict else { return [] }
        var lines = [
            "### Zero kubectl: \(verdict.outcome.rawValue)", "", MarkdownText.sentence(verdict.statement), "",
        ]
        lines += verdict.obstacles.prefix(Self.listLimit).map { "- \(MarkdownText.sentence($0))" }
        for leg in verdict.legs {
            lines.append("- **\(leg.leg.rawValue)**: \(MarkdownText.sentence(leg.basis ?? "missing"))")
            let hands = leg.findings.filter { $0.weight == .hand }
            let rows = hands.prefix(Self.listLimit).map { finding in
                let who = finding.author.map { " \(Self.code($0.words))" } ?? ""
                let subject = Self.code(finding.identity?.description ?? finding.target ?? "")
                return "  - \(subject) \(Self.code(finding.words))" + who
            }
            lines += rows
            let hidden = leg.findings.count - rows.count
            if hidden > 0 {
                lines.append("  - \(Words.count(hidden, "more finding")); the HTML and JSON reports have all")
            }
            lines += leg.blindSpots.map { "  - cannot show: \(MarkdownText.sentence($0))" }
        }
        return lines + [""]
    }

    private func blindness() -> [String] {
        prose.blindness.flatMap { block in
            ["### \(block.title)\(block.words.isEmpty ? "" : ": \(block.words)")", ""] + Self.list(block.rows) + [""]
        }
    }

    private func sources() -> [String] {
        var rows = ["| | |", "|---|---|"]
        func row(_ label: String, _ facts: [String]) {
            rows.append("| \(label) | " + facts.map { Self.code($0, inTable: true) }.joined(separator: " · ") + " |")
        }
        if report.before.kind != .nothing { row(prose.side(.before), Prose.facts(report.before)) }
        row(prose.side(.after), Prose.facts(report.after))
        if let authority = report.authority { row("rules", Prose.facts(authority)) }
        if let madeAt = report.madeAt { row("report", [madeAt, report.tool]) }
        return rows + [""]
    }

    private func requirements() -> [String] {
        let unmet = judgment.unmet
        guard !unmet.isEmpty else { return [] }
        let rows = unmet.prefix(Self.listLimit).flatMap { result -> [String] in
            let reason = result.requirement.reason.map { ": \(Self.code($0))" } ?? ""
            return ["- **\(result.requirement.severity.rawValue)** \(Self.code(result.requirement.name))\(reason)"]
                + Prose.faults(result, limit: 5).map { "  - \(Self.code($0))" }
        }
        let hidden = unmet.count - Self.listLimit
        return ["### Required, and not met", ""] + rows
            + (hidden > 0 ? ["- … and \(Words.grouped(hidden)) more; the JSON report has all"] : []) + [""]
    }

    // MARK: Changes

    private func changes(within budget: Int) -> [String] {
        var lines: [String] = []
        var used = 0
        var leftOut = 0
        for severity in Severity.allCases {
            let group = judgment.violations.filter { report.shownSeverity($0) == severity && !report.isExplained($0) }
            guard !group.isEmpty else { continue }
            let title = "\(severity.rawValue): \(Words.count(group.count, "object"))"
            // What must be read is open; a reader unfolds the rest.
            let isOpen = severity >= .high
            var part = [
                isOpen
                    ? "<details open><summary><b>\(title)</b></summary>"
                    : "<details><summary><b>\(title)</b></summary>",
                "",
            ]
            let close = ["", "</details>", ""]
            var shown = 0
            var size = Self.size(part) + Self.size(close)
            for same in ChangeGroup.groups(group, in: report).flatMap({
                $0.isShared ? [$0] : $0.members.map { ChangeGroup(members: [$0]) }
            }) {
                var entry = self.entry(same, withContent: true)
                // That something came or went matters more than what it declares.
                if used + size + Self.size(entry) > budget { entry = self.entry(same, withContent: false) }
                let cost = Self.size(entry)
                guard used + size + cost <= budget else { continue }
                part += entry
                size += cost
                shown += same.members.count
            }
            leftOut += group.count - shown
            guard shown > 0 else { continue }
            lines += part + close
            used += size
        }
        if leftOut > 0 {
            lines += [
                "**\(Words.count(leftOut, "more object")) that \(leftOut == 1 ? "differs is" : "differ are") not shown here "
                    + "for want of room; the HTML and JSON reports have all.**", "",
            ]
        }
        return lines
    }

    private func entry(_ same: ChangeGroup, withContent: Bool) -> [String] {
        guard same.isShared else { return entry(same.first, withContent: withContent) }
        let names = same.members.prefix(Self.listLimit).map { Self.code($0.identity.reference) }
        let hidden = same.members.count - names.count
        let more = hidden > 0 ? " … and \(Words.grouped(hidden)) more" : ""
        var lines = ["- \(MarkdownText.code("~")) **\(Self.code(same.title))**"]
        for part in report.remaining(same.first) { lines += field(part, beside: report.shownSeverity(same.first)) }
        lines.append("  - " + names.joined(separator: ", ") + more)
        if let authors = prose.authors(of: same) { lines.append("  - \(Self.code(authors))") }
        return lines
    }

    private func entry(_ violation: Judgment.Violation, withContent: Bool) -> [String] {
        let identity = violation.identity
        let name = identity.namespace.map { "\($0)/\(identity.name)" } ?? identity.name
        var head =
            "- \(MarkdownText.code(Prose.sign(violation.violated))) \(Self.code(identity.groupKind.description)) "
            + "**\(Self.code(name))**"
        let event = prose.event(violation.violated)
        if !event.isEmpty { head += " " + MarkdownText.sentence(event) }
        if let (weight, ruling) = Prose.whole(violation.violated) {
            head += Self.note(weight, ruling, beside: weight.severity)
        }
        var lines = [head]
        if withContent, let whole = violation.whole { lines += block(whole) }
        for part in report.remaining(violation) { lines += field(part, beside: report.shownSeverity(violation)) }
        lines += prose.authors(of: identity).map { "  - \(Self.code($0))" }
        if withContent, let step = report.remedy(for: violation).undo.first,
            TextWidth.columns(step.text) <= Self.textLimit
        {
            lines.append("  - undo: \(Self.code(step.text))")
        }
        return lines
    }

    private static func note(_ weight: Judgment.Weight, _ ruling: Judgment.Ruling, beside shown: Severity) -> String {
        let parts = [
            weight.severity == shown ? nil : weight.severity.rawValue, weight.meaning.map(MarkdownText.sentence),
            Prose.ruling(ruling).map { code($0) },
        ].compactMap { $0 }
        return parts.isEmpty ? "" : " (" + parts.joined(separator: "; ") + ")"
    }

    private func field(_ field: Judgment.FieldViolation, beside shown: Severity) -> [String] {
        let note = Self.note(field.weight, field.ruling, beside: shown)
        return ShownField.all(of: field.change).enumerated().flatMap { position, part in
            let head = "  - \(Self.code(part.place))"
            let tail = position == 0 ? note : ""
            switch part.content {
            case .move, .remark: return [head + ": \(part.words ?? "")" + tail]
            case .values(let change):
                switch (change.before.map(FieldLines.inline), change.after.map(FieldLines.inline)) {
                case (.some(.none), _), (_, .some(.none)): return [head + tail] + block(change)
                case (.some(let before?), .some(let after?)):
                    return [head + ": \(Self.code(before)) → \(Self.code(after))" + tail]
                case (.some(let before?), nil): return [head + ": \(Self.code(before)) → absent" + tail]
                case (nil, .some(let after?)): return [head + ": absent → \(Self.code(after))" + tail]
                case (nil, nil): return [head + tail]
                }
            }
        }
    }

    private func block(_ change: FieldChange) -> [String] {
        let lines = LineDiff.lines(
            change.before.map(FieldLines.block) ?? "", change.after.map(FieldLines.block) ?? "", context: 1)
        let limit = 24
        var rows = lines.prefix(limit).map { line in
            switch line {
            case .same(let text): "│ " + TextWidth.clipped(text, to: Self.textLimit)
            case .removed(let text): "-" + TextWidth.clipped(text, to: Self.textLimit)
            case .added(let text): "+" + TextWidth.clipped(text, to: Self.textLimit)
            case .folded(let count): "│ … \(Words.count(count, "equal line"))"
            }
        }
        if lines.count > limit { rows.append("│ … \(Words.count(lines.count - limit, "line")) more") }
        return MarkdownText.block(rows, language: "diff").map { "    " + $0 }
    }

    // MARK: Tail

    private func rules() -> [String] {
        var lines: [String] = []
        if !judgment.findings.isEmpty {
            lines += ["### About the baseline", ""] + Self.list(judgment.findings.map(Prose.finding)) + [""]
        }
        let used = judgment.effects.filter { $0.accepted > 0 }
        guard !used.isEmpty else { return lines }
        lines += [
            "<details><summary>Accepted: \(Words.count(report.acceptedCount, "difference")) by "
                + "\(Words.count(used.count, "rule"))</summary>", "", "| rule | accepted | reason | owner |",
            "|---|---:|---|---|",
        ]
        for effect in used.prefix(Self.listLimit) {
            let who = Prose.responsibility(effect.rule)
            lines.append(
                "| \(Self.code(effect.rule.name, inTable: true)) | \(effect.rule.action.word) ×\(Words.grouped(effect.accepted)) "
                    + "| \(Self.code(effect.rule.reason, inTable: true)) "
                    + "| \(who.isEmpty ? "" : Self.code(who, inTable: true)) |")
        }
        let hidden = used.count - Self.listLimit
        if hidden > 0 { lines += ["", "… and \(Words.count(hidden, "more rule")); the JSON report has all"] }
        return lines + ["", "</details>", ""]
    }

    private func rest() -> [String] {
        var lines: [String] = []
        if !judgment.signals.isEmpty {
            let rows = judgment.signals.map { "\($0.identity): \(Words.signal($0.kind)): \($0.detail)" }
            lines +=
                [
                    "<details><summary>\(Words.count(rows.count, "manual activity")) without a lasting difference"
                        + "</summary>", "",
                ] + Self.list(rows) + ["", "</details>", ""]
        }
        var facts = prose.alsoFacts.map(MarkdownText.sentence)
        facts += report.suppressed.prefix(Self.listLimit).map {
            "ignored by \(Self.code($0.rule)) ×\(Words.grouped($0.count))"
        }
        facts += prose.outsideFacts.prefix(Self.listLimit).map { "out of scope \(Self.code($0))" }
        facts += prose.gapsOutside.prefix(Self.listLimit).map { Self.code($0) }
        lines += facts.map { "- \($0)" } + [""]
        return lines
    }

    private func suppressed() -> [String] {
        guard !report.suppressedObjects.isEmpty else { return [] }
        let rows = report.suppressedObjects.flatMap { object in
            object.suppressions.map { item in
                let values = Prose.values(item).map { ": \(Self.code($0.before)) → \(Self.code($0.after))" } ?? ""
                return
                    "- \(Self.code(object.identity.description)) \(Self.code(Prose.place(item))) \(Self.code(item.rule))"
                    + values
            }
        }
        let hidden = rows.count - Self.listLimit
        return [
            "<details><summary>Ignored fields, with the rule that ignores each</summary>", "",
        ] + rows.prefix(Self.listLimit)
            + (hidden > 0 ? ["- … and \(Words.grouped(hidden)) more; the HTML and JSON reports have all"] : [])
            + ["", "</details>", ""]
    }

    private func controls() -> [String] {
        let items = report.controls
        guard !items.isEmpty else { return [] }
        let rows = items.map { item in
            let with = item.with.map(\.words).joined(separator: "; ")
            let without = item.without.map(\.words).joined(separator: "; ")
            return
                "| \(item.control.framework.title) \(item.control.id) | \(item.control.title) | \(item.words) | \(with) "
                + "| \(without) | \(item.control.outside) |"
        }
        return [
            "<details><summary>Requirements: what this report shows about them; no claim that one is met</summary>",
            "",
            "| requirement | asks | this report | with | lacks | cannot show |", "|---|---|---|---|---|---|",
        ] + rows + ["", "</details>", ""]
    }

    private func limits() -> [String] {
        report.limits.isEmpty
            ? [] : ["<details><summary>Limits</summary>", ""] + Self.list(report.limits) + ["", "</details>"]
    }
}
