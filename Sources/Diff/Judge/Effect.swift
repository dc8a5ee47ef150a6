package import Snapshot

/// What a difference does, computed from both versions of the object and, for labels, from what selects by them.
///
/// A row of ``SeverityTable`` speaks of one field. What a role grants, what a policy opens, and whom a selector no longer
/// reaches is seen in the whole object only.
package struct Effect: Sendable, Hashable {
    /// The field whose differences it explains; the empty path for an object that came or went.
    package let path: FieldPath
    /// How much it matters.
    package let severity: Severity
    /// A clause without a capital: `cluster-admin → User ops`, `now allows all ingress`. Holds cluster text.
    package let meaning: String
    /// Whether it is all that the difference does, so that no row about the field says more.
    let isComplete: Bool

    package init(_ path: FieldPath, _ severity: Severity, _ meaning: String, isComplete: Bool = false) {
        self.path = path
        self.severity = severity
        self.meaning = meaning
        self.isComplete = isComplete
    }

    /// Whether it explains a difference of this field: the field lies inside, or came or went with it.
    func concerns(_ field: FieldPath) -> Bool {
        !path.elements.isEmpty && (field.isInside(path) || path.isInside(field))
    }

    /// An object before and after; `nil` where it is not there.
    package struct Versions: Sendable {
        package let before: Value?
        package let after: Value?

        package init(before: Value?, after: Value?) {
            self.before = before
            self.after = after
        }
    }

    /// The effects by object.
    package typealias Book = [Identity: [Effect]]
}

/// The effects that are computed, as `snapctl rules severities` prints them.
package enum EffectTable {
    /// One kind of effect.
    package struct Row: Sendable {
        package let severity: Severity
        package let meaning: String
        package let reason: String
    }

    /// All of them.
    package static let rows: [Row] = [
        Row(
            severity: .critical, meaning: "ROLE → SUBJECT: what it may do",
            reason: "a binding is added, or has a new subject or role; what the role grants is read from the same state"
        ),
        Row(
            severity: .high, meaning: "no longer ROLE → SUBJECT",
            reason: "a binding, or a subject of it, is gone: rights are taken away, and something may stop working"),
        Row(
            severity: .critical, meaning: "may now …",
            reason: "a role grants what it did not grant; the most dangerous rights are named first"),
        Row(
            severity: .high, meaning: "may no longer …",
            reason: "a role grants less than before, and nothing new"),
        Row(
            severity: .critical, meaning: "now allows …",
            reason: "a network policy lets traffic through that it did not let through, or isolates fewer pods"),
        Row(
            severity: .high, meaning: "allows less",
            reason: "a network policy lets less traffic through, and nothing new"),
        Row(
            severity: .critical, meaning: "no longer checks …",
            reason: "an admission webhook or policy is asked about fewer requests than before"),
        Row(
            severity: .critical, meaning: "leaves a policy, webhook or constraint",
            reason:
                "a label by which an object of this state selects was changed, and the selection with it (`selections`)"
        ),
        Row(
            severity: .high,
            meaning:
                "is newly selected, or no longer selected by a Service, budget, quota, role or workload",
            reason:
                "a label, or a field that quotas count by, was changed, and the selection with it (`selections`)"
        ),
        Row(
            severity: .critical, meaning: "approves a certificate for system:masters",
            reason: "whoever holds such a certificate may do everything, and no binding shows it"),
    ]
}
