/// A statement that some resource types are left out of a capture unless asked for, and why.
package struct ScopeRule: Sendable, Hashable {
    /// Patterns of `resource.group`; a leading `*.` stands for any resource, and `*` within a group for any text.
    package let patterns: [String]
    /// Why.
    package let reason: String
}

/// What a capture leaves out by default: what nobody declares. Printed by `snapctl rules`.
package enum ScopeTable {
    /// All rules.
    package static let rules: [ScopeRule] = [
        ScopeRule(
            patterns: ["*.metrics.k8s.io", "*.custom.metrics.k8s.io", "*.external.metrics.k8s.io"],
            reason: "measured at every call"),
        ScopeRule(patterns: ["componentstatuses"], reason: "measured at every call, deprecated"),
        ScopeRule(patterns: ["events", "events.events.k8s.io"], reason: "a log, not a state"),
        ScopeRule(patterns: ["leases.coordination.k8s.io"], reason: "renewed all the time"),
    ]
}
