import Snapshot
import Testing

@Suite struct FieldSchemaTests {
    /// A definition of a custom type says of its metadata only that it is an object; of an unknown type nobody says anything.
    @Test(arguments: ["shop.example/v1", "unheard.example/v1"])
    func theMetadataOfEveryObjectIsKnown(_ apiVersion: String) throws {
        var distiller = SchemaDistiller()
        distiller.add(customResourceDefinition: [
            "kind": "CustomResourceDefinition",
            "spec": [
                "group": "shop.example", "names": ["kind": "Widget"],
                "versions": [
                    [
                        "name": "v1", "served": true,
                        "schema": [
                            "openAPIV3Schema": [
                                "type": "object",
                                "properties": [
                                    "metadata": ["type": "object"],
                                    "spec": ["type": "array", "x-kubernetes-list-type": "set"],
                                ],
                            ]
                        ],
                    ]
                ],
            ],
        ])
        let schema = FieldSchema(BuiltinSchema.facts.merged(with: distiller.finished()))
        let root = try #require(schema.root(apiVersion: apiVersion, kind: "Widget"))
        let finalizers = try #require(schema.child(schema.child(root, "metadata"), "finalizers"))
        #expect(schema.node(finalizers).list == .bag(keys: []))
    }
}
