/// Makes a state to serve from objects that lie in files.
package enum FolderState {
    /// The state of some objects, as a server of Kubernetes itself and of the CustomResourceDefinitions among them would
    /// hold it.
    ///
    /// Namespaced objects without a namespace go to `default`; objects without a resourceVersion get one by their place.
    package static func state(
        of objects: [Value], version: String = "v1.36.2"
    ) throws(FolderStateError) -> ServedState {
        let definitions = objects.filter { $0["kind"]?.string == "CustomResourceDefinition" }
        let types = BuiltinTypes.all + definitions.flatMap(CustomTypes.types)
        let byKind = Dictionary(grouping: types, by: \.groupKind)
        var served: [String: [Value]] = [:]
        var known: Set<Identity> = []
        for (place, object) in objects.enumerated() {
            guard case .object(var members) = object, let apiVersion = members["apiVersion"]?.string,
                let kind = members["kind"]?.string, var metadata = members["metadata"]?.object,
                let name = metadata["name"]?.string
            else { throw .notAnObject(place: place) }
            let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
            let group = parts.count == 2 ? parts[0] : ""
            let candidates = byKind[GroupKind(group: group, kind: kind)] ?? []
            guard let type = candidates.first(where: { $0.apiVersion == apiVersion }) else {
                throw .unknownType(apiVersion: apiVersion, kind: kind, name: name)
            }
            if type.isNamespaced {
                if metadata["namespace"] == nil { metadata["namespace"] = "default" }
            } else {
                metadata["namespace"] = nil
            }
            let identity = Identity(group: group, kind: kind, namespace: metadata["namespace"]?.string, name: name)
            guard known.insert(identity).inserted else { throw .duplicate(identity) }
            if metadata["resourceVersion"] == nil { metadata["resourceVersion"] = .string(String(place + 1)) }
            members["metadata"] = .object(metadata)
            served[type.groupResource, default: []].append(.object(members))
        }
        return ServedState(
            types: types, objects: served, openAPI: CustomTypes.openAPI(of: definitions), version: version)
    }
}

/// Why some objects cannot be served.
package enum FolderStateError: Error, Hashable {
    /// The value in this place, counted from zero, has no apiVersion, kind, metadata or name.
    case notAnObject(place: Int)
    /// Neither Kubernetes itself nor a definition among the objects serves this.
    case unknownType(apiVersion: String, kind: String, name: String)
    /// One object stands twice among them.
    case duplicate(Identity)

    /// What happened.
    package var summary: String {
        switch self {
        case .notAnObject(let place): "value \(place + 1) is not a Kubernetes object"
        case .unknownType(let apiVersion, let kind, let name):
            "\(kind) `\(name)` is of \(apiVersion), which nothing here serves"
        case .duplicate(let identity): "\(identity) occurs twice among the objects"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .notAnObject: "Give every document apiVersion, kind and metadata.name."
        case .unknownType: "Add the CustomResourceDefinition, or write the object at the version Kubernetes prefers."
        case .duplicate: "Remove one of the two."
        }
    }
}
