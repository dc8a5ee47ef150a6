public import Snapshot

/// A difference of bytes that is none in meaning, and the rule that says so. Nothing is ignored without one.
public struct Suppression: Sendable, Hashable {
    /// Where.
    public let path: FieldPath
    /// The name of the rule, as `snapctl rules` prints it.
    public let rule: String
    /// The raw value before; `nil` when the field was absent.
    public let before: Value?
    /// The raw value after; `nil` when the field is absent.
    public let after: Value?
    /// What else there is to say: which field manager owns it, which value is the default.
    public let note: String?

    /// Whether the values say nothing that a reader would want: what the server writes about itself, large and always new.
    package var isBulky: Bool { rule == "status" || rule == "managed-fields" }

    package init(path: FieldPath, rule: String, before: Value?, after: Value?, note: String? = nil) {
        self.path = path
        self.rule = rule
        self.before = before
        self.after = after
        self.note = note
    }
}

/// All that was ignored in one object.
public struct SuppressedObject: Sendable, Hashable {
    /// Which object.
    public let identity: Identity
    /// What was ignored; never empty.
    public let suppressions: [Suppression]

    package init(identity: Identity, suppressions: [Suppression]) {
        self.identity = identity
        self.suppressions = suppressions
    }
}
