/// A kind of object that an API server serves, at the version it prefers.
///
/// Source: Kubernetes API reference, `APIResourceDiscovery` of `apidiscovery.k8s.io/v2`.
public struct ResourceType: Sendable, Hashable {
    /// API group; empty for the core group.
    public let group: String
    /// Version within the group, such as `v1`.
    public let version: String
    /// Kind, such as `NetworkPolicy`.
    public let kind: String
    /// Lower-case plural as in the URL, such as `networkpolicies`.
    public let plural: String
    /// Whether objects of this type live in a namespace.
    public let isNamespaced: Bool
    /// What may be done with it: `get`, `list`, `watch`, `create`…
    public let verbs: [String]
    /// Abbreviations that people type, such as `netpol`.
    public let shortNames: [String]
    /// Groups of types that people type, such as `all`.
    public let categories: [String]
    /// Whether `status` is a subresource and so not declared by whoever writes the object.
    public let hasStatus: Bool

    /// A type with everything that discovery says about it.
    public init(
        group: String, version: String, kind: String, plural: String, isNamespaced: Bool,
        verbs: [String] = ["get", "list"], shortNames: [String] = [], categories: [String] = [], hasStatus: Bool = false
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.isNamespaced = isNamespaced
        self.verbs = verbs
        self.shortNames = shortNames
        self.categories = categories
        self.hasStatus = hasStatus
    }

    /// This type with what is given instead of its own.
    package func with(version: String? = nil, plural: String? = nil, hasStatus: Bool? = nil) -> ResourceType {
        ResourceType(
            group: group, version: version ?? self.version, kind: kind, plural: plural ?? self.plural,
            isNamespaced: isNamespaced, verbs: verbs, shortNames: shortNames, categories: categories,
            hasStatus: hasStatus ?? self.hasStatus)
    }

    /// `apps/v1`, or `v1` in the core group.
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `deployments.apps`, or `pods` in the core group: the form that RBAC and CustomResourceDefinitions use.
    public var groupResource: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// The group and kind, without the version.
    public var groupKind: GroupKind { GroupKind(group: group, kind: kind) }

    /// The path of the list in all namespaces: `/api/v1/pods`, `/apis/apps/v1/deployments`.
    package var listPath: String { "\(group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)")/\(plural)" }
}

/// A kind within its group. Clusters prefer different versions of one group, so the version identifies nothing.
public struct GroupKind: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// API group; empty for the core group.
    public let group: String
    /// Kind, such as `NetworkPolicy`.
    public let kind: String

    public init(group: String, kind: String) {
        self.group = group
        self.kind = kind
    }

    /// By group, then kind, in byte order.
    public static func < (a: GroupKind, b: GroupKind) -> Bool {
        a.group == b.group ? ByteOrder.precedes(a.kind, b.kind) : ByteOrder.precedes(a.group, b.group)
    }

    /// `NetworkPolicy.networking.k8s.io`, or `Pod` in the core group.
    public var description: String { group.isEmpty ? kind : "\(kind).\(group)" }
}
