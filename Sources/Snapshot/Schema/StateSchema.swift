/// Where the facts about the types of one state come from, each type from one source:
///
/// | type | facts |
/// |---|---|
/// | of Kubernetes itself | this program's table, whatever the server or a file says |
/// | of a CustomResourceDefinition of the state | that definition |
/// | any other | the server's OpenAPI: a claim, which counts only where two states make the same one |
///
/// A snapshot keeps the last two in `meta/schema.json`. A reader computes them again from its objects.
package struct StateSchema: Sendable, Hashable {
    /// What is kept in `meta/schema.json`.
    package let own: SchemaFacts

    /// The kind of objects that define types.
    package static let definition = GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition")

    /// The minor version of Kubernetes whose types this program's table describes.
    package static let builtinMinor = 36

    /// The digest of `meta/schema.json`.
    var digest: Digest { Digest(of: CanonicalJSON.line(own.json)) }

    /// What definitions say, and of what was served the rest.
    ///
    /// - Parameters:
    ///   - served: distilled from the server's OpenAPI, or what a file says.
    ///   - definitions: every CustomResourceDefinition of the state.
    package init(served: SchemaFacts, definitions: [Value]) {
        var distiller = SchemaDistiller()
        var defined: Set<GroupKind> = []
        for definition in definitions {
            guard let group = definition[["spec", "group"]]?.string,
                let kind = definition[["spec", "names", "kind"]]?.string
            else { continue }
            let type = GroupKind(group: group, kind: kind)
            guard !BuiltinTypes.isBuiltin(group: group) else { continue }
            defined.insert(type)
            distiller.add(customResourceDefinition: definition)
        }
        var own = distiller.finished()
        let builtin = BuiltinSchema.facts
        var claims = SchemaFacts()
        for (type, name) in served.types where builtin.types[type] == nil && own.types[type] == nil {
            guard let kind = Self.groupKind(of: type), !defined.contains(kind) else { continue }
            claims.types[type] = name
        }
        claims.definitions = served.reachable(from: Set(claims.types.values)) {
            builtin.definitions[$0] == nil && own.definitions[$0] == nil
        }
        claims.types = claims.types.filter { claims.definitions[$0.value] != nil }
        own.definitions.merge(claims.definitions) { first, _ in first }
        own.types.merge(claims.types) { first, _ in first }
        own.claims = Set(claims.types.keys)
        own.documents = served.documents
        self.own = own
    }

    /// Everything that is known about a state's types.
    package static func facts(own: SchemaFacts) -> SchemaFacts {
        var facts = BuiltinSchema.facts.filled(from: own)
        facts.claims = own.claims
        return facts
    }

    /// `apps/v1/Deployment`, `v1/Pod`
    private static func groupKind(of type: String) -> GroupKind? {
        guard let slash = type.lastIndex(of: "/") else { return nil }
        return GroupKind(
            group: APIVersion.group(of: String(type[..<slash])), kind: String(type[type.index(after: slash)...]))
    }
}

extension SchemaFacts {
    /// These facts without what nobody but a server says, for another state that is held against this one.
    package var withoutClaims: SchemaFacts {
        var result = self
        result.types = types.filter { !claims.contains($0.key) }
        result.claims = []
        return result
    }

    /// The definitions of some names, and those that they refer to, as far as they are wanted.
    func reachable(from names: Set<String>, where isWanted: (String) -> Bool) -> [String: FieldFacts] {
        var result: [String: FieldFacts] = [:]
        var waiting = Array(names)
        while let name = waiting.popLast() {
            guard result[name] == nil, isWanted(name), let facts = definitions[name] else { continue }
            result[name] = facts
            facts.addReferences(to: &waiting)
        }
        return result
    }
}

extension FieldFacts {
    fileprivate func addReferences(to names: inout [String]) {
        if let reference { names.append(reference) }
        for part in Array(fields.values) + items + values { part.addReferences(to: &names) }
    }
}
