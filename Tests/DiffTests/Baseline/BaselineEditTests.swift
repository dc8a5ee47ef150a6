import Diff
import Snapshot
import Testing

private let rule = RuleText(
    name: "new", match: RuleText.match(Identity(group: "", kind: "ConfigMap", namespace: "pay", name: "c")),
    action: .init("allow", ["removal": true]), reason: "because")

private func edit(_ text: String, before: String? = nil) throws -> String {
    try BaselineEdit.text(of: Array(text.utf8), file: "b.yaml", adding: [.init(rule, before: before)])
}

private let head = "# Ours.\napiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}   # a name\n"

private let new = """
    - name: new
      match: {kind: ConfigMap, namespace: pay, name: c}
      allow: {removal: true}
      reason: because

    """

@Suite struct BaselineEditTests {
    @Test func aRuleComesBehindTheLastAndEverythingElseStays() throws {
        let rules = """
            # Above all rules.
            rules:
            # The first.
            - {name: a, match: {kind: A}, ignore: true, reason: r}   # inline

            - name: b
              match: {kind: B}
              ignore: true
              reason: |
                two
                # lines

            # About what follows.
            failOn: high

            """
        let expected = rules.replacing("    # lines\n", with: "    # lines\n" + new)
        #expect(try edit(head + rules) == head + expected)
    }

    @Test func aRuleThatHasToDecideFirstStandsAboveTheOtherWithItsComments() throws {
        let rules = """
            rules:
            - {name: a, match: {kind: A}, ignore: true, reason: r}
            # About b,
            # in two lines.
            - name: b
              match: {kind: B}
              forbid: true
              reason: r

            """
        let expected = rules.replacing("# About b,\n", with: new + "# About b,\n")
        #expect(try edit(head + rules, before: "b") == head + expected)
        let first = rules.replacing("rules:\n", with: "rules:\n" + new)
        #expect(try edit(head + rules, before: "a") == head + first)
    }

    @Test(arguments: [
        ("", "rules:\n" + new), ("rules: []\n", "rules:\n" + new), ("rules: [ ]  # none\n", "rules:  # none\n" + new),
        ("failOn: high\n# end\n", "failOn: high\nrules:\n" + new + "# end\n"),
        ("rules: []\nfailOn: high\n", "rules:\n" + new + "failOn: high\n"),
        ("failOn: high", "failOn: high\nrules:\n" + new),
    ])
    func aListIsMadeWhereNoneIs(_ body: String, _ expected: String) throws {
        #expect(try edit(head + body) == head + expected)
    }

    @Test func indentationAndLineEndingsAreThoseOfTheFile() throws {
        let rules = "rules:\n    - {name: a, match: {kind: A}, ignore: true, reason: r}\n"
        let indented = new.split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(try edit(head + rules) == head + rules + indented)
        let windows = (head + rules).replacing("\n", with: "\r\n")
        #expect(try edit(windows) == (head + rules + indented).replacing("\n", with: "\r\n"))
    }

    @Test func whatCannotBeAddedSafelyIsRefused() {
        let brackets = "rules: [{name: a, match: {kind: A}, ignore: true, reason: r}]\n"
        #expect(throws: BaselineEdit.Failure.notALinedList(file: "b.yaml", InputPosition(line: 5, column: 9))) {
            try edit(head + brackets)
        }
        #expect(throws: BaselineEdit.Failure.self) { try edit("kind: List\n") }
        // The name is taken: the result would not be read.
        let taken = "rules:\n- {name: new, match: {kind: A}, ignore: true, reason: r}\n"
        #expect(throws: BaselineEdit.Failure.wouldChangeMore(file: "b.yaml")) { try edit(head + taken) }
    }

    @Test func severalRulesKeepTheirOrderAtEachPlace() throws {
        let rules = "rules:\n- {name: a, match: {kind: A}, ignore: true, reason: r}\n"
        let additions = ["one", "two", "three"].enumerated().map { place, name in
            var named = rule
            named.name = name
            return BaselineEdit.Addition(named, before: place == 1 ? "a" : nil)
        }
        let text = try BaselineEdit.text(of: Array((head + rules).utf8), file: "b.yaml", adding: additions)
        let read = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        #expect(read.rules.map(\.name) == ["two", "a", "one", "three"])
    }
}
