package import Snapshot

/// What controllers keep equal in what they made and in its owner. Printed by `snapctl rules`.
///
/// Such a field of a copy that says what its owner says is a consequence of the owner's change, which is reported there.
/// Source: kube-controller-manager 1.36, deployment, stateful set, daemon set and cron job controllers.
package enum CopyTable {
    /// One field that is copied.
    package struct Row: Sendable, Hashable {
        /// What it is copied from.
        package let owner: GroupKind
        /// What it is copied to.
        package let copy: GroupKind
        /// Where it is in the owner.
        package let from: [String]
        /// Where it is in the copy, with everything below.
        package let to: [String]

        /// `Deployment.apps ReplicaSet.apps metadata.labels`
        package var rowName: String { "\(owner) \(copy) \(to.joined(separator: "."))" }
    }

    /// All of them.
    package static let rows: [Row] = [
        row("Deployment", "apps", "ReplicaSet", "apps", "metadata.annotations", "metadata.annotations"),
        row("Deployment", "apps", "ReplicaSet", "apps", "spec.minReadySeconds", "spec.minReadySeconds"),
        row("Deployment", "apps", "ReplicaSet", "apps", "spec.template.metadata.labels", "metadata.labels"),
        row("ReplicaSet", "apps", "Pod", "", "spec.template.metadata.labels", "metadata.labels"),
        row("DaemonSet", "apps", "Pod", "", "spec.template.metadata.labels", "metadata.labels"),
        row("StatefulSet", "apps", "Pod", "", "spec.template.metadata.labels", "metadata.labels"),
        row("Job", "batch", "Pod", "", "spec.template.metadata.labels", "metadata.labels"),
        row("CronJob", "batch", "Job", "batch", "spec.jobTemplate.metadata.labels", "metadata.labels"),
        row("CronJob", "batch", "Job", "batch", "spec.jobTemplate.metadata.annotations", "metadata.annotations"),
    ]

    private static func row(
        _ owner: String, _ ownerGroup: String, _ copy: String, _ copyGroup: String, _ from: String, _ to: String
    ) -> Row {
        func steps(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
        return Row(
            owner: GroupKind(group: ownerGroup, kind: owner), copy: GroupKind(group: copyGroup, kind: copy),
            from: steps(from), to: steps(to))
    }

    /// The owners of changed copies that differ themselves: nothing else changes what is copied.
    static func changedOwners(
        of pairs: [Matching.Pair], before: EntryTable, after: EntryTable, by rows: [Row]
    ) -> Set<Identity> {
        var owners: Set<Identity> = []
        for pair in pairs {
            guard let owner = after.owner(of: pair.after), !owners.contains(owner.identity),
                rows.contains(where: {
                    $0.owner == owner.identity.groupKind && $0.copy == pair.after.identity.groupKind
                }), before[owner.identity]?.sha256 != owner.sha256
            else { continue }
            owners.insert(owner.identity)
        }
        return owners
    }

    /// Ignores the fields of a copy that say what its owner says now.
    static func withoutCopied(
        _ result: FieldComparer.Result, of copy: GroupKind, from owner: Value, _ identity: Identity,
        by rows: [Row]
    ) -> FieldComparer.Result {
        var rest = FieldComparer.Result(suppressions: result.suppressions)
        for change in result.changes {
            if isCopied(change, of: copy, from: owner, identity.groupKind, by: rows) {
                rest.suppressions.append(
                    Suppression(
                        path: change.path, rule: "copied-from-owner", before: change.before, after: change.after,
                        note: "\(identity.kind) \(identity.name) says so"))
            } else {
                rest.changes.append(change)
            }
        }
        return rest
    }

    /// Whether a field of a copy says what its owner says in the place that it is copied from.
    private static func isCopied(
        _ change: FieldChange, of copy: GroupKind, from owner: Value, _ kind: GroupKind, by rows: [Row]
    ) -> Bool {
        guard change.kind == .value else { return false }
        return rows.contains { row in
            guard row.owner == kind, row.copy == copy, change.path.isInside(FieldPath(row.to.map(PathElement.field)))
            else { return false }
            let inside = change.path.elements.dropFirst(row.to.count)
            return FieldPath(row.from.map(PathElement.field) + inside).value(in: owner) == change.after
        }
    }

    /// The table for people.
    package static var json: Value {
        .array(
            rows.map { row in
                [
                    "owner": .string(row.owner.description), "from": .string(row.from.joined(separator: ".")),
                    "copy": .string(row.copy.description), "to": .string(row.to.joined(separator: ".")),
                ]
            })
    }
}
