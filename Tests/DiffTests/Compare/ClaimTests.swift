import Diff
import Snapshot
import TestSupport
import Testing

/// Objects that claim to be somebody's copy, in states as API servers show them: a claim counts only where the owner, the
/// tables and the writer agree.
@Suite struct ClaimTests {
    struct Claim: Sendable, CustomTestStringConvertible {
        let what: String
        var before = ""
        let after: String

        var testDescription: String { what }
    }

    private static let spec = "spec: {containers: [{name: web, image: \"acr.example/web:1\"}]}"
    private static let template =
        "{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: \"acr.example/web:1\"}]}}"
    private static let plane = "kube-controller-manager"

    private static func object(
        _ manager: String?, _ apiVersion: String, _ kind: String, _ name: String, owner: String? = nil,
        namespace: String? = "shop", labels: String = "{}", annotations: String = "{}", metadata: String = "",
        body: String = ""
    ) -> LiveObject {
        .made(
            by: manager, apiVersion, kind, name, owner: owner, namespace: namespace, labels: labels,
            annotations: annotations, metadata: metadata, body: body)
    }

    /// A small cluster, before and after.
    private static let common: String = [
        object("kube-apiserver", "v1", "Namespace", "shop", namespace: nil),
        object("kustomize-controller", "shop.example/v1", "Widget", "w", body: "spec: {}"),
        object("kustomize-controller", "tekton.dev/v1", "TaskRun", "build", body: "spec: {}"),
        object(
            "kustomize-controller", "apps/v1", "Deployment", "web",
            body: "spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: \(template)}"),
        object(
            plane, "apps/v1", "ReplicaSet", "web-1", owner: "apps/v1 Deployment web",
            body: "spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: \(template)}"),
        pod("web-1-a").live,
        object(
            "kustomize-controller", "v1", "Service", "web", body: "spec: {selector: {app: web}, ports: [{port: 80}]}"),
        object("kustomize-controller", "v1", "Service", "open", body: "spec: {ports: [{port: 80}]}"),
        object("kustomize-controller", "apps/v1", "DaemonSet", "agent", body: "spec: {template: \(template)}"),
        object("kubelet", "v1", "Node", "n1", namespace: nil, body: "spec: {}"),
        object(
            plane, "v1", "ConfigMap", "kube-root-ca.crt", namespace: "kube-system", body: "data: {ca.crt: AUTHORITY}"),
        object(
            "kustomize-controller", "v1", "PersistentVolumeClaim", "data", body: "spec: {volumeName: pv-1}"),
    ].map(\.yaml).joined()

    private struct PodObject { let live: LiveObject }

    private static func pod(
        _ name: String, by manager: String? = "kube-controller-manager", owner: String = "apps/v1 ReplicaSet web-1",
        labels: String = "{app: web}", annotations: String = "{}", metadata: String = "", spec: String = spec
    ) -> PodObject {
        PodObject(
            live: object(
                manager, "v1", "Pod", name, owner: owner, labels: labels, annotations: annotations, metadata: metadata,
                body: "\(spec)\nstatus: {podIP: 10.0.0.1}"))
    }

    private static func slice(
        _ manager: String? = "kube-controller-manager", address: String = "10.0.0.1", service: String = "web",
        owner: String = "v1 Service web", labels: String = "", ports: String = "[]"
    ) -> LiveObject {
        object(
            manager, "discovery.k8s.io/v1", "EndpointSlice", "web-x", owner: owner,
            labels:
                "{endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io, kubernetes.io/service-name: \(service)\(labels)}",
            body: "addressType: IPv4\nendpoints: [{addresses: [\(address)]}]\nports: \(ports)")
    }

    private static func addresses(
        _ address: String, _ manager: String? = "kube-controller-manager", ports: String = "[]"
    ) -> LiveObject {
        object(
            manager, "v1", "Endpoints", "web",
            annotations: "{endpoints.kubernetes.io/last-change-trigger-time: \"2026-01-01T00:00:00Z\"}",
            body: "subsets: [{addresses: [{ip: \(address)}], ports: \(ports)}]")
    }

