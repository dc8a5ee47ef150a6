import Diff
import Snapshot
import Testing

private let web = Identity(group: "apps", kind: "Deployment", namespace: "pay", name: "web")
private let secret = Identity(group: "", kind: "Secret", namespace: "pay", name: "db")
private let role = Identity(group: "rbac.authorization.k8s.io", kind: "ClusterRole", namespace: nil, name: "admin")
private let config = Identity(group: "", kind: "ConfigMap", namespace: "pay", name: "settings")
private let start = InputPosition(line: 1, column: 1)

private func field(_ path: FieldPath, _ before: Value?, _ after: Value?, _ kind: FieldChange.Kind = .value)
    -> FieldChange
{
    FieldChange(path: path, kind: kind, before: before, after: after)
}
private let replicas = field(FieldPath(fields: "spec", "replicas"), 2, 4)
private let paused = field(FieldPath(fields: "spec", "paused"), nil, true)

private func compared(_ changes: Change...) -> Comparison {
    var comparison = Comparison()
    comparison.changes = changes
    return comparison
}

private func baseline(_ rules: String, scope: String = "{}") throws -> Baseline {
    let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\nscope: \(scope)\nrules:\n\(rules)\n"
    return try BaselineReader.read(Array(text.utf8), file: "b.yaml")
}

private func judge(_ comparison: Comparison, _ baseline: Baseline? = nil, _ completeness: Completeness = .init()) throws
    -> Judgment
{
    let today = try #require(CalendarDate("2026-11-23"))
    return Judge(baseline: baseline, today: today).judge(comparison, completeness: completeness)
}

@Suite struct JudgeTests {
    @Test func withoutRulesEveryDifferenceIsAViolation() throws {
        let judgment = try judge(
            compared(
                Change(identity: web, kind: .modified([replicas, paused])), Change(identity: secret, kind: .removed),
                Change(identity: config, kind: .added)))
        #expect(judgment.violations.count == 3)
        #expect(judgment.violationCount == 4)
        #expect(judgment.status == .drift)
    }

    @Test func theFirstRuleThatMatchesDecides() throws {
        let change = compared(Change(identity: web, kind: .modified([replicas, paused])))
        let allowing = try judge(
            change,
            try baseline(
                """
                - {name: range, match: {kind: Deployment, path: spec.replicas}, allow: {range: [2, 4]}, reason: r}
                - {name: never, match: {path: spec.replicas}, forbid: true, reason: r}
                - {name: rest, match: {namespace: pay}, ignore: true, reason: r}
                """))
        #expect(allowing.status == .same)
        #expect(allowing.effects.map(\.accepted) == [1, 0, 1])
        let narrow = try judge(
            change,
            try baseline(
                """
                - {name: range, match: {kind: Deployment, path: spec.replicas}, allow: {range: [2, 3]}, reason: r}
                - {name: rest, match: {namespace: pay}, ignore: true, reason: r}
                """))
        #expect(narrow.violations.first?.fields.map(\.ruling) == [.outsideAllowance(rule: "range", allowed: "2…3")])
        #expect(narrow.status == .drift)
        #expect(narrow.effects.map(\.violated) == [1, 0])
    }

    @Test func anExpiredRuleAcceptsNothingAndIsAFinding() throws {
        let rules = "- {name: old, match: {kind: Deployment}, ignore: true, reason: r, expires: %}"
        let change = compared(Change(identity: web, kind: .modified([replicas])))
        let expired = try judge(change, try baseline(rules.replacing("%", with: "2026-11-22")))
        #expect(expired.status == .drift)
        let last = try #require(CalendarDate("2026-11-22"))
        #expect(expired.findings == [.expiredRule("old", on: last, differences: 1)])
        #expect(expired.violations.first?.fields.first?.ruling == .expired(rule: "old", on: last))
        let lastDay = try judge(change, try baseline(rules.replacing("%", with: "2026-11-23")))
        #expect(lastDay.status == .same)
        #expect(lastDay.findings.isEmpty)
    }

    @Test func aRuleThatSelectsNothingIsAFindingAndChangesNoStatus() throws {
        let today = try #require(CalendarDate("2026-11-23"))
        let baseline = try baseline(
            """
            - {name: stale, match: {kind: Deplyoment}, ignore: true, reason: r}
            - {name: quiet, match: {kind: Deployment}, ignore: true, reason: r}
            """)
        let judgment = Judge(baseline: baseline, today: today).judge(Comparison(), known: [web, secret])
        #expect(judgment.findings == [.staleRule("stale")])
        #expect(judgment.statuses == [.same])
    }

