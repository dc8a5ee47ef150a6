package import Snapshot

/// Fields that API servers fill in or allocate in built-in types, beyond defaults. Printed by `snapctl rules`.
///
/// Whoever may write an object may also take their name out of its managedFields: that nobody owns a live field says that the
/// server filled it in only where servers do so. What admission webhooks of others add shows as a difference.
/// Source: Kubernetes API reference v1.36; recorded behavior of kube-apiserver 1.36.
package enum FilledTable {
    /// Some fields of a kind.
    package struct Row: Sendable, Hashable {
        /// The kind; `nil` for all.
        package let kind: GroupKind?
        /// Names of fields from the root, keys and positions left out; with everything below. Without a kind: anywhere.
        package let fields: [String]
        /// Why.
        package let reason: String
    }

    /// All of them.
    package static let rows: [Row] = [
        row(
            "", "Service",
            [
                "spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy",
                "spec.healthCheckNodePort", "spec.ports.nodePort", "spec.ports.targetPort",
                "spec.externalTrafficPolicy", "spec.allocateLoadBalancerNodePorts", "spec.sessionAffinityConfig",
            ], "allocated, or following from the type"),
        row(
            "", "PersistentVolumeClaim",
            [
                "spec.storageClassName", "spec.volumeName", "spec.dataSource", "spec.dataSourceRef",
                "metadata.finalizers",
            ], "the default class, the volume that was bound, protection"),
        row("", "PersistentVolume", ["metadata.finalizers"], "protection"),
        row("", "ServiceAccount", ["secrets"], "tokens of old servers"),
        row("", "LimitRange", ["spec.limits.default", "spec.limits.defaultRequest"], "made from max and min"),
        row("", "ReplicationController", ["spec.selector"], "made from the template's labels"),
        row("", "Pod", ["spec", "metadata.labels", "metadata.annotations"], "admission, scheduler and kubelet"),
        row("apps", "StatefulSet", ["spec.volumeClaimTemplates"], "kind, mode and status of claims"),
        row("batch", "Job", ["spec.selector", "spec.template.metadata.labels"], "made from the uid"),
        row(
            "autoscaling", "HorizontalPodAutoscaler", ["spec.metrics", "spec.minReplicas", "spec.behavior"],
            "80 % of the processor, one copy, the usual pace"),
        row("networking.k8s.io", "Ingress", ["spec.ingressClassName"], "the default class"),
        row("scheduling.k8s.io", "PriorityClass", ["preemptionPolicy"], "PreemptLowerPriority"),
        row("apiregistration.k8s.io", "APIService", ["spec.service.port"], "443"),
        row("apiextensions.k8s.io", "CustomResourceDefinition", ["spec.names", "spec.conversion"], "from the kind"),
        row("flowcontrol.apiserver.k8s.io", "FlowSchema", ["spec.matchingPrecedence"], "1000"),
        row("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", ["spec"], "shares and queues"),
        row(
            "admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
            ["spec.failurePolicy", "spec.matchConstraints"], "Fail, Equivalent, everything"),
        row(
            "admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", ["spec.matchResources"],
            "Equivalent, everything"),
        Row(
            kind: nil, fields: ["requests", "azureDisk", "iscsi", "rbd", "grpc"],
            reason: "requests follow limits; old volume drivers and probes have defaults of their own"),
    ]

    private static func row(_ group: String, _ kind: String, _ fields: [String], _ reason: String) -> Row {
        Row(kind: GroupKind(group: group, kind: kind), fields: fields, reason: reason)
    }

    private static let anywhere = Set(rows.filter { $0.kind == nil }.flatMap(\.fields))
    private static let byKind: [GroupKind: [[String]]] = {
        var result: [GroupKind: [[String]]] = [:]
        for row in rows {
            guard let kind = row.kind else { continue }
            result[kind, default: []] += row.fields.map { $0.split(separator: ".").map(String.init) }
        }
        return result
    }()

    /// Whether a server may have filled in a field of a live object that nobody owns.
    static func mayHaveFilled(_ path: FieldPath, of kind: GroupKind) -> Bool {
        if UnfilledTable.contains(path) { return false }
        // What defaults and webhooks of other types' authors fill in is not known.
        guard BuiltinTypes.isBuiltin(group: kind.group) else { return true }
        let names = path.elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
        return names.contains(where: anywhere.contains) || (byKind[kind] ?? []).contains { names.starts(with: $0) }
    }
}
