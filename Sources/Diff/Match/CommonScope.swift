package import Snapshot

/// What two states can both speak of. What one of them left out on purpose is neither
/// added nor removed. What it could not read is left in: the judge sees the gap and calls it unknown.
package struct CommonScope: Sendable {
    private let unread: Set<GroupResource>
    private let unreadGroups: Set<String>
    private let namespaces: [Set<String>]

    private struct GroupResource: Hashable {
        let group: String
        let resource: String
    }

    /// The scope that two manifests have in common.
    package init(_ before: Manifest, _ after: Manifest) {
        let entries = [before, after].filter { $0.source == .cluster }.flatMap(\.coverage)
            .filter { $0.state == .excluded || $0.state == .excludedUnreadable }
        unread = Set(entries.map { GroupResource(group: $0.group, resource: $0.resource) })
        unreadGroups = Set(entries.filter { $0.resource == "*" }.map(\.group))
        namespaces = [before, after].map(\.scope.namespaces).filter { !$0.isEmpty }.map(Set.init)
    }

    /// The entries of a state that the other one would hold if they were there; mostly all of them.
    package func common(_ table: EntryTable) -> EntryTable {
        // Objects of one type stand together, and of one namespace within it.
        var last: (entry: IndexEntry, isCommon: Bool)?
        func isCommon(_ entry: IndexEntry) -> Bool {
            if let last, ByteOrder.same(last.entry.resource, entry.resource),
                ByteOrder.same(last.entry.identity.group, entry.identity.group),
                namespaces.isEmpty
                    || ByteOrder.same(last.entry.identity.namespace ?? "", entry.identity.namespace ?? "")
            {
                return last.isCommon
            }
            let isCommon = contains(entry)
            last = (entry, isCommon)
            return isCommon
        }
        return table.allSatisfy(isCommon) ? table : EntryTable(table.filter(isCommon))
    }

    /// The entries of a state of which the other one says that it did not look at their type or namespace.
    package func leftOut(_ table: EntryTable) -> [IndexEntry] { table.filter { !contains($0) } }

    private func contains(_ entry: IndexEntry) -> Bool {
        let identity = entry.identity
        if unreadGroups.contains(identity.group) { return false }
        if unread.contains(GroupResource(group: identity.group, resource: entry.resource)) { return false }
        return namespaces.allSatisfy { $0.contains(identity.namespace ?? "") }
    }
}
