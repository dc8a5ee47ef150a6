import Diff
import Snapshot
import TestSupport
import Testing

/// Rules of aggregated roles are told where their cause is, and are a difference of their own without one.
@Suite struct AggregatedRoleTests {
    private static let pods = "{apiGroups: [''], resources: [pods], verbs: [get, list]}"
    private static let secrets = "{apiGroups: [''], resources: [secrets], verbs: [get, list]}"

    private static func role(
        _ name: String, _ rules: [String], labels: String = "", sums: String? = nil, managed: String = "[]"
    ) -> String {
        let selectors = sums.map {
            "aggregationRule: {clusterRoleSelectors: [{matchLabels: {sum-to-\($0): 'yes'}}]}\n"
        }
        return """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: \(name), uid: u-\(name), labels: {\(labels)}, managedFields: \(managed)}
            rules: [\(rules.joined(separator: ", "))]
            \(selectors ?? "")---

            """
    }

    private static let byLabel =
        "[{manager: kubectl-label, operation: Update, apiVersion: v1, fieldsType: FieldsV1, "
        + "time: '2026-01-02T00:00:00Z', fieldsV1: {'f:metadata': {'f:labels': {'.': {}, 'f:sum-to-view': {}}}}}]"

    /// `edit` sums up `view`, which sums up what is labeled for it.
    private static func state(isLabeled: Bool, computed: [String]) -> String {
        role("edit", computed, sums: "edit") + role("view", computed, labels: "sum-to-edit: 'yes'", sums: "view")
            + role("reader", [pods], labels: "sum-to-view: 'yes'")
            + role(
                "secrets", [secrets], labels: isLabeled ? "sum-to-view: 'yes'" : "",
                managed: isLabeled ? byLabel : "[]")
    }

    private static let before = state(isLabeled: false, computed: [pods])
    private static let labeled = state(isLabeled: true, computed: [pods, secrets])

    private func compare(_ before: String, _ after: String) async throws -> Comparison {
        try await Comparing.compare(try await WrittenState.state(before), try await WrittenState.state(after))
    }

    private func judged(_ comparison: Comparison, _ rules: String = "[]") throws -> Judgment {
        let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\nrules: \(rules)\n"
        let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        let today = try #require(CalendarDate("2026-01-03"))
        return Judge(baseline: baseline, today: today).judge(comparison)
    }

    @Test func theLabelIsTheDifferenceAtTheWeightOfWhatFollows() async throws {
        let outcome = try await Attributing.attribute(
            try await WrittenState.state(Self.before), try await WrittenState.state(Self.labeled))
        let judgment = try judged(outcome.comparison)
        let violation = try #require(judgment.violations.first)
        #expect(judgment.violations.map(\.identity.name) == ["secrets"])
        #expect(violation.severity == .critical)
        #expect(violation.fields.first?.weight.meaning == "edit and view may now read all Secrets")
        #expect(outcome.attributions[violation.identity]?.authors.map(\.manager) == ["kubectl-label"])
        let back = try judged(try await compare(Self.labeled, Self.before))
        #expect(back.violations.map(\.identity.name) == ["secrets"])
        #expect(back.violations.first?.fields.first?.weight.meaning == "edit and view may no longer read all Secrets")
    }

    @Test func aNewRoleIsACauseToo() async throws {
        let before = Self.before.replacing("name: secrets, uid", with: "name: others, uid")
        let judgment = try judged(try await compare(before, Self.labeled))
        let added = try #require(judgment.violations.first { $0.identity.name == "secrets" })
        guard case .added(let weight, _) = added.violated else {
            Issue.record("not added")
            return
        }
        #expect(weight.meaning?.contains("edit and view may now read all Secrets") ?? false)
    }

    /// What a role could do already, it did not gain.
    @Test func aRuleThatGrantsNothingNewIsNoWord() async throws {
        let narrow = "{apiGroups: [''], resources: [pods], verbs: [get]}"
        func state(_ rules: [String]) -> String {
            Self.role("view", rules, sums: "view") + Self.role("reader", rules, labels: "sum-to-view: 'yes'")
        }
        let judgment = try judged(try await compare(state([Self.pods]), state([Self.pods, narrow])))
        #expect(judgment.violations.map(\.identity.name) == ["reader"])
        let meanings = judgment.violations.flatMap(\.fields).compactMap(\.weight.meaning)
        #expect(!meanings.contains { $0.contains("view may") }, "\(meanings)")
    }

    /// A cause that a rule takes out of sight hides nothing: the roles that grew are differences of their own.
    @Test func whatIsOutOfSightHidesNothing() async throws {
        let comparison = try await compare(Self.before, Self.labeled)
        let ignored = try judged(
            comparison, "[{name: r, match: {name: secrets, path: metadata.labels}, ignore: true, reason: r}]")
        #expect(Set(ignored.violations.map(\.identity.name)) == ["edit", "view"])
        let allowed = try judged(
            comparison,
            "[{name: r, match: {name: secrets, path: metadata.labels.sum-to-view}, allow: {values: ['yes']}, reason: r}]"
        )
        #expect(allowed.violations.isEmpty)
    }

    /// Rules that the selectors do not sum up to have a writer of their own.
    @Test func otherRulesThanTheSumAreADifference() async throws {
        let after = Self.state(isLabeled: false, computed: [Self.pods, Self.secrets])
        let judgment = try judged(try await compare(Self.before, after))
        #expect(judgment.violations.map(\.identity.name) == ["view"])
        let onlyAbove = Self.before.replacing(
            "name: edit, uid: u-edit, labels: {}, managedFields: []}\nrules: [\(Self.pods)]",
            with: "name: edit, uid: u-edit, labels: {}, managedFields: []}\nrules: [\(Self.secrets)]")
        #expect(onlyAbove != Self.before)
        #expect(try judged(try await compare(Self.before, onlyAbove)).violations.map(\.identity.name) == ["edit"])
    }

    private static func manifest(_ rules: String) -> String {
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: sum}\nrules: \(rules)\n"
            + "aggregationRule: {clusterRoleSelectors: [{matchLabels: {sum-to-sum: 'yes'}}]}\n"
    }

    private static func owned(_ manager: String) -> String {
        "[{manager: \(manager), operation: Apply, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {'f:rules': {}}}]"
    }

    @Test(arguments: [
        (role("sum", [pods], sums: "sum", managed: owned("clusterrole-aggregation-controller")), 0),
        (role("sum", [pods], sums: "sum", managed: owned("kubectl-edit")), 1),
        (
            role("sum", [pods], sums: "sum", managed: owned("clusterrole-aggregation-controller"))
                + role("part", [pods], labels: "sum-to-sum: 'yes'"), 0
        ),
        (
            role("sum", [pods, secrets], sums: "sum", managed: owned("clusterrole-aggregation-controller"))
                + role("part", [pods], labels: "sum-to-sum: 'yes'"), 1
        ),
        (role("sum", [pods]), 2),
    ])
    func aManifestLeavesTheRulesToTheController(_ live: String, _ count: Int) async throws {
        for rules in ["[]", "null"] {
            let comparison = try await Comparing.compare(
                try await WrittenState.state(Self.manifest(rules)), try await WrittenState.state(live),
                expectation: .manifests(.before))
            #expect(comparison.changes.count == min(count, 1), "\(comparison.changes)")
            #expect((comparison.suppressed["aggregated-rules"] ?? 0) == (count == 0 ? 1 : 0))
        }
    }
}
