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
    /// The field managers of whoever makes such objects: without one of them among its writers an object is declared. Empty
    /// where anybody may, or where nobody is recorded.
    package var makers: [String] = []
    /// Whether it stays what it is when a person wrote into it.
    package var isKeptFromPeople = false

    /// What must hold for the object besides its kind.
    package enum Condition: Sendable, Hashable {
        /// The name is this, wherever.
        case name(String)
        /// The namespace is this.
        case namespace(String)
        /// It has this label, which says one of these; whatever, when there are none.
        case label(String, [String] = [])
        /// It has this annotation, whatever it says.
        case annotation(String)
        /// `type` is this.
        case type(String)
        /// It has this annotation, which says this.
        case annotationSays(String, String)
        /// An owner reference calls an object of one of these kinds its controller.
        case controlledBy([GroupKind])
        /// This label is the name of the controlling owner.
        case labelNamesOwner(String)
        /// None of these fields is there; names joined by dots.
        case without([String])
        /// Of the members of a map only these are there; `*` at the end stands for any text.
        case onlyKeys(String, [String])
        /// Its name and its content are a row of ``FlowControlTable``.
        case isInFlowControl
        /// Two texts are equal.
        case same([String], [String])
        /// The name is made of these texts of the object, and of what stands between them.
        case nameIs([NamePart])
    }

    /// A part of a name.
    package enum NamePart: Sendable, Hashable {
        /// This text.
        case text(String)
        /// What the object says there.
        case field([String])
    }
}

