/// A statement about who decides what some objects say.
package struct RoleRule: Sendable, Hashable {
    /// The rule's name.
    package let name: String
    /// The kinds it speaks of; kind `*` means every kind of the group.
    package let kinds: [GroupKind]
    /// Which of them: those for which all of these hold.
    package let conditions: [Condition]
    /// What they are.
    package let role: ObjectRole
    /// Why.
    package let reason: String

    /// What must hold for the object besides its kind.
    package enum Condition: Sendable, Hashable {
        /// The name is this, wherever.
        case name(String)
        /// The name is one of these.
        case names([String])
        /// The name begins so.
        case namePrefix(String)
        /// The namespace is this.
        case namespace(String)
        /// It has this label, which says one of these; whatever, when there are none.
        case label(String, [String] = [])
        /// It has this annotation, whatever it says.
        case annotation(String)
        /// `type` is this.
        case type(String)
        /// An owner reference says `controller: true`.
        case controlled
        /// None of these fields is there; names joined by dots.
        case without([String])
    }
}

/// Which objects are derived from others or are the cluster's own bookkeeping. Printed by `snapctl rules`.
///
/// The first rule that matches decides. An object that none matches is derived when a controller owns it, and declared
/// otherwise.
package enum RoleTable {
    private static func core(_ kinds: String...) -> [GroupKind] { kinds.map { GroupKind(group: "", kind: $0) } }

    /// What the API server makes and keeps of the group `flowcontrol.apiserver.k8s.io`, schemas and levels.
    private static let flowControl = [
        "catch-all", "endpoint-controller", "exempt", "global-default", "kube-controller-manager", "kube-scheduler",
        "kube-system-service-accounts", "leader-election", "node-high", "probes", "service-accounts", "system",
        "system-leader-election", "system-node-high", "system-nodes", "workload-high", "workload-leader-election",
        "workload-low",
    ]

    /// All rules.
    package static let rules: [RoleRule] = [
        RoleRule(
            name: "leases", kinds: [GroupKind(group: "coordination.k8s.io", kind: "*")], conditions: [],
            role: .bookkeeping, reason: "renewed all the time"),
        RoleRule(
            name: "events", kinds: [GroupKind(group: "", kind: "Event"), GroupKind(group: "events.k8s.io", kind: "*")],
            conditions: [], role: .bookkeeping, reason: "a log, not a state"),
        RoleRule(
            name: "metrics",
            kinds: [
                GroupKind(group: "metrics.k8s.io", kind: "*"), GroupKind(group: "custom.metrics.k8s.io", kind: "*"),
                GroupKind(group: "external.metrics.k8s.io", kind: "*"), GroupKind(group: "", kind: "ComponentStatus"),
            ], conditions: [], role: .bookkeeping, reason: "measured at every call"),
        RoleRule(
            name: "node-storage-status",
            kinds: [
                GroupKind(group: "storage.k8s.io", kind: "CSINode"),
                GroupKind(group: "storage.k8s.io", kind: "VolumeAttachment"),
                GroupKind(group: "storage.k8s.io", kind: "CSIStorageCapacity"),
            ], conditions: [], role: .bookkeeping, reason: "written by kubelet and the volume controllers"),
        RoleRule(
            name: "addresses", kinds: [GroupKind(group: "networking.k8s.io", kind: "IPAddress")], conditions: [],
            role: .bookkeeping, reason: "the API server's allocations"),
        RoleRule(
            name: "service-addresses-kubernetes", kinds: [GroupKind(group: "networking.k8s.io", kind: "ServiceCIDR")],
            conditions: [.name("kubernetes")], role: .derived, reason: "made by the API server from its flags"),
        RoleRule(
            name: "revisions", kinds: [GroupKind(group: "apps", kind: "ControllerRevision")], conditions: [],
            role: .bookkeeping, reason: "history of templates, not a state"),
        RoleRule(
            name: "gatekeeper-status", kinds: [GroupKind(group: "status.gatekeeper.sh", kind: "*")], conditions: [],
            role: .bookkeeping, reason: "what each Gatekeeper pod has loaded"),
        RoleRule(
            name: "policy-reports",
            kinds: [
                GroupKind(group: "wgpolicyk8s.io", kind: "*"), GroupKind(group: "reports.kyverno.io", kind: "*"),
                GroupKind(group: "aquasecurity.github.io", kind: "*"),
            ], conditions: [], role: .bookkeeping, reason: "findings, not a state"),
        RoleRule(
            name: "endpoint-slices", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            conditions: [
                .label(
                    "endpointslice.kubernetes.io/managed-by",
                    ["endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"]), .controlled,
            ], role: .bookkeeping, reason: "follow Services and Pods; any other slice is declared"),
        RoleRule(
            name: "endpoints-managed", kinds: core("Endpoints"),
            conditions: [.label("endpoints.kubernetes.io/managed-by", ["endpoint-controller"])], role: .bookkeeping,
            reason: "follow Services and Pods"),
        RoleRule(
            name: "endpoints-triggered", kinds: core("Endpoints"),
            conditions: [.annotation("endpoints.kubernetes.io/last-change-trigger-time")], role: .bookkeeping,
            reason: "follow Services and Pods"),
        RoleRule(
            name: "endpoints-leader", kinds: core("Endpoints", "ConfigMap"),
            conditions: [
                .annotation("control-plane.alpha.kubernetes.io/leader"), .without(["data", "binaryData", "subsets"]),
            ], role: .bookkeeping, reason: "a lock for leader election, and nothing besides"),
        RoleRule(
            name: "endpoints-apiserver", kinds: core("Endpoints"),
            conditions: [.namespace("default"), .name("kubernetes")], role: .bookkeeping,
            reason: "written by the API server"),
        RoleRule(
            name: "endpoint-slice-apiserver", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            conditions: [.namespace("default"), .name("kubernetes")], role: .bookkeeping,
            reason: "written by the API server"),
        RoleRule(
            name: "autoscaler-status", kinds: core("ConfigMap"),
            conditions: [.namespace("kube-system"), .name("cluster-autoscaler-status")], role: .bookkeeping,
            reason: "the autoscaler's status"),
        RoleRule(
            name: "service-kubernetes", kinds: core("Service"),
            conditions: [.namespace("default"), .name("kubernetes")], role: .derived,
            reason: "made by the API server"),
        RoleRule(
            name: "root-certificates", kinds: core("ConfigMap"), conditions: [.name("kube-root-ca.crt")],
            role: .derived,
            reason: "made in every namespace"),
        RoleRule(
            name: "default-accounts", kinds: core("ServiceAccount"), conditions: [.name("default")], role: .derived,
            reason: "made in every namespace"),
        RoleRule(
            name: "api-server-authentication", kinds: core("ConfigMap"),
            conditions: [.namespace("kube-system"), .name("extension-apiserver-authentication")], role: .derived,
            reason: "made by the API server from its flags"),
        RoleRule(
            name: "nodes", kinds: core("Node"), conditions: [], role: .derived,
            reason: "come and go with the node pools; what they say is compared"),
        RoleRule(
            name: "provisioned-volumes", kinds: core("PersistentVolume"),
            conditions: [
                .annotation("pv.kubernetes.io/provisioned-by"), .without(["spec.hostPath", "spec.local", "spec.nfs"]),
            ], role: .derived, reason: "made for a claim; files of a node or a server are declared"),
        RoleRule(
            name: "automanaged-apis", kinds: [GroupKind(group: "apiregistration.k8s.io", kind: "APIService")],
            conditions: [.label("kube-aggregator.kubernetes.io/automanaged"), .without(["spec.service"])],
            role: .derived, reason: "follow CustomResourceDefinitions and built-in groups; none of them is elsewhere"),
        RoleRule(
            name: "bootstrap-flow-control", kinds: [GroupKind(group: "flowcontrol.apiserver.k8s.io", kind: "*")],
            conditions: [.annotation("apf.kubernetes.io/autoupdate-spec"), .names(flowControl)], role: .derived,
            reason: "made by the API server"),
        RoleRule(
            name: "helm-releases", kinds: core("Secret"),
            conditions: [.type("helm.sh/release.v1"), .namePrefix("sh.helm.release.v1.")], role: .derived,
            reason: "helm's record of what it installed"),
        RoleRule(
            name: "jobs-by-hand", kinds: [GroupKind(group: "batch", kind: "Job")],
            conditions: [.annotation("cronjob.kubernetes.io/instantiate")], role: .declared,
            reason: "somebody ran kubectl create job --from=cronjob/…"),
        RoleRule(
            name: "access-is-declared",
            kinds: [
                GroupKind(group: "rbac.authorization.k8s.io", kind: "*"),
                GroupKind(group: "admissionregistration.k8s.io", kind: "*"),
                GroupKind(group: "networking.k8s.io", kind: "*"),
            ], conditions: [], role: .declared,
            reason: "who may do what counts as declared, even when a controller says that it owns it"),
    ]

    /// What an object is.
    ///
    /// - Parameter controller: the owner that an owner reference calls its controller.
    package static func role(of object: JSONTape, identity: Identity, controller: Identity?) -> ObjectRole {
        for rule in byGroup[identity.group] ?? []
        where rule.matches(object, identity, isControlled: controller != nil) {
            // What an object says of itself counts for nothing where a person wrote it.
            return rule.isClaim && HandTable.wrote(object) ? .declared : rule.role
        }
        guard let controller else { return .declared }
        return MakerTable.makes(controller.groupKind, object, identity.groupKind) ? .derived : .declared
    }

    private static let byGroup: [String: [RoleRule]] = {
        var result: [String: [RoleRule]] = [:]
        for rule in rules {
            for group in Set(rule.kinds.map(\.group)) { result[group, default: []].append(rule) }
        }
        return result
    }()
}

