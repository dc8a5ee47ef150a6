import Diff
import Snapshot
import TestSupport
import Testing

private func baseline(_ rules: String) throws -> Baseline {
    let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\nrules:\n\(rules)\n"
    return try BaselineReader.read(Array(text.utf8), file: "b.yaml")
}

private func deployment(_ name: String, _ replicas: Int, image: String = "a:1") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: pay, labels: {team: pay}}
    spec:
      replicas: \(replicas)
      template: {spec: {containers: [{name: web, image: "\(image)"}]}}
    ---

    """
}

@Suite struct BaselineLintTests {
    private static let today = CalendarDate("2026-11-25")

    /// What lint says of rules, held against a golden state and others.
    private func findings(_ rules: String, _ states: String...) async throws -> [String] {
        let baseline = try baseline(rules)
        var lint = BaselineLint(today: try #require(Self.today))
        lint.read(baseline)
        let golden = try await WrittenState.state(deployment("web", 2) + deployment("gone", 1))
        for text in states {
            let state = try await WrittenState.state(text)
            lint.begin(baseline, golden: golden.entries, state: state.entries)
            for part in [golden, state] {
                try await part.scan { entry, object in lint.look(at: entry.identity, object) }
            }
        }
        return lint.result.map { "\($0.kind.rawValue): \($0.subject) \($0.words)" }
    }

    @Test func whatIsOverIsSaidWithoutAnyState() async throws {
        #expect(
            try await findings("- {name: a, match: {kind: A}, ignore: true, reason: r, expires: 2026-11-24}")
                == ["expired: rule a expired on 2026-11-24 and accepts nothing"])
        #expect(try await findings("- {name: a, match: {kind: A}, ignore: true, reason: r, expires: 2026-11-25}") == [])
    }

    /// The match of an earlier rule, that of a later one, and whether the later one can decide nothing.
    @Test(arguments: [
        ("{kind: A}", "ignore: true", "{kind: A, name: x}", "ignore: true", true),
        ("{kind: '*'}", "ignore: true", "{kind: A, path: spec.x}", "forbid: true", true),
        ("{kind: [A, B]}", "ignore: true", "{kind: A}", "ignore: true", true),
        ("{kind: A}", "ignore: true", "{kind: [A, B]}", "ignore: true", false),
        ("{kind: A, name: 'x*'}", "ignore: true", "{kind: A, name: xy}", "ignore: true", true),
        ("{kind: A, name: 'x*'}", "ignore: true", "{kind: A, name: 'xy*'}", "ignore: true", false),
        ("{namespace: '*'}", "ignore: true", "{kind: A, namespace: _cluster}", "ignore: true", false),
        ("{namespace: _cluster}", "ignore: true", "{kind: A, namespace: _cluster}", "ignore: true", true),
        ("{kind: A, labels: {x: z}}", "ignore: true", "{kind: A}", "ignore: true", false),
        ("{kind: A, labels: {x: '*'}}", "ignore: true", "{kind: A, labels: {x: b, z: a}}", "ignore: true", true),
        ("{kind: A, path: spec}", "ignore: true", "{kind: A, path: spec.x}", "ignore: true", true),
        ("{kind: A, path: spec.x}", "ignore: true", "{kind: A, path: spec}", "ignore: true", false),
        ("{kind: A, path: '**.x'}", "ignore: true", "{kind: A, path: spec.x}", "ignore: true", true),
        ("{kind: A, path: spec.*}", "ignore: true", "{kind: A, path: spec.*}", "ignore: true", true),
        ("{kind: A}", "allow: {addition: true}", "{kind: A, path: spec.x}", "ignore: true", false),
        ("{kind: A}", "allow: {addition: true}", "{kind: A}", "ignore: true", false),
        ("{kind: A}", "allow: {addition: true}", "{kind: A}", "allow: {removal: true}", true),
        ("{kind: A, path: x}", "allow: {values: [1]}", "{kind: A, path: x}", "allow: {values: [2]}", true),
    ])
    func aRuleBelowOneThatDecidesEverythingIsShadowed(
        _ above: String, _ first: String, _ below: String, _ second: String, _ isShadowed: Bool
    ) async throws {
        let found = try await findings(
            "- {name: a, match: \(above), \(first), reason: r}\n- {name: b, match: \(below), \(second), reason: r}")
        // What all of it accepts is another matter: see below.
        #expect(
            found.filter { !$0.hasPrefix("acceptsMuch: ") }
                == (isShadowed ? ["shadowed: rule b decides nothing: a at line 5 comes first"] : []))
    }

    @Test(arguments: [
        ("{kind: '*'}", true), ("{namespace: '*'}", true), ("{namespace: _cluster}", true), ("{kind: Secret}", true),
        ("{kind: ConfigMap}", false), ("{kind: Secret, name: x}", false), ("{kind: A}", false),
        ("{kind: '*', labels: {x: z}}", false),
    ])
    func whatAcceptsMuchIsSaid(_ match: String, _ isMuch: Bool) async throws {
        let found = try await findings("- {name: a, match: \(match), ignore: true, reason: r}")
        #expect(found.count == (isMuch ? 1 : 0), "\(found)")
        #expect(
            found.allSatisfy { $0.hasPrefix("acceptsMuch: baseline t accepts much: ") && $0.hasSuffix("by rule a") })
    }

    @Test func whatMatchesNothingIsSaidOnceStatesWereSeen() async throws {
        let rules = """
            - {name: kind, match: {kind: Deplyoment}, ignore: true, reason: r}
            - {name: label, match: {labels: {team: shop}}, ignore: true, reason: r}
            - {name: path, match: {kind: Deployment, path: spec.replcas}, ignore: true, reason: r}
            - {name: guard, match: {kind: Deployment, path: spec.paused}, forbid: true, reason: r}
            - {name: good, match: {kind: Deployment, path: 'spec.template.spec.containers[name=web].image'}, ignore: true, reason: r}
            - {name: lost, match: {name: gone}, ignore: true, reason: r}
            """
        #expect(try await findings(rules) == [])
        #expect(
            try await findings(rules, deployment("web", 2)) == [
                "selectsNothing: rule kind selects no object, golden or of a state",
                "selectsNothing: rule label selects no object, golden or of a state",
                "namesNothing: rule path selects objects, and none of them has a field spec.replcas",
            ])
    }

    @Test(arguments: [
        ("allow: {range: [1, 2]}", nil), ("allow: {range: [1, 4]}", "allows 1…4, and 1…2 is all that was seen"),
        ("allow: {range: [3, 9]}", "allows 3…9, and nothing that was seen lies there; seen was 1, 2"),
        ("allow: {values: [1, 2]}", nil), ("allow: {values: [1, 7]}", "unused: allows 7, found 1, 2"),
        ("allow: {pattern: '[0-9]+'}", nil), ("allow: {pattern: '2'}", "allows /2/, and 2 is all that was seen"),
        ("allow: {pattern: 'x'}", "allows /x/, and nothing that was seen matches"),
    ])
    func whatIsAllowedAndWasNeverSeenIsTooWide(_ action: String, _ words: String?) async throws {
        let found = try await findings(
            "- {name: a, match: {kind: Deployment, path: spec.replicas}, \(action), reason: r}", deployment("web", 2))
        #expect(found == (words.map { ["tooWide: rule a \($0)"] } ?? []))
    }

    @Test func objectsThatMayComeAndGoHaveToDoSo() async throws {
        let both = "- {name: a, match: {kind: Deployment}, allow: {addition: true, removal: true}, reason: r}"
        #expect(try await findings(both, deployment("web", 2) + deployment("more", 1)) == [])
        #expect(
            try await findings(both, deployment("web", 2) + deployment("gone", 1)) == [
                "tooWide: rule a allows objects that no state has besides the golden ones",
                "tooWide: rule a allows that objects are missing, and none is",
            ])
    }

    @Test(arguments: [
        ("spec.replicas", ["3"]), ("spec.*", ["3", "[{\"a\":1,\"name\":\"x\"},{\"name\":\"y\"}]", "[\"p\",\"q\"]"]),
        ("spec.list[name=x].a", ["1"]), ("spec.list[*].name", ["\"x\"", "\"y\""]), ("spec.list[1].name", ["\"y\""]),
        ("spec.set[=q]", ["\"q\""]), ("**.name", ["\"n\"", "\"x\"", "\"y\""]), ("spec.none", []),
        ("spec.list[name=z]", []),
    ])
    func aPathFindsWhatStandsAtItsPlaces(_ path: String, _ expected: [String]) throws {
        let object: Value = [
            "metadata": ["name": "n"],
            "spec": ["replicas": 3, "list": [["name": "x", "a": 1], ["name": "y"]], "set": ["p", "q"]],
        ]
        let found = try PathPattern(parsing: path).values(in: object).map(CanonicalJSON.text)
        #expect(found.sorted() == expected.sorted())
    }
}
