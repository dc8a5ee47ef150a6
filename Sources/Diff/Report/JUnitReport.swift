import Snapshot

/// A report as test results, for the test tab of a pipeline: one case an object that differs, a rule, and a thing that
/// could not be seen.
///
/// Source: the format that Jenkins, GitLab and Azure DevOps read (`testsuites`, `testsuite`, `testcase`, `failure`, `error`,
/// `skipped`). The text report stands in `system-out`. GitLab refuses files from 30 MB on, texts from 10 MB on and more than
/// 250,000 nodes: what weighs least is counted instead of listed.
package enum JUnitReport {
    /// Objects that are a case each.
    private static let caseLimit = 10_000
    /// Lines of one case.
    private static let lineLimit = 200
    /// UTF-8 bytes of all cases of objects, and of the text report.
    private static let (caseBytes, outputBytes) = (12 << 20, 4 << 20)

    private struct Case {
        let className: String
        let name: String
        var outcome: Outcome = .passed
    }

    private enum Outcome {
        case passed
        case failed(type: String, message: String, lines: [String])
        case error(type: String, message: String)
        case skipped(String)
    }

    /// The document.
    package static func render(_ report: Report) -> String {
        let suites = [
            ("differences", differences(report)), ("zero-kubectl", hands(report)),
            ("requirements", requirements(report)),
            ("rules", rules(report)),
            ("completeness", completeness(report)),
        ].filter { !$0.1.isEmpty }
        let all = suites.flatMap(\.1)
        let time = report.madeAt.flatMap(timestamp)
        let parts: [Markup] = suites.map { name, cases in
            let rows = cases.map(markup)
            return """
                  <testsuite name="\(name)" \(counts(cases))\(time)>
                \(rows)\(name == "differences" ? output(report) : Markup())  </testsuite>

                """
        }
        let document: Markup = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="\(report.tool) \(report.command.rawValue)" \(counts(all))>
            \(parts)</testsuites>

            """
        return document.text
    }

    private static func timestamp(_ madeAt: String) -> Markup? {
        // The schema's time has neither zone nor fraction; it is UTC.
        let plain = madeAt.prefix { $0 != "Z" && $0 != "+" && $0 != "." }
        return " timestamp=\"\(String(plain))\""
    }

    private static func counts(_ cases: [Case]) -> Markup {
        var failures = 0
        var errors = 0
        var skipped = 0
        for item in cases {
            switch item.outcome {
            case .passed: break
            case .failed: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        return
            "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"0\""
    }

    private static func markup(_ item: Case) -> Markup {
        let head: Markup = "    <testcase classname=\"\(item.className)\" name=\"\(item.name)\" time=\"0\""
        switch item.outcome {
        case .passed: return "\(head)/>\n"
        case .skipped(let why): return "\(head)><skipped message=\"\(why)\"/></testcase>\n"
        case .error(let type, let message):
            return "\(head)><error type=\"\(type)\" message=\"\(message)\">\(message)</error></testcase>\n"
        case .failed(let type, let message, let lines):
            let rows: [Markup] = lines.map { "\($0)\n" }
            return "\(head)><failure type=\"\(type)\" message=\"\(message)\">\(rows)</failure></testcase>\n"
        }
    }

    private static func output(_ report: Report) -> Markup {
        let lines = TextReport.lines(report, options: .init(width: 120, lineLimit: 1_000)).map {
            $0.text(inColor: false)
        }
        var room = outputBytes
        let shown = lines.prefix { line in
            room -= line.utf8.count + 1
            return room >= 0
        }
        var rows: [Markup] = shown.map { "\($0)\n" }
        if shown.count < lines.count {
            rows.append("\(Words.count(lines.count - shown.count, "more line")); the JSON report has all\n")
        }
        return "    <system-out>\(rows)</system-out>\n"
    }

    // MARK: Suites

    private static func differences(_ report: Report) -> [Case] {
        let prose = Prose(report)
        guard !report.judgment.allViolations.isEmpty else {
            return [
                Case(className: report.command.rawValue, name: "no difference in scope that a rule does not accept")
            ]
        }
        let changes = ChangeLines(report: report, options: .init(width: 120, lineLimit: 1_000))
        let violations = report.judgment.allViolations.weightiestFirst { $0.severity }
        var room = caseBytes
        var cases: [Case] = []
        for violation in violations.prefix(caseLimit) where room > 0 {
            let identity = violation.identity
            let message: String
            if let (weight, ruling) = Prose.whole(violation.violated) {
                message = [prose.event(violation.violated), Prose.note(weight, ruling)].filter { !$0.isEmpty }
                    .joined(separator: ": ")
            } else {
                message = violation.fields.map(\.change.path.description).joined(separator: ", ")
            }
            let lines = changes.lines(of: violation).map { $0.text(inColor: false) }
            let hidden = lines.count - lineLimit
            let shown = lines.prefix(lineLimit) + (hidden > 0 ? ["\(Words.count(hidden, "more line"))"] : [])
            room -= shown.reduce(message.utf8.count + 200) { $0 + $1.utf8.count }
            cases.append(
                Case(
                    className: identity.groupKind.description,
                    name: identity.namespace.map { "\($0)/\(identity.name)" } ?? identity.name,
                    outcome: .failed(
                        type: violation.severity.rawValue, message: TextWidth.clipped(message, to: 1_000),
                        lines: Array(shown))))
        }
        let hidden = violations.count - cases.count
        if hidden > 0 {
            let words = "\(Words.count(hidden, "more object")) and none more severe; the JSON report has all"
            cases.append(
                Case(
                    className: report.command.rawValue, name: words,
                    outcome: .failed(type: "left-out", message: words, lines: [])))
        }
        return cases
    }

    private static func hands(_ report: Report) -> [Case] {
        guard let verdict = report.judgment.verdict else { return [] }
        return verdict.legs.map { leg in
            let hands = leg.findings.filter { $0.weight == .hand }
            let outcome: Outcome
            if !hands.isEmpty {
                outcome = .failed(
                    type: "hand", message: Words.count(hands.count, "finding"),
                    lines: hands.map {
                        [$0.identity?.description, $0.words, $0.author?.words].compactMap { $0 }.joined(separator: "  ")
                    })
            } else if leg.basis == nil {
                outcome = .error(type: "missing", message: "this source of evidence is missing")
            } else {
                outcome = .passed
            }
            return Case(
                className: "zero-kubectl", name: "\(leg.leg.rawValue): \(leg.basis ?? "missing")", outcome: outcome)
        }
    }

    private static func rules(_ report: Report) -> [Case] {
        let stale = Set(
            report.judgment.findings.compactMap { if case .staleRule(let name) = $0 { name } else { nil } })
        let noted = report.judgment.findings.compactMap { finding -> Case? in
            let outcome = Outcome.skipped(Prose.finding(finding))
            switch finding {
            case .variedParameter(let name, _, _):
                return Case(className: "parameters", name: name, outcome: outcome)
            case .accepts: return Case(className: "baseline", name: "what it accepts", outcome: outcome)
            case .acceptedMuch(let rule, _):
                return Case(className: "baseline", name: "what rule \(rule) accepts", outcome: outcome)
            case .expiredRule, .staleRule, .expiredRequirement: return nil
            }
        }
        return noted
            + report.judgment.effects.map { effect in
                let rule = effect.rule
                let outcome: Outcome
                if effect.isExpired, let last = rule.expires {
                    let words = Prose.finding(.expiredRule(rule.name, on: last, differences: effect.violated))
                    outcome = .failed(type: "expired", message: words, lines: [rule.reason])
                } else if effect.violated > 0 {
                    outcome = .failed(
                        type: rule.action.word,
                        message: "\(Words.count(effect.violated, "difference")) that it does not let pass",
                        lines: [rule.reason])
                } else if stale.contains(rule.name) {
                    outcome = .skipped(Prose.finding(.staleRule(rule.name)))
                } else {
                    outcome = .passed
                }
                return Case(className: "rules", name: "\(rule.name): \(rule.reason)", outcome: outcome)
            }
    }

    private static func requirements(_ report: Report) -> [Case] {
        report.judgment.requirements.map { result in
            let requirement = result.requirement
            let outcome: Outcome =
                switch result.outcome {
                case .met: .passed
                case .unmet(let faults):
                    .failed(
                        type: requirement.severity.rawValue, message: faults.first?.text ?? "",
                        lines: [requirement.reason].compactMap { $0 } + Prose.faults(result))
                case .inconclusive(let faults): .error(type: "inconclusive", message: faults.first?.text ?? "")
                }
            return Case(className: "requirements", name: requirement.name, outcome: outcome)
        }
    }

    private static func completeness(_ report: Report) -> [Case] {
        let blindness = Prose(report).blindness
        let ignored =
            report.judgment.ignoresSecretValues
            ? [Case(className: "completeness", name: "SECRET VALUES NOT COMPARED, as --ignore-secret-values asks")] : []
        guard !blindness.isEmpty else {
            return ignored.isEmpty
                ? [Case(className: "completeness", name: "everything in scope was read and compared")] : ignored
        }
        return ignored
            + blindness.flatMap { block in
                block.rows.map { row in
                    Case(
                        className: "completeness", name: row,
                        outcome: .error(
                            type: block.title.lowercased(),
                            message: block.words.isEmpty ? block.title.lowercased() : block.words))
                }
            }
    }
}
