import Snapshot

extension Rule {
    /// Whether it is there to catch what should not be.
    var isGuard: Bool {
        switch action {
        case .forbid, .severity: true
        case .ignore, .allow: false
        }
    }

    /// Whether everything that another rule could decide is decided by this one, which stands above it. Says yes only where that
    /// is certain.
    func shadows(_ other: Rule) -> Bool {
        guard match.selector.takesIn(other.match.selector) else { return false }
        let isLabelled = match.labels.allSatisfy { key, pattern in
            other.match.labels[key].map { pattern.takesIn($0) } ?? false
        }
        guard isLabelled else { return false }
        switch (path, other.path) {
        case (nil, nil):
            // An allowance without a path leaves the fields of an object to the rules below.
            if case .allow = action, case .allow = other.action { return true }
            if case .allow = action { return false }
            return true
        case (nil, .some):
            if case .allow = action { return false }
            return true
        case (.some, nil): return false
        case (let path?, let inner?):
            if ByteOrder.same(path.text, inner.text) { return true }
            return inner.onlyPath.map { path.covers($0) } ?? false
        }
    }
}

extension ObjectSelector {
    /// Whether it certainly selects everything that another one does.
    func takesIn(_ other: ObjectSelector) -> Bool {
        Self.takesIn(kinds, other.kinds) && Self.takesIn(groups, other.groups) && Self.takesIn(names, other.names)
            && takesInNamespaces(of: other)
    }

    /// `*` takes in every namespace, and not what belongs to the cluster.
    private func takesInNamespaces(of other: ObjectSelector) -> Bool {
        guard !namespaces.isEmpty else { return true }
        return !other.namespaces.isEmpty
            && other.namespaces.allSatisfy { pattern in
                ByteOrder.same(pattern.text, Self.clusterScope)
                    ? namespaces.contains(pattern) : namespaces.contains { $0.takesIn(pattern) }
            }
    }

    private static func takesIn(_ outer: [TextPattern], _ inner: [TextPattern]) -> Bool {
        if outer.isEmpty { return true }
        return !inner.isEmpty && inner.allSatisfy { pattern in outer.contains { $0.takesIn(pattern) } }
    }
}

extension TextPattern {
    /// Whether it certainly matches everything that another one does.
    func takesIn(_ other: TextPattern) -> Bool {
        if self == other { return true }
        guard case .glob(let glob) = other, let literal = glob.literal else { return false }
        return matches(literal)
    }
}
