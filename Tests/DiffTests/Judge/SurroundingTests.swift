import Diff
import Snapshot
import Testing

/// What is around containers, and who decides about others, weighs by its effect.
@Suite struct SurroundingTests {
    private struct Row: Sendable {
        let type: String
        let path: [String]
        let after: Value?
        let severity: Severity

        init(_ type: String, _ path: String, _ after: Value?, _ severity: Severity) {
            self.type = type
            self.path = path.split(separator: "/").map(String.init)
            self.after = after
            self.severity = severity
        }
    }

    private static let pods = [
        Row(
            "Deployment.apps", "spec/template/spec/securityContext", ["windowsOptions": ["hostProcess": true]],
            .critical),
        Row("Deployment.apps", "spec/template/spec/hostUsers", true, .high),
        Row("Deployment.apps", "spec/template/spec/shareProcessNamespace", true, .high),
        Row("Deployment.apps", "spec/template/spec/shareProcessNamespace", false, .medium),
        Row("Deployment.apps", "spec/template/spec/hostAliases", [["ip": "10.0.0.1", "hostnames": ["kms"]]], .high),
        Row("Deployment.apps", "spec/template/spec/dnsPolicy", "Default", .high),
        Row("CronJob.batch", "spec/jobTemplate/spec/template/spec/nodeName", "n1", .high),
        Row("Deployment.apps", "spec/template/spec/tolerations", [["operator": "Exists"]], .high),
        Row("Deployment.apps", "spec/template/spec/priorityClassName", "system-node-critical", .high),
        Row("Deployment.apps", "spec/template/spec/priorityClassName", "ours", .medium),
        Row("Deployment.apps", "spec/template/spec/volumes", [["name": "v", "secret": ["secretName": "db"]]], .high),
        Row("Deployment.apps", "spec/template/spec/volumes", [["name": "v", "emptyDir": [:]]], .medium),
        Row("Deployment.apps", "spec/replicas", 0, .high),
        Row("Deployment.apps", "spec/replicas", 3, .medium),
    ]

    private static let authorities = [
        Row("PersistentVolume", "spec/hostPath", ["path": "/"], .critical),
        Row("PriorityClass.scheduling.k8s.io", "globalDefault", true, .high),
        Row("FlowSchema.flowcontrol.apiserver.k8s.io", "spec/priorityLevelConfiguration/name", "exempt", .high),
        Row("ClusterPolicy.kyverno.io", "spec/validationFailureAction", "Audit", .critical),
        Row("SecretProviderClass.secrets-store.csi.x-k8s.io", "spec/parameters/keyvaultName", "mine", .high),
        Row("Certificate.cert-manager.io", "spec/issuerRef/name", "mine", .high),
        Row("PrometheusRule.monitoring.coreos.com", "spec/groups", [], .high),
        Row("Application.argoproj.io", "spec/source/repoURL", "https://mine.example", .critical),
        Row("Kustomization.kustomize.toolkit.fluxcd.io", "spec/patches", [["patch": "x"]], .critical),
        Row("HelmRelease.helm.toolkit.fluxcd.io", "spec/chart/spec/version", "2", .critical),
    ]

    @Test(arguments: (pods + authorities).indices)
    func aFieldWeighsByItsEffect(_ place: Int) {
        let row = (Self.pods + Self.authorities)[place]
        let field = FieldChange(
            path: FieldPath(row.path.map(PathElement.field)), kind: .value, before: nil, after: row.after)
        let weight = SeverityTable.builtIn.weight(of: Self.identity(row.type), .modified, field: field)
        #expect(weight.severity == row.severity, "\(row.type) \(row.path): \(weight)")
    }

    @Test(arguments: [
        ("ClusterPolicy.kyverno.io", Severity.critical), ("ExternalSecret.external-secrets.io", .high),
        ("PrometheusRule.monitoring.coreos.com", .high),
    ])
    func whatIsGoneWeighsByWhatItDid(type: String, severity: Severity) {
        let weight = SeverityTable.builtIn.weight(ofWhole: Self.identity(type), .removed, content: ["spec": [:]])
        #expect(weight.severity == severity)
    }

    private static func identity(_ type: String) -> Identity {
        let parts = type.split(separator: ".", maxSplits: 1).map(String.init)
        return Identity(group: parts.count > 1 ? parts[1] : "", kind: parts[0], namespace: "pay", name: "x")
    }
}
