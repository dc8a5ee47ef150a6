/// What a CustomResourceDefinition adds to an API: types, and OpenAPI documents for them.
///
/// Source: `apiextensions.k8s.io/v1`.
package enum CustomTypes {
    /// One type for each served version, the preferred one first; empty when this is no such definition.
    package static func types(of definition: Value) -> [ResourceType] {
        guard let group = definition[["spec", "group"]]?.string, !group.isEmpty,
            let names = definition[["spec", "names"]], let kind = names["kind"]?.string,
            let plural = names["plural"]?.string
        else { return [] }
        return servedVersions(definition).compactMap { version in
            guard let name = version["name"]?.string else { return nil }
            return ResourceType(
                group: group, version: name, kind: kind, plural: plural,
                isNamespaced: definition[["spec", "scope"]]?.string == "Namespaced",
                shortNames: names["shortNames"]?.array?.compactMap(\.string) ?? [],
                categories: names["categories"]?.array?.compactMap(\.string) ?? [],
                hasStatus: version[["subresources", "status"]] != nil)
        }
    }

    /// OpenAPI v3 documents, one a group and version, by path (`apis/GROUP/VERSION`): the schemas of these definitions.
    package static func openAPI(of definitions: [Value]) -> [String: [UInt8]] {
        var schemas: [String: Object] = [:]
        var paths: [String: Object] = [:]
        for definition in definitions {
            for type in types(of: definition) {
                let document = "apis/\(type.apiVersion)"
                let version = servedVersions(definition).first { $0["name"]?.string == type.version }
                let name =
                    "\(type.group.split(separator: ".").reversed().joined(separator: ".")).\(type.version).\(type.kind)"
                let schema = schema(of: type, version?[["schema", "openAPIV3Schema"]])
                schemas[document, default: Object([objectMetaName: objectMeta])][name] = schema
                paths[document, default: Object()]["/\(document)/\(type.plural)"] = [
                    "get": [
                        "operationId": .string("list\(type.kind)"), "x-kubernetes-action": "list",
                        "x-kubernetes-group-version-kind": kind(type), "responses": ["200": ["description": "OK"]],
                    ]
                ]
            }
        }
        var documents: [String: [UInt8]] = [:]
        for (path, members) in schemas {
            documents[path] = CanonicalJSON.bytes([
                "openapi": "3.0.0", "info": ["title": "Kubernetes CRD Swagger", "version": "v0.1.0"],
                "paths": .object(paths[path] ?? Object()), "components": ["schemas": .object(members)],
            ])
        }
        return documents
    }

    private static func servedVersions(_ definition: Value) -> [Value] {
        (definition[["spec", "versions"]]?.array ?? []).filter { $0["served"]?.bool ?? true }
            .sorted { VersionPriority.precedes($0["name"]?.string ?? "", $1["name"]?.string ?? "") }
    }

    private static func kind(_ type: ResourceType) -> Value {
        ["group": .string(type.group), "version": .string(type.version), "kind": .string(type.kind)]
    }

    /// The definition's schema with what every object has beside it.
    private static func schema(of type: ResourceType, _ own: Value?) -> Value {
        var schema = own?.object ?? Object(["type": "object", "x-kubernetes-preserve-unknown-fields": true])
        var properties = schema["properties"]?.object ?? Object()
        properties["apiVersion"] = ["type": "string"]
        properties["kind"] = ["type": "string"]
        properties["metadata"] = ["allOf": [["$ref": .string("#/components/schemas/\(objectMetaName)")]]]
        schema["properties"] = .object(properties)
        schema["x-kubernetes-group-version-kind"] = [kind(type)]
        return .object(schema)
    }

    private static let objectMetaName = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

    /// The fields of ObjectMeta whose lists have a meaning.
    private static let objectMeta: Value = [
        "type": "object",
        "properties": [
            "name": ["type": "string"], "namespace": ["type": "string"],
            "labels": ["type": "object", "additionalProperties": ["type": "string"]],
            "annotations": ["type": "object", "additionalProperties": ["type": "string"]],
            "finalizers": ["type": "array", "items": ["type": "string"], "x-kubernetes-list-type": "set"],
            "ownerReferences": [
                "type": "array", "items": ["type": "object"], "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["uid"],
            ],
        ],
    ]
}
