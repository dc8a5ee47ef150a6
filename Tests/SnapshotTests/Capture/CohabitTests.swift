import Snapshot
import Testing

/// One uid under two kinds is one object only for known pairs that agree in everything.
@Suite struct CohabitTests {
    private static let core: Value = [
        "apiVersion": "v1", "kind": "Event", "metadata": ["name": "e", "uid": "u", "resourceVersion": "7"],
        "message": "m", "reason": "r", "involvedObject": ["name": "p"], "count": 0, "source": [:],
    ]
    private static let events: Value = [
        "apiVersion": "events.k8s.io/v1", "kind": "Event",
        "metadata": ["name": "e", "uid": "u", "resourceVersion": "7"], "note": "m", "reason": "r",
        "regarding": ["name": "p"],
    ]

    private func entry(_ group: String, _ kind: String, _ name: String = "e") -> IndexEntry {
        IndexEntry(
            identity: Identity(group: group, kind: kind, namespace: "n", name: name), version: "v1", resource: "x",
            path: "x", size: 1, sha256: Digest(of: []), normalized: Digest(of: []), role: .declared, uid: "u",
            generation: 0, signals: [:], controller: nil)
    }

    @Test func eventsAreOne() throws {
        let pair = try #require(CohabitTable.row(entry("", "Event"), entry("events.k8s.io", "Event")))
        #expect(pair.dropped.identity.group.isEmpty)
        #expect(pair.row.agree(Self.core, Self.events))
    }

    @Test(arguments: ["note", "reason", "type"])
    func eventsThatSaySomethingElseAreTwo(field: String) throws {
        guard case .object(var other) = Self.events else { return }
        other[field] = "something else"
        let pair = try #require(CohabitTable.row(entry("events.k8s.io", "Event"), entry("", "Event")))
        #expect(!pair.row.agree(Self.core, .object(other)))
    }

    @Test func anotherVersionIsAnotherObject() throws {
        guard case .object(var other) = Self.events else { return }
        other["metadata"] = ["name": "e", "uid": "u", "resourceVersion": "8"]
        let pair = try #require(CohabitTable.row(entry("", "Event"), entry("events.k8s.io", "Event")))
        #expect(!pair.row.agree(Self.core, .object(other)))
    }

    @Test func noOtherPairIsOne() {
        #expect(
            CohabitTable.row(
                entry("rbac.authorization.k8s.io", "ClusterRoleBinding"), entry("zz.example", "ClusterRoleBinding"))
                == nil)
        #expect(CohabitTable.row(entry("", "Event", "a"), entry("events.k8s.io", "Event", "b")) == nil)
        #expect(CohabitTable.row(entry("", "Pod"), entry("metrics.k8s.io", "PodMetrics")) == nil)
    }
}