    private static func revision(
        _ manager: String? = "kube-controller-manager", owner: String? = "apps/v1 DaemonSet agent",
        image: String = "acr.example/web:1", labels: String = "{}"
    ) -> LiveObject {
        object(
            manager, "apps/v1", "ControllerRevision", "agent-1", owner: owner, labels: labels,
            body:
                "data: {spec: {template: {$patch: replace, metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: \"\(image)\"}]}}}}\nrevision: 1"
        )
    }

    private static func release(_ manager: String?, name: String = "web", data: String = "{release: c2VjcmV0}")
        -> LiveObject
    {
        object(
            manager, "v1", "Secret", "sh.helm.release.v1.web.v1",
            labels: "{owner: helm, name: \(name), version: \"1\", status: deployed}",
            body: "type: helm.sh/release.v1\ndata: \(data)")
    }

    private static func installed(by release: String, in namespace: String) -> LiveObject {
        object(
            "helm", "v1", "ConfigMap", "chart",
            annotations: "{meta.helm.sh/release-name: \(release), meta.helm.sh/release-namespace: \(namespace)}",
            body: "data: {a: b}")
    }

    private static let asked = object(
        "kustomize-controller", "helm.toolkit.fluxcd.io/v2", "HelmRelease", "web", body: "spec: {interval: 1m}")

    /// A Service whose Pods name its port.
    private static let named = [
        object(
            "kustomize-controller", "v1", "Service", "named",
            body: "spec: {selector: {app: solo}, ports: [{name: http, port: 80, targetPort: http}]}"),
        object(
            "kustomize-controller", "v1", "Pod", "solo", labels: "{app: solo}",
            body:
                "spec: {containers: [{name: web, image: \"acr.example/web:1\", ports: [{name: http, containerPort: 8080}]}]}\nstatus: {podIP: 10.0.0.9}"
        ),
    ].map(\.yaml).joined()

    private static let probes =
        "{priorityLevelConfiguration: {name: exempt}, matchingPrecedence: 2, rules: [{subjects: [{kind: Group, group: {name: \"system:unauthenticated\"}}, {kind: Group, group: {name: \"system:authenticated\"}}], nonResourceRules: [{verbs: [get], nonResourceURLs: [/healthz, /readyz, /livez]}]}]}"

    private static func flow(_ name: String, _ spec: String, kind: String = "FlowSchema") -> String {
        object(
            "api-priority-and-fairness-config-producer-v1", "flowcontrol.apiserver.k8s.io/v1", kind, name,
            namespace: nil, annotations: "{apf.kubernetes.io/autoupdate-spec: \"true\"}", body: "spec: \(spec)"
        ).yaml
    }

    private static func volume(
        _ manager: String?, driver: String = "disk.csi.azure.com", uid: String = "uid-persistentvolumeclaim-data"
    )
        -> LiveObject
    {
        object(
            manager, "v1", "PersistentVolume", "pv-1", namespace: nil,
            annotations: "{pv.kubernetes.io/provisioned-by: disk.csi.azure.com}",
            body:
                "spec: {csi: {driver: \(driver), volumeHandle: h}, claimRef: {namespace: shop, name: data, uid: \(uid)}}"
        )
    }

