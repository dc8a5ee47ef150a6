import Diff
import Snapshot
import TestSupport
import Testing

private func baseline(_ body: String) throws(BaselineError) -> Baseline {
    let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\n"
    return try BaselineReader.read(Array((head + body).utf8), file: "b.yaml")
}

private let web = Identity(group: "apps", kind: "Deployment", namespace: "pay", name: "web")

private func compared(_ path: FieldPath, _ before: Value?, _ after: Value?) -> Comparison {
    var comparison = Comparison()
    comparison.changes = [
        Change(identity: web, kind: .modified([FieldChange(path: path, kind: .value, before: before, after: after)]))
    ]
    return comparison
}

@Suite struct LabelAndThresholdTests {
    private static let today = CalendarDate("2026-11-25")

    private func judge(
        _ comparison: Comparison, _ baseline: Baseline, labels: [String: String] = [:], failOn: Severity? = nil
    ) throws -> Judgment {
        Judge(baseline: baseline, failOn: failOn, today: try #require(Self.today)).judge(
            comparison, known: [web], labels: [web: labels])
    }

    @Test(arguments: [
        ("{team: payments}", ["team": "payments"], true), ("{team: 'pay*'}", ["team": "payments", "x": "y"], true),
        ("{team: '/pay.+/', tier: web}", ["team": "payments"], false), ("{team: payments}", [:], false),
        ("{team: '*'}", ["team": ""], true),
    ])
    func aRuleSelectsByLabels(_ labels: String, _ own: [String: String], _ selects: Bool) throws {
        let rules = try baseline("rules: [{name: a, match: {labels: \(labels)}, ignore: true, reason: r}]")
        let judgment = try judge(compared(FieldPath(fields: "spec", "x"), 1, 2), rules, labels: own)
        #expect(judgment.status == (selects ? .same : .drift))
    }

    @Test func aLabelPutOnByHandTakesNothingOutOfSight() async throws {
        func state(_ labels: String, _ replicas: Int) async throws -> ClusterState {
            try await WrittenState.state(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: pay, labels: \(labels)}
                spec: {replicas: \(replicas)}
                """)
        }
        let (before, after) = (try await state("{a: b}", 1), try await state("{a: b, scaled: freely}", 2))
        let comparison = try await Comparing.compare(before, after)
        let asked = TraceBook.identities(of: comparison)
        let labels = TraceBook.labels(
            of: comparison, agreed: try await TraceBook(before, of: asked, before.shelve(asked)),
            found: try await TraceBook(after, of: asked, after.shelve(asked)))
        #expect(labels[web] == ["a": "b"])
    }

    @Test(
        arguments: [
            (nil, "", Diff.ExitStatus.drift), (nil, "failOn: high", .same), (.medium, "failOn: high", .drift),
            (.critical, "", .same), (nil, "failOn: medium", .drift),
        ] as [(Severity?, String, Diff.ExitStatus)])
    func onlyWhatWeighsEnoughIsDrift(_ option: Severity?, _ body: String, _ status: Diff.ExitStatus) throws {
        let judgment = try judge(
            compared(FieldPath(fields: "spec", "replicas"), 1, 2), try baseline(body), failOn: option)
        #expect(judgment.violations.map(\.severity) == [.medium])
        #expect(judgment.status == status)
        #expect(judgment.statuses == [status])
    }

    @Test func aStageMayFailEarlier() throws {
        let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\n"
        let document = try BaselineReader.document(
            Array((head + "stages: {dev: {}, prod: {}}\nfailOn: {dev: critical, prod: low}\n").utf8), file: "b.yaml")
        func threshold(_ name: String) throws -> Severity {
            try document.baseline(document.bindings(in: try document.stage(named: name, clusterUID: nil))).failOn
        }
        #expect(try threshold("dev") == .critical)
        #expect(try threshold("prod") == .low)
    }

    @Test(arguments: [
        ("{severity: critical, meaning: m, match: {kind: Deployment, path: spec.replicas}}", Severity.critical),
        ("{severity: low, meaning: m, match: {path: spec.replicas}, before: {values: [1]}, after: {not: 3}}", .low),
        ("{severity: low, meaning: m, match: {path: spec.replicas}, after: {absent: true}}", .medium),
        ("{severity: low, meaning: m, match: {kind: Deployment}, events: [added, removed]}", .medium),
        ("{severity: low, meaning: m, match: {path: spec.replicas}, before: {absent: true, values: 1}}", .low),
    ])
    func itsOwnRowsSayWhatMatters(_ row: String, _ severity: Severity) throws {
        let judgment = try judge(
            compared(FieldPath(fields: "spec", "replicas"), 1, 2), try baseline("severities: [\(row)]"))
        #expect(judgment.violations.map(\.severity) == [severity])
    }
}
