/// The types of a state, found by what a line of the index says of its object.
struct TypeTable: Sendable {
    private struct Key: Hashable {
        let group: String
        let version: String
        let resource: String
        let kind: String
        let isNamespaced: Bool
    }

    private let types: [Key: ResourceType]

    init(_ types: [ResourceType]) {
        let keyed = types.map { type in
            (
                Key(
                    group: type.group, version: type.version, resource: type.plural, kind: type.kind,
                    isNamespaced: type.isNamespaced), type
            )
        }
        self.types = Dictionary(keyed, uniquingKeysWith: { first, _ in first })
    }

    /// The type of an object; `nil` when the state names none like it.
    subscript(entry: IndexEntry) -> ResourceType? {
        let identity = entry.identity
        return types[
            Key(
                group: identity.group, version: entry.version, resource: entry.resource, kind: identity.kind,
                isNamespaced: identity.namespace != nil)]
    }
}

extension ResourceType {
    /// Types whose `status` is a subresource where this program, or a CustomResourceDefinition of the state, says so. What a
    /// server or a file says counts only for types that neither knows.
    static func settled(_ types: [ResourceType], definitions: [Value]) -> [ResourceType] {
        let custom = definitions.flatMap(CustomTypes.types(of:))
        let known = Dictionary(
            custom.map { ("\($0.apiVersion)/\($0.kind)", $0.hasStatus) }, uniquingKeysWith: { first, _ in first })
        return types.map { type in
            let hasStatus =
                BuiltinTypes.type(of: type.groupKind)?.hasStatus ?? known["\(type.apiVersion)/\(type.kind)"]
                ?? type.hasStatus
            return type.with(hasStatus: hasStatus)
        }
    }
}
