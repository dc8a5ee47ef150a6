import Diff
import Snapshot
import TestSupport
import Testing

/// What two clusters spell differently, each always alike.
@Suite struct ClusterPatternTests {
    @Test func theExampleAndItsStageDifferByKnownPatterns() async throws {
        let comparison = try await Comparing.compare(
            ClusterState(try await ExampleCluster.cluster.capture(), name: "prod"),
            ClusterState(try await ExampleStage.capture(.cluster), name: "stage"))
        let found = ComparisonPatterns(of: comparison)
        let named = Dictionary(
            found.patterns.map { ($0.name, $0.values.texts) }, uniquingKeysWith: { first, _ in first })
        #expect(named["registry"] == ["acrnorthwindprod", "acrnorthwindstage"])
        #expect(named["region"] == ["westeurope", "northeurope"])
        #expect(
            named["subscription"] == [
                "00000000-1111-2222-3333-444444444444", "55555555-6666-7777-8888-999999999999",
            ])
        #expect(found.contradictions == [])
        // Values that vary by themselves follow no pattern.
        for (name, path) in [("web-frontend", "spec.replicas"), ("web-frontend-settings", "data.LOG_LEVEL")] {
            let change = try #require(
                comparison.changes.first { $0.identity.name == name && $0.fields.contains { "\($0.path)" == path } })
            #expect(found.explained[change.identity]?.contains { "\($0)" == path } != true)
        }
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func productionAndStageDifferInWhatTheyWereMadeToDifferIn() async throws {
        let comparison = try await Comparing.compare(
            ClusterState(try await Capturing.capture(.prodBaseline), name: "prod"),
            ClusterState(try await Capturing.capture(.stageBaseline), name: "stage"))
        let found = ComparisonPatterns(of: comparison)
        let named = Dictionary(
            found.patterns.map { ($0.name, $0.values.texts) }, uniquingKeysWith: { first, _ in first })
        #expect(named["registry"] == ["acraksprod7q3xk2", "acraksstg1m9cw8"])
        #expect(named["region"] == ["eastus2", "centralus"])
        #expect(named["subscription"]?.count == 2)
        #expect(
            named["host"] == ["bu0001a0005-00.aks-ingress.contoso.com", "bu0001a0005-00.aks-ingress.stage.contoso.com"])
        // Nobody came, nobody went, and every field that is reported says two things.
        #expect(comparison.changes.allSatisfy { !$0.fields.isEmpty })
        #expect(comparison.changes.flatMap(\.fields).allSatisfy { $0.before != $0.after })
        #expect(comparison.signals.filter { $0.kind != .deleting }.isEmpty)
        let all = comparison.changes.reduce(0) { $0 + $1.fields.count }
        let explained = found.explained.values.reduce(0) { $0 + $1.count }
        #expect(explained * 2 > all, "\(explained) of \(all) follow a pattern")
        let replicas = comparison.changes.filter { $0.fields.contains { "\($0.path)" == "spec.replicas" } }
        #expect(replicas.count == 4)
        #expect(replicas.allSatisfy { found.explained[$0.identity]?.contains { "\($0)" == "spec.replicas" } != true })
    }

    @Test func aValueThatOneClusterSpellsTwoWaysIsAContradiction() {
        func site(_ name: String, _ before: String, _ after: String) -> VaryingSite {
            VaryingSite(
                identity: Identity(group: "", kind: "ConfigMap", namespace: "n", name: name),
                path: FieldPath(fields: "data", "x"), texts: [before, after])
        }
        let found = PatternFinder([
            site("a", "r1/a", "s1/a"), site("b", "r1/b", "s1/b"), site("c", "r1/c", "s1/c"), site("d", "r1/d", "s2/d"),
            site("e", "r1/e", "s2/e"),
        ]).find()
        #expect(found.patterns.map(\.values.texts) == [["r1", "s1"]])
        #expect(found.patterns.first?.objectCount == 3)
        #expect(found.contradictions.count == 1)
        #expect(found.templates.count == 3)
    }

    /// Of a text that says the same word twice, only the part that varies is a pattern.
    @Test func whatAllClustersSayStaysWhatItIs() {
        func site(_ name: String) -> VaryingSite {
            VaryingSite(
                identity: Identity(group: "", kind: "ConfigMap", namespace: "n", name: name),
                path: FieldPath(fields: "data", "x"), texts: ["prod/\(name)/prod", "prod/\(name)/stage"])
        }
        let found = PatternFinder([site("a"), site("b")]).find()
        let pieces = found.templates[Pattern.Site(identity: site("a").site.identity, path: site("a").site.path)]
        #expect(pieces == [.text("prod/a/"), .pattern(0)])
    }
}
