/// A rule by which a comparison ignores a difference, besides the field table's. Printed by `snapctl rules`.
package struct ComparisonRule: Sendable, Hashable {
    /// The name in counts and reports.
    package let name: String
    /// Why the difference is none.
    package let reason: String

    /// What servers fill in, of an object that comes without managedFields.
    package static let unproven = ComparisonRule(
        name: "server-filled-unproven",
        reason:
            "a manifest leaves it out, servers fill it in, and the object has no managedFields that say who wrote it")

    /// All of them.
    package static let all = [
        ComparisonRule(
            name: "aggregated-rules",
            reason: "the aggregation controller computes the rules of a ClusterRole with an aggregationRule"),
        ComparisonRule(name: "api-version", reason: "one object, asked for in two versions of its group"),
        ComparisonRule(
            name: "copy-deleted", reason: "a copy on its way out; no finalizer holds it that a person would put there"),
        ComparisonRule(name: "controller-field", reason: "controllers write this field of objects that they made"),
        ComparisonRule(name: "controller-owned", reason: "a manifest leaves it out, and only controllers own it"),
        ComparisonRule(
            name: "copied-from-owner", reason: "a controller keeps it like its owner, whose change is reported"),
        ComparisonRule(name: "default", reason: "absent means the default"),
        ComparisonRule(name: "empty", reason: "the API server drops empty lists and maps of built-in types"),
        ComparisonRule(
            name: "generated-name", reason: "the manifest, or the owner's controller, leaves the name to the server"),
        ComparisonRule(
            name: "gitops-stamp",
            reason: "a GitOps tool marks what it applies, and its inventory lists the object (`stamps`)"),
        ComparisonRule(
            name: "injected-certificate", reason: "only programs that may inject it there own it (`injections`)"),
        ComparisonRule(
            name: "made-by-controllers",
            reason:
                "it came or went, and a controller or the server decides so; Pods, ReplicaSets and Jobs are compared "
                + "with their owners instead"),
        ComparisonRule(
            name: "made-by-operators",
            reason: "only the controller that a row of makers names wrote it, into an object that it made"),
        ComparisonRule(name: "null", reason: "null means absent"),
        ComparisonRule(
            name: "placed-on-node", reason: "a Pod got its node between the two states, and the node's zone and region"),
        ComparisonRule(name: "server-filled", reason: "a manifest leaves it out, and no field manager owns it"),
        unproven,
        ComparisonRule(name: "spelling", reason: "one quantity, duration, time or int-or-string, spelled in two ways"),
        ComparisonRule(
            name: "system-objects",
            reason: "a system object came or went; a change of one is counted by its own rule under `objects`"),
        ComparisonRule(name: "status", reason: "what a controller saw, not what anybody declares"),
        ComparisonRule(name: "string-data", reason: "the API server writes stringData into data"),
    ]
}
