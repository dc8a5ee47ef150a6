package import Snapshot

/// A report about many states for programs. The shape is described in docs/report-format.md and docs/fleet.schema.json.
package enum FleetJSON {
    /// The name and version of the shape.
    package static let format = "snapctl.dev/fleet/v1"

    /// The report as a value. States are numbers: positions in `states`.
    package static func value(_ report: FleetReport) -> Value {
        let comparison = report.comparison
        let deviations = comparison.deviations
        var object = Object([
            "format": .string(format), "tool": .string(report.tool), "headline": .string(FleetProse(report).verdict),
            "invocation": .array(report.invocation.map(Value.string)),
            "exit": JSONReport.exit(report.statuses),
            "summary": [
                "states": number(comparison.memberCount), "objects": number(comparison.objectCount),
                "differingObjects": number(comparison.differingCount),
                "differences": number(comparison.findings.count), "derived": number(comparison.derivedCount),
                "bookkeeping": number(comparison.bookkeepingCount),
            ],
            "states": .array(
                report.members.enumerated().map { place, member in
                    var source = member.source
                    // What each of 300 captures counted by type is in the captures.
                    source.manifest = nil
                    var state = Object([
                        "source": JSONReport.source(source), "deviations": number(deviations[place]),
                        "gaps": .array(member.gaps.map(Value.string)),
                    ])
                    state["stage"] = member.stage.map(Value.string)
                    return .object(state)
                }),
            "differences": .array(comparison.findings.map { finding($0, comparison) }),
            "incomparable": .array(comparison.incomparable.map { finding($0, comparison) }),
            "patterns": .array(
                comparison.patterns.map { pattern in
                    [
                        "name": .string(pattern.name), "values": .array(pattern.values.texts.map(Value.string)),
                        "fields": number(pattern.fieldCount), "objects": number(pattern.objectCount),
                        "sites": .array(
                            pattern.sites.map {
                                ["object": JSONReport.identity($0.identity), "path": .string($0.path.description)]
                            }),
                    ]
                }), "contradictions": .array(comparison.contradictions.map(Value.string)),
            "mappings": .array(
                report.mappings.map {
                    [
                        "from": .string($0.from), "to": .string($0.to), "places": number($0.places),
                        "objects": number($0.objects), "states": number($0.states),
                    ]
                }),
            "limits": .array(report.limits.map(Value.string)),
        ])
        object["madeAt"] = report.madeAt.map(Value.string)
        object["baseline"] = report.authority.map(JSONReport.authority)
        return .object(object)
    }

    private static func finding(_ finding: FleetComparison.Finding, _ comparison: FleetComparison) -> Value {
        var object = Object([
            "object": JSONReport.identity(finding.identity), "severity": .string(finding.weight.severity.rawValue),
            "hasReference": .bool(finding.hasReference), "followsPattern": .bool(comparison.isExplained(finding)),
            "unknown": .array(finding.unknown.map(number)),
            "groups": .array(
                finding.groups.map { group in
                    var part = Object(["states": .array(group.members.map(number))])
                    switch group.said {
                    case .value(let value): (part["says"], part["value"]) = ("value", value)
                    case .nothing: part["says"] = "absent"
                    case .present: part["says"] = "present"
                    case .missing: part["says"] = "missing"
                    }
                    return .object(part)
                }),
        ])
        object["path"] = finding.path.map { .string($0.description) }
        object["meaning"] = finding.weight.meaning.map(Value.string)
        return .object(object)
    }

    private static func number(_ count: Int) -> Value { .number(Number(count)) }
}
