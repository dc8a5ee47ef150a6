/// A resource at one version, or a whole version of a group.
package struct ServedVersion: Sendable, Hashable {
    /// API group; empty for the core group.
    package let group: String
    package let version: String
    /// Plural name; `nil` for whatever the version holds.
    package let resource: String?

    package init(group: String, version: String, resource: String?) {
        self.group = group
        self.version = version
        self.resource = resource
    }
}
