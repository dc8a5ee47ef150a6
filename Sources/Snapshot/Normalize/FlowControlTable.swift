/// What the API server's own schemas and levels of the group `flowcontrol.apiserver.k8s.io` say: whatever else carries one of
/// their names, or the annotation by which it keeps them so, was written by somebody. Printed by `snapctl rules`.
///
/// Source: k8s.io/apiserver, `pkg/apis/flowcontrol/bootstrap`, of 1.26 to 1.36, as `v1` and `v1beta3` show it.
package enum FlowControlTable {
    /// What one of them may say.
    package struct Row: Sendable, Hashable {
        package let kind: String
        package let name: String
        package let spec: Value
    }

    package static let rows: [Row] = levels + schemas

    /// Whether one of these has that content.
    static func holds(kind: String, name: String, spec: Value) -> Bool {
        rows.contains { ByteOrder.same($0.kind, kind) && ByteOrder.same($0.name, name) && $0.spec == spec }
    }

    // MARK: Levels

    private static let levels: [Row] = [
        level("exempt", ["type": "Exempt"]),
        level("exempt", ["type": "Exempt", "exempt": ["nominalConcurrencyShares": 0, "lendablePercent": 0]]),
        limited("catch-all", shares: 5, lendable: 0, queues: nil),
        limited("system", shares: 30, lendable: 33, queues: (64, 6)),
        limited("node-high", shares: 40, lendable: 25, queues: (64, 6)),
        limited("leader-election", shares: 10, lendable: 0, queues: (16, 4)),
        limited("workload-high", shares: 40, lendable: 50, queues: (128, 6)),
        limited("workload-low", shares: 100, lendable: 90, queues: (128, 6)),
        limited("global-default", shares: 20, lendable: 50, queues: (128, 6)),
    ]

    private static func level(_ name: String, _ spec: Value) -> Row {
        Row(kind: "PriorityLevelConfiguration", name: name, spec: spec)
    }

    private static func limited(
        _ name: String, shares: Int, lendable: Int, queues: (count: Int, handSize: Int)?
    ) -> Row {
        let response: Value =
            queues.map { queues in
                [
                    "type": "Queue",
                    "queuing": [
                        "queues": .number(Number(queues.count)), "handSize": .number(Number(queues.handSize)),
                        "queueLengthLimit": 50,
                    ],
                ]
            } ?? ["type": "Reject"]
        return level(
            name,
            [
                "type": "Limited",
                "limited": [
                    "nominalConcurrencyShares": .number(Number(shares)), "limitResponse": response,
                    "lendablePercent": .number(Number(lendable)),
                ],
            ])
    }

    // MARK: Schemas

    private static let everybody = [group("system:unauthenticated"), group("system:authenticated")]
    private static let nodes = [group("system:nodes")]
    private static let controllerManager = user("system:kube-controller-manager")
    private static let scheduler = user("system:kube-scheduler")
    private static let systemAccounts = account("*")
    private static let election = ["get", "create", "update"]

    private static let schemas: [Row] = [
        schema("exempt", level: "exempt", 1, by: nil, [group("system:masters")]),
        schema("catch-all", level: "catch-all", 10000, everybody),
        schema("global-default", level: "global-default", 9900, everybody),
        schema("service-accounts", level: "workload-low", 9000, [group("system:serviceaccounts")]),
        schema("system-nodes", level: "system", 500, nodes),
        schema("kube-controller-manager", level: "workload-high", 800, by: "ByNamespace", [controllerManager]),
        schema("kube-scheduler", level: "workload-high", 800, by: "ByNamespace", [scheduler]),
        schema("kube-system-service-accounts", level: "workload-high", 900, by: "ByNamespace", [systemAccounts]),
        schema(
            "probes", level: "exempt", 2, by: nil, everybody, resources: [],
            others: [["verbs": ["get"], "nonResourceURLs": ["/healthz", "/readyz", "/livez"]]]),
        schema(
            "system-node-high", level: "node-high", 400, nodes,
            resources: [
                resources(["*"], of: "", ["nodes", "nodes/status"], isClusterWide: true),
                resources(["*"], of: "coordination.k8s.io", ["leases"]),
            ], others: []),
        schema(
            "system-leader-election", level: "leader-election", 100, [controllerManager, scheduler, systemAccounts],
            resources: [resources(election, of: "coordination.k8s.io", ["leases"])], others: []),
        // As long as Endpoints and ConfigMaps were locks.
        schema(
            "system-leader-election", level: "leader-election", 100, [controllerManager, scheduler, systemAccounts],
            resources: [
                resources(election, of: "", ["endpoints", "configmaps"], in: "kube-system"),
                resources(election, of: "coordination.k8s.io", ["leases"]),
            ], others: []),
        schema(
            "workload-leader-election", level: "leader-election", 200, [systemAccounts],
            resources: [
                resources(election, of: "", ["endpoints", "configmaps"]),
                resources(election, of: "coordination.k8s.io", ["leases"]),
            ], others: []),
        schema(
            "endpoint-controller", level: "workload-high", 150,
            [controllerManager, account("endpoint-controller"), account("endpointslicemirroring-controller")],
            resources: [resources(election, of: "", ["endpoints"])], others: []),
    ]

    private static func schema(
        _ name: String, level: String, _ precedence: Int, by distinguisher: String? = "ByUser", _ subjects: [Value],
        resources: [Value] = [resources(["*"], of: "*", ["*"], isClusterWide: true)],
        others: [Value] = [["verbs": ["*"], "nonResourceURLs": ["*"]]]
    ) -> Row {
        var rule = Object()
        rule["subjects"] = .array(subjects)
        if !resources.isEmpty { rule["resourceRules"] = .array(resources) }
        if !others.isEmpty { rule["nonResourceRules"] = .array(others) }
        var spec = Object()
        spec["priorityLevelConfiguration"] = ["name": .string(level)]
        spec["matchingPrecedence"] = .number(Number(precedence))
        spec["distinguisherMethod"] = distinguisher.map { ["type": .string($0)] }
        spec["rules"] = .array([.object(rule)])
        return Row(kind: "FlowSchema", name: name, spec: .object(spec))
    }

    private static func resources(
        _ verbs: [String], of group: String, _ names: [String], in namespace: String = "*", isClusterWide: Bool = false
    ) -> Value {
        var rule = Object()
        rule["verbs"] = texts(verbs)
        rule["apiGroups"] = texts([group])
        rule["resources"] = texts(names)
        rule["namespaces"] = texts([namespace])
        if isClusterWide { rule["clusterScope"] = true }
        return .object(rule)
    }

    private static func texts(_ texts: [String]) -> Value { .array(texts.map(Value.string)) }

    private static func group(_ name: String) -> Value { ["kind": "Group", "group": ["name": .string(name)]] }

    private static func user(_ name: String) -> Value { ["kind": "User", "user": ["name": .string(name)]] }

    private static func account(_ name: String) -> Value {
        ["kind": "ServiceAccount", "serviceAccount": ["namespace": "kube-system", "name": .string(name)]]
    }
}
