/// Which object: group, kind, namespace and name, and deliberately no version.
///
/// Compared by bytes and totally ordered by group, kind, namespace (none first) and name.
public struct Identity: Sendable, Hashable, Comparable {
    /// API group; empty for the core group.
    public let group: String
    public let kind: String
    /// Namespace; `nil` for an object of the cluster.
    public let namespace: String?
    public let name: String

    /// An identity of its parts.
    public init(group: String, kind: String, namespace: String?, name: String) {
        self.group = group
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// What an object calls itself; `nil` without kind or name.
    package init?(of object: Value) {
        guard let kind = object["kind"]?.string, let metadata = object["metadata"], let name = metadata["name"]?.string
        else { return nil }
        self.init(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: kind,
            namespace: metadata["namespace"]?.string, name: name)
    }

    public var groupKind: GroupKind { GroupKind(group: group, kind: kind) }

    /// Equality of bytes.
    public static func == (a: Identity, b: Identity) -> Bool {
        a.order(against: b) == 0
    }

    /// By group, kind, namespace, name, in byte order.
    public static func < (a: Identity, b: Identity) -> Bool { a.order(against: b) < 0 }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(namespace)
        hasher.combine(kind)
        hasher.combine(group)
    }

    private func order(against other: Identity) -> Int {
        for (x, y) in [(group, other.group), (kind, other.kind), (namespace ?? "", other.namespace ?? "")] {
            let order = ByteOrder.compare(x, y)
            if order != 0 { return order }
        }
        if (namespace == nil) != (other.namespace == nil) { return namespace == nil ? -1 : 1 }
        return ByteOrder.compare(name, other.name)
    }
}

extension Identity: CustomStringConvertible {
    /// `Deployment.apps payments/web`, `Namespace payments`. Cluster text: make it safe before it reaches a terminal.
    public var description: String {
        "\(groupKind) \(namespace.map { $0 + "/" } ?? "")\(name)"
    }
}