    @Test func aRuleWithoutPathThatAllowsRemovalLetsNoFieldGo() throws {
        let rules = try baseline("- {name: may-go, match: {kind: Deployment}, allow: {removal: true}, reason: r}")
        #expect(try judge(compared(Change(identity: web, kind: .removed)), rules).status == .same)
        #expect(try judge(compared(Change(identity: web, kind: .added)), rules).status == .drift)
        let gone = field(FieldPath(fields: "spec", "paused"), true, nil)
        #expect(try judge(compared(Change(identity: web, kind: .modified([gone]))), rules).status == .drift)
    }

    @Test func membersOfAFieldThatCameAsAWholeAreJudgedOneByOne() throws {
        let annotations = field(FieldPath(fields: "metadata", "annotations"), nil, ["x/a": "1", "y/b": "2"])
        let rules = try baseline("- {name: x, match: {path: 'metadata.annotations[\"x/*\"]'}, ignore: true, reason: r}")
        let judgment = try judge(compared(Change(identity: web, kind: .modified([annotations]))), rules)
        #expect(judgment.effects.first?.accepted == 1)
        #expect(judgment.violations.first?.fields.map(\.change.path.description) == ["metadata.annotations[\"y/b\"]"])
        let all = try baseline("- {name: x, match: {path: 'metadata.annotations[\"*\"]'}, ignore: true, reason: r}")
        #expect(try judge(compared(Change(identity: web, kind: .modified([annotations]))), all).status == .same)
    }

    @Test func whatIsOutOfScopeIsCountedAndWithoutEffect() throws {
        let scoped = try baseline(
            "- {name: x, match: {kind: Z}, ignore: true, reason: r}", scope: "{exclude: [{kinds: [Secret]}]}")
        var comparison = compared(Change(identity: secret, kind: .removed))
        comparison.incomparable = [
            Change(identity: secret, kind: .modified([field(FieldPath(fields: "data", "k"), "a", "b", .incomparable)]))
        ]
        let judgment = try judge(comparison, scoped)
        #expect(judgment.status == .same)
        #expect(judgment.outOfScope == [GroupKind(group: "", kind: "Secret"): 1])
    }

    @Test func aTamperedCopyIsDriftWithItsOwner() throws {
        let copy = Identity(group: "apps", kind: "ReplicaSet", namespace: "pay", name: "web-1")
        let judgment = try judge(compared(Change(identity: copy, kind: .tampered([replicas], owner: web))))
        #expect(judgment.violations.first?.severity == .high)
        #expect(judgment.status == .drift)
    }

    @Test func theWeightiestStandsFirst() throws {
        let label = field(FieldPath(fields: "metadata", "labels", "a"), "1", "2")
        let judgment = try judge(
            compared(
                Change(identity: config, kind: .modified([label])), Change(identity: web, kind: .modified([replicas])),
                Change(identity: role, kind: .added)))
        #expect(judgment.violations.map(\.severity) == [.critical, .medium, .low])
        #expect(judgment.violations.map(\.identity) == [role, web, config])
    }
}

@Suite struct ExitStatusTests {
    private static let gap = Gap(
        group: "", version: "v1", resource: "secrets", reason: .forbidden, status: 403, message: "no")

    @Test func aGapInScopeIsNeverClean() throws {
        let hole = Completeness.Hole(side: .after, gap: Self.gap, kind: "Secret")
        let judgment = try judge(Comparison(), nil, Completeness(holes: [hole]))
        #expect(judgment.status == .inconclusive)
        #expect(judgment.gaps == [hole])
    }

