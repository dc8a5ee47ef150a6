package import Snapshot

/// Fields that API servers fill in or allocate in built-in types, with values that no table of defaults can say. Printed by
/// `snapctl rules`.
///
/// A writer can remove its own managedFields entry, so a live field without an owner counts as filled in only where servers are
/// known to fill it in. What admission webhooks of others add shows as a difference.
/// Source: Kubernetes API reference v1.36; recorded behavior of kube-apiserver 1.36.
package enum FilledTable {
    /// Some fields of a kind.
    package struct Row: Sendable, Hashable {
        /// The kind.
        package let kind: GroupKind
        /// Names of fields from the root, keys and positions left out; with everything below.
        package let fields: [String]
        /// Why.
        package let reason: String
        /// Whether people write these fields as well, so that managedFields have to show that nobody did.
        package let needsManagers: Bool

        package init(kind: GroupKind, fields: [String], reason: String, needsManagers: Bool) {
            self.kind = kind
            self.fields = fields
            self.reason = reason
            self.needsManagers = needsManagers
        }
    }

    /// All of them.
    package static let rows: [Row] = [
        row(
            "", "Service",
            [
                "spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy",
                "spec.healthCheckNodePort", "spec.ports.nodePort",
            ], "allocated"),
        row("", "Service", ["metadata.finalizers"], "cleaning up the load balancer"),
        row(
            "", "PersistentVolumeClaim",
            ["spec.storageClassName", "spec.volumeName", "metadata.finalizers"],
            "the default class, the volume that was bound, protection"),
        row("", "PersistentVolume", ["metadata.finalizers"], "protection"),
        row("", "ServiceAccount", ["secrets"], "tokens of old servers", needsManagers: true),
        row(
            "", "Pod", ["spec", "metadata.labels", "metadata.annotations"], "admission, scheduler and kubelet",
            needsManagers: true),
        row(
            "apps", "StatefulSet", ["spec.volumeClaimTemplates.status"], "what every claim says before it is bound",
            needsManagers: true),
        row("batch", "Job", ["spec.selector", "spec.template.metadata.labels"], "made from the uid"),
        row("networking.k8s.io", "Ingress", ["spec.ingressClassName"], "the default class"),
        row(
            "certificates.k8s.io", "CertificateSigningRequest",
            ["spec.username", "spec.uid", "spec.groups", "spec.extra"], "who asked"),
        row("resource.k8s.io", "ResourceSlice", ["spec.devices.taints.timeAdded"], "the moment it was written"),
        row("resource.k8s.io", "DeviceTaintRule", ["spec.taint.timeAdded"], "the moment it was written"),
    ]

    private static func row(
        _ group: String, _ kind: String, _ fields: [String], _ reason: String, needsManagers: Bool = false
    ) -> Row {
        Row(
            kind: GroupKind(group: group, kind: kind), fields: fields, reason: reason, needsManagers: needsManagers)
    }
}

extension FilledTable.Row {
    /// `Service spec.clusterIP`, one for each field.
    package var rowNames: [String] { fields.map { "\(kind) \($0)" } }

    /// The row without some of its fields; `nil` when none is left.
    func without(_ names: Set<String>) -> FilledTable.Row? {
        let kept = fields.filter { !names.contains("\(kind) \($0)") }
        return kept.isEmpty
            ? nil
            : FilledTable.Row(kind: kind, fields: kept, reason: reason, needsManagers: needsManagers)
    }
}

/// Rows of ``FilledTable``, ready to be asked.
package struct FilledFields: Sendable {
    /// The built-in ones.
    package static let builtIn = FilledFields(FilledTable.rows)

    private let byKind: [GroupKind: [[String]]]
    private let withoutManagers: [GroupKind: [[String]]]

    package init(_ rows: [FilledTable.Row]) {
        byKind = Self.fields(of: rows)
        withoutManagers = Self.fields(of: rows.filter { !$0.needsManagers })
    }

    private static func fields(of rows: [FilledTable.Row]) -> [GroupKind: [[String]]] {
        rows.reduce(into: [:]) { result, row in
            result[row.kind, default: []] += row.fields.map { $0.split(separator: ".").map(String.init) }
        }
    }

    /// Whether a server may have filled in a field of a live object that nobody owns.
    package func mayHaveFilled(_ path: FieldPath, of kind: GroupKind) -> Bool {
        if UnfilledTable.contains(path) { return false }
        // What defaults and webhooks of other types' authors fill in is not known.
        guard BuiltinTypes.isBuiltin(group: kind.group) else { return !UnfilledTable.containsOfCustom(path) }
        let names = Self.names(path.elements[...])
        return (byKind[kind] ?? []).contains { names.starts(with: $0) }
    }

    /// Whether a server fills in a field that hardly anybody else writes: believed of an object without managedFields.
    func fillsAlone(_ path: FieldPath, of kind: GroupKind) -> Bool {
        if UnfilledTable.contains(path) { return false }
        let names = Self.names(path.elements[...])
        return (withoutManagers[kind] ?? []).contains { names.starts(with: $0) }
    }

    /// Whether a server may have filled in a field of something that others own as a whole: a row names something inside.
    ///
    /// - Parameter depth: how many steps of the path lead to what is owned.
    func fills(_ path: FieldPath, below depth: Int, of kind: GroupKind) -> Bool {
        if UnfilledTable.contains(path) { return false }
        let names = Self.names(path.elements[...])
        let owned = Self.names(path.elements.prefix(depth)).count
        return (byKind[kind] ?? []).contains { $0.count > owned && names.starts(with: $0) }
    }

    private static func names(_ elements: ArraySlice<PathElement>) -> [String] {
        elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
    }
}
