package import Snapshot

/// A difference that every baseline should notice, to find out whether one does. Printed by `snapctl rules`.
package struct TestDifference: Sendable {
    /// What is changed, in a word or two: `rights`, `workloads`.
    package let area: String
    /// The object, without its name and namespace.
    package let object: Value
    /// Whether it lives in a namespace.
    package let isNamespaced: Bool
    /// The member that is changed, from the root, and what it becomes.
    package let path: [String]
    package let value: Value

    init(
        _ area: String, _ apiVersion: String, _ kind: String, isNamespaced: Bool = true, _ members: Value,
        _ path: String, _ value: Value
    ) {
        self.area = area
        self.isNamespaced = isNamespaced
        self.path = path.split(separator: ".").map(String.init)
        self.value = value
        var object = members.object ?? Object()
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        self.object = .object(object)
    }
}

extension TestDifference {
    /// The object under a name.
    func identity(as call: UnknownNames.Call) -> Identity {
        Identity(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "",
            namespace: isNamespaced ? call.namespace : nil, name: call.name)
    }
}

/// All of them: for each object that it comes, that it goes and that the member changes.
package enum TestDifferences {
    private static let pod: Value = [
        "containers": [["name": "main", "image": "registry.example/app:1", "env": [["name": "A", "value": "1"]]]]
    ]
    private static let openPod: Value = [
        "hostNetwork": true,
        "containers": [
            [
                "name": "main", "image": "registry.example/other:2", "securityContext": ["privileged": true],
                "env": [["name": "A", "value": "2"]],
            ]
        ],
    ]
    private static let rules: Value = [["apiGroups": [""], "resources": ["pods"], "verbs": ["get"]]]
    private static let allRules: Value = [["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]]]
    private static let webhooks: Value = [
        ["name": "check.example", "failurePolicy": "Fail", "clientConfig": ["url": "https://check.example"]]
    ]

    /// The area of a kind.
    static func area(of kind: GroupKind) -> String {
        if let area = areas[kind] { return area }
        return BuiltinTypes.isBuiltin(group: kind.group) ? "other types" : "custom objects"
    }

    private static let areas: [GroupKind: String] = Dictionary(
        all.map { test in
            let group = APIVersion.group(of: test.object["apiVersion"]?.string ?? "")
            return (GroupKind(group: group, kind: test.object["kind"]?.string ?? ""), test.area)
        }, uniquingKeysWith: { first, _ in first })

    package static let all: [TestDifference] = [
        TestDifference(
            "rights", "rbac.authorization.k8s.io/v1", "ClusterRole", isNamespaced: false, ["rules": rules], "rules",
            allRules),
        TestDifference("rights", "rbac.authorization.k8s.io/v1", "Role", ["rules": rules], "rules", allRules),
        TestDifference(
            "rights", "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", isNamespaced: false,
            [
                "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"],
                "subjects": [["kind": "User", "name": "ada"]],
            ], "roleRef.name", "cluster-admin"),
        TestDifference(
            "rights", "rbac.authorization.k8s.io/v1", "RoleBinding",
            [
                "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "view"],
                "subjects": [["kind": "User", "name": "ada"]],
            ], "subjects", [["kind": "User", "name": "eve"]]),
        TestDifference(
            "admission", "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", isNamespaced: false,
            ["webhooks": webhooks], "webhooks", []),
        TestDifference(
            "admission", "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", isNamespaced: false,
            ["webhooks": webhooks], "webhooks", []),
        TestDifference(
            "networks", "networking.k8s.io/v1", "NetworkPolicy", ["spec": ["podSelector": [:]]], "spec.ingress", [[:]]),
        TestDifference(
            "networks", "v1", "Service", ["spec": ["type": "ClusterIP", "ports": [["port": 80]]]], "spec.type",
            "LoadBalancer"),
        TestDifference(
            "networks", "networking.k8s.io/v1", "Ingress",
            [
                "spec": [
                    "ingressClassName": "inner", "defaultBackend": ["service": ["name": "a", "port": ["number": 80]]],
                ]
            ],
            "spec.ingressClassName", "outer"),
        TestDifference(
            "workloads", "apps/v1", "Deployment",
            ["spec": ["replicas": 1, "selector": ["matchLabels": ["a": "b"]], "template": ["spec": pod]]],
            "spec.template.spec", openPod),
        TestDifference(
            "workloads", "apps/v1", "DaemonSet",
            ["spec": ["selector": ["matchLabels": ["a": "b"]], "template": ["spec": pod]]], "spec.template.spec",
            openPod),
        TestDifference(
            "workloads", "apps/v1", "StatefulSet",
            ["spec": ["selector": ["matchLabels": ["a": "b"]], "template": ["spec": pod]]], "spec.template.spec",
            openPod),
        TestDifference(
            "workloads", "batch/v1", "CronJob",
            ["spec": ["schedule": "@daily", "jobTemplate": ["spec": ["template": ["spec": pod]]]]], "spec.jobTemplate",
            ["spec": ["template": ["spec": openPod]]]),
        TestDifference("workloads", "v1", "Pod", ["spec": pod], "spec", openPod),
        TestDifference("secrets", "v1", "Secret", ["data": ["key": "YQ=="]], "data.key", "Yg=="),
        TestDifference("configuration", "v1", "ConfigMap", ["data": ["key": "a"]], "data.key", "b"),
        TestDifference(
            "accounts", "v1", "ServiceAccount", ["automountServiceAccountToken": false],
            "automountServiceAccountToken", true),
        TestDifference(
            "namespaces", "v1", "Namespace", isNamespaced: false, [:], "metadata.labels",
            ["pod-security.kubernetes.io/enforce": "privileged"]),
        TestDifference("namespaces", "v1", "ResourceQuota", ["spec": ["hard": ["pods": "1"]]], "spec.hard.pods", "100"),
        TestDifference(
            "types", "apiextensions.k8s.io/v1", "CustomResourceDefinition", isNamespaced: false,
            ["spec": ["group": "shop.example", "scope": "Namespaced"]], "spec.scope", "Cluster"),
        TestDifference("custom objects", "shop.example/v1", "Widget", ["spec": ["size": 1]], "spec.size", 2),
    ]
}
