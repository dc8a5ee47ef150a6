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
        let results = CodeResult.all(report)
        let rules = SARIFRule.all(in: results)
        let places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($0.element.id, $0.offset) })
        let hidden = results.count - resultLimit
        var notes = Prose(report).blindness.flatMap { block in
            block.rows.map { row -> Value in
                [
                    "level": .string(block.isBreach ? "error" : "warning"),
                    "descriptor": ["id": .string(SARIFRule.notification(block.title))],
                    "message": ["text": .string(row)],
                ]
            }
        }
        if hidden > 0 {
            notes.append([
                "level": "warning", "descriptor": ["id": "results-left-out"],
                "message": [
                    "text": .string(
                        "\(Words.count(hidden, "more result")) and none more severe; the JSON report has all")
                ],
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
                            "rules": .array(rules.map(\.value)),
                            "notifications": .array(
                                SARIFRule.notifications.map {
                                    ["id": .string($0.0), "shortDescription": ["text": .string($0.1)]]
                                }),
                        ]
                    ],
                    "invocations": [invocation], "columnKind": "unicodeCodePoints",
                    "automationDetails": ["id": .string("snapctl/\(report.command.rawValue)/")],
                    "results": .array(
                        results.prefix(resultLimit).map { value($0, rule: places[$0.rule.id] ?? 0) }),
                    "properties": ["report": JSONReport.value(report, withoutDifferences: true)],
                ]
            ],
        ]
    }

    private static func value(_ result: CodeResult, rule: Int) -> Value {
        var place = Object()
        place["physicalLocation"] = [
            "artifactLocation": ["uri": .string(URIReference.relative(result.path))],
            "region": ["startLine": .number(Number(result.line))],
        ]
        if let name = result.identity {
            place["logicalLocations"] = [["fullyQualifiedName": .string(name.description), "kind": "resource"]]
        }
        return [
            "ruleId": .string(result.rule.id),
            "ruleIndex": .number(Number(rule)),
            "level": .string(result.rule.level), "message": ["text": .string(result.text)],
            "locations": [.object(place)],
            "partialFingerprints": ["snapctlDifference/v1": .string(result.fingerprint)],
        ]
    }
}
