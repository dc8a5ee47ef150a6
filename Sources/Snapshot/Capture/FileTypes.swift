/// The types of objects in files, where no server tells them: known from elsewhere, built in, defined by a
/// CustomResourceDefinition among the objects, or what an object's text lets us guess.
struct FileTypes {
    private var types: [GroupKind: ResourceType]
    /// Kinds of which some object shows that they have a status subresource.
    private var withStatus: Set<GroupKind> = []
    /// Kinds of which some object shows that they live in namespaces.
    private var namespaced: Set<GroupKind> = []

    /// - Parameter types: known from elsewhere.
    init(_ types: [ResourceType]) {
        self.types = Dictionary(types.map { ($0.groupKind, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes in what a CustomResourceDefinition says.
    mutating func define(by definition: Value) {
        for type in CustomTypes.types(of: definition).prefix(1) where BuiltinTypes.type(of: type.groupKind) == nil {
            types[type.groupKind] = type
        }
    }

    /// Takes down what an object tells of its kind: whether it lives in namespaces, and whether it has a status subresource,
    /// as the server recorded a writer of `status` alone only where the type has that.
    mutating func look(at object: JSONTape) {
        let kind = Self.groupKind(of: object)
        if object.string(object.member(["metadata", "namespace"], of: 0))?.isEmpty == false { namespaced.insert(kind) }
        guard let managers = object.member(["metadata", "managedFields"], of: 0) else { return }
        let isShown = object.children(managers).contains {
            object.string(object.member("subresource", of: $0)) == "status"
        }
        if isShown { withStatus.insert(kind) }
    }

    /// Whether an object's type is Kubernetes' own.
    func isBuiltIn(_ object: JSONTape) -> Bool { BuiltinTypes.type(of: Self.groupKind(of: object)) != nil }

    /// The type of an object. A guess gets the group, kind and name right, and only the plural of the path may differ from the
    /// server's.
    func type(of object: JSONTape) -> ResourceType {
        let kind = Self.groupKind(of: object)
        let apiVersion = object.string(object.member("apiVersion", of: 0)) ?? ""
        let version = apiVersion.split(separator: "/", maxSplits: 1).last.map(String.init) ?? ""
        if let type = types[kind] ?? BuiltinTypes.type(of: kind) {
            return type.with(version: version)
        }
        return ResourceType(
            group: kind.group, version: version, kind: kind.kind, plural: kind.kind.lowercased() + "s",
            isNamespaced: namespaced.contains(kind), hasStatus: withStatus.contains(kind))
    }

    private static func groupKind(of object: JSONTape) -> GroupKind {
        let apiVersion = object.string(object.member("apiVersion", of: 0)) ?? ""
        let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
        return GroupKind(
            group: parts.count == 2 ? parts[0] : "", kind: object.string(object.member("kind", of: 0)) ?? "")
    }
}
