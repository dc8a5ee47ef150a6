import Diff
import Snapshot
import Testing

/// A baseline that accepts everything is found by what it does, however it is written.
@Suite struct BaselineReachTests {
    private static let today = CalendarDate("2026-11-30")

    private func reach(_ text: String) throws -> (reach: BaselineReach, writers: [WriterReach.Open]) {
        let document = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: test}
            \(text)
            """
        let baseline = try BaselineReader.read(Array(document.utf8), file: "baseline.yaml")
        return (BaselineReach(baseline, today: try #require(Self.today)), WriterReach(baseline).rows)
    }

    @Test(arguments: [
        "rules: [{name: r, match: {name: \"*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"?*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {kind: /.*/}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {path: \"*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {kind: \"*\"}, allow: {addition: true}, reason: r}]",
        "rules: [{name: r, match: {group: \"*\"}, allow: {removal: true}, reason: r}]",
        "rules: [{name: r, match: {namespace: [\"*\", _cluster]}, ignore: true, reason: r}]",
        "scope: {exclude: [{kinds: [\"*\"]}]}",
        "scope: {exclude: [{groups: [\"*\"]}]}",
        "scope: {exclude: [{namespaces: [\"*\"]}]}",
        "scope: {exclude: [{names: [\"/.+/\"]}]}",
        "tables: {fields: [{name: f, paths: [spec, data, rules, subjects, roleRef], reason: r}]}",
        "failOn: high\nseverities: [{severity: low, meaning: m, match: {kind: \"*\"}}]",
        "failOn: high\nrules: [{name: r, match: {kind: \"*\"}, severity: low, reason: r}]",
    ])
    func aBaselineThatAcceptsAlmostEverythingIsFound(_ text: String) throws {
        let found = try reach(text).reach
        #expect(found.isAlmostEverything, "\(found.words ?? "nothing passes")")
    }

    @Test(arguments: [
        "", "failOn: critical", "failOn: high",
        "rules: [{name: r, match: {kind: Deployment, path: spec.replicas}, allow: {range: [1, 9]}, reason: r}]",
        "rules: [{name: r, match: {kind: \"*\", path: \"metadata.annotations[\\\"example.org/*\\\"]\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {namespace: \"scratch-*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"*\"}, forbid: true, reason: r}]",
        "scope: {exclude: [{kinds: [Event, Lease, Secret]}, {namespaces: [\"scratch-*\"]}]}",
        "scope: {include: [{kinds: NetworkPolicy}]}",
        "tables: {fields: [{name: f, paths: \"metadata.annotations[example.org/seen-at]\", reason: r}]}",
        "managers: {platform: [{user: rig-admin, reason: r}], gitops: [{manager: fleet-agent, reason: r}]}",
    ])
    func honestBaselinesAreNot(_ text: String) throws {
        let (found, writers) = try reach(text)
        #expect(!found.isAlmostEverything, "\(found.words ?? "")")
        #expect(writers.isEmpty)
    }

    /// What the authors are to look at, and what was their decision.
    @Test(arguments: [
        ("rules: [{name: r, match: {kind: Deployment}, allow: {addition: true, removal: true}, reason: r}]", false),
        ("rules: [{name: r, match: {kind: ConfigMap}, ignore: true, reason: r}]", false),
        ("scope: {exclude: [{kinds: [Secret]}]}", false),
        ("rules: [{name: r, match: {kind: Deployment}, ignore: true, reason: r}]", true),
        ("rules: [{name: r, match: {kind: ClusterRoleBinding}, allow: {addition: true}, reason: r}]", true),
        ("rules: [{name: r, match: {kind: Secret}, ignore: true, reason: r}]", true),
        ("rules: [{name: r, match: {kind: [ConfigMap, Deployment]}, allow: {addition: true}, reason: r}]", true),
        ("rules: [{name: r, match: {namespace: _cluster}, ignore: true, reason: r}]", true),
        ("tables: {fields: [{name: f, kinds: ConfigMap, paths: [data], reason: r}]}", true),
        ("failOn: high\nrules: [{name: r, match: {kind: Secret}, severity: low, reason: r}]", true),
        ("failOn: critical\nrules: [{name: r, match: {name: \"*\"}, forbid: true, severity: high, reason: r}]", true),
    ])
    func whatWeighsMuchIsMuch(_ text: String, isMuch: Bool) throws {
        let found = try reach(text).reach
        #expect(found.isMuch == isMuch, "\(found.words ?? "nothing passes")")
        #expect(found.words != nil)
    }

    @Test func everyTestDifferenceIsNoticedByAPlainBaseline() throws { #expect(try reach("").reach.words == nil) }

    /// Patterns that leave out what names a test would choose.
    @Test(arguments: [
        "rules: [{name: r, match: {name: \"/[^t].*/\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"/[^t].*|t[^0-9]*/\", namespace: [\"/[^n].*/\", _cluster]}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"/[^0-9]*/\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"*-*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"/[a-z.-]{1,8}/\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {labels: {app: \"*\"}}, ignore: true, reason: r}]",
        "rules: [{name: a, match: {name: \"/[a-m].*/\"}, ignore: true, reason: r}, {name: b, match: {name: \"/[n-z].*/\"}, ignore: true, reason: r}]",
        "scope: {exclude: [{names: [\"/[^t].*/\"]}]}",
        "scope: {include: [{namespaces: [payments]}]}\nrules: [{name: r, match: {name: \"?*\"}, ignore: true, reason: r}]",
        "scope: {include: [{namespaces: [\"team-*\"]}, {namespaces: [shop]}]}\nrules: [{name: r, match: {name: \"/[^t].*/\"}, ignore: true, reason: r}]",
        "failOn: high\nrules: [{name: r, match: {name: \"/[^t].*/\"}, severity: low, reason: r}]",
        "failOn: high\nseverities: [{severity: low, meaning: m, match: {name: \"/[^t].*/\"}}]",
    ])
    func patternsThatDodgeTheNamesOfTestDifferencesAreFound(_ text: String) throws {
        let found = try reach(text).reach
        #expect(found.isAlmostEverything, "\(found.words ?? "nothing passes")")
    }

    /// A decision about one part of the scope is none about everything.
    @Test(arguments: [
        "scope: {include: [{namespaces: [payments]}, {namespaces: [shop]}]}\nrules: [{name: r, match: {namespace: shop}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {name: \"web-*\"}, ignore: true, reason: r}]",
        "rules: [{name: r, match: {labels: {scratch: \"yes\"}}, ignore: true, reason: r}]",
    ])
    func aPartOfTheScopeIsNotEverything(_ text: String) throws {
        let found = try reach(text).reach
        #expect(!found.isAlmostEverything, "\(found.words ?? "")")
    }
}

/// What rules accepted in a comparison is looked at, whatever their patterns leave out.
@Suite struct AcceptedBreadthTests {
    private static let group = ["ClusterRoleBinding": "rbac.authorization.k8s.io", "Deployment": "apps"]

    /// Ten objects that came, of four kinds, under these names.
    private static let known: [Identity] = ["ClusterRoleBinding", "Deployment", "Secret", "ConfigMap", "Service"]
        .flatMap {
            kind in
            ["api", "web"].map { name in
                Identity(
                    group: group[kind] ?? "", kind: kind, namespace: kind == "ClusterRoleBinding" ? nil : "shop",
                    name: name)
            }
        }

    private func judgment(_ text: String, of known: [Identity] = known) throws -> Judgment {
        let document = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: test}
            \(text)
            """
        let baseline = try BaselineReader.read(Array(document.utf8), file: "baseline.yaml")
        let today = try #require(CalendarDate("2026-11-30"))
        var comparison = Comparison()
        comparison.changes = Self.known.sorted().map { Change(identity: $0, kind: .added) }
        var judgment = Judge(baseline: baseline, today: today).judge(comparison, known: known)
        judgment.note(BaselineReach(baseline, today: today), WriterReach(baseline), known: known)
        return judgment
    }

    private func wide(_ judgment: Judgment) -> [String: String] {
        judgment.findings.reduce(into: [:]) { found, finding in
            if case .acceptedMuch(let rule, let words) = finding { found[rule] = words }
        }
    }

    /// Names that are all listed one by one are no pattern that anything could be tried with.
    @Test(arguments: [
        "rules: [{name: r, match: {name: [api, web]}, ignore: true, reason: r}]",
        "rules: [{name: a, match: {name: api}, ignore: true, reason: r}, {name: b, match: {name: web}, allow: {addition: true}, reason: r}]",
        "rules: [{name: r, match: {name: [api, web], path: \"*\"}, ignore: true, reason: r}, {name: s, match: {name: [api, web]}, allow: {addition: true}, reason: r}]",
    ])
    func whatIsAcceptedOneByOneIsSaidLoudly(_ text: String) throws {
        let judgment = try judgment(text)
        #expect(judgment.violations.isEmpty && judgment.acceptsAlmostEverything)
        #expect(judgment.status == .inconclusive)
        #expect(judgment.skipped.contains { $0.contains("accepts almost everything: 10 differences of 5 kinds") })
        #expect(!wide(judgment).isEmpty)
    }

    @Test func aRuleThatAcceptsWhatWeighsMuchIsNamed() throws {
        let judgment = try judgment(
            "rules: [{name: r, match: {kind: ClusterRoleBinding, name: web}, ignore: true, reason: r}]")
        #expect(
            wide(judgment)["r"]
                == "accepted 1 difference of 1 kind (rights), 1 of them of severity high or more (the weightiest critical)"
        )
        #expect(!judgment.acceptsAlmostEverything)
    }

    /// Of many objects a few are not everything.
    @Test func aShareOfTheObjectsIsAsked() throws {
        let others = (0..<40).map { Identity(group: "", kind: "ConfigMap", namespace: "other", name: "other-\($0)") }
        let judgment = try judgment(
            "rules: [{name: r, match: {namespace: [shop, _cluster], name: [api, web]}, ignore: true, reason: r}]",
            of: Self.known + others)
        #expect(!judgment.acceptsAlmostEverything)
        #expect(wide(judgment)["r"]?.contains("5 kinds") == true)
    }

    /// What is accepted by its content, or is of one area and light, is a decision.
    @Test func decisionsAreNotNamed() throws {
        let judgment = try judgment(
            "rules: [{name: r, match: {kind: ConfigMap, name: web}, allow: {addition: true}, reason: r}]")
        #expect(wide(judgment).isEmpty)
    }
}
