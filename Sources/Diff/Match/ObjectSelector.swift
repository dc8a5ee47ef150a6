package import Snapshot

/// Which objects a scope or a rule is about: every part that is written must match, and any pattern of a part will do.
package struct ObjectSelector: Sendable, Hashable {
    /// What stands for "no namespace" where a namespace is expected; no namespace can have this name.
    package static let clusterScope = "_cluster"

    /// API groups; empty means all. The core group is the empty text.
    package var groups: [TextPattern]
    /// Kinds; empty means all.
    package var kinds: [TextPattern]
    /// Namespaces; empty means all, and the cluster's own objects too. Those alone are `_cluster`.
    package var namespaces: [TextPattern]
    /// Names; empty means all.
    package var names: [TextPattern]

    package init(
        groups: [TextPattern] = [], kinds: [TextPattern] = [], namespaces: [TextPattern] = [],
        names: [TextPattern] = []
    ) {
        self.groups = groups
        self.kinds = kinds
        self.namespaces = namespaces
        self.names = names
    }

    /// Whether nothing is written.
    package var isEmpty: Bool { groups.isEmpty && kinds.isEmpty && namespaces.isEmpty && names.isEmpty }

    /// Whether the object is one of these.
    package func selects(_ identity: Identity) -> Bool {
        Self.holds(kinds, identity.kind) && Self.holds(groups, identity.group) && Self.holds(names, identity.name)
            && (namespaces.isEmpty || namespaces.contains { Self.matches($0, namespace: identity.namespace) })
    }

    /// Whether every object of a type is one of these. A type whose kind is unknown is taken in only by a group.
    package func selectsAll(group: String, kind: String?) -> Bool {
        guard namespaces.isEmpty, names.allSatisfy(\.matchesEverything), Self.holds(groups, group) else { return false }
        guard let kind else { return kinds.isEmpty || kinds.contains(where: \.matchesEverything) }
        return Self.holds(kinds, kind)
    }

    /// Whether some object of a type could be one of these. A type whose kind is unknown could be any.
    package func couldSelect(group: String, kind: String?) -> Bool {
        Self.holds(groups, group) && (kind.map { Self.holds(kinds, $0) } ?? true)
    }

    private static func holds(_ patterns: [TextPattern], _ text: String) -> Bool {
        patterns.isEmpty || patterns.contains { $0.matches(text) }
    }

    private static func matches(_ pattern: TextPattern, namespace: String?) -> Bool {
        guard let namespace else {
            if case .glob(let glob) = pattern { return ByteOrder.same(glob.text, clusterScope) }
            return false
        }
        return pattern.matches(namespace)
    }
}
