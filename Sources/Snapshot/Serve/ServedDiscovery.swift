/// The discovery documents of a state, in the aggregated form and in the older one.
///
/// Source: Kubernetes API reference, `apidiscovery.k8s.io/v2` and `meta/v1`.
struct ServedDiscovery: Sendable {
    /// The content type of the aggregated form, which is also what clients ask for.
    static let aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    let state: ServedState

    /// `/api` and `/apis` in the aggregated form, of these groups.
    func aggregated(_ groups: [String]) -> Value {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
            "items": .array(groups.map(aggregated)),
        ]
    }

    private func aggregated(_ group: String) -> Value {
        let versions = state.versions(of: group).map { version -> Value in
            let resources = state.types.filter { $0.group == group && $0.version == version }
            return [
                "version": .string(version), "freshness": "Current", "resources": .array(resources.map(aggregated)),
            ]
        }
        return ["metadata": group.isEmpty ? [:] : ["name": .string(group)], "versions": .array(versions)]
    }

    private func aggregated(_ type: ResourceType) -> Value {
        let kind: Value = ["group": .string(type.group), "version": .string(type.version), "kind": .string(type.kind)]
        var resource = Object([
            "resource": .string(type.plural), "responseKind": kind,
            "scope": type.isNamespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(type.kind.lowercased()), "verbs": ["get", "list"],
        ])
        if !type.shortNames.isEmpty { resource["shortNames"] = .array(type.shortNames.map { .string($0) }) }
        if !type.categories.isEmpty { resource["categories"] = .array(type.categories.map { .string($0) }) }
        if type.hasStatus {
            resource["subresources"] = [["subresource": "status", "responseKind": kind, "verbs": ["get"]]]
        }
        return .object(resource)
    }

    /// `/api` in the older form.
    func coreVersions() -> Value {
        [
            "kind": "APIVersions", "versions": .array(state.versions(of: "").map { .string($0) }),
            "serverAddressByClientCIDRs": [],
        ]
    }

    /// `/apis` in the older form.
    func groupList() -> Value {
        ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(state.groups.compactMap(groupBody))]
    }

    /// `/apis/GROUP`; `nil` when it is not served.
    func group(_ name: String) -> Value? {
        guard case .object(var body)? = groupBody(name) else { return nil }
        body["kind"] = "APIGroup"
        body["apiVersion"] = "v1"
        return .object(body)
    }

    private func groupBody(_ name: String) -> Value? {
        let versions = state.versions(of: name).map { version -> Value in
            ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
        }
        guard !name.isEmpty, let preferred = versions.first else { return nil }
        return ["name": .string(name), "versions": .array(versions), "preferredVersion": preferred]
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`; `nil` when it is not served.
    func resources(group: String, version: String) -> Value? {
        let types = state.types.filter { $0.group == group && $0.version == version }
        guard let first = types.first else { return nil }
        var resources: [Value] = []
        for type in types {
            var resource = Object([
                "name": .string(type.plural), "singularName": .string(type.kind.lowercased()),
                "namespaced": .bool(type.isNamespaced), "kind": .string(type.kind), "verbs": ["get", "list"],
            ])
            if !type.shortNames.isEmpty { resource["shortNames"] = .array(type.shortNames.map { .string($0) }) }
            if !type.categories.isEmpty { resource["categories"] = .array(type.categories.map { .string($0) }) }
            resources.append(.object(resource))
            if type.hasStatus {
                resources.append([
                    "name": .string("\(type.plural)/status"), "singularName": "",
                    "namespaced": .bool(type.isNamespaced), "kind": .string(type.kind), "verbs": ["get"],
                ])
            }
        }
        return [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(first.apiVersion),
            "resources": .array(resources),
        ]
    }
}
