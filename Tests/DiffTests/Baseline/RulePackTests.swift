import Diff
import Snapshot
import TestSupport
import Testing

/// Packs of rules are shipped as text and read like a baseline's own.
@Suite struct RulePackTests {
    private static let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\n"

    private static func read(_ text: String) throws -> Baseline {
        try BaselineReader.read(Array((head + text).utf8), file: "baseline.yaml")
    }

    @Test(arguments: RulePack.all.map(\.name))
    func saysSomethingAndNeverIgnores(_ name: String) throws {
        let baseline = try Self.read("include: [\(name)]\n")
        #expect(!(baseline.rules.isEmpty && baseline.requirements.isEmpty && baseline.severities.isEmpty))
        for rule in baseline.rules {
            #expect(rule.action != .ignore, "\(rule.name)")
            #expect(rule.path != nil, "\(rule.name) is about whole objects")
        }
        #expect(baseline.requirements.allSatisfy { $0.reason != nil })
    }

    @Test func comesBehindTheBaselinesOwn() throws {
        let own = "rules: [{name: mine, match: {kind: Node}, severity: low, reason: r}]\n"
        let baseline = try Self.read("include: [aks/platform, flux]\n" + own)
        #expect(baseline.rules.first?.name == "mine" && baseline.rules.count > 1)
    }

    @Test(arguments: [
        ("include: [aks/platfrom]", "did you mean `aks/platform`"), ("include: []", "is empty"),
        ("include: [flux, flux]", "twice"), ("include: 7", ""),
        (
            "include: [flux]\nrequire: [{name: flux-applied, match: {kind: Kustomization}}]",
            "brings `flux-applied`, which the baseline has too"
        ),
    ])
    func whatCannotBeMeantIsRefused(_ text: String, _ words: String) throws {
        let error = #expect(throws: BaselineError.self) { try Self.read(text + "\n") }
        #expect(
            error?.summary.contains(words) == true || error?.hint.contains(words) == true,
            "\(String(describing: error))")
    }

    @Test func allTogetherHaveNoNameTwice() throws {
        let all = RulePack.all.map(\.name).joined(separator: ", ")
        let baseline = try Self.read("include: [\(all)]\n")
        #expect(Set(baseline.requirements.map(\.name)).count == baseline.requirements.count)
    }
}
