import Diff
import Snapshot
import Testing

/// A baseline with these lines below the head.
private func document(_ body: String) throws(BaselineError) -> BaselineDocument {
    let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: test}\n"
    return try BaselineReader.document(Array((head + body).utf8), file: "b.yaml")
}

private func value(_ yaml: String) throws -> Value {
    try #require(try YAMLReader.documents(Array(yaml.utf8)).first).value
}

private let stages = """
    stages:
      preprod: {clusters: uid-1}
      prod: {clusters: [uid-2, uid-3]}
    parameters:
      registry: {prod: acrprod.azurecr.io, preprod: acrpreprod.azurecr.io}
      replicas: {prod: 4, preprod: 2}
      team: payments
      region: {pattern: "[a-z]+[0-9]?"}

    """

@Suite struct ParameterTests {
    @Test(
        arguments: [
            ("${a}", ["a"], "A"), ("x-${a}-y", ["a"], "x-A-y"), ("${a}${b}", ["a", "b"], "A7"), ("$${a}", [], "${a}"),
            ("$$${a}", [], "$${a}"), ("${a", [], "${a"), ("${A:-x}", [], "${A:-x}"), ("${#a}", [], "${#a}"),
            ("$a", [], "$a"),
            ("$${", [], "${"), ("${}", [], "${}"), ("a ${a} $${a} ${b}", ["a", "b"], "a A ${a} 7"), ("", [], ""),
        ] as [(String, [String], String)])
    func aTextHoldsParametersAndEscapes(_ text: String, _ names: [String], _ meant: String) throws {
        #expect(ParameterText(text).parameters == names)
        let bindings = Bindings(values: ["a": "A", "b": 7])
        #expect(try bindings.text(text) == meant)
    }

    @Test(arguments: ["${a}", "$${a}", "$$${a}", "a${", "${${a}}", "$", "{", "€${ü}", "${a}$${b}"])
    func whatIsEscapedIsReadAsItIs(_ text: String) throws {
        let escaped = ParameterText.escaped(text)
        #expect(ParameterText(escaped).parameters == [])
        #expect(try Bindings().text(escaped) == text)
    }

