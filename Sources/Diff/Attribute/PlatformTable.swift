import Snapshot

/// One sentence about objects that are there by design although nothing in Git declares them.
package struct PlatformRule: Sendable, Hashable {
    /// What must hold for a label or an annotation.
    package struct Mark: Sendable, Hashable {
        package let key: String
        /// Its value; `nil` for any.
        package let value: TextPattern?

        package init(_ key: String, _ value: TextPattern? = nil) {
            self.key = key
            self.value = value
        }
    }

    /// The rule's name.
    package let name: String
    /// `platform` or `bootstrap`.
    package let origin: Origin.Kind
    /// Which objects.
    package let objects: ObjectSelector
    /// The label that they have; `nil` when the name suffices.
    package let label: Mark?
    /// Field managers that write them by design, whatever class these have elsewhere.
    package let managers: [TextPattern]
    /// Field managers under which the platform writes them and people as well. On an object that its name tells they accuse nobody;
    /// they prove nothing, and beside a label, which anybody may set, nothing at all.
    package let shared: [TextPattern]
    /// Why.
    package let reason: String

    package init(
        _ name: String, origin: Origin.Kind = .platform, groups: [TextPattern] = [], kinds: [TextPattern] = [],
        namespaces: [TextPattern] = [], names: [TextPattern] = [], label: Mark? = nil, managers: [TextPattern] = [],
        shared: [TextPattern] = [], reason: String
    ) {
        self.name = name
        self.origin = origin
        objects = ObjectSelector(groups: groups, kinds: kinds, namespaces: namespaces, names: names)
        self.label = label
        self.managers = managers
        self.shared = shared
        self.reason = reason
    }

    /// Whether the object is one of these.
    package func matches(_ trace: ObjectTrace) -> Bool {
        guard objects.selects(trace.identity) else { return false }
        guard let label else { return true }
        guard let value = trace.labels[label.key] else { return false }
        return label.value?.matches(value) ?? true
    }

    /// Whether a manager writes such objects by design.
    package func excuses(_ manager: ManagerEntry) -> Bool { Self.holds(managers, manager) }

    /// Whether a manager on such an object accuses nobody, although people write under its name too.
    package func accepts(_ manager: ManagerEntry) -> Bool {
        excuses(manager) || label == nil && Self.holds(shared, manager)
    }

    private static func holds(_ patterns: [TextPattern], _ manager: ManagerEntry) -> Bool {
        patterns.contains { $0.matches(manager.name) } && !manager.isUpdateOfPlainKubectl
    }
}

/// Objects of the platform and of every cluster's start. Printed by `snapctl rules`; the first rule that matches decides.
package struct PlatformTable: Sendable, Hashable {
    /// The rules in their order.
    package let rules: [PlatformRule]

    package init(rules: [PlatformRule]) { self.rules = rules }

    /// This table with rules before its own.
    package func extended(by rules: [PlatformRule]) -> PlatformTable { PlatformTable(rules: rules + self.rules) }

    /// The rule about an object.
    package func rule(for trace: ObjectTrace) -> PlatformRule? { rules.first { $0.matches(trace) } }
}
