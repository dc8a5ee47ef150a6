/// Which objects a controller makes from another one, and under which names it writes.
package struct MakerRule: Sendable, Hashable {
    /// What it makes them from; kind `*` means every kind of the group.
    package let owners: [GroupKind]
    /// Versions of the owner that its references may name besides the one that the state holds.
    package let versions: [String]
    /// What it makes; kind `*` means every kind of the group.
    package let makes: [GroupKind]
    /// Its field managers; `*` at the end stands for any text.
    package let managers: [String]
    /// Whether it makes only the mirrors of static Pods.
    package let isMirror: Bool
    /// Who makes them.
    package let reason: String

    /// - Parameters:
    ///   - owners: `Deployment.apps`, `*.tekton.dev`.
    ///   - makes: in the same form.
    package init(
        _ owners: [String], versions: [String] = [], makes: [String], managers: [String], isMirror: Bool = false,
        reason: String
    ) {
        self.owners = owners.map(GroupKind.init(written:))
        self.versions = versions
        self.makes = makes.map(GroupKind.init(written:))
        self.managers = managers
        self.isMirror = isMirror
        self.reason = reason
    }

    /// Whether the controller makes objects of that kind from such an owner.
    package func makes(_ kind: GroupKind, from owner: GroupKind) -> Bool {
        owners.contains { $0.covers(owner) } && makes.contains { $0.covers(kind) }
    }

    /// Whether one of the writers is the controller.
    package func fits(_ writers: [String]) -> Bool { WriterPattern.anyFits(managers, writers) }
}

/// Owner references are free text: an object that calls another one its controller is a copy only when a row says that this
/// owner's controller makes such objects and one of its field managers wrote it. Whatever no row names is compared as
/// declared. Printed by `snapctl rules`; a baseline adds rows in `tables.makers`.
///
/// Source: Kubernetes documentation, "Owners and Dependents"; the controllers of kube-controller-manager 1.36.
package enum MakerTable {
    /// Field managers of the controllers of Kubernetes itself, also where one program holds all of them.
    static let controlPlane = ["kube-controller-manager", "k3s", "kubelite"]

    /// All rules.
    package static let rules = kubernetes + operators

    private static let kubernetes: [MakerRule] = [
        row("Deployment.apps", ["ReplicaSet.apps"], "the deployment controller"),
        row("ReplicaSet.apps", ["Pod"], "the replica set controller"),
        row("ReplicationController", ["Pod"], "the replication controller"),
        row("DaemonSet.apps", ["Pod"], "the daemon set controller"),
        row("StatefulSet.apps", ["Pod", "PersistentVolumeClaim"], "the stateful set controller"),
        row("Job.batch", ["Pod"], "the job controller"),
        row("CronJob.batch", ["Job.batch"], "the cron job controller"),
        row(
            "Pod", ["PersistentVolumeClaim", "ResourceClaim.resource.k8s.io"],
            "the controllers of ephemeral volumes and of resource claims"),
        MakerRule(
            ["Node"], makes: ["Pod"], managers: ["kubelet", "k3s", "kubelite"], isMirror: true,
            reason: "kubelet shows the static Pods of its node"),
    ]

    private static func row(_ owner: String, _ makes: [String], _ reason: String) -> MakerRule {
        MakerRule([owner], makes: makes, managers: controlPlane, reason: reason)
    }

    /// All rules, with those of a baseline before.
    package static func all(_ more: [MakerRule]) -> [MakerRule] { more.isEmpty ? rules : more + rules }

    private static let byOwnerGroup: [String: [MakerRule]] = {
        var result: [String: [MakerRule]] = [:]
        for rule in rules {
            for group in Set(rule.owners.map(\.group)) { result[group, default: []].append(rule) }
        }
        return result
    }()

    /// The rules about an owner and something that it may have made.
    static func rules(from owner: GroupKind, to kind: GroupKind) -> [MakerRule] {
        (byOwnerGroup[owner.group] ?? []).filter { $0.makes(kind, from: owner) }
    }

    /// Whether an object of a kind may be a controller's copy of something that its owner says. An object without any field
    /// manager may be: whether that is evidence against it, the state as a whole tells.
    static func makes(_ owner: Identity, _ object: JSONTape, _ kind: GroupKind, writers: [String]) -> Bool {
        rules(from: owner.groupKind, to: kind).contains { rule in
            (writers.isEmpty || rule.fits(writers)) && (!rule.isMirror || isMirror(object, of: owner.name))
        }
    }

    /// Source: kubelet, `pkg/kubelet/config` and `pkg/kubelet/pod/mirror_client.go`: the name ends in the node's.
    private static func isMirror(_ pod: JSONTape, of node: String) -> Bool {
        guard pod.member(["metadata", "annotations", "kubernetes.io/config.mirror"], of: 0) != nil,
            let name = pod.string(pod.member(["metadata", "name"], of: 0)),
            let bound = pod.string(pod.member(["spec", "nodeName"], of: 0))
        else { return false }
        return ByteOrder.same(bound, node) && name.hasSuffix("-\(node.lowercased())")
    }
}

/// Names of field managers, by a beginning or whole.
enum WriterPattern {
    /// Whether one of the writers has one of these names.
    static func anyFits(_ patterns: [String], _ writers: [String]) -> Bool {
        writers.contains { writer in patterns.contains { fits($0, writer) } }
    }

    /// `csi-*` fits everything that begins so.
    static func fits(_ pattern: String, _ writer: String) -> Bool {
        pattern.utf8.last == UInt8(ascii: "*")
            ? ByteOrder.begins(writer, with: String(pattern.dropLast())) : ByteOrder.same(writer, pattern)
    }
}

extension GroupKind {
    /// `Deployment.apps`, `Pod`, `*.tekton.dev`.
    package init(written text: String) {
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        self.init(group: parts.count == 2 ? parts[1] : "", kind: parts.first ?? "")
    }

    /// Whether it is the other one, or every kind of its group.
    func covers(_ other: GroupKind) -> Bool {
        ByteOrder.same(group, other.group) && (kind == "*" || ByteOrder.same(kind, other.kind))
    }
}
