/// A statement about who decides what some objects say.
package struct RoleRule: Sendable, Hashable {
    /// The rule's name.
    package let name: String
    /// The kinds it speaks of; kind `*` means every kind of the group.
    package let kinds: [GroupKind]
    /// Which of them: `nil` all, else a test that is printed as its description.
    package let condition: Condition?
    /// What they are.
    package let role: ObjectRole
    /// Why.
    package let reason: String

    /// What must hold for the object besides its kind.
    package enum Condition: Sendable, Hashable {
        /// The name is this, wherever.
        case name(String)
        /// Namespace and name are these.
        case identity(namespace: String, name: String)
        /// It has this label, whatever it says.
        case label(String)
        /// It has this annotation, whatever it says.
        case annotation(String)
        /// `type` is this.
        case type(String)
    }
}

/// Which objects are derived from others or are the cluster's own bookkeeping. Printed by `snapctl rules`.
///
/// The first rule that matches decides. An object that none matches is derived when a controller owns it, and declared
/// otherwise.
package enum RoleTable {
    private static func core(_ kinds: String...) -> [GroupKind] { kinds.map { GroupKind(group: "", kind: $0) } }

    /// All rules.
    package static let rules: [RoleRule] = [
        RoleRule(
            name: "leases", kinds: [GroupKind(group: "coordination.k8s.io", kind: "*")], condition: nil,
            role: .bookkeeping, reason: "renewed all the time"),
        RoleRule(
            name: "events", kinds: [GroupKind(group: "", kind: "Event"), GroupKind(group: "events.k8s.io", kind: "*")],
            condition: nil, role: .bookkeeping, reason: "a log, not a state"),
        RoleRule(
            name: "metrics",
            kinds: [
                GroupKind(group: "metrics.k8s.io", kind: "*"), GroupKind(group: "custom.metrics.k8s.io", kind: "*"),
                GroupKind(group: "external.metrics.k8s.io", kind: "*"), GroupKind(group: "", kind: "ComponentStatus"),
            ], condition: nil, role: .bookkeeping, reason: "measured at every call"),
        RoleRule(
            name: "node-storage-status",
            kinds: [
                GroupKind(group: "storage.k8s.io", kind: "CSINode"),
                GroupKind(group: "storage.k8s.io", kind: "VolumeAttachment"),
                GroupKind(group: "storage.k8s.io", kind: "CSIStorageCapacity"),
            ], condition: nil, role: .bookkeeping, reason: "written by kubelet and the volume controllers"),
        RoleRule(
            name: "addresses", kinds: [GroupKind(group: "networking.k8s.io", kind: "IPAddress")], condition: nil,
            role: .bookkeeping, reason: "the API server's allocations"),
        RoleRule(
            name: "service-addresses-kubernetes", kinds: [GroupKind(group: "networking.k8s.io", kind: "ServiceCIDR")],
            condition: .name("kubernetes"), role: .derived, reason: "made by the API server from its flags"),
        RoleRule(
            name: "revisions", kinds: [GroupKind(group: "apps", kind: "ControllerRevision")], condition: nil,
            role: .bookkeeping, reason: "history of templates, not a state"),
        RoleRule(
            name: "gatekeeper-status", kinds: [GroupKind(group: "status.gatekeeper.sh", kind: "*")], condition: nil,
            role: .bookkeeping, reason: "what each Gatekeeper pod has loaded"),
        RoleRule(
            name: "policy-reports",
            kinds: [
                GroupKind(group: "wgpolicyk8s.io", kind: "*"), GroupKind(group: "reports.kyverno.io", kind: "*"),
                GroupKind(group: "aquasecurity.github.io", kind: "*"),
            ], condition: nil, role: .bookkeeping, reason: "findings, not a state"),
        RoleRule(
            name: "endpoint-slices", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            condition: .label("endpointslice.kubernetes.io/managed-by"), role: .bookkeeping,
            reason: "follow Services and Pods; a slice without the label is declared"),
        RoleRule(
            name: "endpoints-managed", kinds: core("Endpoints"),
            condition: .label("endpoints.kubernetes.io/managed-by"), role: .bookkeeping,
            reason: "follow Services and Pods"),
        RoleRule(
            name: "endpoints-triggered", kinds: core("Endpoints"),
            condition: .annotation("endpoints.kubernetes.io/last-change-trigger-time"), role: .bookkeeping,
            reason: "follow Services and Pods"),
        RoleRule(
            name: "endpoints-leader", kinds: core("Endpoints", "ConfigMap"),
            condition: .annotation("control-plane.alpha.kubernetes.io/leader"), role: .bookkeeping,
            reason: "a lock for leader election"),
        RoleRule(
            name: "endpoints-apiserver", kinds: core("Endpoints"),
            condition: .identity(namespace: "default", name: "kubernetes"), role: .bookkeeping,
            reason: "written by the API server"),
        RoleRule(
            name: "endpoint-slice-apiserver", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            condition: .identity(namespace: "default", name: "kubernetes"), role: .bookkeeping,
            reason: "written by the API server"),
        RoleRule(
            name: "autoscaler-status", kinds: core("ConfigMap"),
            condition: .identity(namespace: "kube-system", name: "cluster-autoscaler-status"), role: .bookkeeping,
            reason: "the autoscaler's status"),
        RoleRule(
            name: "service-kubernetes", kinds: core("Service"),
            condition: .identity(namespace: "default", name: "kubernetes"), role: .derived,
            reason: "made by the API server"),
        RoleRule(
            name: "root-certificates", kinds: core("ConfigMap"), condition: .name("kube-root-ca.crt"), role: .derived,
            reason: "made in every namespace"),
        RoleRule(
            name: "default-accounts", kinds: core("ServiceAccount"), condition: .name("default"), role: .derived,
            reason: "made in every namespace"),
        RoleRule(
            name: "api-server-authentication", kinds: core("ConfigMap"),
            condition: .identity(namespace: "kube-system", name: "extension-apiserver-authentication"), role: .derived,
            reason: "made by the API server from its flags"),
        RoleRule(
            name: "nodes", kinds: core("Node"), condition: nil, role: .derived,
            reason: "come and go with the node pools; what they say is compared"),
        RoleRule(
            name: "provisioned-volumes", kinds: core("PersistentVolume"),
            condition: .annotation("pv.kubernetes.io/provisioned-by"), role: .derived,
            reason: "made for a claim"),
        RoleRule(
            name: "automanaged-apis", kinds: [GroupKind(group: "apiregistration.k8s.io", kind: "APIService")],
            condition: .label("kube-aggregator.kubernetes.io/automanaged"), role: .derived,
            reason: "follow CustomResourceDefinitions and built-in groups"),
        RoleRule(
            name: "bootstrap-flow-control", kinds: [GroupKind(group: "flowcontrol.apiserver.k8s.io", kind: "*")],
            condition: .annotation("apf.kubernetes.io/autoupdate-spec"), role: .derived,
            reason: "made by the API server"),
        RoleRule(
            name: "helm-releases", kinds: core("Secret"), condition: .type("helm.sh/release.v1"), role: .derived,
            reason: "helm's record of what it installed"),
        RoleRule(
            name: "access-is-declared",
            kinds: [
                GroupKind(group: "rbac.authorization.k8s.io", kind: "*"),
                GroupKind(group: "admissionregistration.k8s.io", kind: "*"),
                GroupKind(group: "networking.k8s.io", kind: "*"),
            ], condition: nil, role: .declared,
            reason: "who may do what counts as declared, even when a controller says that it owns it"),
    ]

    /// What an object is.
    ///
    /// - Parameter hasController: whether an owner reference says `controller: true`.
    package static func role(of object: JSONTape, identity: Identity, hasController: Bool) -> ObjectRole {
        for rule in byGroup[identity.group] ?? [] where rule.matches(object, identity) { return rule.role }
        return hasController ? .derived : .declared
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
    func matches(_ object: JSONTape, _ identity: Identity) -> Bool {
        guard kinds.contains(where: { $0.group == identity.group && ($0.kind == "*" || $0.kind == identity.kind) })
        else { return false }
        switch condition {
        case nil: return true
        case .name(let name): return ByteOrder.same(identity.name, name)
        case .identity(let namespace, let name):
            return ByteOrder.same(identity.name, name) && ByteOrder.same(identity.namespace ?? "", namespace)
        case .label(let key): return object.member(["metadata", "labels", key], of: 0) != nil
        case .annotation(let key): return object.member(["metadata", "annotations", key], of: 0) != nil
        case .type(let type): return object.string(object.member("type", of: 0)) == type
        }
    }
}