extension RoleRule {
    /// Whether an object gets its role by something that it says of itself, which anybody may write.
    var isClaim: Bool {
        role != .declared
            && conditions.contains { condition in
                switch condition {
                case .label, .annotation, .type, .controlled: true
                case .name, .names, .namePrefix, .namespace, .without: false
                }
            }
    }

    func matches(_ object: JSONTape, _ identity: Identity, isControlled: Bool) -> Bool {
        guard kinds.contains(where: { $0.group == identity.group && ($0.kind == "*" || $0.kind == identity.kind) })
        else { return false }
        return conditions.allSatisfy { condition in
            switch condition {
            case .name(let name): return ByteOrder.same(identity.name, name)
            case .names(let names): return names.contains { ByteOrder.same(identity.name, $0) }
            case .namePrefix(let prefix): return ByteOrder.begins(identity.name, with: prefix)
            case .namespace(let namespace): return ByteOrder.same(identity.namespace ?? "", namespace)
            case .label(let key, let values):
                guard let value = object.member(["metadata", "labels", key], of: 0) else { return false }
                return values.isEmpty
                    || object.nodes[value].kind == .string && values.contains { object.isText(value, $0) }
            case .annotation(let key): return object.member(["metadata", "annotations", key], of: 0) != nil
            case .type(let type): return object.string(object.member("type", of: 0)) == type
            case .controlled: return isControlled
            case .without(let fields):
                return fields.allSatisfy { object.member($0.split(separator: ".").map(String.init), of: 0) == nil }
            }
        }
    }
}
