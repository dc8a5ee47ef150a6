import Diff
import Snapshot
import Testing

private let rbac = "rbac.authorization.k8s.io"

private func rule(_ verbs: [String], _ groups: [String], _ resources: [String], names: [String] = []) -> Value {
    var rule = Object()
    rule["verbs"] = .array(verbs.map(Value.string))
    rule["apiGroups"] = .array(groups.map(Value.string))
    rule["resources"] = .array(resources.map(Value.string))
    if !names.isEmpty { rule["resourceNames"] = .array(names.map(Value.string)) }
    return .object(rule)
}

@Suite struct EffectTests {
    private static let role = Identity(group: rbac, kind: "ClusterRole", namespace: nil, name: "r")

    @Test(arguments: [
        (
            [rule(["get"], [""], ["pods"])], [rule(["get"], [""], ["pods", "secrets"])], Severity.critical,
            "may now read all Secrets"
        ),
        ([rule(["get"], [""], ["pods"])], [rule(["*"], ["*"], ["*"])], .critical, "may now do everything"),
        (
            [], [rule(["get"], [""], ["secrets"], names: ["a", "b"])], .critical, "may now read Secrets a and b"
        ),
        ([], [rule(["create"], [""], ["pods/exec"])], .critical, "may now run commands in all pods"),
        ([], [rule(["impersonate"], [""], ["users"])], .critical, "may now act as all other users"),
        ([], [rule(["escalate"], [rbac], ["clusterroles"])], .critical, "may now give itself all rights"),
        ([], [rule(["list"], ["*"], ["*"])], .critical, "may now list all resources"),
        (
            [rule(["get"], [""], ["pods", "secrets"])], [rule(["get"], [""], ["pods"])], .high,
            "may no longer read all Secrets"
        ),
        // Wider in form, not in what is granted: a wildcard covers it already.
        (
            [rule(["*"], ["apps"], ["*"])], [rule(["*"], ["apps"], ["*"]), rule(["get"], ["apps"], ["deployments"])],
            .critical, ""
        ),
    ])
    func aRoleIsJudgedByWhatItGrants(before: [Value], after: [Value], severity: Severity, says: String) {
        let versions = Effect.Versions(before: ["rules": .array(before)], after: ["rules": .array(after)])
        let effects = RightsEffect.effects(Self.role, versions) { _ in nil }
        guard !says.isEmpty else {
            #expect(effects.isEmpty)
            return
        }
        #expect(effects.first?.severity == severity)
        #expect(effects.first?.meaning.hasPrefix(says) == true, "\(effects.first?.meaning ?? "nothing")")
    }

    @Test func aBindingSaysWhoMayDoWhat() {
        let binding: Value = [
            "roleRef": ["kind": "ClusterRole", "name": "cluster-admin"],
            "subjects": [["kind": "User", "name": "ops"]],
        ]
        let identity = Identity(group: rbac, kind: "ClusterRoleBinding", namespace: nil, name: "b")
        let rules: Value = [rule(["*"], ["*"], ["*"])]
        let added = RightsEffect.effects(identity, .init(before: nil, after: binding)) { _ in rules }
        #expect(added == [Effect(FieldPath(), .critical, "cluster-admin → User ops: may do everything")])
        let removed = RightsEffect.effects(identity, .init(before: binding, after: nil)) { _ in rules }
        #expect(removed == [Effect(FieldPath(), .high, "no longer cluster-admin → User ops", isComplete: true)])
    }

    @Test func hugeRolesAreBounded() {
        let many = (0..<1_000).map { "r\($0)" }
        let versions = Effect.Versions(before: nil, after: ["rules": [rule(many, many, many)]])
        let effects = RightsEffect.effects(Self.role, versions) { _ in nil }
        #expect(effects.map(\.meaning) == ["may do more than can be listed"])
    }

    private static func policy(_ spec: Value) -> Value { ["spec": spec] }

