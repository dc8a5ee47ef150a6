import Snapshot

/// Fields that no API server fills in, whatever the type. Printed by `snapctl rules`.
///
/// In custom types a live field that nobody owns counts as filled in by their defaults or webhooks; about these, nobody is
/// believed.
package enum UnfilledTable {
    /// Names of fields, whatever stands above them.
    package static let fields: [(name: String, reason: String)] = [
        ("hostNetwork", "the node's network"), ("hostPID", "the node's processes"), ("hostIPC", "the node's memory"),
        ("hostPath", "the node's files"), ("privileged", "the node itself"),
        ("allowPrivilegeEscalation", "more than the image's user may"), ("capabilities", "rights of the kernel"),
        ("procMount", "the kernel's files"), ("ephemeralContainers", "put into a Pod by hand"),
        ("image", "what runs"), ("command", "what runs"), ("args", "what runs"),
        ("externalIPs", "traffic to other addresses"), ("suspend", "a reconcile loop that stands still"),
        ("rules", "rights, or what an admission webhook sees"), ("subjects", "who has rights"),
        ("roleRef", "which rights"), ("aggregationRule", "which rights"), ("webhooks", "who decides about requests"),
        ("deletionTimestamp", "somebody deleted it"),
        ("enforcementAction", "whether a policy denies"),
    ]

    private static let names = Set(fields.map(\.name))

    /// Whether a path leads to one of them, or into it.
    static func contains(_ path: FieldPath) -> Bool {
        path.elements.contains { if case .field(let name) = $0 { names.contains(name) } else { false } }
    }
}
