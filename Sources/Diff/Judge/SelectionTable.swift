package import Snapshot

/// Who selects whom in a cluster, and what it means to come in or to fall out. Printed by `snapctl rules`.
///
/// Source: the API reference of v1.36; those of Gatekeeper, Cilium, Istio, Kyverno, the network policy API and the Prometheus
/// operator.
package enum SelectionTable {
    /// What a selector looks at.
    package enum Target: String, Sendable, Hashable, CaseIterable {
        /// Labels of Pods, also of those that a template makes.
        case pods
        case namespaces
        case roles
        case nodes
        case volumes
        /// What quotas count Pods and claims by.
        case scopes
        /// Labels of any object.
        case everything
    }

    /// What a selector of some objects decides.
    struct Row: Sendable {
        /// Group and kind; a kind `*` stands for all of the group, a group `*` for all that are not Kubernetes' own.
        let type: GroupKind
        /// Whether a selector in a namespace selects nothing of another one.
        let isLocal: Bool
        let target: Target
        /// Where the selectors are, for people.
        let field: String
        let selectors: @Sendable (Value) -> [LabelSelector]
        let leaves: (severity: Severity, words: String)
        let enters: (severity: Severity, words: String)

        /// Whether objects of a type may have such selectors.
        func concerns(_ kind: GroupKind) -> Bool {
            guard type.group == "*" else {
                return ByteOrder.same(type.group, kind.group)
                    && (type.kind == "*" || ByteOrder.same(type.kind, kind.kind))
            }
            return !BuiltinTypes.isBuiltin(group: kind.group)
                && !SelectionTable.ownGroups.contains(kind.group)
        }
    }

    /// Groups of custom types that have rows of their own.
    private static let ownGroups = Set(rows.map(\.type.group))

    static let rows: [Row] = network + admission + workloads + nodes + others + custom

    /// The table for people.
    package static var json: Value {
        .array(
            rows.map { row in
                func outcome(_ outcome: (severity: Severity, words: String)) -> Value {
                    ["severity": .string(outcome.severity.rawValue), "meaning": .string(outcome.words)]
                }
                return [
                    "kind": .string(row.type.description), "selectsBy": .string(row.field),
                    "target": .string(row.target.rawValue), "onlyInItsNamespace": .bool(row.isLocal),
                    "leaves": outcome(row.leaves), "enters": outcome(row.enters),
                ]
            })
    }

    private static func kind(_ group: String, _ kind: String) -> GroupKind {
        GroupKind(group: group, kind: kind)
    }

    // MARK: Rows

    private static let policy = kind("networking.k8s.io", "NetworkPolicy")

    private static let network: [Row] = [
        Row(
            type: policy, isLocal: true, target: .pods, field: "spec.podSelector",
            selectors: { [LabelSelector($0["spec"]?["podSelector"])] },
            leaves: (.critical, "is no longer isolated by"), enters: (.high, "is now isolated by")),
        Row(
            type: policy, isLocal: true, target: .pods, field: "podSelector of a peer",
            selectors: {
                peers($0).filter { $0["namespaceSelector"] == nil }.map { LabelSelector($0["podSelector"]) }
            },
            leaves: (.high, "is no longer let through by"), enters: (.critical, "is now let through by")),
        Row(
            type: policy, isLocal: false, target: .pods,
            field: "podSelector of a peer in other namespaces",
            selectors: {
                peers($0).filter { $0["namespaceSelector"] != nil }.map { LabelSelector($0["podSelector"]) }
            },
            leaves: (.high, "is no longer let through by"), enters: (.critical, "is now let through by")),
        Row(
            type: policy, isLocal: false, target: .namespaces, field: "namespaceSelector of a peer",
            selectors: { peers($0).map { LabelSelector($0["namespaceSelector"]) } },
            leaves: (.high, "is no longer let through by"), enters: (.critical, "is now let through by")),
        Row(
            type: kind("", "Service"), isLocal: true, target: .pods, field: "spec.selector",
            selectors: { [LabelSelector(labels: $0["spec"]?["selector"])] },
            leaves: (.high, "no longer receives what is sent to"),
            enters: (.high, "now receives what is sent to")),
    ]

    private static let checked = (
        leaves: (severity: Severity.critical, words: "is no longer checked by"),
        enters: (severity: Severity.high, words: "is now checked by")
    )

    private static let admission: [Row] = [
        Row(
            type: kind("admissionregistration.k8s.io", "*"), isLocal: false, target: .namespaces,
            field: "namespaceSelector",
            selectors: { checks($0).map { LabelSelector($0["namespaceSelector"]) } },
            leaves: checked.leaves, enters: checked.enters),
        Row(
            type: kind("admissionregistration.k8s.io", "*"), isLocal: false, target: .everything,
            field: "objectSelector",
            selectors: { checks($0).map { LabelSelector($0["objectSelector"]) } },
            leaves: checked.leaves, enters: checked.enters),
        Row(
            type: kind("admissionregistration.k8s.io", "*"), isLocal: false, target: .everything,
            field: "spec.paramRef.selector",
            selectors: { [LabelSelector($0["spec"]?["paramRef"]?["selector"])] },
            leaves: (.critical, "no longer sets the parameters of"),
            enters: (.critical, "now sets the parameters of")),
        Row(
            type: kind("constraints.gatekeeper.sh", "*"), isLocal: false, target: .namespaces,
            field: "spec.match.namespaceSelector",
            selectors: { [LabelSelector($0["spec"]?["match"]?["namespaceSelector"])] },
            leaves: checked.leaves,
            enters: checked.enters),
        Row(
            type: kind("constraints.gatekeeper.sh", "*"), isLocal: false, target: .everything,
            field: "spec.match.labelSelector",
            selectors: { [LabelSelector($0["spec"]?["match"]?["labelSelector"])] },
            leaves: checked.leaves, enters: checked.enters),
        Row(
            type: kind("rbac.authorization.k8s.io", "ClusterRole"), isLocal: false, target: .roles,
            field: "aggregationRule.clusterRoleSelectors",
            selectors: {
                ($0["aggregationRule"]?["clusterRoleSelectors"]?.array ?? []).map { LabelSelector($0) }
            },
            leaves: (.high, "its rights are no longer part of"),
            enters: (.critical, "its rights are now part of")),
        Row(
            type: kind("", "ResourceQuota"), isLocal: true, target: .scopes,
            field: "spec.scopes, spec.scopeSelector",
            selectors: { [SelectionScopes.selector(of: $0)] },
            leaves: (.high, "is no longer limited by"), enters: (.medium, "is now limited by")),
    ]

    private static let controllers = [
        kind("apps", "Deployment"), kind("apps", "ReplicaSet"), kind("apps", "StatefulSet"),
        kind("apps", "DaemonSet"),
    ]
    private static let makers =
        controllers + [
            kind("batch", "Job"), kind("batch", "CronJob"), kind("", "Pod"),
            kind("", "ReplicationController"),
        ]

    private static let workloads: [Row] =
        [
            Row(
                type: kind("policy", "PodDisruptionBudget"), isLocal: true, target: .pods,
                field: "spec.selector",
                selectors: { [LabelSelector($0["spec"]?["selector"])] },
                leaves: (.high, "is no longer protected by"), enters: (.medium, "is now protected by")),
            Row(
                type: kind("", "ReplicationController"), isLocal: true, target: .pods,
                field: "spec.selector",
                selectors: { [LabelSelector(labels: $0["spec"]?["selector"])] },
                leaves: (.high, "is no longer one of the pods of"),
                enters: (.high, "is now one of the pods of")),
        ]
        + controllers.map { type in
            Row(
                type: type, isLocal: true, target: .pods, field: "spec.selector",
                selectors: { [LabelSelector($0["spec"]?["selector"])] },
                leaves: (.high, "is no longer one of the pods of"),
                enters: (.high, "is now one of the pods of"))
        }
        + makers.flatMap { type -> [Row] in
            [
                Row(
                    type: type, isLocal: true, target: .pods, field: "pod affinity, topologySpreadConstraints",
                    selectors: { object in
                        affinities(object).filter { !isAcross($0) }.map { LabelSelector($0["labelSelector"]) }
                            + podSpecs(object).flatMap { LabelSelector.all(in: $0["topologySpreadConstraints"]) }
                    }, leaves: placing.leaves, enters: placing.enters),
                Row(
                    type: type, isLocal: false, target: .pods, field: "pod affinity with pods of other namespaces",
                    selectors: { affinities($0).filter(isAcross).map { LabelSelector($0["labelSelector"]) } },
                    leaves: placing.leaves, enters: placing.enters),
                Row(
                    type: type, isLocal: false, target: .namespaces, field: "namespaceSelector of pod affinity",
                    selectors: { affinities($0).map { LabelSelector($0["namespaceSelector"]) } },
                    leaves: (.medium, "its pods no longer decide where pods run of"),
                    enters: (.medium, "its pods now decide where pods run of")),
            ]
        }

    private static let placing = (
        leaves: (severity: Severity.medium, words: "no longer decides where pods run of"),
        enters: (severity: Severity.medium, words: "now decides where pods run of")
    )

    private static let node = (
        leaves: (severity: Severity.high, words: "is no longer a node for"),
        enters: (severity: Severity.high, words: "is now a node for")
    )

    private static let nodes: [Row] =
        makers.map { type in
            Row(
                type: type, isLocal: false, target: .nodes, field: "nodeSelector, node affinity",
                selectors: { object in
                    podSpecs(object).flatMap { spec in
                        [LabelSelector(labels: spec["nodeSelector"])]
                            + LabelSelector.all(in: spec["affinity"]?["nodeAffinity"])
                    }
                }, leaves: node.leaves, enters: node.enters)
        } + [
            Row(
                type: kind("", "PersistentVolume"), isLocal: false, target: .nodes,
                field: "spec.nodeAffinity",
                selectors: { LabelSelector.all(in: $0["spec"]?["nodeAffinity"]) }, leaves: node.leaves,
                enters: node.enters),
            Row(
                type: kind("node.k8s.io", "RuntimeClass"), isLocal: false, target: .nodes,
                field: "scheduling.nodeSelector",
                selectors: { [LabelSelector(labels: $0["scheduling"]?["nodeSelector"])] },
                leaves: node.leaves,
                enters: node.enters),
            Row(
                type: kind("storage.k8s.io", "StorageClass"), isLocal: false, target: .nodes,
                field: "allowedTopologies",
                selectors: { object in
                    (object["allowedTopologies"]?.array ?? []).map { term in
                        LabelSelector(isIn: term["matchLabelExpressions"]?.array ?? [])
                    }
                }, leaves: node.leaves, enters: node.enters),
        ]

    private static let others: [Row] = [
        Row(
            type: kind("", "PersistentVolumeClaim"), isLocal: false, target: .volumes,
            field: "spec.selector",
            selectors: { [LabelSelector($0["spec"]?["selector"])] },
            leaves: (.high, "is no longer offered to"), enters: (.high, "is now offered to"))
    ]

    /// Custom types: every selector in them, wherever it is.
    private static let custom: [Row] =
        [
            "cilium.io", "policy.networking.k8s.io", "security.istio.io", "kyverno.io",
            "policies.kyverno.io",
            "mutations.gatekeeper.sh",
        ].map { group in
            everySelector(
                group, isLocal: true, leaves: (.critical, "is no longer selected by"),
                enters: (.critical, "is now selected by"))
        } + [
            // Monitors name the namespaces beside the labels.
            everySelector(
                "monitoring.coreos.com", isLocal: false, leaves: (.high, "is no longer watched by"),
                enters: (.medium, "is now watched by")),
            everySelector(
                "*", isLocal: true, leaves: (.high, "is no longer selected by"),
                enters: (.high, "is now selected by")),
        ]

    private static func everySelector(
        _ group: String, isLocal: Bool, leaves: (severity: Severity, words: String),
        enters: (severity: Severity, words: String)
    ) -> Row {
        Row(
            type: kind(group, "*"), isLocal: isLocal, target: .everything, field: "every selector",
            selectors: { LabelSelector.all(in: $0["spec"]) }, leaves: leaves, enters: enters)
    }

    // MARK: Parts

    private static func peers(_ policy: Value) -> [Value] {
        (policy["spec"]?["ingress"]?.array ?? []).flatMap { $0["from"]?.array ?? [] }
            + (policy["spec"]?["egress"]?.array ?? []).flatMap { $0["to"]?.array ?? [] }
    }

    private static func checks(_ object: Value) -> [Value] {
        (object["webhooks"]?.array ?? [])
            + [object["spec"]?["matchConstraints"], object["spec"]?["matchResources"]].compactMap { $0 }
    }

    /// The terms by which the Pods of an object want to be near others, or away from them.
    private static func affinities(_ object: Value) -> [Value] {
        podSpecs(object).flatMap { spec in
            ["podAffinity", "podAntiAffinity"].flatMap { name -> [Value] in
                let affinity = spec["affinity"]?[name]
                let preferred = affinity?["preferredDuringSchedulingIgnoredDuringExecution"]?.array ?? []
                return (affinity?["requiredDuringSchedulingIgnoredDuringExecution"]?.array ?? [])
                    + preferred.compactMap { $0["podAffinityTerm"] }
            }
        }
    }

    /// Whether a term is about Pods of other namespaces.
    private static func isAcross(_ term: Value) -> Bool {
        term["namespaceSelector"]?.object != nil || !(term["namespaces"]?.array ?? []).isEmpty
    }

    /// What the Pods of an object, or the object itself, are to be like.
    private static func podSpecs(_ object: Value) -> [Value] {
        let spec = object["spec"]
        return [
            spec?["jobTemplate"]?["spec"]?["template"]?["spec"] ?? spec?["template"]?["spec"] ?? spec
        ]
        .compactMap { $0 }
    }
}
