package import Snapshot

/// Which objects a new baseline keeps as digests: large ones of the platform, in which no person looks for a single line.
/// Printed by `snapctl rules`.
package enum DigestTable {
    /// One kind of object.
    package struct Row: Sendable, Hashable {
        /// The kind.
        package let kind: GroupKind
        /// From how many lines on.
        package let lines: Int
        /// Whether only objects are that come from the platform, as far as their state says.
        package let isOfPlatform: Bool
        /// Why.
        package let reason: String
    }

    /// All of them.
    package static let rows: [Row] = [
        Row(
            kind: GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition"), lines: 0,
            isOfPlatform: false, reason: "schemas of custom resources, thousands of lines"),
        Row(
            kind: GroupKind(group: "templates.gatekeeper.sh", kind: "ConstraintTemplate"), lines: 60,
            isOfPlatform: true,
            reason: "the code of policies, released as a whole"),
        Row(
            kind: GroupKind(group: "", kind: "ConfigMap"), lines: 120, isOfPlatform: true,
            reason: "settings of add-ons, released as a whole"),
        Row(
            kind: GroupKind(group: "apps", kind: "DaemonSet"), lines: 150, isOfPlatform: true,
            reason: "agents of the platform, released as a whole"),
        Row(
            kind: GroupKind(group: "apps", kind: "Deployment"), lines: 150, isOfPlatform: true,
            reason: "add-ons of the platform, released as a whole"),
    ]

    /// Whether an object is kept as a digest.
    ///
    /// - Parameter origin: Where it comes from, as far as its state says.
    package static func contains(_ kind: GroupKind, lines: Int, origin: Origin.Kind?) -> Bool {
        rows.contains { row in
            row.kind == kind && lines >= row.lines && (!row.isOfPlatform || origin == .platform)
        }
    }

    /// As `snapctl rules` prints it.
    package static var json: Value {
        .array(
            rows.map {
                [
                    "kind": .string($0.kind.description), "lines": .number(Number($0.lines)),
                    "platformOnly": .bool($0.isOfPlatform), "reason": .string($0.reason),
                ]
            })
    }
}
