package import Snapshot

/// What two states can both speak of. What one of them left out on purpose is neither
/// added nor removed. What it could not read is left in: the judge sees the gap and calls it unknown.
package struct CommonScope: Sendable {
    private let leftOut: [LeftOutTypes]

    /// The scope that the captures of some manifests have in common.
    package init(_ manifests: Manifest...) { leftOut = manifests.map(LeftOutTypes.init) }

    /// The entries of a state that the other one would hold if they were there; mostly all of them.
    package func common(_ table: EntryTable) -> EntryTable {
        // Objects of one type stand together, and of one namespace within it.
        var last: (entry: IndexEntry, isCommon: Bool)?
        let isOfAllNamespaces = leftOut.allSatisfy(\.isOfAllNamespaces)
        func isCommon(_ entry: IndexEntry) -> Bool {
            if let last, ByteOrder.same(last.entry.resource, entry.resource),
                ByteOrder.same(last.entry.identity.group, entry.identity.group),
                isOfAllNamespaces
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
        !leftOut.contains { $0.contains(entry.identity, resource: entry.resource) }
    }
}