    @Test(
        arguments: [
            (
                ["podSelector": [:], "ingress": []], ["podSelector": [:], "ingress": [[:]]], Severity.critical,
                "now allows all ingress"
            ),
            (
                ["podSelector": [:], "policyTypes": ["Ingress", "Egress"]],
                ["podSelector": [:], "policyTypes": ["Ingress"]],
                .critical, "no longer isolates egress"
            ),
            (
                ["podSelector": [:], "ingress": [["from": [["podSelector": ["matchLabels": ["a": "b"]]]]]]],
                ["podSelector": [:], "ingress": []], .high, "no longer allows ingress from pods a=b"
            ),
            (
                ["podSelector": [:], "policyTypes": ["Egress"], "egress": []],
                [
                    "podSelector": [:], "policyTypes": ["Egress"],
                    "egress": [["to": [["ipBlock": ["cidr": "0.0.0.0/0"]]], "ports": [["port": 443]]]],
                ], .critical, "now allows egress to anywhere on TCP 443"
            ),
            (
                ["podSelector": [:], "ingress": [["from": [["ipBlock": ["cidr": "10.0.0.0/8"]]]]]],
                [
                    "podSelector": [:],
                    "ingress": [["from": [["ipBlock": ["cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]]]]]],
                ], .high, "now allows only ingress from 10.0.0.0/8 except 10.1.0.0/16"
            ),
            (
                [
                    "podSelector": [:],
                    "ingress": [["from": [["ipBlock": ["cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]]]]]],
                ], ["podSelector": [:], "ingress": [["from": [["ipBlock": ["cidr": "10.0.0.0/8"]]]]]],
                .critical,
                "now allows ingress from 10.0.0.0/8"
            ),
            (
                ["podSelector": [:], "ingress": [["ports": [["port": 80], ["port": 443]]]]],
                ["podSelector": [:], "ingress": [["ports": [["port": 443]]]]], .high,
                "now allows only ingress from anywhere on TCP 443"
            ),
            (
                ["podSelector": ["matchLabels": ["app": "web"]], "ingress": []],
                ["podSelector": ["matchLabels": ["app": "other"]], "ingress": []], .critical,
                "now isolates pods app=other instead of pods app=web"
            ),
        ] as [(Value, Value, Severity, String)])
    func aNetworkPolicyIsJudgedByWhatItOpens(before: Value, after: Value, severity: Severity, says: String) {
        let effects = TrafficEffect.effects(.init(before: Self.policy(before), after: Self.policy(after)))
        #expect(effects.contains { $0.severity == severity && $0.meaning == says }, "\(effects.map(\.meaning))")
    }

    @Test func aWebhookSaysWhatItNoLongerChecks() {
        func hook(_ hook: Value) -> Value { ["webhooks": [hook]] }
        let rules: Value = [["operations": ["CREATE", "UPDATE"], "apiGroups": [""], "resources": ["pods"]]]
        let less: Value = [["operations": ["UPDATE"], "apiGroups": [""], "resources": ["pods"]]]
        let identity = Identity(
            group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration", namespace: nil, name: "v")
        let spaces = ["pay": ["team": "pay"], "dev": ["team": "dev"]]
        func meanings(_ before: Value, _ after: Value) -> [String] {
            AdmissionEffect.effects(identity, .init(before: hook(before), after: hook(after)), namespaces: spaces)
                .map(\.meaning)
        }
        #expect(
            meanings(["name": "a", "rules": rules], ["name": "a", "rules": less]) == ["no longer checks CREATE pods"])
        let selector: Value = ["matchExpressions": [["key": "team", "operator": "NotIn", "values": ["pay"]]]]
        #expect(
            meanings(["name": "a", "rules": rules], ["name": "a", "rules": rules, "namespaceSelector": selector])
                == ["no longer checks namespace pay"])
        #expect(meanings(["name": "a", "rules": rules], ["name": "b", "rules": rules]) == ["no longer asks a"])
    }

    @Test func aLabelByWhichAPolicySelectsIsNoWord() {
        var selection = SelectionEffect()
        selection.add(
            Identity(group: "networking.k8s.io", kind: "NetworkPolicy", namespace: "pay", name: "deny"),
            ["spec": ["podSelector": ["matchLabels": ["zone": "cde"]]]])
        func pod(_ zone: Value) -> Value {
            ["spec": ["template": ["metadata": ["labels": ["zone": zone, "app": "web"]]]]]
        }
        let versions = Effect.Versions(before: pod("cde"), after: pod("out"))
        let here = Identity(group: "apps", kind: "Deployment", namespace: "pay", name: "web")
        let path = FieldPath(fields: "spec", "template", "metadata", "labels", "zone")
        #expect(
            selection.effects(here, versions)
                == [Effect(path, .critical, "is no longer isolated by NetworkPolicy.networking.k8s.io deny")])
        let elsewhere = Identity(group: "apps", kind: "Deployment", namespace: "dev", name: "web")
        #expect(selection.effects(elsewhere, versions).isEmpty)
    }

    private static func identity(_ type: String, _ namespace: String? = "pay", _ name: String = "x")
        -> Identity
    {
        let parts = type.split(separator: ".", maxSplits: 1).map(String.init)
        return Identity(
            group: parts.count > 1 ? parts[1] : "", kind: parts[0], namespace: namespace, name: name)
    }

    private static func labeled(_ labels: Value) -> Value { ["metadata": ["labels": labels]] }

    private static func template(_ spec: Value, labels: Value = [:]) -> Value {
        ["spec": ["template": ["metadata": ["labels": labels], "spec": spec]]]
    }

    /// Who selects, what changes, and what that does; nothing for what changes no selection.
    private struct Selection: Sendable {
        let by: Identity
        let selector: Value
        let of: Identity
        let from: Value
        let to: Value
        let severity: Severity?

        init(
            _ by: Identity, _ selector: Value, _ of: Identity, _ from: Value, _ to: Value,
            _ severity: Severity?
        ) {
            self.by = by
            self.selector = selector
            self.of = of
            self.from = from
            self.to = to
            self.severity = severity
        }
    }

    private static let byQuota: [Selection] = [
        Selection(
            identity("ResourceQuota"), scope("PriorityClass", "In", ["high"]),
            identity("Deployment.apps"),
            template(["priorityClassName": "high"]), template(["priorityClassName": "low"]), .high
        ),
        Selection(
            identity("ResourceQuota"), scope("PriorityClass", "In", ["high"]), identity("CronJob.batch"),
            ["spec": ["jobTemplate": template([:])]],
            ["spec": ["jobTemplate": template(["priorityClassName": "high"])]],
            .medium
        ),
        Selection(
            identity("ResourceQuota"), scope("PriorityClass", "In", ["high"]),
            identity("Deployment.apps"),
            template(["priorityClassName": "low"]), template(["priorityClassName": "lower"]), nil
        ),
    ]
    private static let byScope: [Selection] = [
        Selection(
            identity("ResourceQuota", "dev"), scope("PriorityClass", "In", ["high"]),
            identity("Deployment.apps"),
            template(["priorityClassName": "high"]), template(["priorityClassName": "low"]), nil
        ),
        Selection(
            identity("ResourceQuota"), ["spec": ["scopes": ["NotTerminating"]]], identity("Pod"),
            ["spec": [:]],
            ["spec": ["activeDeadlineSeconds": 60]], .high
        ),
        Selection(
            identity("ResourceQuota"), ["spec": ["scopes": ["NotBestEffort"]]],
            identity("StatefulSet.apps"),
            template(["containers": [["resources": ["requests": ["cpu": "1"]]]]]),
            template(["containers": [[:]]]), .high
        ),
    ]
    private static let byNode: [Selection] = [
        Selection(
            identity("ResourceQuota"), scope("VolumeAttributesClass", "In", ["gold"]),
            identity("PersistentVolumeClaim"), ["spec": ["volumeAttributesClassName": "gold"]],
            ["spec": ["volumeAttributesClassName": "lead"]], .high
        ),
        Selection(
            identity("DaemonSet.apps"), template(["nodeSelector": ["pool": "cde"]]),
            identity("Node", nil),
            labeled(["pool": "cde"]), labeled(["pool": "dev"]), .high
        ),
        Selection(
            identity("Deployment.apps"),
            template([
                "affinity": [
                    "nodeAffinity": [
                        "requiredDuringSchedulingIgnoredDuringExecution": [
                            "nodeSelectorTerms": [["matchExpressions": [["key": "pool", "operator": "Exists"]]]]
                        ]
                    ]
                ]
            ]), identity("Node", nil), labeled([:]), labeled(["pool": "cde"]), .high
        ),
    ]
    private static let byPlace: [Selection] = [
        Selection(
            identity("StorageClass.storage.k8s.io", nil),
            ["allowedTopologies": [["matchLabelExpressions": [["key": "zone", "values": ["1", "2"]]]]]],
            identity("Node", nil), labeled(["zone": "2"]), labeled(["zone": "3"]), .high
        ),
        Selection(
            identity("Deployment.apps", "pay", "other"),
            ["spec": ["selector": ["matchLabels": ["app": "a"]]]],
            identity("Pod"), labeled(["app": "a"]), labeled(["app": "b"]), .high
        ),
        Selection(
            identity("Deployment.apps", "pay", "other"),
            template([
                "affinity": [
                    "podAntiAffinity": [
                        "requiredDuringSchedulingIgnoredDuringExecution": [
                            ["labelSelector": ["matchLabels": ["app": "a"]], "topologyKey": "z"]
                        ]
                    ]
                ]
            ]), identity("Deployment.apps"), template([:], labels: ["app": "a"]),
            template([:], labels: [:]), .medium
        ),
    ]
    private static let byPolicy: [Selection] = [
        Selection(
            identity("NetworkPolicy.networking.k8s.io", "pay"),
            [
                "spec": [
                    "podSelector": [:],
                    "ingress": [
                        [
                            "from": [
                                [
                                    "namespaceSelector": ["matchLabels": ["team": "ops"]],
                                    "podSelector": ["matchLabels": ["app": "agent"]],
                                ]
                            ]
                        ]
                    ],
                ]
            ], identity("Deployment.apps", "ops"), template([:], labels: [:]),
            template([:], labels: ["app": "agent"]),
            .critical
        ),
        Selection(
            identity("ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", nil),
            ["spec": ["paramRef": ["selector": ["matchLabels": ["params": "yes"]]]]],
            identity("ConfigMap"),
            labeled([:]), labeled(["params": "yes"]), .critical
        ),
        Selection(
            identity("PersistentVolumeClaim"), ["spec": ["selector": ["matchLabels": ["disk": "a"]]]],
            identity("PersistentVolume", nil), labeled(["disk": "b"]), labeled(["disk": "a"]), .high
        ),
    ]
    private static let byMonitor: [Selection] = [
        Selection(
            identity("CiliumNetworkPolicy.cilium.io"),
            ["spec": ["endpointSelector": ["matchLabels": ["k8s:app": "a"]]]],
            identity("Deployment.apps"),
            template([:], labels: ["app": "a"]), template([:], labels: ["app": "b"]), .critical
        ),
        Selection(
            identity("ServiceMonitor.monitoring.coreos.com", "ops"),
            ["spec": ["selector": ["matchLabels": ["metrics": "yes"]]]], identity("Service"),
            labeled(["metrics": "yes"]), labeled([:]), .high
        ),
        Selection(
            identity("Gateway.networking.istio.io"), ["spec": ["selector": ["istio": "ingress"]]],
            identity("Deployment.apps"), template([:], labels: ["istio": "ingress"]),
            template([:], labels: [:]), .high
        ),
    ]
    private static let byGateway: [Selection] = [
        Selection(
            identity("Sidecar.networking.istio.io"),
            ["spec": ["workloadSelector": ["labels": ["app": "a"]]]],
            identity("Deployment.apps"), template([:], labels: ["app": "a"]), template([:], labels: [:]),
            .high
        ),
        Selection(
            identity("Gateway.gateway.networking.k8s.io", "ops"),
            [
                "spec": [
                    "listeners": [
                        ["allowedRoutes": ["namespaces": ["selector": ["matchLabels": ["routes": "yes"]]]]]
                    ]
                ]
            ], identity("Namespace", nil), labeled([:]), labeled(["routes": "yes"]), .high
        ),
        Selection(
            identity("Widget.example.org"), ["spec": ["selector": ["matchLabels": ["app": "a"]]]],
            identity("Deployment.apps", "dev"), template([:], labels: ["app": "a"]),
            template([:], labels: [:]), nil
        ),
    ]
    /// A workload with one term of pod affinity.
    private static func near(_ term: Value) -> Value {
        template(["affinity": ["podAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": [term]]]])
    }

    private static func onNodes(_ operation: Value, _ value: Value) -> Value {
        template([
            "affinity": [
                "nodeAffinity": [
                    "requiredDuringSchedulingIgnoredDuringExecution": [
                        "nodeSelectorTerms": [
                            ["matchExpressions": [["key": "gen", "operator": operation, "values": [value]]]]
                        ]
                    ]
                ]
            ]
        ])
    }

    private static let byAffinity: [Selection] = [
        Selection(
            identity("Deployment.apps", "pay", "other"),
            near(["labelSelector": ["matchLabels": ["app": "a"]], "namespaceSelector": ["matchLabels": ["team": "a"]]]),
            identity("Namespace", nil), labeled(["team": "a"]), labeled(["team": "b"]), .medium
        ),
        // A selector of namespaces selects no Pods.
        Selection(
            identity("Deployment.apps", "pay", "other"),
            near(["labelSelector": ["matchLabels": ["app": "a"]], "namespaceSelector": ["matchLabels": ["team": "a"]]]),
            identity("Deployment.apps"), template([:], labels: ["team": "a"]), template([:], labels: ["team": "b"]), nil
        ),
        Selection(
            identity("StatefulSet.apps", "pay", "other"),
            near(["labelSelector": ["matchLabels": ["app": "a"]], "namespaces": ["shop"]]),
            identity("Deployment.apps", "shop"), template([:], labels: ["app": "a"]), template([:], labels: [:]),
            .medium
        ),
        Selection(
            identity("StatefulSet.apps", "pay", "other"), near(["labelSelector": ["matchLabels": ["app": "a"]]]),
            identity("Deployment.apps", "shop"), template([:], labels: ["app": "a"]), template([:], labels: [:]), nil
        ),
        Selection(
            identity("Deployment.apps"), onNodes("Gt", "4"), identity("Node", nil), labeled(["gen": "5"]),
            labeled(["gen": "4"]), .high
        ),
        Selection(
            identity("Deployment.apps"), onNodes("Lt", "4"), identity("Node", nil), labeled(["gen": "10"]),
            labeled(["gen": "3"]), .high
        ),
        Selection(
            identity("Deployment.apps"), onNodes("Gt", "4"), identity("Node", nil), labeled(["gen": "10"]),
            labeled(["gen": "5"]), nil
        ),
        Selection(
            identity("Deployment.apps"), onNodes("Lt", "x"), identity("Node", nil), labeled(["gen": "y"]),
            labeled(["gen": "3"]), nil
        ),
    ]
    private static let byNeed: [Selection] = [
        Selection(
            identity("ResourceQuota"), ["spec": ["scopes": ["NotBestEffort"]]], identity("StatefulSet.apps"),
            template(["initContainers": [["resources": ["limits": ["memory": "1Gi"]]]], "containers": [[:]]]),
            template(["initContainers": [[:]], "containers": [[:]]]), .high
        ),
        Selection(
            identity("ResourceQuota"), ["spec": ["scopes": ["BestEffort"]]], identity("Pod"),
            ["spec": ["resources": ["requests": ["cpu": "1"]], "containers": [[:]]]], ["spec": ["containers": [[:]]]],
            .medium
        ),
        // A need of zero is none.
        Selection(
            identity("ResourceQuota"), ["spec": ["scopes": ["BestEffort"]]], identity("Pod"),
            ["spec": ["containers": [["resources": ["requests": ["cpu": "0"]]]]]], ["spec": ["containers": [[:]]]], nil
        ),
    ]
    private static let selections = [
        byQuota, byScope, byNode, byPlace, byPolicy, byMonitor, byGateway, byAffinity, byNeed,
    ].flatMap { $0 }

    private static func scope(_ name: Value, _ operation: Value, _ values: Value) -> Value {
        [
            "spec": [
                "scopeSelector": [
                    "matchExpressions": [["scopeName": name, "operator": operation, "values": values]]
                ]
            ]
        ]
    }

    @Test(arguments: selections.indices)
    func whateverASelectorSelectsByActs(_ place: Int) {
        let row = Self.selections[place]
        var selection = SelectionEffect()
        selection.add(row.by, row.selector)
        let effects = selection.effects(row.of, .init(before: row.from, after: row.to))
        #expect(
            effects.map(\.severity) == (row.severity.map { [$0] } ?? []),
            "\(row.by) \(row.of): \(effects)")
        #expect(effects.allSatisfy { !$0.path.elements.isEmpty && $0.meaning.contains(row.by.name) })
        let targets = Set(SelectionEffect.targets(of: row.of) + [.scopes])
        #expect(SelectionEffect.concerns(row.by.groupKind, targets))
    }

    /// Labels and scopes come and go with whatever holds them.
    @Test(
        arguments: [
            ("Deployment.apps", ["spec", "template", "metadata"], [SelectionTable.Target.pods]),
            ("Deployment.apps", ["spec", "template", "metadata", "labels", "app"], [.pods]),
            ("Deployment.apps", ["spec", "template"], [.pods, .scopes]),
            ("Deployment.apps", ["spec", "template", "metadata", "annotations"], []),
            ("Deployment.apps", ["spec", "template", "spec", "initContainers"], [.scopes]),
            ("Deployment.apps", ["metadata"], [.everything]),
            ("CronJob.batch", ["spec", "jobTemplate", "spec", "template", "metadata"], [.pods]),
            ("CronJob.batch", ["spec", "jobTemplate"], [.pods, .scopes]),
            ("Namespace", ["metadata", "labels"], [.namespaces]),
            ("PersistentVolumeClaim", ["spec", "volumeAttributesClassName"], [.scopes]),
            ("Pod", ["spec", "resources", "requests"], [.scopes]),
        ] as [(String, [String], [SelectionTable.Target])])
    func whatMayBeSelectedOtherwiseIsSeenFromWhatChanged(
        kind: String, path: [String], targets: [SelectionTable.Target]
    ) {
        let found = SelectionEffect.targets(
            of: Self.identity(kind), where: [FieldPath(path.map(PathElement.field))])
        #expect(found == targets)
    }

    /// The effect is told at the field that changed.
    @Test func aNeedOfInitContainersIsToldThere() {
        var selection = SelectionEffect()
        selection.add(Self.identity("ResourceQuota"), ["spec": ["scopes": ["NotBestEffort"]]])
        let effects = selection.effects(
            Self.identity("Pod"),
            .init(
                before: [
                    "spec": ["containers": [[:]], "initContainers": [["resources": ["limits": ["cpu": "1"]]]]]
                ], after: ["spec": ["containers": [[:]], "initContainers": [[:]]]]))
        #expect(effects.map(\.path) == [FieldPath(fields: "spec", "initContainers")])
    }

    @Test func aComputedEffectNeverWeighsLessThanARow() {
        let identity = Self.identity("Namespace", nil)
        let path = FieldPath(fields: "metadata", "labels", "istio-injection")
        let field = FieldChange(path: path, kind: .value, before: "enabled", after: nil)
        let row = SeverityTable.builtIn.weight(of: identity, .modified, field: field)
        let weight = SeverityTable.builtIn.weight(
            of: identity, .modified, field: field,
            effects: [Effect(path, .medium, "is now selected by x")])
        #expect(row.severity > .medium && weight == row)
    }

    @Test func aComputedEffectStandsBeforeRowsAndBehindABaseline() {
        let identity = Identity(group: "apps", kind: "Deployment", namespace: "pay", name: "web")
        let path = FieldPath(fields: "metadata", "labels", "zone")
        let effects = [Effect(path, .critical, "is no longer isolated by deny")]
        let field = FieldChange(path: path, kind: .value, before: "cde", after: "out")
        let map = FieldChange(
            path: FieldPath(fields: "metadata", "labels"), kind: .value, before: ["zone": "cde"], after: nil)
        for change in [field, map] {
            let weight = SeverityTable.builtIn.weight(of: identity, .modified, field: change, effects: effects)
            #expect(weight.severity == .critical)
        }
        let own = SeverityRow(.medium, "known", kinds: ["Deployment"], path: "metadata.labels.zone")
        let weight = SeverityTable.builtIn.extended(by: [own]).weight(
            of: identity, .modified, field: field, effects: effects)
        #expect(weight.meaning == "known")
    }

    @Test func anApprovedCertificateOfAdministratorsIsCritical() {
        // The text stands in the DER as it is: tag, length, bytes.
        let der: [UInt8] = [0x30, 0x20, 0x0C, 0x0E] + Array("system:masters".utf8)
        let pem =
            "-----BEGIN CERTIFICATE REQUEST-----\n\(StrictBase64.encode(der))\n-----END CERTIFICATE REQUEST-----\n"
        let request: Value = [
            "spec": [
                "request": .string(StrictBase64.encode(Array(pem.utf8))),
                "signerName": "kubernetes.io/kube-apiserver-client",
            ],
            "status": ["conditions": [["type": "Approved"]]],
        ]
        let effects = IdentityEffect.effects(.init(before: nil, after: request))
        #expect(effects == [Effect(FieldPath(), .critical, "approves a certificate for system:masters")])
    }
}
