import Diff
import Snapshot
import TestSupport
import Testing

/// What well-known operators make stays quiet, and what others write into it does not; the children of an operator that no
/// table names are compared.
@Suite struct OperatorChildrenTests {
    struct Child: Sendable, CustomTestStringConvertible {
        let owner: String
        let child: String
        let manager: String
        var body = "spec: {a: b}"

        var testDescription: String { "\(child) of \(owner) by \(manager)" }

        private func split(_ text: String) -> (version: String, kind: String) {
            let parts = text.split(separator: " ").map(String.init)
            return (parts[0], parts[1])
        }

        var parent: String {
            let (version, kind) = split(owner)
            return LiveObject.made(by: "kustomize-controller", version, kind, "run", body: "spec: {}").yaml
        }

        func yaml(_ name: String, body: String? = nil, by manager: String? = nil) -> String {
            let (version, kind) = split(child)
            let owner = split(owner)
            return LiveObject.made(
                by: manager ?? self.manager, version, kind, name, owner: "\(owner.version) \(owner.kind) run",
                body: body ?? self.body
            ).yaml
        }
    }

    private static let pod = "spec: {containers: [{name: a, image: \"acr.example/a:1\"}]}"

    static let children = [
        Child(owner: "tekton.dev/v1 TaskRun", child: "v1 Pod", manager: "controller", body: pod),
        Child(owner: "tekton.dev/v1 PipelineRun", child: "tekton.dev/v1 TaskRun", manager: "controller"),
        Child(owner: "tekton.dev/v1 PipelineRun", child: "v1 PersistentVolumeClaim", manager: "controller"),
        Child(owner: "actions.github.com/v1alpha1 EphemeralRunner", child: "v1 Pod", manager: "manager", body: pod),
        Child(
            owner: "actions.github.com/v1alpha1 EphemeralRunner", child: "v1 Secret", manager: "manager",
            body: "data: {a: YQ==}"),
        Child(
            owner: "actions.github.com/v1alpha1 EphemeralRunnerSet",
            child: "actions.github.com/v1alpha1 EphemeralRunner", manager: "manager"),
        Child(
            owner: "cert-manager.io/v1 Certificate", child: "cert-manager.io/v1 CertificateRequest",
            manager: "cert-manager-certificates-request-manager"),
        Child(
            owner: "cert-manager.io/v1 Certificate", child: "v1 Secret",
            manager: "cert-manager-certificates-key-manager", body: "data: {tls.key: YQ==}"),
        Child(
            owner: "acme.cert-manager.io/v1 Challenge", child: "v1 Pod", manager: "cert-manager-challenges", body: pod),
        Child(
            owner: "acme.cert-manager.io/v1 Challenge", child: "networking.k8s.io/v1 Ingress",
            manager: "cert-manager-challenges"),
        Child(
            owner: "monitoring.coreos.com/v1 Prometheus", child: "apps/v1 StatefulSet", manager: "PrometheusOperator"),
        Child(
            owner: "monitoring.coreos.com/v1 Alertmanager", child: "v1 Secret", manager: "PrometheusOperator",
            body: "data: {a: YQ==}"),
        Child(
            owner: "external-secrets.io/v1 ExternalSecret", child: "v1 Secret",
            manager: "externalsecrets.external-secrets.io/run", body: "data: {a: YQ==}"),
        Child(
            owner: "external-secrets.io/v1beta1 ExternalSecret", child: "v1 Secret", manager: "external-secrets",
            body: "data: {a: YQ==}"),
        Child(owner: "argoproj.io/v1alpha1 Workflow", child: "v1 Pod", manager: "workflow-controller", body: pod),
        Child(owner: "kafka.strimzi.io/v1beta2 Kafka", child: "v1 Service", manager: "strimzi-cluster-operator"),
    ]

    private static func compare(
        _ before: String, _ after: String, makers: [MakerRule] = []
    ) async throws -> Comparison {
        let (left, right) = (try await WrittenState.state(before), try await WrittenState.state(after))
        var tables = TableChanges()
        tables.makers = makers
        let comparer = Comparer(before: left, after: right, trustsDigests: false, tables: tables)
        return try await comparer.compare(
            before: try await left.shelve(comparer.neededBefore), after: try await right.shelve(comparer.neededAfter))
    }

    @Test(arguments: children) func whatAnOperatorMakesAndTakesAwayIsNoDrift(_ child: Child) async throws {
        let comparison = try await Self.compare(
            child.parent + child.yaml("run-bcdfg"), child.parent + child.yaml("run-hjklm") + child.yaml("other"))
        #expect(comparison.changes.isEmpty, "\(comparison.changes)")
        #expect(comparison.suppressed["made-by-controllers"] == 3)
    }

