import Diff
import Snapshot
import Testing

/// A baseline that accepts everything is found by what it does, however it is written.
@Suite struct BaselineReachTests {
    private static let today = CalendarDate("2026-11-30")

    private func reach(_ text: String) throws -> (reach: BaselineReach, writers: [String]) {
        let document = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: test}
            \(text)
            """
        let baseline = try BaselineReader.read(Array(document.utf8), file: "baseline.yaml")
        return (BaselineReach(baseline, today: try #require(Self.today)), BaselineReach.openWriters(baseline))
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

    @Test func everyTestDifferenceIsNoticedByAPlainBaseline() throws { #expect(try reach("").reach.words == nil) }

    @Test(arguments: ["{gitops: [{manager: \"*\", reason: r}]}", "{platform: [{user: \"/.*/\", reason: r}]}"])
    func writersWithoutBoundsAreFound(_ managers: String) throws {
        #expect(try reach("managers: \(managers)").writers.count == 1)
    }
}
