import Diff
import Snapshot
import TestSupport
import Testing

/// What a person wrote into `status`, or into a Node's taints, is compared; what controllers write there is not.
@Suite struct HandFieldsTests {
    private struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apiVersion: String
        let kind: String
        var namespace: String? = "shop"
        var spec = "{}"
        let before: String
        let after: String
        /// What managedFields say below `f:status`.
        let fields: String
        /// What differs when a person wrote it.
        let paths: [String]
        var severity = Severity.high
    }

    private static let rows = [
        Row(
            testDescription: "outside address", apiVersion: "v1", kind: "Service", spec: "{type: LoadBalancer}",
            before: "{loadBalancer: {ingress: [{ip: 203.0.113.4}]}}",
            after: "{loadBalancer: {ingress: [{ip: 198.51.100.66}]}}",
            fields: "{'f:loadBalancer': {'f:ingress': {}}}", paths: ["status.loadBalancer.ingress"]),
        Row(
            testDescription: "node address", apiVersion: "v1", kind: "Node", namespace: nil,
            before: "{addresses: [{type: Hostname, address: a}, {type: InternalIP, address: 10.0.0.4}]}",
            after: "{addresses: [{type: Hostname, address: a}, {type: InternalIP, address: 10.9.9.9}]}",
            fields: #"{'f:addresses': {'k:{"type":"InternalIP"}': {'f:address': {}}}}"#,
            paths: ["status.addresses"]),
        Row(
            testDescription: "artifact", apiVersion: "source.toolkit.fluxcd.io/v1", kind: "GitRepository",
            before: "{artifact: {url: 'http://source/a.tar.gz', revision: main}, observedGeneration: 1}",
            after: "{artifact: {url: 'http://elsewhere/a.tar.gz', revision: main}, observedGeneration: 2}",
            fields: "{'f:artifact': {'f:url': {}}}", paths: ["status.artifact"], severity: .critical),
        Row(
            testDescription: "autoscaler", apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler",
            before: "{desiredReplicas: 2, currentReplicas: 2}", after: "{desiredReplicas: 90, currentReplicas: 3}",
            fields: "{'f:desiredReplicas': {}}", paths: ["status.desiredReplicas"], severity: .medium),
        Row(
            testDescription: "deployment condition", apiVersion: "apps/v1", kind: "Deployment",
            before: "{conditions: [{type: Available, status: 'False'}]}",
            after: "{conditions: [{type: Available, status: 'True'}]}",
            fields: #"{'f:conditions': {'k:{"type":"Available"}': {'f:status': {}}}}"#,
            paths: ["status.conditions"], severity: .medium),
    ]

    private static func object(_ row: Row, _ status: String, manager: String, subresource: String? = "status") -> String
    {
        let kept = subresource.map { ", subresource: \($0)" } ?? ""
        return """
            apiVersion: \(row.apiVersion)
            kind: \(row.kind)
            metadata:
              name: one
              uid: u1\(row.namespace.map { "\n  namespace: '\($0)'" } ?? "")
              managedFields:
              - {manager: '\(manager)', operation: Update, apiVersion: v1, fieldsType: FieldsV1,
                 time: '2026-01-01T00:00:00Z', fieldsV1: {'f:status': \(row.fields)}\(kept)}
              - {manager: controller, operation: Update, apiVersion: v1, fieldsType: FieldsV1, subresource: status,
                 time: '2026-01-01T00:00:00Z', fieldsV1: {'f:status': {'f:observedGeneration': {}}}}
            spec: \(row.spec)
            status: \(status)
            """
    }

    private func compare(_ before: String, _ after: String) async throws -> Comparison {
        try await Comparing.compare(
            try await WrittenState.state(before), try await WrittenState.state(after), trustsDigests: true)
    }

    @Test(arguments: rows) private func whatAPersonWroteIsADifference(row: Row) async throws {
        for manager in ["kubectl-edit", "kubectl", "curl", "k9s", "Mozilla"] {
            let found = try await compare(
                Self.object(row, row.before, manager: "controller"), Self.object(row, row.after, manager: manager))
            let paths = found.changes.flatMap(\.fields).map(\.path.description)
            #expect(paths.count == row.paths.count, "\(paths)")
            #expect(zip(paths, row.paths).allSatisfy { $0.hasPrefix($1) }, "\(paths)")
            let today = try #require(CalendarDate("2026-01-02"))
            let judged = Judge(baseline: nil, today: today).judge(found)
            #expect(judged.violations.map(\.severity) == [row.severity])
        }
    }

    /// A controller that writes it back ends a difference, and shows that there was one.
    @Test(arguments: rows) private func itShowsFromEitherSide(row: Row) async throws {
        let found = try await compare(
            Self.object(row, row.after, manager: "kubectl-edit"), Self.object(row, row.before, manager: "controller"))
        let changes = found.changes.flatMap(\.fields)
        #expect(changes.count == row.paths.count)
        #expect(changes.allSatisfy { $0.before != nil && $0.after != nil })
    }

    @Test(arguments: rows) private func whatControllersWriteIsNone(row: Row) async throws {
        for manager in [
            "kube-controller-manager", "kubelet", "source-controller", "cloud-controller-manager", "rancher",
        ] {
            let found = try await compare(
                Self.object(row, row.before, manager: manager), Self.object(row, row.after, manager: manager))
            #expect(found.changes.isEmpty)
        }
    }

    /// Before there were subresources in managedFields, whoever made an object owned the status that he sent in vain.
    @Test(arguments: rows) private func aStatusThatCameWithTheObjectIsNone(row: Row) async throws {
        let found = try await compare(
            Self.object(row, row.before, manager: "kubectl-create", subresource: nil),
            Self.object(row, row.after, manager: "kubectl-create", subresource: nil))
        #expect(found.changes.isEmpty)
    }

    @Test(arguments: rows) private func theSameStatusIsEqual(row: Row) async throws {
        let one = Self.object(row, row.after, manager: "kubectl-edit")
        #expect(try await compare(one, one).changes.isEmpty)
    }

    // MARK: Taints

    private static func node(
        _ taints: String, manager: String, unschedulable: Bool = false, ready: String = "True",
        pressure: String = "False"
    ) -> String {
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: one
          uid: u1
          managedFields:
          - {manager: '\(manager)', operation: Update, apiVersion: v1, fieldsType: FieldsV1,
             time: '2026-01-01T00:00:00Z', fieldsV1: {'f:spec': {'f:taints': {}}}}
        spec: {unschedulable: \(unschedulable), taints: \(taints)}
        status: {conditions: [{type: Ready, status: '\(ready)'}, {type: MemoryPressure, status: '\(pressure)'}]}
        """
    }

    @Test(arguments: [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/memory-pressure",
        "node.kubernetes.io/unschedulable", "node.cloudprovider.kubernetes.io/shutdown",
        "ToBeDeletedByClusterAutoscaler",
    ])
    func aTaintOfAControllersThatAPersonSetIsADifference(key: String) async throws {
        let taint = "[{key: \(key), effect: NoExecute}]"
        let manual = try await compare(
            Self.node("[]", manager: "kube-controller-manager"), Self.node(taint, manager: "kubectl-taint"))
        #expect(manual.changes.flatMap(\.fields).contains { $0.path.description.hasPrefix("spec.taints") })
        let own = try await compare(
            Self.node("[]", manager: "kubelet"), Self.node(taint, manager: "kube-controller-manager"))
        #expect(!own.changes.flatMap(\.fields).contains { $0.path.description.hasPrefix("spec.taints") })
    }

    /// Whoever sets a taint of their own writes the whole list, with what controllers had put there.
    @Test func whatTheNodeExplainsIsTheControllers() async throws {
        let listed =
            "[{key: node.kubernetes.io/not-ready, effect: NoSchedule}, {key: node.kubernetes.io/memory-pressure, effect: NoSchedule}, {key: dedicated, value: x, effect: NoSchedule}]"
        let found = try await compare(
            Self.node("[]", manager: "kube-controller-manager"),
            Self.node(listed, manager: "kubectl-taint", ready: "Unknown", pressure: "True"))
        let taints = found.changes.flatMap(\.fields).filter { $0.path.description.hasPrefix("spec.taints") }
        let text = taints.map { $0.after.map(CanonicalJSON.text) ?? "" }.joined()
        #expect(text.contains("dedicated") && !text.contains("not-ready") && !text.contains("memory-pressure"))
    }
}