    @Test(arguments: children) func whatAnOperatorWritesIntoItsChildIsItsOwn(_ child: Child) async throws {
        let other = child.body.replacing("YQ==", with: "Yg==").replacing(":1\"", with: ":2\"")
            .replacing("a: b", with: "a: c")
        let comparison = try await Self.compare(
            child.parent + child.yaml("run-bcdfg"), child.parent + child.yaml("run-bcdfg", body: other))
        #expect(comparison.changes.isEmpty, "\(comparison.changes)")
        let edited = try await Self.compare(
            child.parent + child.yaml("run-bcdfg"),
            child.parent + child.yaml("run-bcdfg", body: other, by: "kubectl-edit"))
        #expect(edited.changes.count == 1)
    }

    /// Names that people's programs have too, or that nothing ties to the operator.
    @Test(arguments: [
        Child(owner: "argoproj.io/v1alpha1 Workflow", child: "v1 Pod", manager: "argo", body: pod),
        Child(owner: "velero.io/v1 Backup", child: "v1 Pod", manager: "velero", body: pod),
        Child(owner: "kafka.strimzi.io/v1beta2 Kafka", child: "v1 Service", manager: "okhttp"),
        Child(owner: "kafka.strimzi.io/v1beta2 Kafka", child: "v1 Service", manager: "fabric8-kubernetes-client"),
        Child(owner: "monitoring.coreos.com/v1 Prometheus", child: "apps/v1 StatefulSet", manager: "operator"),
        Child(
            owner: "cert-manager.io/v1 Certificate", child: "v1 Secret", manager: "controller", body: "data: {a: YQ==}"),
        Child(
            owner: "secrets.hashicorp.com/v1beta1 VaultStaticSecret", child: "v1 Secret", manager: "manager",
            body: "data: {a: YQ==}"),
    ]) func whoeverHasNoNameOfTheOperatorMadeItHimself(_ child: Child) async throws {
        let comparison = try await Self.compare(child.parent, child.parent + child.yaml("run-bcdfg"))
        #expect(comparison.changes.map(\.kind) == [.added], "\(comparison.changes)")
    }

    private static let unknown = Child(
        owner: "shop.example/v1 Widget", child: "v1 Pod", manager: "widget-operator", body: pod)

    @Test func aChildWithAGeneratedNameIsMatchedByOwnerAndShape() async throws {
        let before = Self.unknown.parent + Self.unknown.yaml("run-bcdfg")
        let same = try await Self.compare(before, Self.unknown.parent + Self.unknown.yaml("run-hjklm"))
        #expect(same.changes.isEmpty, "\(same.changes)")
        #expect(same.suppressed["generated-name"] == 1)
        let other = try await Self.compare(
            before,
            Self.unknown.parent + Self.unknown.yaml("run-hjklm", body: Self.pod.replacing(":1\"", with: ":evil\"")))
        #expect(other.changes.count == 1)
        let more = try await Self.compare(
            before, Self.unknown.parent + Self.unknown.yaml("run-hjklm") + Self.unknown.yaml("run-npqrs"))
        #expect(more.changes.count == 1)
    }

    @Test func aBaselineNamesAControllerOfItsOwn() async throws {
        let text = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: t}
            tables:
              makers: [{owners: "*.shop.example", makes: Pod, managers: widget-operator, reason: ours}]

            """
        let makers = try BaselineReader.read(Array(text.utf8), file: "b.yaml").tables.makers
        let child = Self.unknown
        #expect(try await Self.compare(child.parent, child.parent + child.yaml("new")).changes.count == 1)
        #expect(try await Self.compare(child.parent, child.parent + child.yaml("new"), makers: makers).changes.isEmpty)
        for manager in ["acme", "kubectl-create"] {
            let forged = child.yaml("new", by: manager)
            #expect(try await Self.compare(child.parent, child.parent + forged, makers: makers).changes.count == 1)
        }
    }

    @Test(arguments: [
        "{owners: Widget.shop.example, makes: \"*\", managers: m, reason: r}",
        "{owners: Widget.shop.example, makes: Pod, managers: \"*\", reason: r}",
        "{owners: Widget.shop.example, makes: Pod, managers: kubectl-edit, reason: r}",
        "{owners: Widget.shop.example, makes: Pod, reason: r}",
    ]) func aRowThatNamesNoControllerIsRefused(_ row: String) throws {
        let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: {makers: [\(row)]}\n"
        #expect(throws: BaselineError.self) { try BaselineReader.read(Array(text.utf8), file: "b.yaml") }
    }
}
