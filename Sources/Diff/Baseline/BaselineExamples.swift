package import Snapshot

/// Rules and requirements that a new `baseline.yaml` suggests, as comments: made for the state, and valid once the `# ` in front
/// of them is gone.
package struct BaselineExamples: Sendable {
    private let objects: [Identity: Value]

    /// - Parameter objects: What the state declares.
    package init(_ objects: [Identity: Value]) { self.objects = objects }

    /// The lines, each a comment.
    package var lines: [String] {
        let requirements = requirements
        var text = [
            "", "Suggestions: take the `# ` away from what you want, and give it a reason and an owner of your own.",
            "Packs of rules that snapctl brings along: `snapctl rules packs`.", "",
            "include: [\(packs.joined(separator: ", "))]",
            "",
        ]
        if !requirements.isEmpty { text += ["require:"] + requirements + [""] }
        text += [
            "rules:", "- name: autoscaled-replicas",
            "  match: {kind: Deployment, namespace: NAMESPACE, name: NAME, path: spec.replicas}",
            "  allow: {range: [2, 10]}", "  reason: scaled by the autoscaler", "- name: agents-everywhere",
            "  match: {kind: DaemonSet, namespace: NAMESPACE}", "  severity: critical",
            "  reason: what keeps the agent off a node leaves the node unwatched",
        ]
        return text.map { $0.isEmpty ? "#" : "# \($0)" }
    }

    private var packs: [String] {
        func has(_ group: String) -> Bool {
            objects.keys.contains { $0.group == group || $0.group.hasSuffix("." + group) }
        }
        let isAKS = objects.contains { identity, object in
            identity.kind == "Node" && object[["metadata", "labels", "kubernetes.azure.com/cluster"]] != nil
        }
        return (isAKS ? ["aks/platform"] : []) + (has("fluxcd.io") || has("toolkit.fluxcd.io") ? ["flux"] : [])
            + (has("gatekeeper.sh") ? ["gatekeeper"] : [])
    }

    /// Labels by which pools of nodes are called.
    private static let poolLabels = [
        "kubernetes.azure.com/agentpool", "agentpool", "cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup",
    ]

    private var requirements: [String] {
        var result: [String] = []
        let nodes = objects.filter { $0.key.groupKind == GroupKind(group: "", kind: "Node") }.map(\.value)
        if let label = Self.poolLabels.first(where: { label in
            nodes.contains { $0[["metadata", "labels", label]]?.string != nil }
        }) {
            let pools = Dictionary(grouping: nodes) { $0[["metadata", "labels", label]]?.string ?? "" }
            for (pool, nodes) in pools.sorted(by: { ByteOrder.precedes($0.key, $1.key) }) where !pool.isEmpty {
                let selector = FlowText.text(.object(Object([label: .string(RuleText.literal(pool))])))
                result += [
                    "- name: \(FlowText.text(.string("nodes-\(pool)")))",
                    "  match: {kind: Node, labels: \(selector)}", "  atLeast: \(nodes.count)",
                    "  condition: {Ready: \"True\"}",
                ]
            }
        }
        let spaces = Set(
            objects.keys.filter {
                $0.groupKind == GroupKind(group: "networking.k8s.io", kind: "NetworkPolicy")
                    && $0.name == "default-deny"
            }
            .compactMap(\.namespace)
        ).sorted(by: ByteOrder.precedes)
        if !spaces.isEmpty {
            let list = FlowText.text(.array(spaces.map { .string(RuleText.literal($0)) }))
            result += [
                "- name: default-deny", "  match: {kind: NetworkPolicy, name: default-deny}",
                "  inEachNamespace: \(list)",
                "  severity: critical",
            ]
        }
        let agents = objects.keys.filter { $0.groupKind == GroupKind(group: "apps", kind: "DaemonSet") }.sorted()
        for agent in agents.prefix(12) {
            let match = RuleText.match(agent).map { "\($0.key): \(FlowText.text($0.value))" }.joined(separator: ", ")
            result += [
                "- name: \(FlowText.text(.string("covers-\(agent.namespace ?? "")-\(agent.name)")))",
                "  match: {\(match)}",
                "  coversNodes: true",
            ]
        }
        return result
    }
}
