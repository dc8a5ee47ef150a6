import Diff
import Snapshot
import Testing

private struct Added: Sendable, CustomTestStringConvertible {
    let group: String
    let kind: String
    var namespace: String? = "team"
    let content: Value
    let severity: Severity
    let says: String

    var testDescription: String { "\(kind) that \(says)" }
}

private func workload(_ pod: Value, at path: [String] = ["spec", "template", "spec"]) -> Value {
    path.reversed().reduce(pod) { value, name in .object(Object([name: value])) }
}

@Suite struct ContentSeverityTests {
    @Test(arguments: [
        Added(
            group: "apps", kind: "DaemonSet",
            content: workload([
                "hostPID": true, "hostNetwork": true,
                "containers": [["name": "a", "image": "x", "securityContext": ["privileged": true]]],
                "volumes": [["name": "root", "hostPath": ["path": "/"]]],
            ]), severity: .critical, says: "lets pods do anything on their node"),
        Added(
            group: "batch", kind: "CronJob",
            content: workload(["hostIPC": true], at: ["spec", "jobTemplate", "spec", "template", "spec"]),
            severity: .critical, says: "shares the node's IPC namespace"),
        Added(
            group: "apps", kind: "Deployment",
            content: workload([
                "containers": [["name": "a", "securityContext": ["capabilities": ["add": ["SYS_ADMIN"]]]]]
            ]),
            severity: .critical, says: "adds capabilities of the kernel"),
        Added(
            group: "apps", kind: "Deployment",
            content: workload(["initContainers": [["name": "a", "securityContext": ["runAsUser": 0]]]]),
            severity: .critical, says: "lets processes run as root"),
        Added(
            group: "", kind: "Pod", content: ["spec": ["containers": [["name": "a", "image": "x"]]]], severity: .high,
            says: "was started by a person"),
        Added(
            group: "apps", kind: "Deployment",
            content: workload([
                "containers": [
                    [
                        "name": "a", "image": "x", "command": ["sh"], "resources": ["limits": ["cpu": "1"]],
                        "securityContext": [
                            "runAsNonRoot": true, "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]],
                        ],
                    ]
                ]
            ]), severity: .medium, says: ""),
        Added(
            group: "", kind: "Service", content: ["spec": ["type": "LoadBalancer"]], severity: .high,
            says: "can be reached from outside the cluster"),
        Added(
            group: "", kind: "Service", content: ["spec": ["externalName": "evil.example"]], severity: .high,
            says: "leads to another host"),
        Added(
            group: "", kind: "PersistentVolume", namespace: nil, content: ["spec": ["hostPath": ["path": "/"]]],
            severity: .critical, says: "mounts files of the node"),
        Added(
            group: "apps", kind: "DaemonSet",
            content: workload(["securityContext": ["windowsOptions": ["hostProcess": true]]]), severity: .critical,
            says: "lets pods do anything on their node"),
        Added(
            group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration", namespace: nil,
            content: ["webhooks": [["name": "a", "clientConfig": ["url": "https://evil.example"]]]],
            severity: .critical, says: "sends objects to an address outside of the cluster"),
        Added(
            group: "kyverno.io", kind: "PolicyException", content: ["spec": ["exceptions": []]], severity: .critical,
            says: "exempts from admission"),
        Added(group: "", kind: "Service", content: ["spec": ["type": "ClusterIP"]], severity: .medium, says: ""),
        Added(
            group: "", kind: "ServiceAccount",
            content: ["metadata": ["annotations": ["azure.workload.identity/client-id": "11"]]], severity: .high,
            says: "acts as another identity of the cloud"),
        Added(
            group: "", kind: "Namespace", namespace: nil,
            content: ["metadata": ["labels": ["pod-security.kubernetes.io/enforce": "privileged"]]],
            severity: .critical,
            says: "admits pods that may do anything on their node"),
        Added(
            group: "", kind: "Namespace", namespace: nil,
            content: ["metadata": ["labels": ["pod-security.kubernetes.io/enforce": "restricted"]]], severity: .high,
            says: "adds or removes a namespace"),
        Added(
            group: "networking.k8s.io", kind: "Ingress",
            content: ["metadata": ["annotations": ["nginx.ingress.kubernetes.io/server-snippet": "x"]]],
            severity: .critical, says: "puts configuration of its own into the ingress controller"),
        Added(
            group: "storage.k8s.io", kind: "StorageClass", namespace: nil,
            content: ["metadata": ["annotations": ["storageclass.kubernetes.io/is-default-class": "true"]]],
            severity: .high, says: "changes which storage or ingress is used where none is named"),
    ])
    private func anAddedObjectWeighsAsMuchAsWhatItDeclares(_ item: Added) {
        let identity = Identity(group: item.group, kind: item.kind, namespace: item.namespace, name: "x")
        let weight = SeverityTable.builtIn.weight(ofWhole: identity, .added, content: item.content)
        #expect(weight.severity == item.severity, "\(weight.meaning ?? "no meaning")")
        #expect((weight.meaning ?? "").contains(item.says))
    }