/// Which objects are controller-created or system objects. Printed by `snapctl rules`.
///
/// The first rule that matches decides. An object that none matches is derived when a controller owns it, and declared
/// otherwise.
package enum RoleTable {
    private static func core(_ kinds: String...) -> [GroupKind] { kinds.map { GroupKind(group: "", kind: $0) } }

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
            name: "storage-capacity", kinds: [GroupKind(group: "storage.k8s.io", kind: "CSIStorageCapacity")],
            conditions: [], role: .bookkeeping, reason: "measured by the volume drivers"),
        RoleRule(
            name: "node-storage-status",
            kinds: [
                GroupKind(group: "storage.k8s.io", kind: "CSINode"),
                GroupKind(group: "storage.k8s.io", kind: "VolumeAttachment"),
            ], conditions: [], role: .bookkeeping, reason: "written by kubelet and the volume controllers",
            makers: ["kubelet"] + MakerTable.controlPlane),
        RoleRule(
            name: "addresses", kinds: [GroupKind(group: "networking.k8s.io", kind: "IPAddress")], conditions: [],
            role: .bookkeeping, reason: "the API server's allocations", makers: apiServer),
        RoleRule(
            name: "service-addresses-kubernetes", kinds: [GroupKind(group: "networking.k8s.io", kind: "ServiceCIDR")],
            conditions: [.name("kubernetes")], role: .derived, reason: "made by the API server from its flags",
            makers: apiServer),
        RoleRule(
            name: "revisions", kinds: [GroupKind(group: "apps", kind: "ControllerRevision")],
            conditions: [
                .controlledBy([
                    GroupKind(group: "apps", kind: "DaemonSet"), GroupKind(group: "apps", kind: "StatefulSet"),
                ])
            ], role: .bookkeeping, reason: "history of templates, not a state", makers: MakerTable.controlPlane),
        RoleRule(
            name: "gatekeeper-status", kinds: [GroupKind(group: "status.gatekeeper.sh", kind: "*")], conditions: [],
            role: .bookkeeping, reason: "what each Gatekeeper pod has loaded", makers: ["gatekeeper*"]),
        RoleRule(
            name: "policy-reports",
            kinds: [
                GroupKind(group: "wgpolicyk8s.io", kind: "*"), GroupKind(group: "reports.kyverno.io", kind: "*"),
                GroupKind(group: "aquasecurity.github.io", kind: "*"),
            ], conditions: [], role: .bookkeeping, reason: "findings, not a state"),
        RoleRule(
            name: "endpoint-slices", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            conditions: [
                .label("endpointslice.kubernetes.io/managed-by", ["endpointslice-controller.k8s.io"]),
                .controlledBy(core("Service")), .labelNamesOwner("kubernetes.io/service-name"),
            ], role: .bookkeeping, reason: "follow Services and Pods; any other slice is declared",
            makers: MakerTable.controlPlane),
        RoleRule(
            name: "endpoint-slices-mirrored", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            conditions: [
                .label("endpointslice.kubernetes.io/managed-by", ["endpointslicemirroring-controller.k8s.io"]),
                .controlledBy(core("Endpoints")), .labelNamesOwner("kubernetes.io/service-name"),
            ], role: .bookkeeping, reason: "follow Endpoints", makers: MakerTable.controlPlane),
        RoleRule(
            name: "endpoints-managed", kinds: core("Endpoints"),
            conditions: [.label("endpoints.kubernetes.io/managed-by", ["endpoint-controller"])], role: .bookkeeping,
            reason: "follow Services and Pods", makers: MakerTable.controlPlane),
        RoleRule(
            name: "endpoints-triggered", kinds: core("Endpoints"),
            conditions: [.annotation("endpoints.kubernetes.io/last-change-trigger-time")], role: .bookkeeping,
            reason: "follow Services and Pods", makers: MakerTable.controlPlane),
        RoleRule(
            name: "endpoints-leader", kinds: core("Endpoints", "ConfigMap"),
            conditions: [
                .annotation("control-plane.alpha.kubernetes.io/leader"), .without(["data", "binaryData", "subsets"]),
            ], role: .bookkeeping, reason: "a lock for leader election, and nothing besides"),
        RoleRule(
            name: "endpoints-apiserver", kinds: core("Endpoints"),
            conditions: [.namespace("default"), .name("kubernetes")], role: .bookkeeping,
            reason: "written by the API server", makers: apiServer),
        RoleRule(
            name: "endpoint-slice-apiserver", kinds: [GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")],
            conditions: [.namespace("default"), .name("kubernetes")], role: .bookkeeping,
            reason: "written by the API server", makers: apiServer),
        RoleRule(
            name: "autoscaler-status", kinds: core("ConfigMap"),
            conditions: [.namespace("kube-system"), .name("cluster-autoscaler-status")], role: .bookkeeping,
            reason: "the autoscaler's status, in a map that AKS makes with kubectl",
            makers: ["cluster-autoscaler", "kubectl-client-side-apply"],
            isKeptFromPeople: true),
        RoleRule(
            name: "service-kubernetes", kinds: core("Service"),
            conditions: [.namespace("default"), .name("kubernetes")], role: .derived,
            reason: "made by the API server", makers: apiServer),
        RoleRule(
            name: "root-certificates", kinds: core("ConfigMap"),
            conditions: [.name("kube-root-ca.crt"), .onlyKeys("data", ["ca.crt"]), .without(["binaryData"])],
            role: .derived, reason: "made in every namespace, with nothing but the cluster's authority",
            makers: MakerTable.controlPlane),
        RoleRule(
            name: "default-accounts", kinds: core("ServiceAccount"),
            conditions: [
                .name("default"),
                .without([
                    "secrets", "imagePullSecrets", "automountServiceAccountToken", "metadata.labels",
                    "metadata.annotations", "metadata.ownerReferences",
                ]),
            ], role: .derived, reason: "made in every namespace, with nothing but its name"),
        RoleRule(
            name: "api-server-authentication", kinds: core("ConfigMap"),
            conditions: [
                .namespace("kube-system"), .name("extension-apiserver-authentication"),
                .onlyKeys("data", ["client-ca-file", "requestheader-*"]), .without(["binaryData"]),
            ], role: .derived, reason: "made by the API server from its flags", makers: apiServer),
        RoleRule(
            name: "nodes", kinds: core("Node"), conditions: [], role: .derived,
            reason: "come and go with the node pools; what they say is compared", isKeptFromPeople: true),
        RoleRule(
            name: "provisioned-volumes", kinds: core("PersistentVolume"),
            conditions: [
                .same(
                    ["metadata", "annotations", "pv.kubernetes.io/provisioned-by"], ["spec", "csi", "driver"]),
                .without(["spec.hostPath", "spec.local", "spec.nfs"]),
            ], role: .derived,
            reason: "made for a claim by the driver that they name; files of a node or a server are declared",
            makers: ["csi-*"] + MakerTable.controlPlane),
        RoleRule(
            name: "automanaged-apis", kinds: [GroupKind(group: "apiregistration.k8s.io", kind: "APIService")],
            conditions: [
                .label("kube-aggregator.kubernetes.io/automanaged", ["onstart", "true"]), .without(["spec.service"]),
                .nameIs([.field(["spec", "version"]), .text("."), .field(["spec", "group"])]),
            ], role: .derived,
            reason: "follow CustomResourceDefinitions and built-in groups; none of them is elsewhere",
            makers: apiServer),
        RoleRule(
            name: "bootstrap-flow-control", kinds: [GroupKind(group: "flowcontrol.apiserver.k8s.io", kind: "*")],
            conditions: [.annotationSays("apf.kubernetes.io/autoupdate-spec", "true"), .isInFlowControl],
            role: .derived, reason: "made by the API server, which keeps them so; any other content is declared",
            makers: ["api-priority-and-fairness-config-*"]),
        RoleRule(
            name: "helm-releases", kinds: core("Secret"),
            conditions: [
                .type("helm.sh/release.v1"), .onlyKeys("data", ["release"]), .label("owner", ["helm"]),
                .nameIs([
                    .text("sh.helm.release.v1."), .field(["metadata", "labels", "name"]), .text(".v"),
                    .field(["metadata", "labels", "version"]),
                ]),
            ], role: .derived, reason: "helm's record of what it installed",
            makers: [
                "helm", "Helm", "helm-controller", "gotk-helm-controller", "fluxconfig-*", "terraform-provider-helm*",
            ]),
        RoleRule(
            name: "jobs-by-hand", kinds: [GroupKind(group: "batch", kind: "Job")],
            conditions: [.annotation("cronjob.kubernetes.io/instantiate")], role: .declared,
            reason: "somebody ran kubectl create job --from=cronjob/…"),
    ]

    /// The field manager of the API server itself.
    private static let apiServer = ["kube-apiserver", "k3s", "kubelite"]

    /// What an object is, and what that rests on.
    ///
    /// - Parameter owner: what an owner reference calls its controller.
    package static func role(
        of object: JSONTape, identity: Identity, owner: OwnerReference?
    ) -> (role: ObjectRole, claim: MakerClaim?) {
        func claim(_ writers: [String]) -> MakerClaim {
            MakerClaim(ownerUID: owner?.uid ?? "", ownerVersion: owner?.version ?? "", writers: writers)
        }
        if let rule = rule(of: object, identity: identity, controller: owner?.identity) {
            guard rule.role != .declared else { return (.declared, nil) }
            // What an object says of itself counts for nothing where a person wrote it.
            if !rule.isKeptFromPeople, HandTable.wrote(object) { return (.declared, nil) }
            guard rule.restsOnWriters else { return (rule.role, nil) }
            let writers = ContentWriters.names(object)
            let fits = writers.isEmpty || WriterPattern.anyFits(rule.makers, writers)
            return (fits ? rule.role : .declared, claim(writers))
        }
        guard let owner else { return (.declared, nil) }
        let writers = ContentWriters.names(object)
        // What a person wrote into a copy of Kubernetes' own controllers shows against the owner's template.
        let isCopy =
            (BuiltinTypes.isBuiltin(group: owner.identity.group) || !HandTable.wrote(object))
            && MakerTable.makes(owner.identity, object, identity.groupKind, writers: writers)
        return (isCopy ? .derived : .declared, claim(writers))
    }

    /// The rule that decides about an object; `nil` when none does.
    package static func rule(of object: JSONTape, identity: Identity, controller: Identity?) -> RoleRule? {
        (byGroup[identity.group] ?? []).first { $0.matches(object, identity, controller: controller) }
    }

    private static let byGroup: [String: [RoleRule]] = {
        var result: [String: [RoleRule]] = [:]
        for rule in rules {
            for group in Set(rule.kinds.map(\.group)) { result[group, default: []].append(rule) }
        }
        return result
    }()
}

