import Diff
import Snapshot
import TestSupport
import Testing

/// One random edit in every object of a cluster, of whatever kind, bookkeeping included: each is a difference, or counted under
/// a named rule.
@Suite struct RandomEditTests {
    private static let identity: Set<String> = ["apiVersion", "kind"]

    private static func edited(_ object: Value, _ random: inout SeededRandom) -> Value {
        let leaves = Leaf.all(in: object).filter { leaf in
            guard let first = leaf.names.first, !identity.contains(first) else { return false }
            return leaf.names != ["metadata", "name"] && leaf.names != ["metadata", "namespace"]
        }
        guard let leaf = leaves.randomElement(using: &random) else { return object }
        return leaf.mutated(object) { Leaf.other(than: $0) }
    }

    private static func state(_ objects: [Value]) async throws -> ClusterState {
        let folder = try TemporaryDirectory()
        let everything = Scope(include: ["*", "leases.coordination.k8s.io", "events", "events.events.k8s.io"])
        var capture = try FileCapture(scope: everything, key: Capturing.key, spoolFolder: folder.path)
        let list: Value = ["apiVersion": "v1", "kind": "List", "items": .array(objects)]
        try capture.add(file: "state.json", bytes: CanonicalJSON.bytes(list))
        let captured = try await capture.finish(
            osUser: "tester", host: "testhost", toolVersion: "test", startedAt: "2026-01-01T00:00:00Z",
            finishedAt: "2026-01-01T00:00:00Z")
        return ClusterState(captured, name: "state")
    }

    private static func vanished(_ objects: [Value], rounds: Int, seed: UInt64) async throws -> [String] {
        var random = SeededRandom(seed: seed)
        let before = try await state(objects)
        var vanished: [String] = []
        for _ in 0..<rounds {
            let after = try await state(objects.map { edited($0, &random) })
            let comparison = try await Comparing.compare(before, after, listsSuppressed: true)
            let told = Set(
                (comparison.changes + comparison.orderOnly + comparison.incomparable).map(\.identity)
                    + comparison.suppressedObjects.map(\.identity))
            var digests: [Identity: Digest] = [:]
            for entry in before.entries { digests[entry.identity] = entry.sha256 }
            for entry in after.entries where digests[entry.identity] != entry.sha256 && !told.contains(entry.identity) {
                vanished.append("\(entry.identity)")
            }
            let names = Set(comparison.suppressed.keys)
            let known = Set(
                ComparisonRule.all.map(\.name) + FieldTable.rules.map(\.name) + RoleTable.rules.map(\.name))
            vanished += names.subtracting(known).map { "no rule \($0)" }
        }
        return vanished
    }

    @Test func nothingVanishesInTheExample() async throws {
        var objects: [Value] = []
        try await ClusterState(try await ExampleCluster.cluster.capture(), name: "s").scan { objects.append($1) }
        let vanished = try await Self.vanished(objects, rounds: 6, seed: 11)
        #expect(vanished.isEmpty, "\(vanished.prefix(20))")
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func nothingVanishesInARecordedCluster() async throws {
        var objects: [Value] = []
        try await ClusterState(try await Capturing.capture(.prodBaseline), name: "s").scan { objects.append($1) }
        let vanished = try await Self.vanished(objects, rounds: 1, seed: 12)
        #expect(vanished.isEmpty, "\(vanished.prefix(20))")
    }
}
