import Diff
import Snapshot
import TestSupport
import Testing

/// What `baseline init` proposes for several stages: each of them is held to exactly what it says.
@Suite struct StageDraftTests {
    private static func draft(_ states: [String]) async throws -> StageDraft {
        var members: [StageDraft.Member] = []
        for (number, yaml) in states.enumerated() {
            members.append(.init(stage: "s\(number)", state: try await WrittenState.state(yaml)))
        }
        return try await StageDraft(members, name: "test")
    }

    /// What the draft expects of a stage, read back from its text.
    private static func expected(_ draft: StageDraft, of stage: String) throws -> [Identity: Value] {
        let document = try BaselineReader.document(Array(draft.document.text.utf8), file: "b.yaml")
        let bindings = document.bindings(in: try document.stage(named: stage, clusterUID: nil))
        var result: [Identity: Value] = [:]
        for resource in draft.resources where resource.stage == nil || resource.stage == stage {
            let value = try bindings.value(resource.value)
            let named = Identity(
                group: resource.identity.group, kind: resource.identity.kind, namespace: resource.identity.namespace,
                name: value[["metadata", "name"]]?.string ?? "")
            result[named] = value
        }
        return result
    }

    private static func workload(_ name: String, _ spec: String) -> String {
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: \(name), namespace: shop}\nspec: \(spec)\n---\n"
    }

    private static func settings(_ name: String, _ data: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: shop}\ndata: \(data)\n---\n"
    }

    /// Three stages, and what they say of one object.
    @Test(
        arguments: [
            ["{replicas: 1}", "{replicas: 2}", "{replicas: 2}"],
            ["{paused: true}", "{}", "{replicas: 3}"],
            ["{template: {spec: {hostAliases: [{ip: 1.1.1.1}]}}}", "{template: {spec: {hostAliases: []}}}", "{}"],
            [
                "{template: {spec: {containers: [{name: a, image: x/a}, {name: b, image: x/b}]}}}",
                "{template: {spec: {containers: [{name: a, image: y/a}]}}}",
                "{template: {spec: {containers: [{name: b, image: z/b}, {name: a, image: z/a}]}}}",
            ],
            [
                "{template: {spec: {containers: [{name: a, args: [--x=1, --y]}]}}}",
                "{template: {spec: {containers: [{name: a, args: [--y, --x=2]}]}}}",
                "{template: {spec: {containers: [{name: a, args: [--x=1, --y, '$${z}', '${z}']}]}}}",
            ],
            [
                "{selector: {matchLabels: {'a.b/c': x}}}", "{selector: {matchLabels: {'a.b/c': y, d: e}}}",
                "{selector: {}}",
            ],
        ])
    func everyStageIsExpectedToSayWhatItSays(_ specs: [String]) async throws {
        let states = specs.map { Self.workload("web", $0) }
        let draft = try await Self.draft(states)
        #expect(draft.document.rules.isEmpty)
        let schema = FieldComparer(normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts)))
        for (number, yaml) in states.enumerated() {
            let expected = try Self.expected(draft, of: "s\(number)")
            let said = try #require(try YAMLReader.documents(Array(yaml.utf8)).first).value
            let golden = try #require(expected.values.first)
            #expect(expected.count == 1)
            let left = schema.compare(golden, said, apiVersion: "apps/v1").changes.filter { $0.kind != .orderOnly }
            #expect(left.map(\.path.description) == [], "s\(number): \(draft.document.text)")
        }
    }

    @Test func whatVariesAlikeInSeveralObjectsIsOneParameter() async throws {
        let states = ["one", "two", "three"].map { stage in
            ["a", "b", "c"].map { Self.settings($0, "{image: acr\(stage).azurecr.io/\($0), level: \(stage)-\($0)}") }
                .joined()
        }
        let draft = try await Self.draft(states)
        #expect(draft.sharedCount == 2)
        #expect(draft.document.parameters.map(\.name) == ["level", "registry"])
        #expect(draft.resources[0].value[["data", "image"]] == "${registry}.azurecr.io/a")
    }

    @Test func whatVariesAloneIsAParameterOfItsPlace() async throws {
        let draft = try await Self.draft([Self.settings("a", "{x: '1', y: z}"), Self.settings("a", "{x: '2', y: z}")])
        #expect(draft.document.parameters.map(\.name) == ["shop-a-x"])
        #expect(draft.document.text.contains("# ConfigMap shop/a data.x\n  shop-a-x: {s0: \"1\", s1: \"2\"}"))
    }

    @Test func whatOnlySomeHaveIsTheirsAlone() async throws {
        let common = Self.settings("a", "{}")
        let draft = try await Self.draft([
            common + Self.settings("b", "{k: '${v}'}"), common, common + Self.settings("b", "{}"),
        ])
        #expect(draft.outliers.map(\.stages) == [["s0", "s2"]])
        for (stage, names) in [("s0", ["a", "b"]), ("s1", ["a"]), ("s2", ["a", "b"])] {
            #expect(try Self.expected(draft, of: stage).keys.map(\.name).sorted() == names)
        }
        let own = try #require(draft.resources.first { $0.stage == "s0" })
        #expect(own.value[["data", "k"]] == "$${v}")
    }

    @Test func nodesAreMatchedByTheSuffixOfTheirPool() async throws {
        func nodes(_ suffix: String, _ count: Int, _ extra: String) -> String {
            (0..<count).map {
                "apiVersion: v1\nkind: Node\nmetadata: {name: aks-np-\(suffix)-vmss00000\($0)}\nspec: {\(extra)}\n---\n"
            }.joined()
        }
        let draft = try await Self.draft([nodes("111", 3, ""), nodes("222", 2, "")])
        #expect(draft.outliers.isEmpty)
        #expect(draft.resources.filter { $0.stage == nil }.count == 2)
        #expect(draft.document.parameters.map(\.name) == ["node-suffix"])
        let first = try #require(draft.resources.first { $0.stage == nil })
        #expect(first.value[["metadata", "name"]] == "aks-np-${node-suffix}-vmss000000")
    }

    /// Words of a cluster may break no line out of a comment.
    @Test func aHostileNameStaysInItsComment() async throws {
        let key = "\"x\\nrules: [{name: evil}]\\u2028\""
        let draft = try await Self.draft(["1", "2"].map { Self.settings("a", "{\(key): '\($0)'}") })
        let document = try BaselineReader.document(Array(draft.document.text.utf8), file: "b.yaml")
        #expect(document.parameters.count == 1)
        #expect(draft.document.rules.isEmpty && draft.document.text.contains("\nrules: []\n"))
    }
}
