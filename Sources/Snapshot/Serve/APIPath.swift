/// What a resource path of the API names: `/apis/apps/v1/namespaces/payments/deployments/web`.
///
/// Source: Kubernetes API concepts, "Resource URIs".
package struct APIPath: Sendable, Hashable {
    /// API group; empty for the core group.
    package let group: String
    /// Version within the group.
    package let version: String
    /// Lower-case plural.
    package let plural: String
    /// The namespace in the path.
    package let namespace: String?
    /// The object's name; `nil` for a list.
    package let name: String?
    /// `status`, `scale`, `log`…
    package let subresource: String?

    /// Reads a path without query; `nil` when it names no resource.
    package init?(_ path: String) {
        var parts = path.split(separator: "/").compactMap { Percent.decode($0) }[...]
        switch parts.popFirst() {
        case "api": group = ""
        case "apis":
            guard let group = parts.popFirst() else { return nil }
            self.group = group
        default: return nil
        }
        guard let version = parts.popFirst() else { return nil }
        self.version = version
        // `namespaces/NAME/status` is about the namespace itself, `namespaces/NAME/pods` about what is in it.
        if parts.first == "namespaces", parts.count >= 3, parts.dropFirst(2).first != "status" {
            namespace = parts.dropFirst().first
            parts = parts.dropFirst(2)
        } else {
            namespace = nil
        }
        guard let plural = parts.popFirst() else { return nil }
        self.plural = plural
        name = parts.popFirst()
        subresource = parts.popFirst()
        guard parts.isEmpty else { return nil }
    }

    /// The path of the list in all namespaces.
    package var listPath: String { "\(group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)")/\(plural)" }
}
