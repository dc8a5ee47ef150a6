import Snapshot

/// A report for people at a terminal. The first screen says whether it is clean, what could not be seen, and what weighs
/// most.
package struct TextReport {
    /// How it is to look.
    package struct Options: Sendable, Hashable {
        /// Columns of the page.
        package var width: Int
        /// Whether words carry colors.
        package var isColored: Bool
        /// The most lines for one field.
        package var lineLimit: Int

        package init(width: Int = 100, isColored: Bool = false, lineLimit: Int = 24) {
            self.width = max(40, width)
            self.isColored = isColored
            self.lineLimit = lineLimit
        }
    }

    /// The whole report, ending in a newline.
    package static func render(_ report: Report, options: Options = Options()) -> String {
        lines(report, options: options).map { $0.text(inColor: options.isColored) + "\n" }.joined()
    }

    /// The report before it is known where it goes.
    package static func lines(_ report: Report, options: Options = Options()) -> [StyledLine] {
        let text = TextReport(report: report, options: options)
        let blocks = [
            text.verdict(), hands(report), text.holes(), text.sources(),
            ChangeLines(report: report, options: options).violations(),
            text.findings(), text.signals(),
            text.rules(), text.rest(), text.limits(),
        ]
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
    }

    private static func hands(_ report: Report) -> [StyledLine] {
        report.judgment.verdict.map { VerdictLines(verdict: $0).lines() } ?? []
    }

    private let report: Report
    private let options: Options
    private var judgment: Judgment { report.judgment }
    private var isCheck: Bool { report.command == .check }

    private init(report: Report, options: Options) {
        self.report = report
        self.options = options
    }

    /// The most entries of a list of one kind before the rest is only counted.
    private static let listLimit = 8

    // MARK: Is it clean?

    private func verdict() -> [StyledLine] {
        let differences = differences()
        let accepted = judgment.effects.reduce(0) { $0 + $1.accepted }
        let statuses = report.statuses.map { "\($0.rawValue) (\($0.words))" }
        let also = statuses.dropFirst()
        let exit = "exit status " + statuses[0] + (also.isEmpty ? "" : "; also holds: " + also.joined(separator: ", "))
        var lines: [StyledLine]
        switch judgment.status {
        case .drift where judgment.violations.isEmpty:
            lines = [StyledLine("CHANGED BY HAND", .bad).adding("  " + (judgment.verdict?.statement ?? ""))]
        case .inconclusive where judgment.verdict?.outcome == .inconclusive:
            lines = [StyledLine("INCONCLUSIVE", .warning).adding("  " + (judgment.verdict?.statement ?? ""))]
        case .same where report.before.kind == .nothing:
            lines = [StyledLine("CLEAN", .good).adding("  " + (judgment.verdict?.statement ?? ""))]
        case .evidenceInvalid:
            lines = [StyledLine("EVIDENCE INVALID", .bad).adding("  what was compared is not what it says it is")]
            if !judgment.violations.isEmpty { lines.append(differences.indented(by: 2)) }
        case .failed: lines = [StyledLine("FAILED", .bad)]
        case .drift:
            lines = [differences.spans.reduce(StyledLine("DRIFT", .bad).adding("  ")) { $0.adding($1.text, $1.role) }]
        case .inconclusive:
            let words = "no drift was seen, but not everything could be looked at"
            lines = [StyledLine("INCONCLUSIVE", .warning).adding("  " + words)]
        case .same:
            let words =
                accepted > 0
                ? Words.count(accepted, "difference") + ", all accepted by rules" : "nothing in scope differs"
            lines = [StyledLine("NO DRIFT", .good).adding("  " + words)]
        }
        lines.insert(StyledLine(exit, .faint), at: 1)
        return lines
    }

    /// `8 differences in 6 objects: 3 critical, 2 high`.
    private func differences() -> StyledLine {
        let objects = Words.count(judgment.violations.count, "object")
        let line = StyledLine("\(Words.count(judgment.violationCount, "difference")) in \(objects): ")
        let present = Severity.allCases.filter { judgment.count(of: $0) > 0 }
        return present.enumerated().reduce(line) { line, item in
            line.adding(item.offset > 0 ? ", " : "").adding(
                "\(Words.grouped(judgment.count(of: item.element))) \(item.element.rawValue)", .severity(item.element))
        }
    }

    // MARK: What could not be seen?

    private func holes() -> [StyledLine] {
        var lines: [StyledLine] = []
        let breaches = judgment.breaches.map { StyledLine("\($0.subject): \($0.words)", indent: 2) }
        lines += list("EVIDENCE", "does not hold", breaches, .bad)
        let gaps = judgment.gaps.map { hole in
            StyledLine("\(side(hole.side)): \(Words.gap(hole.gap))", indent: 2)
        }
        lines += list("NOT READ", "\(Words.count(gaps.count, "type")) in scope", gaps, .warning)
        let unknown = judgment.unknown.map { change in
            let absent = if case .added = change.kind { Side.before } else { Side.after }
            return ChangeLines.object(change.identity, "?", .warning).adding(
                "  not readable in \(side(absent))", .faint)
        }
        lines += list(
            "NOT KNOWN", "\(Words.count(unknown.count, "object")) of a type that one side could not read", unknown,
            .warning)
        let incomparable = judgment.incomparable.map { change in
            ChangeLines.object(change.identity, "?", .warning).adding(
                "  " + change.fields.map(\.path.description).joined(separator: ", "), .faint)
        }
        lines += list(
            "NOT COMPARABLE", "\(Words.count(incomparable.count, "object")) redacted under different keys",
            incomparable, .warning)
        lines += list("NOT CHECKED", "", judgment.skipped.map { StyledLine($0, indent: 2) }, .warning)
        return lines
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

    // MARK: Of what?

    private func sources() -> [StyledLine] {
        var lines = report.before.kind == .nothing ? [] : source(isCheck ? "baseline" : "before", report.before)
        lines += source(isCheck ? "state" : "after", report.after)
        if let authority = report.authority {
            lines += flow(
                "rules",
                [
                    authority.name + (authority.version.map { " version \($0)" } ?? ""), authority.file,
                    Words.count(authority.ruleCount, "rule"), authority.digest.map { "sha256 \($0.prefix(12))…" },
                ])
        }
        if let madeAt = report.madeAt { lines += flow("report", [madeAt, report.tool]) }
        return lines
    }

    private func source(_ label: String, _ source: ReportSource) -> [StyledLine] {
        let objects = Words.count(source.objectCount, "object") + (source.isComplete ? "" : ", incomplete")
        return flow(
            label,
            [
                source.argument, source.cluster.map { "cluster \($0.name)" + ($0.version.map { " \($0)" } ?? "") },
                source.cluster?.uid.map { "uid \($0)" }, source.startedAt.map { "captured \($0)" },
                source.user.map { "by \($0)" }, objects,
                source.namespaces.isEmpty ? nil : "only namespaces " + source.namespaces.joined(separator: ", "),
                source.leftOut.isEmpty ? nil : "without " + source.leftOut.joined(separator: ", "),
                source.hasEphemeralKey ? "secrets redacted under a key that is gone" : nil,
                source.cluster.flatMap { cluster in
                    if cluster.isVerified { return nil }
                    return cluster.isEncrypted ? "server certificate not verified" : "connection not encrypted"
                },
            ])
    }

    /// Facts behind a label, as many on a line as fit.
    private func flow(_ label: String, _ facts: [String?]) -> [StyledLine] {
        let column = 10
        var lines: [StyledLine] = []
        var line = StyledLine(label + String(repeating: " ", count: max(1, column - label.count)), .faint)
        var isEmpty = true
        for fact in facts.compactMap({ $0 }) {
            let next = isEmpty ? line.adding(fact) : line.adding(" · ", .faint).adding(fact)
            if next.width <= options.width || isEmpty {
                line = next
            } else {
                lines.append(line)
                line = StyledLine(fact, indent: column)
            }
            isEmpty = false
        }
        return lines + [line]
    }

    private func side(_ side: Side) -> String {
        switch side {
        case .before: isCheck ? "baseline" : "before"
        case .after: isCheck ? "state" : "after"
        }
    }

    // MARK: What else?

    private func findings() -> [StyledLine] {
        let lines = judgment.findings.map { finding in
            switch finding {
            case .expiredRule(let rule, let date, let count):
                StyledLine(
                    "rule \(rule) expired on \(date): \(Words.count(count, "difference")) judged without it", indent: 2)
            case .staleRule(let rule): StyledLine("rule \(rule) selects no object of either state", indent: 2)
            }
        }
        return list("BASELINE", "\(Words.count(lines.count, "finding")) about its rules", lines, .warning)
    }

    private func signals() -> [StyledLine] {
        let lines = judgment.signals.map {
            ChangeLines.object($0.identity, "·", .faint).adding("  \(Words.signal($0.kind))", .faint).adding(
                "  \($0.detail)", .faint)
        }
        return list(
            "SIGNALS", "\(Words.count(lines.count, "trace")) of a hand; not drift", lines, .heading,
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
            let until = rule.expires.map { "until \($0)" }
            let answer = [rule.owner, rule.ticket, until].compactMap { $0 }.joined(separator: ", ")
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
        var line = ChangeLines.object(sample.identity, "·", .faint)
        line.indent = 4
        guard let field = sample.field else { return [line.adding("  \(sample.event ?? "")", .faint)] }
        line = line.adding("  \(field.path)", .faint)
        switch (field.before.flatMap(FieldLines.inline), field.after.flatMap(FieldLines.inline)) {
        case (let before?, let after?): line = line.adding("  \(before) → \(after)", .faint)
        case (nil, let after?) where field.before == nil: line = line.adding("  + \(after)", .faint)
        case (let before?, nil) where field.after == nil: line = line.adding("  - \(before)", .faint)
        default: break
        }
        return [line]
    }

    private func rest() -> [StyledLine] {
        let counts = report.counts
        var lines = flow(
            "also",
            [
                Words.count(counts.equal, "object") + " equal",
                counts.normalized > 0 ? "\(Words.grouped(counts.normalized)) equal after normalization" : nil,
                counts.derived > 0
                    ? "\(Words.grouped(counts.derived)) made by controllers, judged with their owners" : nil,
                counts.bookkeeping > 0 ? "\(Words.grouped(counts.bookkeeping)) of the cluster's own bookkeeping" : nil,
                judgment.orderOnly.isEmpty ? nil : "\(Words.grouped(judgment.orderOnly.count)) in another order only",
            ])
        if !report.suppressed.isEmpty {
            lines += flow("set aside", report.suppressed.map { "\($0.rule) ×\(Words.grouped($0.count))" })
        }
        if !judgment.outOfScope.isEmpty {
            let kinds = judgment.outOfScope.sorted { $0.key < $1.key }.map { "\($0.key) ×\(Words.grouped($0.value))" }
            lines += flow("outside", ["different and out of the baseline's scope"] + kinds)
        }
        for hole in judgment.gapsOutOfScope {
            lines += flow("outside", ["\(side(hole.side)): \(Words.gap(hole.gap)); out of scope"])
        }
        return lines
    }

    private func limits() -> [StyledLine] {
        list("LIMITS", "", report.limits.map { StyledLine($0, .faint, indent: 2) }, .faint)
    }
}
