import Diff
import Snapshot
import Testing

/// Golden resources say where the parameters of a baseline stand; there, and nowhere else, one stage is read as another.
@Suite struct StageTranslationTests {
    private static func config(_ data: Value, name: String = "web") -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name), "namespace": "pay"],
            "data": data,
        ]
    }

    private static let identity = Identity(group: "", kind: "ConfigMap", namespace: "pay", name: "web")
    private static let prod = Bindings(
        stage: "prod", values: ["env": "prod", "registry": "acrprod", "size": 3, "extra": "x"])
    private static let dev = Bindings(
        stage: "dev", values: ["env": "dev", "registry": "acrdev", "size": 1, "extra": .null])

    @Test(
        arguments: [
            // What the parameter says is translated; the same word in another place is not.
            (
                ["a": "${env}", "path": "clusters/prod"], ["a": "prod", "path": "clusters/prod"],
                ["a": "dev", "path": "clusters/prod"]
            ),
            (
                ["image": "${registry}.azurecr.io/web:1"], ["image": "acrprod.azurecr.io/web:1"],
                ["image": "acrdev.azurecr.io/web:1"]
            ),
            // Anything else than the stage's own value stays, and is a difference.
            (
                ["image": "${registry}.azurecr.io/web:1"], ["image": "acrprod.azurecr.io/web:2"],
                ["image": "acrprod.azurecr.io/web:2"]
            ),
            (["a": "${env}"], ["a": "dev"], ["a": "dev"]),
            // Numbers keep their type; a null is nothing there.
            (["size": "${size}"], ["size": 3], ["size": 1]),
            (["extra": "${extra}", "b": "c"], ["extra": "x", "b": "c", "live": "1"], ["b": "c", "live": "1"]),
            // Elements by name, whatever stands between them.
            (
                ["list": [["name": "web", "v": "${env}"]]],
                ["list": [["name": "sidecar", "v": "prod"], ["name": "web", "v": "prod", "live": true]]],
                ["list": [["name": "sidecar", "v": "prod"], ["name": "web", "v": "dev", "live": true]]]
            ),
            (["list": ["a", "${env}"]], ["list": ["prod", "a"]], ["list": ["dev", "a"]]),
        ] as [(Value, Value, Value)])
    func onlyTheParametersPlacesAreTranslated(golden: Value, actual: Value, expected: Value) throws {
        let translation = try StageTranslation([Self.config(golden)], from: Self.prod, to: Self.dev)
        #expect(translation.object(Self.config(actual), of: Self.identity) == Self.config(expected))
    }

    @Test func namesAndWhatIsNoGoldenResource() throws {
        let golden = Self.config(["a": "b"], name: "web-${env}")
        let translation = try StageTranslation([golden], from: Self.prod, to: Self.dev)
        let old = Identity(group: "", kind: "ConfigMap", namespace: "pay", name: "web-prod")
        #expect(translation.identity(old).name == "web-dev")
        #expect(
            translation.object(Self.config(["a": "b"], name: "web-prod"), of: old)[["metadata", "name"]] == "web-dev")
        let other = Self.config(["a": "prod"], name: "other")
        #expect(translation.object(other, of: Self.identity) == other)
        #expect(throws: UnknownParameter.self) {
            try StageTranslation([Self.config(["a": "${nobody}"])], from: Self.prod, to: Self.dev)
        }
    }
}
