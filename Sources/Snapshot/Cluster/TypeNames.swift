/// Finds types by what people type for them, as kubectl does: plural, singular, kind, short name, any of these with a
/// group or version behind a dot, and categories.
package struct TypeNames: Sendable {
    private let types: [ResourceType]

    /// - Parameter types: In the order in which the first of several equally named ones is meant.
    package init(_ types: [ResourceType]) { self.types = types }

    /// The types that a word means: one, all of a category, or none.
    package func types(for word: String) -> [ResourceType] {
        let lower = word.lowercased()
        if let type = types.first(where: { Self.names($0).contains(lower) }) { return [type] }
        let parts = lower.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            let named = types.filter { Self.names($0).contains(parts[0]) }
            // `deployments.apps` and `deployments.v1.apps`; a kind in reports is written `Deployment.apps`.
            if let type = named.first(where: { $0.group == parts[1] || "\($0.version).\($0.group)" == parts[1] }) {
                return [type]
            }
            // A group may be shortened as long as one type is meant: `kustomizations.kustomize`.
            let near = named.filter { $0.group.hasPrefix(parts[1] + ".") }
            if near.count == 1 { return near }
        }
        return types.filter { $0.categories.contains(lower) }
    }

    /// Every word that means something, to suggest one of them.
    package var words: [String] {
        var words: Set<String> = []
        for type in types { words.formUnion(Self.names(type) + type.categories) }
        return words.sorted(by: ByteOrder.precedes)
    }

    private static func names(_ type: ResourceType) -> [String] {
        [type.plural, type.kind.lowercased()] + type.shortNames
    }
}