    @Test func namesKeysAndValuesAreReplacedWithTheirType() throws {
        let golden = try value(
            "kind: X\nmetadata: {name: 'a-${team}', labels: {'${team}/x': '${team}'}}\nspec: {n: '${replicas}', l: ['${team}']}"
        )
        let bindings = Bindings(values: ["team": "pay", "replicas": 4])
        #expect(
            try bindings.value(golden)
                == value("kind: X\nmetadata: {name: a-pay, labels: {pay/x: pay}}\nspec: {n: 4, l: [pay]}"))
        let error = #expect(throws: UnknownParameter.self) { try Bindings(values: ["teams": ""]).value(golden) }
        #expect(error?.hint.contains("did you mean `${teams}`?") == true)
    }

    @Test func theStageIsChosenByNameElseByTheCluster() throws {
        let document = try document(stages)
        #expect(try document.stage(named: nil, clusterUID: "uid-3")?.name == "prod")
        #expect(try document.stage(named: "preprod", clusterUID: "uid-3")?.name == "preprod")
        #expect(throws: StageError.self) { try document.stage(named: nil, clusterUID: "uid-4") }
        #expect(throws: StageError.self) { try document.stage(named: nil, clusterUID: nil) }
        let error = #expect(throws: StageError.self) { try document.stage(named: "prd", clusterUID: nil) }
        #expect(error?.hint == "did you mean `prod`? its stages are preprod, prod")
        #expect(
            try Diff.BaselineReader.document(
                Array(
                    """
                    apiVersion: snapctl.dev/v1
                    kind: Baseline
                    metadata: {name: a}
                    """.utf8), file: "b"
            ).stage(named: nil, clusterUID: "x") == nil)
    }

    @Test func rulesHoldWhatTheirStageSays() throws {
        let document = try document(
            stages + """
                rules:
                - {name: size, match: {path: spec.n}, allow: {values: {prod: [4, 5], preprod: "${replicas}"}}, reason: r}
                - {name: only, match: {kind: X}, stages: preprod, ignore: true, reason: r}
                - {name: image, match: {path: spec.image}, allow: {pattern: "${registry}/.*"}, reason: r}
                - {name: elsewhere, match: {path: spec.m}, allow: {range: {prod: [1, "${replicas}"]}}, reason: r}
                - {name: named, match: {name: "${team}-*"}, ignore: true, reason: r}

                """)
        func rules(_ stage: String) throws -> [Rule] {
            let chosen = try document.stage(named: stage, clusterUID: nil)
            return try document.baseline(document.bindings(in: chosen)).rules
        }
        let (prod, preprod) = (try rules("prod"), try rules("preprod"))
        #expect(prod.map(\.name) == ["size", "image", "elsewhere", "named"])
        #expect(preprod.map(\.name) == ["size", "only", "image", "named"])
        #expect(prod[0].action == .allow(Allowance(values: [4, 5])))
        #expect(preprod[0].action == .allow(Allowance(values: [2])))
        guard case .allow(let image) = prod[1].action else { throw BaselineMiss() }
        #expect(image.admits(before: "x", after: "acrprod.azurecr.io/a:1"))
        // The point in a parameter's value is a point, and not any character.
        #expect(!image.admits(before: "x", after: "acrprodXazurecr.io/a:1"))
        guard case .allow(let range) = prod[2].action else { throw BaselineMiss() }
        #expect(range.admits(before: 1, after: 4) && !range.admits(before: 1, after: 5))
        #expect(prod[3].match.selector.names[0].matches("payments-api"))
    }

    @Test func aPatternIsLearnedFromTheState() throws {
        let bindings = try document(stages).bindings(in: try document(stages).stage(named: "prod", clusterUID: nil))
        var learner = ParameterLearner(bindings)
        let golden = try value(
            """
            metadata: {name: "${registry}", labels: {region: "${region}", "x-${region}": a}}
            spec: {args: [--a, "--region=${region}"], env: [{name: X, value: x}, {name: R, value: "eu-${region}-${team}"}]}
            """)
        learner.learn(
            golden,
            try value(
                """
                metadata: {name: acrprod.azurecr.io, labels: {region: westeurope, x-westeurope: a}}
                spec: {args: ["--region=northeurope", --a], env: [{name: R, value: eu-westeurope-payments}, {name: X, value: x}]}
                """))
        #expect(learner.learned == [.init(name: "region", value: "westeurope", others: ["northeurope"])])
        #expect(try learner.result.value(golden)["spec"]?["args"] == ["--a", "--region=westeurope"])
    }

    @Test func nothingIsLearnedWhereTheTextIsAnother() throws {
        var learner = ParameterLearner(Bindings(patterns: ["pool": try RegularExpression("[0-9]{8}")]))
        learner.learn("aks-${pool}-vmss", "aks-1234567-vmss")
        learner.learn("aks-${pool}-vmss", "gke-12345678-vmss")
        #expect(learner.learned == [])
        #expect(try learner.result.text("aks-${pool}") == "aks-${pool}")
        learner.learn("aks-${pool}-vmss", "aks-12345678-vmss")
        #expect(learner.learned == [.init(name: "pool", value: "12345678")])
    }

    @Test func whatAProgramProposesIsReadAsItWasMeant() throws {
        var text = BaselineText(name: "a: b", comment: ["Written by a test.", ""])
        text.stages = [Stage(name: "prod", clusters: ["u-1", "true"])]
        text.parameters = [
            Parameter(name: "r", source: .byStage(["prod": "a, b"])), Parameter(name: "c", source: .value(3)),
            Parameter(name: "p", source: .pattern(try RegularExpression("[a-z]{2,3}"))),
        ]
        let identity = Identity(group: "apps", kind: "Deployment", namespace: "n", name: "*[x]${r}")
        let path = FieldPath([.field("spec"), .key(Object(["name": "a*b"])), .field("x.y*"), .value("v,1"), .index(2)])
        text.rules = [
            RuleText(
                name: "one", match: RuleText.match(identity, path: path),
                action: .init("allow", ["values": ["prod": ["x: y", 17, "${r}"]]]), reason: "it's so",
                owner: "me, you", expires: CalendarDate("2027-01-01"))
        ]
        let document = try BaselineReader.document(Array(text.text.utf8), file: "b.yaml")
        #expect(document.name == "a: b")
        #expect(document.stages.map(\.clusters) == [["u-1", "true"]])
        #expect(document.parameters.map(\.name) == ["c", "p", "r"])
        let rule = try #require(try document.baseline(document.bindings(in: document.stages[0])).rules.first)
        #expect(rule.matches(path.appending(.field("z")), of: identity))
        let near = Identity(group: "apps", kind: "Deployment", namespace: "n", name: "y[x]${r}")
        #expect(!rule.matches(path, of: near))
        #expect(rule.action == .allow(Allowance(values: ["x: y", 17, "a, b"])))
        #expect(rule.reason == "it's so" && rule.owner == "me, you")
    }
}

private struct BaselineMiss: Error {}
