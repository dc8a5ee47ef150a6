import Diff
import Snapshot
import Testing

/// What one format says, all of them say.
@Suite struct SameFactsTests {
    /// Formats that hold the whole report; annotations hold the verdict and the top findings.
    private static let whole: [ReportFormat] = [.text, .json, .yaml, .markdown, .html, .junit, .sarif]

    @Test(arguments: SampleReports.names.filter { $0 != "hostile" }, whole)
    func everyFactStandsInEveryFormat(_ name: String, _ format: ReportFormat) throws {
        let report = try SampleReports.report(name)
        let text = Self.plain(format, format.render(report, options: .init(width: 200, lineLimit: 1_000)))
        for fact in Self.facts(of: report) { #expect(text.contains(fact), "\(fact) is not in \(format)") }
    }

    @Test(arguments: SampleReports.names, ReportFormat.allCases)
    func everyFormatSaysTheVerdict(_ name: String, _ format: ReportFormat) throws {
        let report = try SampleReports.report(name)
        // GitLab takes an empty list for a clean run.
        if format == .codequality, report.judgment.status == .same { return }
        let verdict = try #require(JSONReport.value(report)["headline"]?.string)
        #expect(Self.plain(format, format.render(report)).contains(verdict))
    }

    /// The facts as words that no format changes.
    private static func facts(of report: Report) -> [String] {
        let judgment = report.judgment
        var facts = report.statuses.map { "\($0.rawValue)" } + report.limits + judgment.skipped
        facts += [report.tool, report.madeAt ?? "", report.before.argument, report.after.argument]
        facts += [report.after.cluster?.uid, report.after.user, report.after.startedAt].compactMap { $0 }
        for violation in judgment.violations {
            facts += [violation.severity.rawValue, violation.identity.kind, violation.identity.name]
            facts += violation.fields.map(\.change.path.description)
            facts += violation.fields.compactMap(\.weight.meaning)
        }
        for effect in judgment.effects where effect.accepted > 0 {
            facts += [effect.rule.name, effect.rule.reason, effect.rule.owner ?? "", effect.rule.ticket ?? ""]
        }
        for finding in judgment.findings {
            switch finding {
            case .expiredRule(let rule, let date, _): facts += [rule, date.description]
            case .staleRule(let rule): facts.append(rule)
            case .expiredRequirement(let name, let date): facts += [name, date.description]
            case .accepts(let words): facts.append(words)
            case .acceptedMuch(let rule, let words): facts += [rule, words]
            case .variedParameter(let name, let taken, let others): facts += [name, taken] + others
            }
        }
        for result in judgment.unmet { facts += [result.requirement.name] + result.faults.map(\.words) }
        for result in judgment.requirements where result.isInconclusive { facts += result.faults.map(\.words) }
        facts += judgment.signals.flatMap { [$0.identity.name, $0.detail] }
        facts += (judgment.gaps + judgment.gapsOutOfScope).map { $0.gap.resource ?? $0.gap.group }
        facts += (judgment.unknown + judgment.incomparable).map(\.identity.name)
        for attribution in judgment.attributions.values {
            facts += attribution.authors.compactMap { $0.user ?? $0.manager } + attribution.noTrace
        }
        if let verdict = judgment.verdict {
            facts += [verdict.statement] + verdict.obstacles
            facts += verdict.legs.flatMap { [$0.leg.rawValue, $0.basis ?? ""] + $0.blindSpots }
            facts += verdict.findings(.hand).map(\.words)
        }
        facts += judgment.breaches.flatMap { [$0.subject, $0.words] }
        facts += judgment.outOfScope.keys.map(\.kind)
        facts += report.suppressed.map(\.rule)
        facts += report.suppressedObjects.flatMap { object in
            [object.identity.name] + object.suppressions.flatMap { [$0.path.description, $0.rule] }
        }
        for source in [report.before, report.after] {
            facts += source.verification.map { $0.vouchers.map(\.name) + $0.timestamps } ?? []
        }
        return facts.filter { !$0.isEmpty }
    }

    /// A format's words without its escapes.
    static func plain(_ format: ReportFormat, _ text: String) -> String {
        switch format {
        case .html, .junit, .markdown:
            var plain = text.replacing("<!-- -->", with: "")
            plain.replace(#/&#(\d+);/#) { match in
                UInt32(match.1).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
            }
            for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
                plain.replace(entity, with: character)
            }
            return format == .markdown ? plain.replacing("\\|", with: "|") : plain
        case .json, .sarif, .codequality, .yaml:
            let value =
                format == .yaml
                ? (try? YAMLReader.documents(Array(text.utf8)).first?.value) : try? JSONReader.value(Array(text.utf8))
            return value.map { texts($0).joined(separator: "\n") } ?? ""
        case .text, .github, .azure: return text
        }
    }

    private static func texts(_ value: Value) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let object): object.members.flatMap { [$0.key] + texts($0.value) }
        default: [CanonicalJSON.text(value)]
        }
    }
}
