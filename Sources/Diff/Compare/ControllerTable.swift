package import Snapshot

/// Field managers of controllers that write what nobody declares. Printed by `snapctl rules`.
///
/// Only asked about fields of a live object that its manifest leaves out: a name proves nothing, and whoever writes under
/// one of these shows in the audit log alone.
package enum ControllerTable {
    /// One of them.
    package struct Row: Sendable, Hashable {
        /// The field manager.
        package let name: String
        /// The kinds that it writes; `nil` for any.
        package let kinds: [GroupKind]?
        /// Why it may write.
        package let reason: String
    }

    /// All of them.
    package static let managers: [Row] = [
        Row(name: "kube-controller-manager", kinds: nil, reason: "the controllers of Kubernetes itself"),
        Row(name: "kube-apiserver", kinds: nil, reason: "the API server"),
        row("kube-scheduler", ["Pod"], "binds Pods to nodes"),
        row("kubelet", ["Node", "Pod", "Lease.coordination.k8s.io", "CSINode.storage.k8s.io"], "the agent of a node"),
        row("cloud-controller-manager", ["Node", "Service"], "load balancers and nodes of the cloud"),
        row("cloud-node-manager", ["Node"], "nodes of the cloud"),
        row("cluster-autoscaler", ["Node", "ConfigMap"], "taints of nodes, and what it reports"),
        row(
            "vpa-recommender",
            ["VerticalPodAutoscaler.autoscaling.k8s.io", "VerticalPodAutoscalerCheckpoint.autoscaling.k8s.io"],
            "recommends resources"),
        row(
            "gatekeeper",
            [
                "CustomResourceDefinition.apiextensions.k8s.io", "Secret",
                "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
                "MutatingWebhookConfiguration.admissionregistration.k8s.io",
            ], "writes CustomResourceDefinitions of templates and certificates of webhooks"),
    ]

    private static func row(_ name: String, _ kinds: [String], _ reason: String) -> Row {
        Row(name: name, kinds: kinds.map { GroupKind(written: $0) }, reason: reason)
    }

    /// Whether a manager that is one of them writes a kind; of others nothing is known.
    static func mayWrite(_ manager: FieldManager, _ kind: GroupKind) -> Bool {
        guard manager.subresource != "status", let row = managers.first(where: { $0.name == manager.name }) else {
            return true
        }
        return row.kinds?.contains(kind) ?? true
    }

    private static let names = Set(managers.map(\.name))

    /// Whether a manager is one of them, or wrote through a subresource that only controllers use.
    package static func isController(_ manager: FieldManager) -> Bool {
        names.contains(manager.name) || manager.subresource == "status"
    }
}
