import Diff
import Snapshot
import Testing

private func named(_ name: String) -> Object { (["name": .string(name)] as Value).object ?? Object() }

private func container(_ rest: PathElement...) -> FieldPath {
    FieldPath([.field("spec"), .field("template"), .field("spec"), .field("containers"), .key(named("web"))] + rest)
}

private struct Case: Sendable, CustomTestStringConvertible {
    let group: String
    let kind: String
    var name = "x"
    var event = SeverityTable.Event.modified
    var path: FieldPath?
    var before: Value?
    var after: Value?
    let severity: Severity

    var testDescription: String { "\(kind) \(event) \(path?.description ?? "") → \(severity)" }
}

@Suite struct SeverityTests {
    private static let rbac = "rbac.authorization.k8s.io"
    private static let gatekeeper = "constraints.gatekeeper.sh"
    private static let hooks = "admissionregistration.k8s.io"

    @Test(arguments: [
        Case(group: rbac, kind: "ClusterRoleBinding", event: .added, severity: .critical),
        Case(group: rbac, kind: "ClusterRoleBinding", event: .removed, severity: .high),
        Case(
            group: rbac, kind: "Role", path: FieldPath([.field("rules"), .index(0)]), after: ["verbs": ["*"]],
            severity: .critical),
        Case(group: rbac, kind: "Role", path: FieldPath(fields: "metadata", "labels", "a"), after: "b", severity: .low),
        Case(
            group: gatekeeper, kind: "K8sAzureV1", path: FieldPath(fields: "spec", "enforcementAction"), before: "deny",
            after: "dryrun", severity: .critical),
        Case(
            group: gatekeeper, kind: "K8sAzureV1", path: FieldPath(fields: "spec", "enforcementAction"),
            before: "dryrun", after: "deny", severity: .high),
        Case(group: gatekeeper, kind: "K8sAzureV1", event: .removed, severity: .critical),
        Case(group: "templates.gatekeeper.sh", kind: "ConstraintTemplate", event: .removed, severity: .critical),
        Case(
            group: hooks, kind: "ValidatingWebhookConfiguration",
            path: FieldPath([.field("webhooks"), .key(named("a")), .field("failurePolicy")]), before: "Fail",
            after: "Ignore", severity: .critical),
        Case(group: "kyverno.io", kind: "ClusterPolicy", event: .removed, severity: .critical),
        Case(
            group: "kyverno.io", kind: "ClusterPolicy", path: FieldPath(fields: "spec", "validationFailureAction"),
            before: "Enforce", after: "Audit", severity: .critical),
        Case(
            group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization", path: FieldPath(fields: "spec", "patches"),
            after: [["patch": "x"]], severity: .critical),
        Case(
            group: "helm.toolkit.fluxcd.io", kind: "HelmRelease",
            path: FieldPath(fields: "spec", "chart", "spec", "sourceRef", "name"), before: "a", after: "b",
            severity: .critical),
        Case(
            group: "helm.toolkit.fluxcd.io", kind: "HelmRelease",
            path: FieldPath(fields: "spec", "values", "image", "repository"), before: "a", after: "b", severity: .high),
        Case(
            group: "argoproj.io", kind: "Application", path: FieldPath(fields: "spec", "source", "repoURL"),
            before: "a", after: "b", severity: .critical),
        Case(
            group: "argoproj.io", kind: "Application",
            path: FieldPath(fields: "spec", "syncPolicy", "automated", "selfHeal"), before: true, severity: .critical),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("livenessProbe"), .field("exec")),
            after: ["command": ["sh"]], severity: .high),
        Case(group: "networking.k8s.io", kind: "NetworkPolicy", event: .removed, severity: .critical),
        Case(
            group: "networking.k8s.io", kind: "NetworkPolicy", path: FieldPath(fields: "spec", "ingress"), after: [[:]],
            severity: .critical),
        Case(
            group: "", kind: "Namespace",
            path: FieldPath(fields: "metadata", "labels", "pod-security.kubernetes.io/enforce"), before: "restricted",
            after: "privileged", severity: .critical),
        Case(
            group: "", kind: "Namespace", path: FieldPath(fields: "metadata", "labels", "team"), after: "x",
            severity: .medium),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("securityContext"), .field("privileged")),
            after: true, severity: .critical),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("securityContext")), after: ["privileged": true],
            severity: .critical),
        Case(
            group: "apps", kind: "Deployment", path: container(),
            after: ["name": "web", "securityContext": ["privileged": true]], severity: .critical),
        Case(
            group: "batch", kind: "CronJob",
            path: FieldPath(fields: "spec", "jobTemplate", "spec", "template", "spec", "hostNetwork"), after: true,
            severity: .critical),
        Case(group: "apps", kind: "DaemonSet", name: "falco", event: .removed, severity: .critical),
        Case(
            group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization", path: FieldPath(fields: "spec", "suspend"),
            after: true, severity: .critical),
        Case(
            group: "source.toolkit.fluxcd.io", kind: "GitRepository", path: FieldPath(fields: "spec", "url"),
            before: "a", after: "b", severity: .critical),
        Case(
            group: "", kind: "ConfigMap",
            path: FieldPath(fields: "metadata", "annotations", "kustomize.toolkit.fluxcd.io/reconcile"),
            after: "disabled", severity: .critical),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("image")), before: "acr.io/a:1",
            after: "docker.io/a:1", severity: .critical),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("image")), before: "acr.io:5000/a:1",
            after: "acr.io:5000/a:2", severity: .high),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("image")), before: "acr.io/a@sha256:1",
            after: "acr.io/a@sha256:2", severity: .critical),
        Case(group: "", kind: "ResourceQuota", event: .removed, severity: .high),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("resources"), .field("limits"), .field("cpu")),
            before: "1", severity: .high),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("resources"), .field("limits"), .field("cpu")),
            before: "1", after: "2", severity: .medium),
        Case(
            group: "", kind: "ServiceAccount", path: FieldPath(fields: "automountServiceAccountToken"), before: false,
            after: true, severity: .high),
        Case(
            group: "", kind: "Secret", path: FieldPath(fields: "data", "password"), before: "a", after: "b",
            severity: .high),
        Case(
            group: "apps", kind: "Deployment", path: FieldPath(fields: "spec", "replicas"), before: 2, after: 4,
            severity: .medium),
        Case(
            group: "apps", kind: "Deployment", path: container(.field("env"), .key(named("A"))), after: ["name": "A"],
            severity: .medium),
        Case(
            group: "apps", kind: "Deployment", path: FieldPath(fields: "metadata", "annotations", "note"), after: "x",
            severity: .low),
        Case(
            group: "apps", kind: "Deployment",
            path: FieldPath(fields: "spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"),
            after: "x", severity: .medium),
        Case(group: "x.io", kind: "Unheard", path: FieldPath(fields: "spec", "a"), after: 1, severity: .medium),
    ])
    private func differencesWeighByTheirMeaning(_ item: Case) {
        let identity = Identity(group: item.group, kind: item.kind, namespace: "pay", name: item.name)
        let field = item.path.map { FieldChange(path: $0, kind: .value, before: item.before, after: item.after) }
        let table = SeverityTable.builtIn
        let weight =
            field.map { table.weight(of: identity, item.event, field: $0) }
            ?? table.weight(ofWhole: identity, item.event)
        #expect(weight.severity == item.severity, "\(weight.meaning ?? "no meaning")")
    }

    @Test func everyRowSaysWhatItMeans() {
        #expect(SeverityTable.builtIn.rows.count > 60)
        #expect(SeverityTable.builtIn.rows.allSatisfy { !$0.meaning.isEmpty && !$0.events.isEmpty })
    }
}
