package import Snapshot

/// What controllers and nodes write into copies at any time, whoever they call themselves. Printed by `snapctl rules`.
///
/// A change of one of these that no person wrote is none of anybody's; every other change of a copy counts as its writer's.
package enum CopyAdditions {
    /// Fields of a kind of copies.
    package struct Row: Sendable, Hashable {
        /// The kind; `nil` for all.
        package let kind: GroupKind?
        /// The field, from the root.
        package let field: [String]
        /// How members of that map, or texts of that list, begin; empty for the field as a whole.
        package let prefixes: [String]
        /// Why.
        package let reason: String
    }

    private static let pod = GroupKind(group: "", kind: "Pod")

    /// All of them.
    package static let rows: [Row] = [
        Row(kind: pod, field: ["spec", "nodeName"], prefixes: [], reason: "the scheduler binds it"),
        Row(
            kind: pod, field: ["metadata", "annotations"],
            prefixes: [
                "cni.projectcalico.org/", "k8s.v1.cni.cncf.io/", "k8s.ovn.org/", "v1.multus-cni.io/", "cilium.io/",
            ], reason: "the network of the node"),
        Row(
            kind: pod, field: ["metadata", "annotations"],
            prefixes: ["kubernetes.io/config.", "kubernetes.io/limit-ranger", "vpaUpdates", "vpaObservedContainers"],
            reason: "kubelet, LimitRanger, the vertical autoscaler"),
        Row(
            kind: pod, field: ["metadata", "annotations"], prefixes: ["tekton.dev/ready"],
            reason: "Tekton lets the first step begin"),
        Row(
            kind: nil, field: ["metadata", "finalizers"], prefixes: finalizers,
            reason: "garbage collection and the job controller take them away themselves"),
    ]

    /// Finalizers that hold no deletion for long.
    package static let finalizers = ["foregroundDeletion", "orphan", "batch.kubernetes.io/job-tracking"]

    /// Whether a change lies in one of these fields.
    static func contain(_ change: FieldChange, of kind: GroupKind) -> Bool {
        rows.contains { row in
            guard row.kind == nil || row.kind == kind,
                change.path.isInside(FieldPath(row.field.map(PathElement.field)))
            else { return false }
            if row.prefixes.isEmpty { return true }
            let inside = change.path.elements.dropFirst(row.field.count)
            let names =
                inside.first.map { [$0.written] }
                ?? [change.before, change.after].compactMap { $0 }.flatMap(Self.members)
            return !names.isEmpty
                && names.allSatisfy { name in row.prefixes.contains { ByteOrder.begins(name, with: $0) } }
        }
    }

    private static func members(_ value: Value) -> [String] {
        switch value {
        case .object(let map): map.members.map(\.key)
        case .array(let list): list.map { $0.string ?? "" }
        default: [value.string ?? ""]
        }
    }
}

extension PathElement {
    /// The member's name, or the text of a set.
    fileprivate var written: String {
        switch self {
        case .field(let name): name
        case .value(let value): value.string ?? ""
        case .key, .index: ""
        }
    }
}
