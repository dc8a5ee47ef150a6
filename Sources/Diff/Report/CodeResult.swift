import Snapshot

/// One thing that a report says about a file of the golden baseline, as tools that look at code show it: what ``SARIFReport``
/// and ``CodeQualityReport`` are made of.
struct CodeResult {
    let rule: SARIFRule
    let text: String
    /// The baseline's file of an object; for two states the object itself, which code scanning shows as a path.
    let path: String
    /// From 1.
    let line: Int
    /// The object, when it is about one.
    var identity: Identity?
    /// The same for the same difference in every report.
    let fingerprint: String

    /// All of them, the weightiest first, so that what a platform's limit cuts off weighs least.
    static func all(_ report: Report) -> [CodeResult] {
        let results =
            differences(report) + report.judgment.unmet.map { unmet($0, report) }
            + report.judgment.findings.map { finding($0, report) }
        return results.weightiestFirst { $0.rule.weight }
    }

    private static func differences(_ report: Report) -> [CodeResult] {
        let prose = Prose(report)
        var results: [CodeResult] = []
        for violation in report.judgment.allViolations {
            let authors = prose.authors(of: violation.identity)
            let event = prose.event(violation.violated)
            if let (weight, ruling) = Prose.whole(violation.violated) {
                let note = Prose.note(weight, ruling)
                results.append(
                    difference(
                        violation, weight, at: nil,
                        text: "\(violation.identity) \(event)" + (note.isEmpty ? "" : ": \(note)"), authors, report))
            }
            for field in violation.fields {
                let note = Prose.note(field.weight, field.ruling)
                results.append(
                    difference(
                        violation, field.weight, at: field.change.path,
                        text: "\(violation.identity) \(sentences(field.change))"
                            + (note.isEmpty ? "" : " (\(note))"), authors, report))
            }
        }
        return results
    }

    private static func difference(
        _ violation: Judgment.Violation, _ weight: Judgment.Weight, at path: FieldPath?, text: String,
        _ authors: [String],
        _ report: Report
    ) -> CodeResult {
        let rule = SARIFRule.of(violation.violated, weight)
        let file = report.files[violation.identity]
        return CodeResult(
            rule: rule, text: ([text] + authors).joined(separator: "; "),
            path: file?.path ?? report.file(of: violation.identity), line: path.flatMap { file?.line(of: $0) } ?? 1,
            identity: violation.identity,
            fingerprint: fingerprint([violation.identity.description, rule.event, path?.description ?? ""]))
    }

    /// `spec.replicas: 2 → 4`
    static func sentences(_ change: FieldChange) -> String {
        ShownField.all(of: change).map { part in
            guard case .values(let change) = part.content else { return "\(part.place): \(part.words ?? "")" }
            return "\(part.place): \(values(change))"
        }.joined(separator: "; ")
    }

    private static func values(_ change: FieldChange) -> String {
        func words(_ value: Value?) -> String {
            value.map { TextWidth.clipped(FieldLines.inline($0) ?? CanonicalJSON.text($0), to: 400) } ?? "absent"
        }
        return "\(words(change.before)) → \(words(change.after))"
    }

    private static func unmet(_ result: RequirementResult, _ report: Report) -> CodeResult {
        let requirement = result.requirement
        let text = ["requirement \(requirement.name) is not met"] + Prose.faults(result, limit: 10)
        return CodeResult(
            rule: .required(requirement.severity), text: text.joined(separator: "; "),
            path: report.authority?.file ?? Baseline.fileName, line: max(1, requirement.position.line),
            fingerprint: fingerprint(["required", requirement.name]))
    }

    private static func finding(_ finding: Judgment.Finding, _ report: Report) -> CodeResult {
        let name: String
        let rule: SARIFRule
        switch finding {
        case .expiredRule(let expired, _, _): (name, rule) = (expired, .expired)
        case .staleRule(let stale): (name, rule) = (stale, .stale)
        case .expiredRequirement(let requirement, _): (name, rule) = (requirement, .expired)
        case .accepts(let words): (name, rule) = (words, .accepts)
        case .acceptedMuch(let wide, _): (name, rule) = (wide, .accepts)
        case .variedParameter(let parameter, _, _): (name, rule) = (parameter, .varied)
        }
        let line = report.judgment.effects.first { ByteOrder.same($0.rule.name, name) }?.rule.position.line ?? 1
        return CodeResult(
            rule: rule, text: Prose.finding(finding), path: report.authority?.file ?? Baseline.fileName,
            line: max(1, line), fingerprint: fingerprint([rule.id, name]))
    }

    /// The same for the same parts.
    static func fingerprint(_ parts: [String]) -> String {
        Digest(of: Array(parts.joined(separator: "\u{0}").utf8)).hex
    }
}