    private static let sensitive: [(String, String, String)] = [
        ("v1", "Pod", spec), ("apps/v1", "DaemonSet", "spec: {template: \(template)}"),
        ("apps/v1", "Deployment", "spec: {template: \(template)}"),
        ("apps/v1", "StatefulSet", "spec: {template: \(template)}"),
        ("apps/v1", "ReplicaSet", "spec: {template: \(template)}"),
        ("batch/v1", "Job", "spec: {template: \(template)}"),
        ("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: \(template)}}}"),
        ("v1", "Secret", "data: {a: Yg==}"), ("v1", "ServiceAccount", "automountServiceAccountToken: true"),
        ("v1", "Service", "spec: {type: LoadBalancer, ports: [{port: 80}]}"), ("v1", "ConfigMap", "data: {a: b}"),
        ("rbac.authorization.k8s.io/v1", "Role", "rules: [{apiGroups: [\"\"], resources: [secrets], verbs: [get]}]"),
        (
            "rbac.authorization.k8s.io/v1", "RoleBinding",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}"
        ),
        ("networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}}"),
        ("networking.k8s.io/v1", "Ingress", "spec: {rules: [{host: a.example}]}"),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "spec: {path: ./evil}"),
    ]

    private static let operators: [Claim] = [nil, "acme", "manager", "controller"].flatMap { manager in
        sensitive.map { version, kind, body in
            Claim(
                what: "\(kind) of a custom resource of nobody's table, by \(manager ?? "nobody")",
                after: object(manager, version, kind, "x", owner: "shop.example/v1 Widget w", body: body).yaml)
        }
    }

    private static let owners: [Claim] = [
        Claim(what: "another uid", after: pod("p", owner: "apps/v1 ReplicaSet web-1 uid-of-another").live.yaml),
        Claim(what: "another version", after: pod("p", owner: "apps/v9 ReplicaSet web-1").live.yaml),
        Claim(what: "another group", after: pod("p", owner: "extensions/v1 ReplicaSet web-1").live.yaml),
        Claim(what: "an unknown writer", after: pod("p", by: "acme").live.yaml),
        Claim(what: "no writer", after: pod("p", by: nil).live.yaml),
        Claim(
            what: "a known operator's child with another uid",
            after: pod("p", by: "controller", owner: "tekton.dev/v1 TaskRun build uid-of-another").live.yaml),
        Claim(
            what: "a known operator's child with another version",
            after: pod("p", by: "controller", owner: "tekton.dev/v9 TaskRun build").live.yaml),
        Claim(
            what: "a known operator's child by somebody else",
            after: pod("p", by: "acme", owner: "tekton.dev/v1 TaskRun build").live.yaml),
        Claim(
            what: "a known operator's child by nobody",
            after: pod("p", by: nil, owner: "tekton.dev/v1 TaskRun build").live.yaml),
        Claim(
            what: "what a known operator does not make",
            after: object(
                "controller", "apps/v1", "DaemonSet", "x", owner: "tekton.dev/v1 TaskRun build",
                body: "spec: {template: \(template)}"
            ).yaml),
        Claim(
            what: "its own owner",
            after: object(
                "controller", "tekton.dev/v1", "TaskRun", "loop", owner: "tekton.dev/v1 TaskRun loop", body: "spec: {}"
            ).yaml),
        Claim(
            what: "two that own each other",
            after: [("a", "b"), ("b", "a")].map { name, owner in
                object(
                    "controller", "tekton.dev/v1", "TaskRun", name, owner: "tekton.dev/v1 TaskRun \(owner)",
                    body: "spec: {}"
                ).yaml
            }.joined()),
        Claim(
            what: "an owner in another namespace",
            after: object(
                "controller", "v1", "Pod", "p", owner: "tekton.dev/v1 TaskRun build", namespace: "other", body: spec
            ).yaml),
        Claim(what: "a mirror by kubectl", after: mirror("kubectl-create").yaml),
        Claim(what: "a mirror by somebody", after: mirror("acme").yaml),
        Claim(what: "a mirror on another node", after: mirror("kubelet", node: "n2").yaml),
        Claim(what: "a mirror with another name", after: mirror("kubelet", name: "etcd").yaml),
        Claim(what: "a Pod of a node", after: pod("p-n1", by: "kubelet", owner: "v1 Node n1").live.yaml),
    ]

    private static func mirror(_ manager: String, node: String = "n1", name: String = "etcd-n1") -> LiveObject {
        pod(
            name, by: manager, owner: "v1 Node n1", annotations: "{kubernetes.io/config.mirror: a}",
            spec: "spec: {nodeName: \(node), containers: [{name: web, image: \"acr.example/web:1\"}]}"
        ).live
    }

    private static let texts: [Claim] = [
        Claim(what: "a new slice with another address", after: slice(address: "10.6.6.6").yaml),
        Claim(what: "another address in a slice", before: slice().yaml, after: slice(address: "10.6.6.6").yaml),
        Claim(what: "a slice of another Service", after: slice(service: "open").yaml),
        Claim(
            what: "a slice of a Service that selects nothing",
            after: slice(service: "open", owner: "v1 Service open").yaml),
        Claim(what: "a slice by somebody", after: slice("acme").yaml),
        Claim(what: "new Endpoints with another address", after: addresses("10.6.6.6").yaml),
        Claim(
            what: "another address in Endpoints", before: addresses("10.0.0.1").yaml, after: addresses("10.6.6.6").yaml),
        Claim(what: "Endpoints by somebody", after: addresses("10.0.0.1", "acme").yaml),
        Claim(what: "a new slice with another port", after: slice(ports: "[{port: 9999, protocol: TCP}]").yaml),
        Claim(
            what: "another port in a slice", before: slice(ports: "[{port: 80}]").yaml,
            after: slice(ports: "[{port: 9999}]").yaml),
        Claim(what: "a port of another protocol", after: slice(ports: "[{port: 80, protocol: UDP}]").yaml),
        Claim(what: "a port of another name", after: slice(ports: "[{name: admin, port: 80}]").yaml),
        Claim(
            what: "a port that no Pod has under that name", before: named,
            after: named
                + slice(
                    address: "10.0.0.9", service: "named", owner: "v1 Service named", ports: "[{name: http, port: 22}]"
                ).yaml),
        Claim(what: "new Endpoints with another port", after: addresses("10.0.0.1", ports: "[{port: 9999}]").yaml),
        Claim(
            what: "another port in Endpoints", before: addresses("10.0.0.1", ports: "[{port: 80}]").yaml,
            after: addresses("10.0.0.1", ports: "[{port: 9999}]").yaml),
        Claim(what: "a release that nothing is of", after: release("helm").yaml),
        Claim(
            what: "a release of another namespace", before: installed(by: "web", in: "bank").yaml,
            after: installed(by: "web", in: "bank").yaml + release("helm").yaml),
        Claim(what: "a release by somebody", after: release("acme").yaml),
        Claim(what: "a release of another name", after: release("helm", name: "other").yaml),
        Claim(what: "a release that holds more", after: release("helm", data: "{release: c2VjcmV0, more: YQ==}").yaml),
        Claim(what: "a volume of another driver", after: volume("csi-provisioner", driver: "evil.example").yaml),
        Claim(what: "a volume of another claim", after: volume("csi-provisioner", uid: "uid-of-another").yaml),
        Claim(what: "a volume by somebody", after: volume("acme").yaml),
        Claim(what: "a revision of nobody", after: revision(owner: nil).yaml),
        Claim(what: "a revision by somebody", after: revision("acme").yaml),
        Claim(what: "a revision of another template", after: revision(image: "evil").yaml),
        Claim(
            what: "flow control by somebody",
            after: object(
                "acme", "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "probes", namespace: nil,
                annotations: "{apf.kubernetes.io/autoupdate-spec: \"true\"}",
                body: "spec: {priorityLevelConfiguration: {name: exempt}}"
            ).yaml),
        Claim(what: "flow control of another level", after: flow("probes", probes.replacing("exempt", with: "system"))),
        Claim(what: "flow control for everybody", after: flow("probes", probes.replacing("/livez", with: "/api"))),
        Claim(what: "flow control of a name of its own", after: flow("mine", probes)),
        Claim(what: "a level of its own", after: flow("mine", "{type: Exempt}", kind: "PriorityLevelConfiguration")),
        Claim(
            what: "a level that lets more through",
            after: flow(
                "catch-all",
                "{type: Limited, limited: {nominalConcurrencyShares: 500, limitResponse: {type: Reject}, lendablePercent: 0}}",
                kind: "PriorityLevelConfiguration")),
        Claim(
            what: "flow control that was changed under the API server's name", before: flow("probes", probes),
            after: flow("probes", probes.replacing("matchingPrecedence: 2", with: "matchingPrecedence: 1"))),
        Claim(
            what: "an account with a Secret",
            after: object(nil, "v1", "ServiceAccount", "default", namespace: "new", body: "secrets: [{name: s}]").yaml),
        Claim(
            what: "an account with a registry's password",
            after: object(
                nil, "v1", "ServiceAccount", "default", namespace: "new", body: "imagePullSecrets: [{name: s}]"
            )
            .yaml),
        Claim(
            what: "an account with an identity",
            after: object(
                nil, "v1", "ServiceAccount", "default", namespace: "new",
                annotations: "{azure.workload.identity/client-id: x}"
            ).yaml),
        Claim(
            what: "more than an authority",
            after: object(plane, "v1", "ConfigMap", "kube-root-ca.crt", body: "data: {ca.crt: AUTHORITY, run.sh: x}")
                .yaml),
        Claim(
            what: "another authority",
            after: object(plane, "v1", "ConfigMap", "kube-root-ca.crt", body: "data: {ca.crt: EVIL}").yaml),
        Claim(
            what: "more than the API server's flags",
            after: object(
                "kube-apiserver", "v1", "ConfigMap", "extension-apiserver-authentication", namespace: "kube-system",
                body: "data: {client-ca-file: x, evil: y}"
            ).yaml),
        Claim(
            what: "an API of another name",
            after: object(
                "kube-apiserver", "apiregistration.k8s.io/v1", "APIService", "v1.evil.example", namespace: nil,
                labels: "{kube-aggregator.kubernetes.io/automanaged: onstart}",
                body: "spec: {group: metrics.k8s.io, version: v1beta1}"
            ).yaml),
        Claim(
            what: "a default role by somebody",
            after: object(
                "kube-apiserver", "rbac.authorization.k8s.io/v1", "ClusterRole", "mine", namespace: nil,
                labels: "{kubernetes.io/bootstrapping: rbac-defaults}", body: "rules: []"
            ).yaml),
        Claim(
            what: "a token",
            after: object(
                "kube-controller-manager", "v1", "Secret", "t",
                annotations: "{kubernetes.io/service-account.name: default}",
                body: "type: kubernetes.io/service-account-token\ndata: {token: YQ==}"
            ).yaml),
    ]

    private static let marked: [Claim] = [
        Claim(
            what: "a new Pod that a person annotated",
            after: pod("web-1-b", annotations: "{example.org/x: y}").live.written(
                by: "kubectl-annotate", "{\"f:metadata\": {\"f:annotations\": {\"f:example.org/x\": {}}}}"
            ).yaml)
    ]

    private static let status = object(
        "gatekeeper", "status.gatekeeper.sh/v1beta1", "ConstraintPodStatus", "x", body: "status: {}")

    /// One change each, by the manager that owns it.
    private static func edits(by manager: String) -> [Claim] {
        let base = pod("web-1-a").live
        func marked(_ object: LiveObject, _ field: String, _ change: (inout LiveObject) -> Void) -> Claim {
            var after = object
            after.writers = after.writers.map { writer in
                (
                    writer.manager,
                    writer.fields.replacing(
                        "\"f:metadata\": {\"f:labels\": {}, \"f:annotations\": {}, \"f:finalizers\": {}}",
                        with: "\"f:metadata\": {}")
                )
            }
            change(&after)
            after = after.written(by: manager, "{\"f:metadata\": {\"f:\(field)\": {}}}")
            return Claim(what: "\(field) of \(object.kind) by \(manager)", before: object.yaml, after: after.yaml)
        }
        return [
            marked(base, "annotations") { $0.annotations = "{example.org/x: y}" },
            marked(base, "finalizers") { $0.metadata = "finalizers: [example.org/hold]" },
            marked(base, "ownerReferences") { $0.owner = nil },
            marked(slice(), "labels") { $0.labels.replace(", kubernetes.io", with: ", a: b, kubernetes.io") },
            marked(addresses("10.0.0.1"), "labels") { $0.labels = "{a: b}" },
            marked(revision(), "labels") { $0.labels = "{a: b}" },
            marked(status, "labels") { $0.labels = "{a: b}" },
            marked(object("kubelet", "storage.k8s.io/v1", "CSINode", "n1", namespace: nil, body: "spec: {}"), "labels")
            {
                $0.labels = "{a: b}"
            },
        ]
    }

    private static func without(_ claim: Claim) -> String {
        // What a claim changes is not in the common part as well.
        claim.before.contains("name: \"web-1-a\"")
            ? common.replacing(pod("web-1-a").live.yaml, with: "") : common
    }

    private static func compare(_ claim: Claim) async throws -> Comparison {
        let common = without(claim)
        return try await Comparing.compare(
            try await WrittenState.state(common + claim.before), try await WrittenState.state(common + claim.after))
    }

    @Test(arguments: operators + owners + texts + marked + edits(by: "kubectl-label") + edits(by: "k9s"))
    func aClaimThatDoesNotFitIsADifference(_ claim: Claim) async throws {
        let comparison = try await Self.compare(claim)
        #expect(!comparison.changes.isEmpty)
    }

    private static let honest: [Claim] = [
        Claim(what: "a Pod of a replica set", after: pod("web-1-b").live.yaml),
        Claim(
            what: "a Pod of a task",
            after: pod("p", by: "controller", owner: "tekton.dev/v1beta1 TaskRun build").live.yaml),
        Claim(what: "a mirror", after: mirror("kubelet").yaml),
        Claim(what: "a slice", after: slice().yaml),
        Claim(what: "Endpoints", after: addresses("10.0.0.1").yaml),
        Claim(what: "a slice with ports", after: slice(ports: "[{port: 80, protocol: TCP}]").yaml),
        Claim(what: "Endpoints with ports", after: addresses("10.0.0.1", ports: "[{port: 80}]").yaml),
        Claim(
            what: "a named port", before: named,
            after: named
                + slice(
                    address: "10.0.0.9", service: "named", owner: "v1 Service named",
                    ports: "[{name: http, port: 8080}]"
                ).yaml),
        Claim(
            what: "a release", before: installed(by: "web", in: "shop").yaml,
            after: installed(by: "web", in: "shop").yaml + release("helm").yaml),
        Claim(
            what: "a release that Flux asks for", before: asked.yaml,
            after: asked.yaml + release("helm-controller").yaml),
        Claim(what: "a volume", after: volume("csi-provisioner").yaml),
        Claim(what: "a revision", after: revision().yaml),
        Claim(
            what: "flow control",
            after: flow("probes", probes)
                + flow(
                    "catch-all",
                    "{type: Limited, limited: {nominalConcurrencyShares: 5, limitResponse: {type: Reject}, lendablePercent: 0}}",
                    kind: "PriorityLevelConfiguration")),
        Claim(what: "an account", after: object(nil, "v1", "ServiceAccount", "default").yaml),
        Claim(
            what: "an authority",
            after: object(plane, "v1", "ConfigMap", "kube-root-ca.crt", body: "data: {ca.crt: AUTHORITY}").yaml),
        Claim(
            what: "the network's annotation", before: pod("web-1-a").live.yaml,
            after: pod("web-1-a", annotations: "{cni.projectcalico.org/podIP: 10.0.0.1/32}").live.yaml),
        Claim(
            what: "a Pod that ends", before: pod("web-1-a").live.yaml,
            after: pod("web-1-a", metadata: "deletionTimestamp: \"2026-01-01T00:00:00Z\"").live.yaml),
    ]

    @Test(arguments: honest) func aClaimThatFitsIsNone(_ claim: Claim) async throws {
        let comparison = try await Self.compare(claim)
        #expect(comparison.changes.isEmpty, "\(comparison.changes)")
        #expect(!comparison.suppressed.isEmpty)
    }

    @Test(arguments: [
        object(nil, "v1", "ConfigMap", "c", body: "data: {}"),
        object(nil, "v1", "Namespace", "gone", namespace: nil, body: "spec: {finalizers: [kubernetes]}"),
        object(nil, "shop.example/v1", "Widget", "v", body: "spec: {}"),
        object(plane, "v1", "Pod", "held", owner: "apps/v1 ReplicaSet web-1", labels: "{app: web}", body: spec),
    ]) private func aDeletionThatHangsIsADifferenceOfHighSeverity(_ object: LiveObject) async throws {
        var held = object
        held.metadata = "finalizers: [example.org/hold]"
        var deleted = held
        deleted.metadata += "\n  deletionTimestamp: \"2026-01-01T00:00:00Z\""
        let comparison = try await Self.compare(
            Claim(what: "", before: held.yaml, after: deleted.yaml))
        let change = try #require(comparison.changes.first)
        #expect(change.fields.map(\.path) == [FieldPath(fields: "metadata", "deletionTimestamp")])
        let field = try #require(change.fields.first)
        let weight = SeverityTable.builtIn.weight(of: change.identity, .modified, field: field)
        #expect(weight.severity >= .high)
    }
}
