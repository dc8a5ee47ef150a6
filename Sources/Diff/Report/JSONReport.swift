package import Snapshot

/// A report for programs. The shape is described in docs/report-format.md and changes only with ``format``.
package enum JSONReport {
    /// The name and version of the shape.
    package static let format = "snapctl.dev/report/v1"

    /// The report as a value. A member without a value is left out; lists are always there.
    ///
    /// - Parameter withoutDifferences: Leaves out the violations, for formats that have a form of their own for them.
    package static func value(_ report: Report, withoutDifferences: Bool = false) -> Value {
        let judgment = report.judgment
        return members([
            "format": .string(format), "command": .string(report.command.rawValue), "tool": .string(report.tool),
            "madeAt": text(report.madeAt), "invocation": list(report.invocation) { .string($0) },
            "headline": .string(Prose(report).verdict), "exit": exit(report.statuses), "before": source(report.before),
            "after": source(report.after), "baseline": report.authority.map(authority), "summary": summary(report),
            "breaches": list(judgment.breaches) { ["subject": .string($0.subject), "detail": .string($0.words)] },
            "gaps": list(judgment.gaps, hole), "gapsOutOfScope": list(judgment.gapsOutOfScope, hole),
            "unknown": list(judgment.unknown, change), "incomparable": list(judgment.incomparable, change),
            "redactionKeys": KeyMismatch(report).map { mismatch in
                [
                    "before": list(mismatch.keyIDs(.before)) { .string($0) },
                    "after": list(mismatch.keyIDs(.after)) { .string($0) },
                    "cure": list(mismatch.cure) { .string($0) },
                ]
            },
            "ignoredSecretValues": judgment.ignoresSecretValues ? list(judgment.ignoredSecretValues, change) : nil,
            "skipped": list(judgment.skipped) { .string($0) },
            "violations": withoutDifferences
                ? nil : list(judgment.violations) { violation($0, in: report) },
            "upgrade": judgment.upgrade.map { upgrade in
                [
                    "from": .string(upgrade.from), "to": .string(upgrade.to),
                    "severity": .string(upgrade.severity.rawValue), "differences": number(upgrade.differenceCount),
                    "rows": .object(Object(upgrade.rows.mapValues(number))),
                    "violations": list(upgrade.violations) { violation($0, in: report) },
                ]
            },
            "signals": list(judgment.signals) {
                ["object": identity($0.identity), "signal": .string($0.kind.rawValue), "detail": .string($0.detail)]
            },
            "requirements": list(judgment.requirements, requirement),
            "findings": list(judgment.findings, finding), "rules": list(judgment.effects, effect),
            "orderOnly": list(judgment.orderOnly, change),
            "outOfScope": list(judgment.outOfScope.sorted { $0.key < $1.key }) { type, count in
                ["group": .string(type.group), "kind": .string(type.kind), "objects": number(count)]
            },
            "suppressed": list(report.suppressed) { ["rule": .string($0.rule), "count": number($0.count)] },
            "suppressedObjects": list(report.suppressedObjects, suppressedObject),
            "controls": list(report.controls, control),
            "translation": TranslationFormats.json(report),
            "trustIndex": report.trustsIndex ? true : nil, "since": since(report),
            "limits": list(report.limits) { .string($0) }, "verdict": judgment.verdict.map(AuthorJSON.verdict),
        ])
    }

    // MARK: Parts

    /// - Parameter statuses: those that hold, the one to exit with first.
    static func exit(_ statuses: [ExitStatus]) -> Value {
        [
            "status": number((statuses.first ?? .same).rawValue),
            "holds": list(statuses) { ["status": number($0.rawValue), "meaning": .string($0.words)] },
        ]
    }

    private static func summary(_ report: Report) -> Value {
        let judgment = report.judgment
        return [
            "violatingObjects": number(judgment.violations.count), "differences": number(judgment.violationCount),
            "bySeverity": members(
                Dictionary(
                    uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, number(judgment.count(of: $0))) })),
            "accepted": number(judgment.effects.reduce(0) { $0 + $1.accepted }), "equal": number(report.counts.equal),
            "equalAfterNormalization": number(report.counts.normalized), "derived": number(report.counts.derived),
            "bookkeeping": number(report.counts.bookkeeping),
            "outOfScope": number(judgment.outOfScope.values.reduce(0, +)),
            "undeclared": number(report.counts.undeclared),
            "requirements": number(judgment.requirements.count), "unmet": number(judgment.unmet.count),
            "threshold": .string(judgment.threshold.rawValue),
        ]
    }

    static func source(_ source: ReportSource) -> Value {
        members([
            "argument": .string(source.argument), "kind": .string(source.kind.rawValue),
            "cluster": source.cluster.map { cluster in
                members([
                    "name": .string(cluster.name), "server": .string(cluster.server), "uid": text(cluster.uid),
                    "version": text(cluster.version), "authoritySHA256": text(cluster.authoritySHA256),
                    "isVerified": .bool(cluster.isVerified),
                ])
            },
            "user": text(source.user), "startedAt": text(source.startedAt), "finishedAt": text(source.finishedAt),
            "objects": number(source.objectCount), "isComplete": .bool(source.isComplete),
            "namespaces": list(source.namespaces) { .string($0) }, "leftOut": list(source.leftOut) { .string($0) },
            "redactionKeyID": text(source.redactionKeyID), "hasEphemeralKey": .bool(source.hasEphemeralKey),
            "digest": text(source.digest), "manifest": source.manifest.map(manifest),
            "signature": source.verification.map { .object($0.outcome) }
                ?? (source.isSnapshotFile ? ["result": "notChecked"] : nil),
        ])
    }

    /// What a snapshot says of itself beyond what every state has.
    private static func manifest(_ manifest: Manifest) -> Value {
        members([
            "tool": .string("\(manifest.tool.name) \(manifest.tool.version)"),
            "operator": .string(manifest.actor.osUser), "host": .string(manifest.actor.host),
            "impersonated": text(manifest.actor.impersonated), "groups": list(manifest.actor.groups) { .string($0) },
            "skewMilliseconds": manifest.times.skewMilliseconds.map(number),
            "contentRoot": .string(manifest.roots.content), "normalizedRoot": .string(manifest.roots.normalized),
            "rulesDigest": .string(manifest.normalizer.rulesDigest),
            "schemaDigest": .string(manifest.normalizer.schemaDigest),
            "population": list(manifest.coverage) { type in
                members([
                    "group": .string(type.group), "version": .string(type.version), "resource": .string(type.resource),
                    "kind": .string(type.kind), "state": .string(type.state.rawValue), "objects": number(type.count),
                    "pages": number(type.pages), "resourceVersion": text(type.resourceVersion),
                ])
            },
        ])
    }

    static func authority(_ authority: Report.Authority) -> Value {
        members([
            "name": .string(authority.name), "version": text(authority.version), "file": .string(authority.file),
            "sha256": text(authority.digest), "dirHash": text(authority.treeDigest),
            "rules": number(authority.ruleCount), "stage": text(authority.stage),
            "learned": list(authority.learned) { ["parameter": .string($0.name), "value": .string($0.value)] },
        ])
    }

    static func identity(_ identity: Identity) -> Value {
        members([
            "group": .string(identity.group), "kind": .string(identity.kind), "namespace": text(identity.namespace),
            "name": .string(identity.name),
        ])
    }

    private static func hole(_ hole: Completeness.Hole) -> Value {
        members([
            "side": .string(hole.side.rawValue), "group": .string(hole.gap.group), "version": text(hole.gap.version),
            "resource": text(hole.gap.resource), "kind": text(hole.kind), "reason": .string(hole.gap.reason.rawValue),
            "httpStatus": hole.gap.status.map(number), "message": .string(hole.gap.message),
        ])
    }

    private static func change(_ change: Change) -> Value {
        return [
            "object": identity(change.identity), "change": .string(change.word),
            "fields": list(change.fields) { .object(field($0)) },
        ]
    }

    /// - Parameter isInText: whether the path begins in a document that a text holds.
    private static func field(_ field: FieldChange, isInText: Bool = false) -> Object {
        var object = Object()
        object["path"] = .string(isInText ? ShownField.inText(field.path) : field.path.description)
        object["before"] = field.before
        object["after"] = field.after
        switch field.detail {
        case .moved(let moves)?:
            object["moves"] = list(moves) { move in
                [
                    "entry": .string(FieldPath([move.entry]).description), "from": number(move.from),
                    "to": number(move.to),
                ]
            }
        case .inside(let text)?:
            object["inside"] = [
                "layers": list(text.layers) { .string($0.rawValue) }, "sameMeaning": .bool(text.isSameMeaning),
                "otherComments": .bool(text.hasOtherComments),
                "changes": list(text.changes) { .object(Self.field($0, isInText: true)) },
            ]
        case nil: break
        }
        return object
    }

    private static func violation(_ violation: Judgment.Violation, in report: Report) -> Value {
        let attribution = report.judgment.attributions[violation.identity]
        var parts: [String: Value?] = [
            "object": identity(violation.identity), "severity": .string(violation.severity.rawValue),
            "fields": list(violation.fields) { part in
                var object = field(part.change)
                weigh(part.weight, part.ruling).forEach { object[$0] = $1 }
                if let attribution {
                    object["authors"] = .array(attribution.authors(of: part.change.path).map(AuthorJSON.author))
                }
                return .object(object)
            },
        ]
        if let attribution { parts.merge(AuthorJSON.attribution(attribution)) { _, new in new } }
        parts["content"] = violation.content
        parts["standing"] = report.earlier.map { .string($0.standing(of: violation).rawValue) }
        parts["remedy"] = remedy(report.remedy(for: violation))
        switch violation.violated {
        case .added(let weight, let ruling):
            parts["change"] = .string("added")
            parts.merge(weigh(weight, ruling)) { _, new in new }
        case .removed(let weight, let ruling):
            parts["change"] = .string("removed")
            parts.merge(weigh(weight, ruling)) { _, new in new }
        case .modified: parts["change"] = .string("modified")
        case .tampered(_, let owner):
            parts["change"] = .string("tampered")
            parts["owner"] = identity(owner)
        }
        return members(parts)
    }

    private static func since(_ report: Report) -> Value? {
        report.earlier.map { earlier in
            members([
                "report": .string(earlier.file), "madeAt": text(earlier.madeAt),
                "gone": list(earlier.gone(in: report.judgment)) { place in
                    members([
                        "object": identity(place.identity), "path": place.path.isEmpty ? nil : .string(place.path),
                    ])
                },
            ])
        }
    }

    private static func remedy(_ remedy: Remedy) -> Value {
        members([
            "source": .string(remedy.source), "patch": remedy.patch, "left": list(remedy.left) { .string($0) },
            "undo": list(remedy.undo) { step in
                switch step {
                case .command(let text): ["command": .string(text)]
                case .sentence(let text): ["sentence": .string(text)]
                }
            },
        ])
    }

    private static func weigh(_ weight: Judgment.Weight, _ ruling: Judgment.Ruling) -> [String: Value?] {
        [
            "severity": .string(weight.severity.rawValue), "meaning": text(weight.meaning),
            "ruling": ruled(ruling),
        ]
    }

    private static func ruled(_ ruling: Judgment.Ruling) -> Value {
        switch ruling {
        case .unruled: ["kind": "unruled"]
        case .forbidden(let rule): ["kind": "forbidden", "rule": .string(rule)]
        case .outsideAllowance(let rule, let allowed):
            ["kind": "outsideAllowance", "rule": .string(rule), "allowed": .string(allowed)]
        case .expired(let rule, let date):
            ["kind": "expired", "rule": .string(rule), "on": .string(date.description)]
        }
    }

    private static func finding(_ finding: Judgment.Finding) -> Value {
        switch finding {
        case .expiredRule(let rule, let date, let differences):
            [
                "kind": "expiredRule", "rule": .string(rule), "on": .string(date.description),
                "differences": number(differences),
            ]
        case .staleRule(let rule): ["kind": "staleRule", "rule": .string(rule)]
        case .expiredRequirement(let name, let date):
            ["kind": "expiredRequirement", "requirement": .string(name), "on": .string(date.description)]
        case .accepts(let words): ["kind": "accepts", "detail": .string(words)]
        case .acceptedMuch(let rule, let words):
            ["kind": "acceptedMuch", "rule": .string(rule), "detail": .string(words)]
        case .variedParameter(let name, let taken, let others):
            [
                "kind": "variedParameter", "parameter": .string(name), "taken": .string(taken),
                "others": list(others) { .string($0) },
            ]
        }
    }

    private static func requirement(_ result: RequirementResult) -> Value {
        let requirement = result.requirement
        let outcome =
            switch result.outcome {
            case .met: "met"
            case .unmet: "unmet"
            case .inconclusive: "inconclusive"
            }
        return members([
            "name": .string(requirement.name), "outcome": .string(outcome),
            "severity": .string(requirement.severity.rawValue), "objects": number(result.count),
            "reason": text(requirement.reason), "owner": text(requirement.owner), "ticket": text(requirement.ticket),
            "expires": text(requirement.expires?.description), "line": number(requirement.position.line),
            "faults": list(result.faults) { fault in
                members(["object": fault.identity.map(identity), "detail": .string(fault.details)])
            },
        ])
    }

    private static func effect(_ effect: RuleEffect) -> Value {
        members([
            "name": .string(effect.rule.name), "action": .string(effect.rule.action.word),
            "reason": .string(effect.rule.reason), "owner": text(effect.rule.owner), "ticket": text(effect.rule.ticket),
            "expires": text(effect.rule.expires?.description), "isExpired": .bool(effect.isExpired),
            "line": number(effect.rule.position.line), "accepted": number(effect.accepted),
            "violated": number(effect.violated),
            "samples": list(effect.samples) { sample in
                members([
                    "object": identity(sample.identity), "change": text(sample.event),
                    "field": sample.field.map { .object(field($0)) },
                ])
            },
        ])
    }

    private static func suppressedObject(_ object: SuppressedObject) -> Value {
        [
            "object": identity(object.identity),
            "fields": list(object.suppressions) { item in
                members([
                    "path": .string(item.path.description), "rule": .string(item.rule),
                    "before": item.isBulky ? nil : item.before, "after": item.isBulky ? nil : item.after,
                    "note": text(item.note),
                ])
            },
        ]
    }

    private static func control(_ item: ControlAssessment) -> Value {
        [
            "framework": .string(item.control.framework.title), "requirement": .string(item.control.id),
            "title": .string(item.control.title), "evidence": .string(item.evidence.rawValue),
            "findingsAgainst": number(item.against),
            "with": list(item.with) { .string($0.words) }, "without": list(item.without) { .string($0.words) },
            "outside": .string(item.control.outside),
        ]
    }

    // MARK: Values

    private static func text(_ text: String?) -> Value? { text.map(Value.string) }

    private static func number(_ count: Int) -> Value { .number(Number(count)) }

    private static func list<T>(_ elements: some Sequence<T>, _ value: (T) -> Value) -> Value {
        .array(elements.map(value))
    }

    private static func members(_ members: [String: Value?]) -> Value {
        var object = Object()
        for case (let key, let value?) in members { object[key] = value }
        return .object(object)
    }
}
