import Diff
import Snapshot
import Testing

@Suite struct SubstitutionTests {
    @Test(arguments: [
        ("a=b", Substitution(.value, from: "a", to: "b")),
        ("value:a=b=c", Substitution(.value, from: "a", to: "b=c")),
        (
            "https://a.example=https://b.example",
            Substitution(.value, from: "https://a.example", to: "https://b.example")
        ),
        ("namespace:team-*-prod=team-*-stage", Substitution(.namespace, from: "team-*-prod", to: "team-*-stage")),
        ("name:Deployment/web=shop", Substitution(.name, from: "web", to: "shop", kind: "Deployment")),
    ])
    func whatIsWrittenIsMeant(_ text: String, _ expected: Substitution) throws {
        #expect(try Substitution(parsing: text) == expected)
    }

    @Test(arguments: ["a", "a=", "=b", "vlaue:a=b", "namespace:a-*=b", "name:*-*=*"])
    func whatSaysNothingIsRefused(_ text: String) {
        #expect(throws: SubstitutionError.self) { try Substitution(parsing: text) }
    }

    /// A word ends where letters and digits end.
    @Test(arguments: [
        ("eastus2", "centralus"), ("rg-prod-eastus2", "rg-prod-centralus"), ("eastus21", "eastus21"),
        ("xeastus2", "xeastus2"), ("a.eastus2.b/eastus2:1", "a.centralus.b/centralus:1"), ("", ""),
        ("éeastus2", "éeastus2"), ("acr.example/live", "registry.example/live"), ("acrx.example", "acrx.example"),
    ])
    func wordsAreReplacedAndPartsOfWordsAreNot(_ text: String, _ expected: String) {
        let mapping = StateMapping([
            Substitution(.value, from: "eastus2", to: "centralus"), Substitution(.value, from: "acr", to: "registry"),
        ])
        #expect(Self.mapped(["x": .string(text)], mapping)["x"]?.string == expected)
    }

    @Test func allAtOnceAndTheLongestFirst() {
        let mapping = StateMapping([
            Substitution(.value, from: "a", to: "b"), Substitution(.value, from: "b", to: "a"),
            Substitution(.value, from: "a-b", to: "c"),
        ])
        #expect(Self.mapped(["x": "a b a-b"], mapping)["x"]?.string == "b a c")
        #expect(Self.mapped(["x": ["a", ["y": "b"]]], mapping)["x"] == ["b", ["y": "a"]])
    }

    @Test func numbersAreMappedAsWholes() {
        let mapping = StateMapping([Substitution(.value, from: "16449", to: "16549")])
        #expect(Self.mapped(["x": 16449, "y": 164490], mapping) == ["x": 16549, "y": 164490])
    }

    @Test func aNamespaceIsMappedWhereAFieldNamesOne() {
        let mapping = StateMapping([Substitution(.namespace, from: "pay-*", to: "shop-*")])
        let identity = Identity(group: "", kind: "Secret", namespace: "pay-a", name: "pay-a")
        #expect(mapping.identity(identity) == Identity(group: "", kind: "Secret", namespace: "shop-a", name: "pay-a"))
        let space = Identity(group: "", kind: "Namespace", namespace: nil, name: "pay-a")
        #expect(mapping.identity(space).name == "shop-a")
        let object: Value = [
            "metadata": ["namespace": "pay-a", "name": "pay-a", "labels": ["kubernetes.io/metadata.name": "pay-a"]],
            "subjects": [["kind": "ServiceAccount", "name": "pay-a", "namespace": "pay-b"]],
            "data": ["text": "pay-a", "namespaces": ["pay-a", "other"]],
        ]
        #expect(
            mapping.object(object, of: identity) == [
                "metadata": [
                    "namespace": "shop-a", "name": "pay-a", "labels": ["kubernetes.io/metadata.name": "shop-a"],
                ], "subjects": [["kind": "ServiceAccount", "name": "pay-a", "namespace": "shop-b"]],
                "data": ["text": "pay-a", "namespaces": ["shop-a", "other"]],
            ])
    }

    @Test func aNameIsMappedWhereAReferenceNamesIt() {
        let mapping = StateMapping([Substitution(.name, from: "keys", to: "stage-keys")])
        let identity = Identity(group: "apps", kind: "Deployment", namespace: "a", name: "web")
        let object: Value = [
            "metadata": ["name": "web"],
            "spec": [
                "secretName": "keys", "envFrom": [["secretRef": ["name": "keys"]]], "containers": [["name": "keys"]],
            ],
        ]
        #expect(
            mapping.object(object, of: identity)["spec"] == [
                "secretName": "stage-keys", "envFrom": [["secretRef": ["name": "stage-keys"]]],
                "containers": [["name": "keys"]],
            ])
    }

    @Test(arguments: [
        ([("a", "b"), ("a", "c")], "two ways"), ([("a", "c"), ("b", "c")], "mapped to the same"),
    ])
    func whatContradictsItselfIsNotDoneAndSaid(_ pairs: [(String, String)], _ words: String) {
        let mapping = StateMapping(pairs.map { Substitution(.value, from: $0.0, to: $0.1) })
        #expect(mapping.isEmpty)
        #expect(mapping.contradictions.count == 1)
        #expect(mapping.contradictions.first?.contains(words) == true)
    }

    private static func mapped(_ object: Value, _ mapping: StateMapping) -> Value {
        mapping.object(object, of: Identity(group: "", kind: "ConfigMap", namespace: "n", name: "m"))
    }
}
