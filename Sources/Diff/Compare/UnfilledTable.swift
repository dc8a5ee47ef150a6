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

    /// Names of fields in custom types that say what is applied, to whom it applies, and from where it comes.
    package static let customFields: [(name: String, reason: String)] = [
        ("patches", "other content than Git's"), ("postBuild", "other content than Git's"),
        ("postRenderers", "other content than Git's"), ("values", "other content than Git's"),
        ("valuesFrom", "other content than Git's"), ("sourceRef", "where content comes from"),
        ("url", "where content comes from"), ("repoURL", "where content comes from"),
        ("chart", "where content comes from"), ("kubeConfig", "another cluster"),
        ("serviceAccountName", "as whom it acts"), ("roles", "rights"), ("permissions", "rights"),
        ("match", "what a policy applies to"), ("exclude", "what a policy applies to"),
        ("excludedNamespaces", "what a policy applies to"), ("exceptions", "what a policy applies to"),
        ("validationFailureAction", "whether a policy denies"), ("ingress", "who is let in"),
        ("egress", "who is let out"), ("fromEntities", "who is let in"), ("toEntities", "who is let out"),
        ("insecureSkipVerify", "whether a certificate is checked"),
        ("insecureSkipTLSVerify", "whether a certificate is checked"),
    ]

    private static let names = Set(fields.map(\.name))
    private static let customNames = Set(customFields.map(\.name))

    /// Whether a path of a custom type leads to one of those, or into it.
    static func containsOfCustom(_ path: FieldPath) -> Bool {
        path.elements.contains { if case .field(let name) = $0 { customNames.contains(name) } else { false } }
    }

    /// Whether a path leads to one of them, or into it.
    static func contains(_ path: FieldPath) -> Bool {
        path.elements.contains { if case .field(let name) = $0 { names.contains(name) } else { false } }
    }
}
