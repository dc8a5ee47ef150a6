import Diff
import Snapshot
import Testing

/// A baseline that accepts everything is found by what it does, however it is written.
@Suite struct BaselineReachTests {
    private static let today = CalendarDate("2026-11-30")

    private func reach(_ text: String) throws -> (reach: BaselineReach, writers: [WriterReach.Open]) {
        let document = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: test}
            \(text)
            """
        let baseline = try BaselineReader.read(Array(document.utf8), file: "baseline.yaml")
        return (BaselineReach(baseline, today: try #require(Self.today)), WriterReach(baseline).rows)
    }

    @Test(arguments: [
        "rules: [{name: r, match: {name: \"*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"?*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {kind: /.*/}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {path: \"*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {kind: \"*\"}, allow: {addition: true}, reason: r}]",
        "rules: [{name: r, match: {group: \"*\"}, allow: {removal: true}, reason: r}]",
        "rules: [{name: r, match: {namespace: [\"*\", _cluster]}, ignore: true, reason: r}]",
        "scope: {exclude: [{kinds: [\"*\"]}]}",
        "scope: {exclude: [{groups: [\"*\"]}]}",
        "scope: {exclude: [{namespaces: [\"*\"]}]}",
        "scope: {exclude: [{names: [\"/.+/\"]}]}",
        "tables: {fields: [{name: f, paths: [spec, data, rules, subjects, roleRef], reason: r}]}",
        "failOn: high\nseverities: [{severity: low, meaning: m, match: {kind: \"*\"}}]",
        "failOn: high\nrules: [{name: r, match: {kind: \"*\"}, severity: low, reason: r}]",
    ])
    func aBaselineThatAcceptsAlmostEverythingIsFound(_ text: String) throws {
        let found = try reach(text).reach
        #expect(found.isAlmostEverything, "\(found.words ?? "nothing passes")")
    }

    @Test(arguments: [
        "", "failOn: critical", "failOn: high",
        "rules: [{name: r, match: {kind: Deployment, path: spec.replicas}, allow: {range: [1, 9]}, reason: r}]",
        "rules: [{name: r, match: {kind: \"*\", path: \"metadata.annotations[\\\"example.org/*\\\"]\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {namespace: \"scratch-*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"*\"}, forbid: true, reason: r}]",
        "scope: {exclude: [{kinds: [Event, Lease, Secret]}, {namespaces: [\"scratch-*\"]}]}",
        "scope: {include: [{kinds: NetworkPolicy}]}",
        "tables: {fields: [{name: f, paths: \"metadata.annotations[example.org/seen-at]\", reason: r}]}",
        "managers: {platform: [{user: rig-admin, reason: r}], gitops: [{manager: fleet-agent, reason: r}]}",
    ])
    func honestBaselinesAreNot(_ text: String) throws {
        let (found, writers) = try reach(text)
        #expect(!found.isAlmostEverything, "\(found.words ?? "")")
        #expect(writers.isEmpty)
    }

    /// What the authors are to look at, and what was their decision.
    @Test(arguments: [
        ("rules: [{name: r, match: {kind: Deployment}, allow: {addition: true, removal: true}, reason: r}]", false),
        ("rules: [{name: r, match: {kind: ConfigMap}, ignore: true, reason: r}]", false),
        ("scope: {exclude: [{kinds: [Secret]}]}", false),
        ("rules: [{name: r, match: {kind: Deployment}, ignore: true, reason: r}]", true),
        ("rules: [{name: r, match: {kind: ClusterRoleBinding}, allow: {addition: true}, reason: r}]", true),
        ("rules: [{name: r, match: {kind: Secret}, ignore: true, reason: r}]", true),
        ("rules: [{name: r, match: {kind: [ConfigMap, Deployment]}, allow: {addition: true}, reason: r}]", true),
        ("rules: [{name: r, match: {namespace: _cluster}, ignore: true, reason: r}]", true),
        ("tables: {fields: [{name: f, kinds: ConfigMap, paths: [data], reason: r}]}", true),
        ("failOn: high\nrules: [{name: r, match: {kind: Secret}, severity: low, reason: r}]", true),
        ("failOn: critical\nrules: [{name: r, match: {name: \"*\"}, forbid: true, severity: high, reason: r}]", true),
    ])
    func whatWeighsMuchIsMuch(_ text: String, isMuch: Bool) throws {
        let found = try reach(text).reach
        #expect(found.isMuch == isMuch, "\(found.words ?? "nothing passes")")
        #expect(found.words != nil)
    }

    @Test func everyTestDifferenceIsNoticedByAPlainBaseline() throws { #expect(try reach("").reach.words == nil) }
}
