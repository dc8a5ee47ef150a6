import Diff
import Snapshot
import TestSupport
import Testing

/// What controllers copy down follows from the owner's change; what the owner does not say is tampering.
@Suite struct CopyTests {
    private static let controllers =
        "[{manager: kube-controller-manager, operation: Update, apiVersion: apps/v1, fieldsType: FieldsV1, "
        + "time: '2026-01-01T00:00:00Z', fieldsV1: {'f:spec': {}}}]"

    private static func deployment(
        annotations: String = "{}", ready: Int = 0, image: String = "web:1", status: String = "{}"
    ) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, uid: d1, generation: 2, annotations: \(annotations)}
        spec:
          minReadySeconds: \(ready)
          replicas: 2
          selector: {matchLabels: {app: web}}
          template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: '\(image)'}]}}
        status: \(status)
        ---

        """
    }

    private static func replicaSet(
        _ name: String = "web-1", annotations: String = "{}", ready: Int = 0, image: String = "web:1",
        isOwned: Bool = true, hash: String = "1", managed: String = controllers
    ) -> String {
        let owner = "[{apiVersion: apps/v1, kind: Deployment, name: web, uid: d1, controller: true}]"
        return """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: \(name)
              namespace: shop
              uid: r-\(name)
              labels: {app: web, pod-template-hash: '\(hash)'}
              annotations: \(annotations)
              managedFields: \(managed)
              ownerReferences: \(isOwned ? owner : "[]")
            spec:
              minReadySeconds: \(ready)
              replicas: 2
              selector: {matchLabels: {app: web, pod-template-hash: '\(hash)'}}
              template:
                metadata: {labels: {app: web, pod-template-hash: '\(hash)'}}
                spec: {containers: [{name: web, image: '\(image)'}]}
            ---

            """
    }

    private func compare(_ before: String, _ after: String) async throws -> Comparison {
        try await Comparing.compare(try await WrittenState.state(before), try await WrittenState.state(after))
    }

    @Test func whatTheOwnerSaysNowIsItsChange() async throws {
        let comparison = try await compare(
            Self.deployment() + Self.replicaSet(),
            Self.deployment(annotations: "{note: a}", ready: 7) + Self.replicaSet(annotations: "{note: a}", ready: 7))
        #expect(comparison.changes.map(\.identity.kind) == ["Deployment"])
        #expect(comparison.suppressed["copied-from-owner"] == 2)
    }

    @Test(arguments: [("{note: b}", 7), ("{note: a, more: b}", 7), ("{note: a}", 8)])
    func whatTheOwnerDoesNotSayIsTampering(_ annotations: String, _ ready: Int) async throws {
        let comparison = try await compare(
            Self.deployment() + Self.replicaSet(),
            Self.deployment(annotations: "{note: a}", ready: 7)
                + Self.replicaSet(annotations: annotations, ready: ready))
        let copy = try #require(comparison.changes.first { $0.identity.kind == "ReplicaSet" })
        guard case .tampered(let fields, _) = copy.kind else {
            Issue.record("\(copy.kind)")
            return
        }
        #expect(fields.count == 1)
    }

    /// The Deployment is gone and its ReplicaSet was left: the labels of copies are as they were.
    @Test func aCopyThatLostItsOwnerKeepsItsLabels() async throws {
        let comparison = try await compare(
            Self.deployment() + Self.replicaSet(), Self.replicaSet(isOwned: false))
        let fields = comparison.changes.filter { $0.identity.kind == "ReplicaSet" }.flatMap(\.fields)
        #expect(fields.map(\.path.description).allSatisfy { $0.hasPrefix("metadata.ownerReferences") })
        #expect(comparison.changes.contains { $0.identity.kind == "Deployment" && $0.kind == .removed })
        let relabeled = try await compare(
            Self.deployment() + Self.replicaSet(), Self.replicaSet(isOwned: false, hash: "2"))
        let paths = relabeled.changes.flatMap(\.fields).map(\.path.description)
        #expect(paths.contains { $0.contains("pod-template-hash") })
    }

    private static let rollingOut = "{observedGeneration: 2, replicas: 4, updatedReplicas: 1}"
    private static let over = "{observedGeneration: 2, replicas: 2, updatedReplicas: 2}"
    private static let kubectl =
        "[{manager: kubectl-replace, operation: Update, apiVersion: apps/v1, fieldsType: FieldsV1, "
        + "time: '2026-01-01T00:00:00Z', fieldsV1: {'f:metadata': {}}}]"

    private static let rollouts: [(String, String, String, [String])] = [
        (rollingOut, "'2'", controllers, []), (over, "'2'", controllers, ["tampered web-2"]),
        (rollingOut, "'4'", controllers, ["tampered web-2"]), (rollingOut, "'2'", kubectl, ["added web-2"]),
    ]

    /// Two templates later than the first capture: the one in between is history, as long as the rollout goes on. One that a
    /// person wrote is no copy at all.
    @Test(arguments: rollouts)
    func anOlderReplicaSetIsHistoryDuringARollout(
        _ status: String, _ revision: String, _ managed: String, _ expected: [String]
    ) async throws {
        func marked(_ text: String) -> String { "{deployment.kubernetes.io/revision: \(text)}" }
        let after =
            Self.deployment(image: "web:3", status: status)
            + Self.replicaSet("web-1", annotations: marked("'1'"))
            + Self.replicaSet("web-2", annotations: marked(revision), image: "web:2", hash: "2", managed: managed)
            + Self.replicaSet("web-3", annotations: marked("'3'"), image: "web:3", hash: "3")
        let comparison = try await compare(
            Self.deployment() + Self.replicaSet(annotations: marked("'1'")), after)
        let found = comparison.changes.filter { $0.identity.kind == "ReplicaSet" }.map { change in
            switch change.kind {
            case .added: "added \(change.identity.name)"
            case .tampered: "tampered \(change.identity.name)"
            default: "\(change.kind) \(change.identity.name)"
            }
        }
        #expect(found == expected)
    }

    // MARK: Revisions

    private static func statefulSet(_ image: String, status: String) -> String {
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: shop, uid: s1, generation: 3}
        spec:
          replicas: 3
          selector: {matchLabels: {app: db}}
          template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: '\(image)'}]}}
        status: \(status)
        ---

        """
    }

    private static func revision(_ number: Int, _ image: String, managed: String = controllers) -> String {
        """
        apiVersion: apps/v1
        kind: ControllerRevision
        metadata:
          name: db-\(number)
          namespace: shop
          uid: v\(number)
          labels: {app: db}
          managedFields: \(managed)
          ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: s1, controller: true}]
        revision: \(number)
        data:
          spec:
            template:
              $patch: replace
              metadata: {labels: {app: db}}
              spec: {containers: [{name: db, image: '\(image)'}]}
        ---

        """
    }

    private static func member(_ number: Int, _ image: String) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: db-\(number)
          namespace: shop
          uid: m\(number)-\(image)
          labels: {app: db, statefulset.kubernetes.io/pod-name: db-\(number)}
          managedFields: \(controllers)
          ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: s1, controller: true}]
        spec: {containers: [{name: db, image: '\(image)'}]}
        ---

        """
    }

    private static let halfway = "{observedGeneration: 3, replicas: 3, updatedReplicas: 1}"
    private static let done = "{observedGeneration: 3, replicas: 3, updatedReplicas: 3}"

    private static let memberCases: [(String, String, [String])] = [
        // The third member came anew while the rollout has not reached it: of the revision before.
        (halfway, revision(1, "db:1") + revision(2, "db:2"), []),
        (done, revision(1, "db:1") + revision(2, "db:2"), ["db-2"]),
        // Without the controller's record of that template, or by somebody else's.
        (halfway, revision(2, "db:2"), ["db-2"]),
        (halfway, revision(1, "db:1", managed: kubectl) + revision(2, "db:2"), ["db-2"]),
        (halfway, revision(1, "db:0") + revision(2, "db:2"), ["db-2"]),
        // The last revision is the template itself, whatever it holds.
        (halfway, revision(2, "db:2") + revision(3, "db:1"), ["db-2"]),
    ]

    @Test(arguments: memberCases)
    func aPodOfAnOlderRevisionIsHistoryDuringARollout(
        _ status: String, _ revisions: String, _ tampered: [String]
    ) async throws {
        let before = Self.statefulSet("db:1", status: Self.done) + Self.member(0, "db:1") + Self.member(1, "db:1")
        let after =
            Self.statefulSet("db:2", status: status) + Self.member(0, "db:1") + Self.member(1, "db:1")
            + Self.member(2, "db:1") + revisions
        let comparison = try await compare(before + Self.revision(1, "db:1"), after)
        let found = comparison.changes.filter { $0.identity.kind == "Pod" }.compactMap { change in
            if case .tampered = change.kind { change.identity.name } else { nil }
        }
        #expect(found == tampered)
    }

    private static func pod(_ spec: String, labels: String) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, namespace: shop, uid: p1, labels: {app: web\(labels)}}
        spec: {containers: [{name: web, image: 'web:1'}]\(spec)}

        """
    }

    @Test func aPodThatGotItsNodeGotTheNodesPlaceToo() async throws {
        let place = ", topology.kubernetes.io/zone: z1, topology.kubernetes.io/region: r1"
        let placed = try await compare(Self.pod("", labels: ""), Self.pod(", nodeName: n1", labels: place))
        #expect(placed.changes.isEmpty)
        #expect(placed.suppressed["placed-on-node"] == 3)
        let relabeled = try await compare(
            Self.pod(", nodeName: n1", labels: ""), Self.pod(", nodeName: n1", labels: place))
        #expect(relabeled.changes.flatMap(\.fields).count == 2)
        let other = try await compare(Self.pod("", labels: ""), Self.pod(", nodeName: n1", labels: ", team: red"))
        #expect(other.changes.flatMap(\.fields).map(\.path.description) == ["metadata.labels.team"])
    }
}
