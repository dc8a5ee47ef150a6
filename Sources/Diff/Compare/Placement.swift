import Snapshot

/// What a Pod says only since it has a node: which one, and where that is.
///
/// Source: Kubernetes, admission plugin PodTopologyLabels (KEP-4742); the scheduler's binding.
enum Placement {
    static let kind = GroupKind(group: "", kind: "Pod")
    private static let fields = [
        FieldPath(fields: "spec", "nodeName"), FieldPath(fields: "metadata", "labels", "topology.kubernetes.io/zone"),
        FieldPath(fields: "metadata", "labels", "topology.kubernetes.io/region"),
    ]

    /// Ignores what came with the node of a Pod that had none before.
    static func settled(
        _ result: FieldComparer.Result, _ before: Value, _ after: Value, of kind: GroupKind
    ) -> FieldComparer.Result {
        guard kind == Self.kind, before[["spec", "nodeName"]]?.string ?? "" == "",
            after[["spec", "nodeName"]]?.string ?? "" != ""
        else { return result }
        var settled = FieldComparer.Result(suppressions: result.suppressions)
        for change in result.changes {
            if change.before == nil, fields.contains(change.path) {
                settled.suppressions.append(
                    Suppression(
                        path: change.path, rule: "placed-on-node", before: nil, after: change.after,
                        note: "the Pod got its node between the two states"))
            } else {
                settled.changes.append(change)
            }
        }
        return settled
    }
}
