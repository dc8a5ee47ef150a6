package import Snapshot

/// A report as static analysis results, for code scanning: one result a difference, at the file of the golden baseline
/// that says otherwise.
///
/// Source: OASIS SARIF 2.1.0; GitHub, "SARIF support for code scanning" (`security-severity`, at most 25,000 results).
package enum SARIFReport {
    /// What GitHub takes of one run.
    private static let resultLimit = 25_000

    /// The log as a value.
    package static func value(_ report: Report) -> Value {
        let results = self.results(report)
        let hidden = results.count - resultLimit
        var notes = Prose(report).blindness.flatMap { block in
            block.rows.map { row -> Value in
                [
                    "level": .string(block.isBreach ? "error" : "warning"),
                    "descriptor": [
                        "id": .string(block.title.lowercased().split(separator: " ").joined(separator: "-"))
                    ],
                    "message": ["text": .string(row)],
                ]
            }
        }
        if hidden > 0 {
            notes.append([
                "level": "warning", "descriptor": ["id": "results-left-out"],
                "message": ["text": .string("\(Words.count(hidden, "result")) beyond \(resultLimit) left out")],
            ])
        }
        let invocation: Value = [
            // The tool ran to its end; what it could not see is in the notifications.
            "executionSuccessful": .bool(report.judgment.breaches.isEmpty),
            "exitCode": .number(Number(report.judgment.status.rawValue)),
            "exitCodeDescription": .string(Prose(report).exit), "toolExecutionNotifications": .array(notes),
        ]
        let version = report.tool.split(separator: " ").last.map(String.init) ?? ""
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "snapctl", "semanticVersion": .string(version),
                            "rules": .array(SARIFRule.all.map(\.value)),
                            "notifications": .array(
                                SARIFRule.notifications.map {
                                    ["id": .string($0.0), "shortDescription": ["text": .string($0.1)]]
                                }),
                        ]
                    ],
                    "invocations": [invocation], "columnKind": "unicodeCodePoints",
                    "automationDetails": ["id": .string("snapctl/\(report.command.rawValue)/")],
                    "results": .array(Array(results.prefix(resultLimit))),
                    "properties": ["report": JSONReport.value(report, withoutDifferences: true)],
                ]
            ],
        ]
    }

    private static func results(_ report: Report) -> [Value] {
        let prose = Prose(report)
        var results: [Value] = []
        for violation in report.judgment.allViolations {
            let place = location(violation.identity, report)
            let authors = prose.authors(of: violation.identity)
            if let (weight, ruling) = Prose.whole(violation.violated) {
                let note = Prose.note(weight, ruling)
                let event = prose.event(violation.violated)
                results.append(
                    result(
                        violation, event: event, weight: weight, place: place, key: "",
                        text: "\(violation.identity) \(event)" + (note.isEmpty ? "" : ": \(note)"), authors: authors))
            }
            for field in violation.fields {
                let note = Prose.note(field.weight, field.ruling)
                results.append(
                    result(
                        violation, event: prose.event(violation.violated), weight: field.weight, place: place,
                        key: field.change.path.description,
                        text: "\(violation.identity) \(sentences(field.change))"
                            + (note.isEmpty ? "" : " (\(note))"), authors: authors))
            }
        }
        results += report.judgment.unmet.map { unmet($0, report) }
        return results + report.judgment.findings.map { finding(of: $0, report) }
    }

    private static func result(
        _ violation: Judgment.Violation, event: String, weight: Judgment.Weight, place: Value, key: String,
        text: String, authors: [String]
    ) -> Value {
        let rule = SARIFRule.of(violation.violated, weight.severity)
        let fingerprint = Digest(
            of: Array([violation.identity.description, rule.event, key].joined(separator: "\u{0}").utf8))
        return [
            "ruleId": .string(rule.id),
            "ruleIndex": .number(Number(SARIFRule.all.firstIndex { $0.id == rule.id } ?? 0)),
            "level": .string(rule.level),
            "message": ["text": .string(([text] + authors).joined(separator: "; "))], "locations": [place],
            "partialFingerprints": ["snapctlDifference/v1": .string(fingerprint.hex)],
        ]
    }

    private static func sentences(_ change: FieldChange) -> String {
        ShownField.all(of: change).map { part in
            guard case .values(let change) = part.content else { return "\(part.place): \(part.words ?? "")" }
            return "\(part.place): \(values(change))"
        }.joined(separator: "; ")
    }

    private static func unmet(_ result: RequirementResult, _ report: Report) -> Value {
        let requirement = result.requirement
        let rule = SARIFRule.required(requirement.severity)
        let text = ["requirement \(requirement.name) is not met"] + Prose.faults(result, limit: 10)
        return [
            "ruleId": .string(rule.id),
            "ruleIndex": .number(Number(SARIFRule.all.firstIndex { $0.id == rule.id } ?? 0)),
            "level": .string(rule.level), "message": ["text": .string(text.joined(separator: "; "))],
            "locations": [
                place(report.authority?.file ?? Baseline.fileName, line: requirement.position.line, name: nil)
            ],
            "partialFingerprints": [
                "snapctlDifference/v1": .string(Digest(of: Array("required\u{0}\(requirement.name)".utf8)).hex)
            ],
        ]
    }

    private static func values(_ change: FieldChange) -> String {
        func words(_ value: Value?) -> String {
            value.map { TextWidth.clipped(FieldLines.inline($0) ?? CanonicalJSON.text($0), to: 400) } ?? "absent"
        }
        return "\(words(change.before)) → \(words(change.after))"
    }

    /// The baseline's file of an object; for two states the object itself, which code scanning shows as a path.
    private static func location(_ identity: Identity, _ report: Report) -> Value {
        let folder = report.authority == nil ? "" : report.before.argument
        return place(join(folder, BaselineLayout.path(for: identity)), line: 1, name: identity)
    }

    private static func place(_ path: String, line: Int, name: Identity?) -> Value {
        var object = Object()
        object["physicalLocation"] = [
            "artifactLocation": ["uri": .string(URIReference.relative(path))],
            "region": ["startLine": .number(Number(max(1, line)))],
        ]
        if let name {
            object["logicalLocations"] = [["fullyQualifiedName": .string(name.description), "kind": "resource"]]
        }
        return .object(object)
    }

    private static func finding(of finding: Judgment.Finding, _ report: Report) -> Value {
        let name: String
        let rule: SARIFRule
        switch finding {
        case .expiredRule(let rule_, _, _): (name, rule) = (rule_, .expired)
        case .staleRule(let rule_): (name, rule) = (rule_, .stale)
        case .expiredRequirement(let requirement, _): (name, rule) = (requirement, .expired)
        case .accepts(let words): (name, rule) = (words, .accepts)
        case .variedParameter(let parameter, _, _): (name, rule) = (parameter, .varied)
        }
        let line = report.judgment.effects.first { ByteOrder.same($0.rule.name, name) }?.rule.position.line ?? 1
        return [
            "ruleId": .string(rule.id),
            "ruleIndex": .number(Number(SARIFRule.all.firstIndex { $0.id == rule.id } ?? 0)),
            "level": .string(rule.level), "message": ["text": .string(Prose.finding(finding))],
            "locations": [place(report.authority?.file ?? Baseline.fileName, line: line, name: nil)],
            "partialFingerprints": [
                "snapctlDifference/v1": .string(Digest(of: Array("\(rule.id)\u{0}\(name)".utf8)).hex)
            ],
        ]
    }

    private static func join(_ folder: String, _ path: String) -> String { folder.isEmpty ? path : "\(folder)/\(path)" }
}
