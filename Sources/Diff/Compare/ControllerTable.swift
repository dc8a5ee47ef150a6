package import Snapshot

/// Field managers of controllers that write what nobody declares. Printed by `snapctl rules`.
///
/// Only asked about fields of a live object that its manifest leaves out: a name proves nothing, and whoever writes under
/// one of these shows in the audit log alone.
package enum ControllerTable {
    /// Names, and why they may write.
    package static let managers: [(name: String, reason: String)] = [
        ("kube-controller-manager", "the controllers of Kubernetes itself"),
        ("kube-apiserver", "the API server"),
        ("kube-scheduler", "binds Pods to nodes"),
        ("kubelet", "the agent of a node"),
        ("cloud-controller-manager", "load balancers and nodes of the cloud"),
        ("cloud-node-manager", "nodes of the cloud"),
        ("cluster-autoscaler", "replicas of node pools, taints of nodes"),
        ("vpa-recommender", "recommends resources"),
        ("gatekeeper", "writes CustomResourceDefinitions of templates and certificates of webhooks"),
    ]

    private static let names = Set(managers.map(\.name))

    /// Whether a manager is one of them, or wrote through a subresource that only controllers use.
    package static func isController(_ manager: FieldManager) -> Bool {
        names.contains(manager.name) || manager.subresource == "status"
    }
}