    @Test(arguments: [
        ("{exclude: [{kinds: [Secret]}]}", "Secret" as String?, Diff.ExitStatus.same),
        ("{exclude: [{kinds: [Secret]}]}", nil, .inconclusive),
        ("{exclude: [{groups: ['']}]}", nil, .same),
        ("{exclude: [{kinds: [Secret], namespaces: [a]}]}", "Secret", .inconclusive),
        ("{exclude: [{kinds: [Secret], names: ['*']}]}", "Secret", .same),
        ("{exclude: [{kinds: [Secret], names: ['a*']}]}", "Secret", .inconclusive),
        ("{include: [{kinds: [Pod]}]}", "Secret", .same),
        ("{include: [{kinds: [Pod]}]}", nil, .inconclusive),
        ("{include: [{namespaces: [a]}]}", "Secret", .inconclusive),
    ])
    func aGapCountsUnlessItsWholeTypeIsOutOfScope(_ scope: String, _ kind: String?, _ expected: Diff.ExitStatus) throws
    {
        let scoped = try baseline("- {name: x, match: {kind: Z}, ignore: true, reason: r}", scope: scope)
        let hole = Completeness.Hole(side: .after, gap: Self.gap, kind: kind)
        #expect(try judge(Comparison(), scoped, Completeness(holes: [hole])).status == expected)
    }

    @Test func whatTheCaptureWasNotMeantToHoldIsNamedWithoutEffect() throws {
        let hole = Completeness.Hole(side: .after, gap: Self.gap, kind: "Secret", wasInScope: false)
        let judgment = try judge(Comparison(), nil, Completeness(holes: [hole]))
        #expect(judgment.status == .same)
        #expect(judgment.gapsOutOfScope == [hole])
    }

    @Test func anObjectOfATypeThatCouldNotBeReadIsNeitherThereNorGone() throws {
        let hole = Completeness.Hole(side: .after, gap: Self.gap, kind: "Secret")
        let judgment = try judge(compared(Change(identity: secret, kind: .removed)), nil, Completeness(holes: [hole]))
        #expect(judgment.violations.isEmpty)
        #expect(judgment.unknown.count == 1)
        #expect(judgment.statuses == [.inconclusive])
        let other = Completeness.Hole(side: .before, gap: Self.gap, kind: "Secret")
        let there = try judge(compared(Change(identity: secret, kind: .removed)), nil, Completeness(holes: [other]))
        #expect(there.statuses == [.drift, .inconclusive])
    }

    @Test func redactedValuesThatCannotBeComparedAreNeverClean() throws {
        let unseen = field(FieldPath(fields: "data", "k"), "a", "b", .incomparable)
        var comparison = Comparison()
        comparison.incomparable = [Change(identity: secret, kind: .modified([unseen]))]
        #expect(try judge(comparison).status == .inconclusive)
        let allowing = try baseline("- {name: x, match: {kind: Secret, path: data}, allow: {pattern: '.*'}, reason: r}")
        #expect(try judge(comparison, allowing).status == .inconclusive)
        let ignoring = try baseline("- {name: x, match: {kind: Secret, path: data}, ignore: true, reason: r}")
        #expect(try judge(comparison, ignoring).status == .same)
        // The same among the fields of a changed object.
        let mixed = try judge(compared(Change(identity: secret, kind: .modified([unseen]))))
        #expect(mixed.statuses == [.inconclusive])
        #expect(mixed.incomparable.first?.fields == [unseen])
    }

    @Test func anotherOrderIsNoDrift() throws {
        let moved = field(FieldPath(fields: "spec", "x"), ["a", "b"], ["b", "a"], .orderOnly)
        let judgment = try judge(compared(Change(identity: web, kind: .modified([moved]))))
        #expect(judgment.statuses == [.same])
        #expect(judgment.orderOnly.count == 1)
    }

    @Test func aSkippedCheckIsNeverClean() throws {
        #expect(try judge(Comparison(), nil, Completeness(skipped: ["bodies"])).status == .inconclusive)
    }

    @Test func everyStatusThatHoldsIsKnownAndTheWeightiestLeads() throws {
        let breach = Completeness.Breach(subject: "a.tar.zst", words: "digest")
        let hole = Completeness.Hole(side: .after, gap: Self.gap, kind: "Secret")
        let judgment = try judge(
            compared(Change(identity: web, kind: .modified([replicas]))), nil,
            Completeness(holes: [hole], breaches: [breach]))
        #expect(judgment.statuses == [.evidenceInvalid, .drift, .inconclusive])
        #expect(judgment.status == .evidenceInvalid)
        #expect(Diff.ExitStatus.leading(of: [.failed, .drift, .inconclusive]) == .failed)
        #expect(Diff.ExitStatus.leading(of: [.drift, .inconclusive]) == .drift)
        #expect(Diff.ExitStatus.leading(of: [.inconclusive]) == .inconclusive)
        #expect(Diff.ExitStatus.leading(of: []) == .same)
        #expect(Diff.ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    }
}
