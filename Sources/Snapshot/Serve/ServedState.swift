/// A state as an API server would hold it: types, their objects in order, OpenAPI documents.
package struct ServedState: Sendable {
    /// The types that are served. Of a resource with several versions the preferred one comes first.
    package let types: [ResourceType]
    /// The content of `/openapi/v3/…`, by the path behind that: `apis/apps/v1`.
    package let openAPI: [String: [UInt8]]
    /// The server's version, such as `v1.36.2`.
    package let version: String
    /// The resourceVersion of every list.
    package let revision: String

    private let objects: [String: [Value]]

    /// A state of its parts.
    ///
    /// - Parameter objects: whole objects, with kind and apiVersion, in any order, by ``ResourceType/groupResource``.
    package init(
        types: [ResourceType], objects: [String: [Value]], openAPI: [String: [UInt8]] = [:], version: String = "v1.36.2"
    ) {
        self.types = types
        self.openAPI = openAPI
        self.version = version
        self.objects = objects.mapValues { list in
            list.sorted { a, b in
                let order = ByteOrder.compare(Self.namespace(a) ?? "", Self.namespace(b) ?? "")
                return order != 0 ? order < 0 : ByteOrder.precedes(Self.name(a), Self.name(b))
            }
        }
        let revisions = objects.values.joined().compactMap {
            $0[["metadata", "resourceVersion"]]?.string.flatMap(Int.init)
        }
        revision = String(revisions.max() ?? 1)
    }

    /// The objects of a type, by namespace and name in byte order.
    package func objects(of type: ResourceType) -> [Value] { objects[type.groupResource] ?? [] }

    /// The type that a path asks for.
    package func type(of path: APIPath) -> ResourceType? {
        types.first { $0.plural == path.plural && $0.group == path.group && $0.version == path.version }
    }

    /// The groups that are served, the core group left out, in the order of their first type.
    package var groups: [String] {
        var groups: [String] = []
        for type in types where !type.group.isEmpty && !groups.contains(type.group) { groups.append(type.group) }
        return groups
    }

    /// The versions of a group, the most preferred one first.
    package func versions(of group: String) -> [String] {
        var versions: [String] = []
        for type in types where type.group == group && !versions.contains(type.version) {
            versions.append(type.version)
        }
        return versions.sorted(by: VersionPriority.precedes)
    }

    static func namespace(_ object: Value) -> String? { object[["metadata", "namespace"]]?.string }

    static func name(_ object: Value) -> String { object[["metadata", "name"]]?.string ?? "" }
}
