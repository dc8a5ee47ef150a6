package import Snapshot

/// Where the server stores how far an object is, by kind. Printed by `snapctl rules`.
package struct StatusTable: Sendable {
    /// When all copies of a workload are there, up to date and ready.
    package struct Completion: Sendable {
        package let kind: GroupKind
        /// Where it stands how many there should be, and what absent means.
        package let wanted: [String]
        /// What an absent number of wanted copies means; `nil` when it must be stored.
        package let otherwise: Int?
        /// Numbers that must be as large.
        package let reached: [[String]]
        /// Numbers that must be zero.
        package let none: [[String]]
    }

    /// Source: Kubernetes API reference, DaemonSetStatus, DeploymentStatus, StatefulSetStatus, ReplicaSetStatus.
    package static let completions: [Completion] = [
        Completion(
            kind: GroupKind(group: "apps", kind: "DaemonSet"), wanted: ["status", "desiredNumberScheduled"],
            otherwise: nil,
            reached: [
                ["status", "currentNumberScheduled"], ["status", "updatedNumberScheduled"], ["status", "numberReady"],
            ], none: [["status", "numberMisscheduled"]]),
        Completion(
            kind: GroupKind(group: "apps", kind: "Deployment"), wanted: ["spec", "replicas"], otherwise: 1,
            reached: [["status", "updatedReplicas"], ["status", "readyReplicas"]],
            none: [["status", "unavailableReplicas"]]),
        Completion(
            kind: GroupKind(group: "apps", kind: "StatefulSet"), wanted: ["spec", "replicas"], otherwise: 1,
            reached: [["status", "updatedReplicas"], ["status", "readyReplicas"]], none: []),
        Completion(
            kind: GroupKind(group: "apps", kind: "ReplicaSet"), wanted: ["spec", "replicas"], otherwise: 1,
            reached: [["status", "readyReplicas"]], none: []),
    ]

    /// Where an audit stores how many violations it found, by group. Source: Gatekeeper, constraint status.
    package static let audits: [(group: String, count: [String])] = [
        ("constraints.gatekeeper.sh", ["status", "totalViolations"])
    ]

    /// Labels that name a node's pool. Source: documentation of AKS, GKE, EKS and Karpenter.
    package static let poolLabels = [
        "kubernetes.azure.com/agentpool", "agentpool", "cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup",
        "karpenter.sh/nodepool",
    ]

    /// Taints that every DaemonSet tolerates without saying so. Source: Kubernetes, "DaemonSet", "Taints and tolerations".
    package static let daemonTolerations = [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/disk-pressure",
        "node.kubernetes.io/memory-pressure", "node.kubernetes.io/pid-pressure", "node.kubernetes.io/unschedulable",
    ]

    /// The table for people.
    package static var json: Value {
        func text(_ path: [String]) -> Value { .string(path.joined(separator: ".")) }
        return [
            "complete": .array(
                completions.map { row in
                    var object = Object()
                    object["kind"] = .string(row.kind.description)
                    object["wanted"] = text(row.wanted)
                    object["absent"] = row.otherwise.map { .number(Number($0)) }
                    object["asLarge"] = .array(row.reached.map(text))
                    if !row.none.isEmpty { object["zero"] = .array(row.none.map(text)) }
                    return .object(object)
                }),
            "noViolations": .array(audits.map { ["group": .string($0.group), "zero": text($0.count)] }),
            "poolLabels": .array(poolLabels.map(Value.string)),
            "toleratedByDaemonSets": .array(daemonTolerations.map(Value.string)),
        ]
    }
}