/// A reference to the controlling owner, as an object writes it.
package struct OwnerReference: Sendable, Hashable {
    /// Which object; in the namespace of the one that it owns, as only the owner's kind tells whether it has one.
    package let identity: Identity
    /// Its uid; empty when the reference has none.
    package let uid: String
    /// The version of its API, without the group.
    package let version: String
}

extension RoleRule {
    /// Whether a field manager is one of those who make such objects.
    package func isMade(by manager: String) -> Bool { WriterPattern.anyFits(makers, [manager]) }

    /// Whether the role holds only where the right controller wrote the object.
    var restsOnWriters: Bool {
        !makers.isEmpty
            || conditions.contains { if case .controlledBy = $0 { true } else { false } }
    }

    func matches(_ object: JSONTape, _ identity: Identity, controller: Identity?) -> Bool {
        guard kinds.contains(where: { $0.covers(identity.groupKind) }) else { return false }
        func text(_ path: [String]) -> String? { object.string(object.member(path, of: 0)) }
        return conditions.allSatisfy { condition in
            switch condition {
            case .name(let name): return ByteOrder.same(identity.name, name)
            case .namespace(let namespace): return ByteOrder.same(identity.namespace ?? "", namespace)
            case .label(let key, let values):
                guard let value = object.member(["metadata", "labels", key], of: 0) else { return false }
                return values.isEmpty
                    || object.nodes[value].kind == .string && values.contains { object.isText(value, $0) }
            case .annotation(let key): return object.member(["metadata", "annotations", key], of: 0) != nil
            case .annotationSays(let key, let value):
                return text(["metadata", "annotations", key]).map { ByteOrder.same($0, value) } ?? false
            case .type(let type): return object.string(object.member("type", of: 0)) == type
            case .controlledBy(let owners): return controller.map { owners.contains($0.groupKind) } ?? false
            case .labelNamesOwner(let key):
                guard let controller, let name = text(["metadata", "labels", key]) else { return false }
                return ByteOrder.same(controller.name, name)
            case .without(let fields):
                return fields.allSatisfy { field in
                    guard let node = object.member(field.split(separator: ".").map(String.init), of: 0) else {
                        return true
                    }
                    let value = object.nodes[node]
                    return value.kind == .null || (value.kind == .object || value.kind == .array) && value.count == 0
                }
            case .onlyKeys(let field, let keys):
                guard let map = object.member(field, of: 0) else { return true }
                return object.children(map).allSatisfy { key in
                    keys.contains { WriterPattern.fits($0, object.words(key)) }
                }
            case .isInFlowControl:
                guard let spec = object.member("spec", of: 0) else { return false }
                return FlowControlTable.holds(kind: identity.kind, name: identity.name, spec: object.value(spec))
            case .same(let a, let b):
                guard let x = text(a), let y = text(b) else { return false }
                return ByteOrder.same(x, y)
            case .nameIs(let parts):
                var name = ""
                for part in parts {
                    switch part {
                    case .text(let text): name += text
                    case .field(let path): name += text(path) ?? ""
                    }
                }
                return ByteOrder.same(identity.name, name)
            }
        }
    }
}
