/// Which objects the controllers of Kubernetes itself make from another one.
package struct MakerRule: Sendable, Hashable {
    /// What they make them from.
    package let owner: GroupKind
    /// What they make.
    package let makes: [GroupKind]
    /// An annotation that such an object has; `nil` when it needs none.
    package var annotation: String?
    /// Who makes them.
    package let reason: String
}

/// Owner references are free text: an object that calls a Deployment its controller is a copy only when the controllers make
/// such copies. A custom resource may be the owner of anything, as its operator pleases, but for what people wrote. Printed by
/// `snapctl rules`.
///
/// Source: Kubernetes documentation, "Owners and Dependents"; the controllers of kube-controller-manager 1.36.
package enum MakerTable {
    private static func core(_ kind: String) -> GroupKind { GroupKind(group: "", kind: kind) }
    private static func apps(_ kind: String) -> GroupKind { GroupKind(group: "apps", kind: kind) }
    private static let job = GroupKind(group: "batch", kind: "Job")
    private static let claim = GroupKind(group: "resource.k8s.io", kind: "ResourceClaim")

    /// All rules.
    package static let rules: [MakerRule] = [
        MakerRule(owner: apps("Deployment"), makes: [apps("ReplicaSet")], reason: "the deployment controller"),
        MakerRule(owner: apps("ReplicaSet"), makes: [core("Pod")], reason: "the replica set controller"),
        MakerRule(
            owner: core("ReplicationController"), makes: [core("Pod")], reason: "the replication controller"),
        MakerRule(owner: apps("DaemonSet"), makes: [core("Pod")], reason: "the daemon set controller"),
        MakerRule(
            owner: apps("StatefulSet"), makes: [core("Pod"), core("PersistentVolumeClaim")],
            reason: "the stateful set controller"),
        MakerRule(owner: job, makes: [core("Pod")], reason: "the job controller"),
        MakerRule(
            owner: GroupKind(group: "batch", kind: "CronJob"), makes: [job], reason: "the cron job controller"),
        MakerRule(
            owner: core("Pod"), makes: [core("PersistentVolumeClaim"), claim],
            reason: "the controllers of ephemeral volumes and of resource claims"),
        MakerRule(
            owner: core("Node"), makes: [core("Pod")], annotation: "kubernetes.io/config.mirror",
            reason: "kubelet shows the static Pods of its node"),
    ]

    private static let byOwner = Dictionary(grouping: rules, by: \.owner)

    /// Whether an object of a kind may be a controller's copy of something that owner says.
    static func makes(_ owner: GroupKind, _ object: JSONTape, _ kind: GroupKind) -> Bool {
        guard BuiltinTypes.isBuiltin(group: owner.group) else { return !HandTable.wrote(object) }
        return (byOwner[owner] ?? []).contains { rule in
            rule.makes.contains(kind)
                && (rule.annotation.map { object.member(["metadata", "annotations", $0], of: 0) != nil } ?? true)
        }
    }
}
