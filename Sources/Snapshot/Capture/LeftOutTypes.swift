/// The types and namespaces that a capture did not look at, as its manifest says.
///
/// A cluster names all its types, and the manifest what became of each. Files name only what is in them: of them the scope tells,
/// also about types of which they hold nothing.
package struct LeftOutTypes: Sendable, Hashable {
    private struct GroupResource: Hashable {
        let group: String
        let resource: String
    }

    private let types: Set<GroupResource>
    private let groups: Set<String>
    private let scope: Scope?
    /// Types that the capture says it read, under whatever rules it was made.
    private let read: Set<GroupResource>
    private let namespaces: Set<String>

    package init(_ manifest: Manifest) {
        let rows = manifest.coverage.filter { $0.state == .excluded || $0.state == .excludedUnreadable }
        types = Set(rows.map { GroupResource(group: $0.group, resource: $0.resource) })
        groups = Set(rows.filter { $0.resource == "*" }.map(\.group))
        scope = manifest.source == .cluster ? nil : Scope(manifest.scope)
        read = Set(
            manifest.coverage.filter { $0.state == .complete || $0.state == .gap }
                .map { GroupResource(group: $0.group, resource: $0.resource) })
        namespaces = Set(manifest.scope.namespaces)
    }

    /// Whether an object would not be in the capture although the state holds it.
    package func contains(_ identity: Identity, resource: String) -> Bool {
        if groups.contains(identity.group) { return true }
        let type = GroupResource(group: identity.group, resource: resource)
        if types.contains(type) { return true }
        if let scope, !read.contains(type), !scope.contains(group: identity.group, resource: resource) { return true }
        return !namespaces.isEmpty && !namespaces.contains(identity.namespace ?? "")
    }

    /// Whether it limits nothing to namespaces.
    package var isOfAllNamespaces: Bool { namespaces.isEmpty }
}