    @Test func aBaselinesRowDecidesBeforeWhatAnObjectDeclares() {
        let own = SeverityRow(.low, "a node agent of ours", kinds: ["DaemonSet"], names: ["ours"], events: [.added])
        let table = SeverityTable.builtIn.extended(by: [own])
        let identity = Identity(group: "apps", kind: "DaemonSet", namespace: "x", name: "ours")
        let weight = table.weight(ofWhole: identity, .added, content: workload(["hostPID": true]))
        #expect(weight.severity == .low)
        #expect(weight.meaning == "a node agent of ours")
    }

    @Test(arguments: [
        (
            "", "Service", ["metadata", "annotations", "service.beta.kubernetes.io/azure-load-balancer-internal"],
            Severity.high
        ),
        ("", "Service", ["spec", "selector", "app"], .high), ("", "Service", ["spec", "externalName"], .high),
        ("", "Service", ["metadata", "labels", "x"], .medium),
        ("", "ServiceAccount", ["metadata", "annotations", "x"], .medium),
        (
            "networking.k8s.io", "Ingress",
            ["metadata", "annotations", "nginx.ingress.kubernetes.io/whitelist-source-range"], .high
        ),
        ("networking.k8s.io", "Ingress", ["metadata", "annotations", "nginx.ingress.kubernetes.io/auth-url"], .high),
        (
            "networking.k8s.io", "Ingress", ["metadata", "annotations", "nginx.ingress.kubernetes.io/ssl-redirect"],
            .high
        ),
        (
            "networking.k8s.io", "Ingress",
            ["metadata", "annotations", "nginx.ingress.kubernetes.io/configuration-snippet"], .critical
        ),
        ("networking.k8s.io", "Ingress", ["metadata", "labels", "x"], .medium),
        ("networking.k8s.io", "Ingress", ["spec", "tls"], .high),
        ("discovery.k8s.io", "EndpointSlice", ["endpoints"], .high),
        ("discovery.k8s.io", "EndpointSlice", ["metadata", "labels", "kubernetes.io/service-name"], .high),
        ("", "Namespace", ["metadata", "labels", "istio-injection"], .critical),
        ("", "Namespace", ["metadata", "labels", "x"], .medium),
        ("", "Node", ["metadata", "labels", "kubernetes.azure.com/agentpool"], .high),
        ("", "ServiceAccount", ["metadata", "annotations", "azure.workload.identity/client-id"], .high),
        (
            "apps", "Deployment",
            ["spec", "template", "metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/web"], .high
        ),
        ("apps", "Deployment", ["spec", "template", "metadata", "labels", "azure.workload.identity/use"], .high),
        (
            "storage.k8s.io", "StorageClass",
            ["metadata", "annotations", "storageclass.kubernetes.io/is-default-class"], .high
        ),
        ("apps", "Deployment", ["metadata", "labels", "x"], .low),
    ])
    func labelsAndAnnotationsThatActWeighMoreThanOthers(
        group: String, kind: String, path: [String], severity: Severity
    ) {
        let identity = Identity(group: group, kind: kind, namespace: "team", name: "x")
        let field = FieldChange(path: FieldPath(path.map(PathElement.field)), kind: .value, before: "a", after: "b")
        let weight = SeverityTable.builtIn.weight(of: identity, .modified, field: field)
        #expect(weight.severity == severity, "\(weight.meaning ?? "no meaning")")
    }

    @Test(arguments: [("coredns-custom", "kube-system", Severity.high), ("kube-root-ca.crt", "falco-system", .medium)])
    func someConfigMapsHaveTheirOwnWeight(name: String, namespace: String, severity: Severity) {
        let identity = Identity(group: "", kind: "ConfigMap", namespace: namespace, name: name)
        let field = FieldChange(path: FieldPath(fields: "data", "a"), kind: .value, before: "a", after: "b")
        #expect(SeverityTable.builtIn.weight(of: identity, .modified, field: field).severity == severity)
        #expect(SeverityTable.builtIn.weight(ofWhole: identity, .added).severity == severity)
    }
}
