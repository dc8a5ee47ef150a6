import Snapshot

/// Whether a pod of a template may be placed on a node, as the DaemonSet controller decides it.
///
/// Source: Kubernetes, "Assigning Pods to Nodes", "Taints and Tolerations"; kube-scheduler's `NodeAffinity` and
/// `TaintToleration`.
struct NodeCoverage {
    /// A node as placement sees it.
    struct Node {
        let name: String
        let labels: [String: String]
        let taints: [Value]

        init(_ object: Value) {
            name = object[["metadata", "name"]]?.string ?? ""
            labels = ObjectTrace.labels(of: object)
            taints = object[["spec", "taints"]]?.array ?? []
        }

        /// The pool it belongs to; `nil` when no label says so.
        var pool: String? { StatusTable.poolLabels.lazy.compactMap { labels[$0] }.first }
    }

    private let spec: Value

    /// - Parameter template: The pod template of a DaemonSet.
    init(template: Value) { spec = template["spec"] ?? .null }

    /// Why no pod is placed on the node; `nil` when one is.
    func obstacle(on node: Node) -> String? {
        for member in spec["nodeSelector"]?.object?.members ?? [] {
            guard let label = node.labels[member.key], let wanted = member.value.string, ByteOrder.same(label, wanted)
            else { return "nodeSelector \(member.key)=\(member.value.string ?? "")" }
        }
        if let name = spec["nodeName"]?.string, !name.isEmpty, !ByteOrder.same(name, node.name) {
            return "nodeName \(name)"
        }
        let path = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]
        if let terms = spec[path]?.array, !terms.contains(where: { admits($0, node) }) { return "its node affinity" }
        for taint in node.taints {
            let effect = taint["effect"]?.string ?? ""
            guard effect == "NoSchedule" || effect == "NoExecute", !isTolerated(taint, effect) else { continue }
            let value = taint["value"]?.string ?? ""
            return "taint \(taint["key"]?.string ?? "")\(value.isEmpty ? "" : "=\(value)"):\(effect)"
        }
        return nil
    }

    /// A term without a requirement admits nothing.
    private func admits(_ term: Value, _ node: Node) -> Bool {
        let expressions = term["matchExpressions"]?.array ?? []
        let fields = term["matchFields"]?.array ?? []
        guard !(expressions.isEmpty && fields.isEmpty) else { return false }
        return expressions.allSatisfy { holds($0, node.labels[$0["key"]?.string ?? ""]) }
            && fields.allSatisfy { $0["key"]?.string == "metadata.name" && holds($0, node.name) }
    }

    private func holds(_ requirement: Value, _ value: String?) -> Bool {
        let values = (requirement["values"]?.array ?? []).compactMap(\.string)
        func isIn(_ text: String) -> Bool { values.contains { ByteOrder.same($0, text) } }
        switch requirement["operator"]?.string {
        case "In": return value.map(isIn) ?? false
        case "NotIn": return !(value.map(isIn) ?? false)
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt": return compare(value, values.first) { $0 > $1 }
        case "Lt": return compare(value, values.first) { $0 < $1 }
        default: return false
        }
    }

    private func compare(_ a: String?, _ b: String?, _ holds: (Int, Int) -> Bool) -> Bool {
        guard let a = a.flatMap({ Int($0) }), let b = b.flatMap({ Int($0) }) else { return false }
        return holds(a, b)
    }

    private func isTolerated(_ taint: Value, _ effect: String) -> Bool {
        let key = taint["key"]?.string ?? ""
        if StatusTable.daemonTolerations.contains(key) { return true }
        if key == "node.kubernetes.io/network-unavailable", spec["hostNetwork"]?.bool == true { return true }
        return (spec["tolerations"]?.array ?? []).contains { toleration in
            let wanted = toleration["effect"]?.string ?? ""
            guard wanted.isEmpty || wanted == effect else { return false }
            let name = toleration["key"]?.string ?? ""
            if toleration["operator"]?.string == "Exists" { return name.isEmpty || ByteOrder.same(name, key) }
            return ByteOrder.same(name, key)
                && ByteOrder.same(toleration["value"]?.string ?? "", taint["value"]?.string ?? "")
        }
    }
}
