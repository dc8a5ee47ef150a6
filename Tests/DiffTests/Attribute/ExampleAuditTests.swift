import Diff
import Snapshot
import TestSupport
import Testing

/// Who did it in the project's own example cluster, by its audit log.
struct ExampleAuditTests {
    private static func outcome() async throws -> (Attributing.Outcome, Verdict) {
        let before = try await ClusterState(ExampleCluster.churned.capture(), name: "before")
        let after = try await ClusterState(ExampleCluster.drifted.capture(), name: "after")
        let log = Attributing.Log(
            try ExampleCluster.file("drifted/audit.log"), since: "2026-03-04T07:00:00Z", until: "2026-03-04T13:08:30Z")
        let outcome = try await Attributing.attribute(before, after, log: log)
        let verdict = try await Attributing.verdict(
            on: after, signals: outcome.comparison.signals, shown: TraceBook.identities(of: outcome.comparison),
            trail: outcome.trail)
        return (outcome, verdict)
    }

    @Test func theLogNamesThePersonOfEveryWriteAndNobodyElse() async throws {
        let (outcome, verdict) = try await Self.outcome()
        let truth = try AuthorTruth(ExampleCluster.file("drifted/truth.json"))
        // The constraint fell with its template; nobody asked for its deletion.
        let score = AuditScore(truth, outcome, verdict, harmless: [])
        #expect(score.recall == 1, "\(score.missed)")
        #expect(score.precision == 1, "\(score.invented)")
        #expect(score.accuracy == 1, "\(score.wrongAuthor)")
        let constraint = try #require(truth.entries.first { $0.id == "E03b" })
        #expect(
            outcome.attributions[constraint.identity]?.notes == [
                "it went with ConstraintTemplate.templates.gatekeeper.sh k8sazureallowedregistries"
            ])
    }

    @Test func whatChangedNothingIsHarmlessAndWaysIntoContainersAreHands() async throws {
        let (_, verdict) = try await Self.outcome()
        let leg = try #require(verdict.legs.first { $0.leg == .auditLog })
        let harmless = leg.findings.filter { $0.weight == .harmless }.map(\.words)
        for words in ["nothing changed", "refused with 403", "a dry run"] {
            #expect(harmless.contains { $0.contains(words) }, "\(words): \(harmless)")
        }
        let hands = leg.findings.filter { $0.weight == .hand }.map(\.words)
        for words in ["ran a command in a container", "attached to a container", "forwarded a port", "debug container"]
        {
            #expect(hands.contains { $0.contains(words) }, "\(words): \(hands)")
        }
        let queue = Identity(group: "apps", kind: "StatefulSet", namespace: "payments-o", name: "queue")
        #expect(
            leg.findings.contains { $0.identity == queue && $0.words.contains("the states show no difference") },
            "an edit that was undone")
        #expect(leg.blindSpots.contains { $0.contains("level Metadata") })
        #expect(!leg.blindSpots.contains { $0.contains("kube-audit-admin") }, "the log holds reads")
    }

    @Test func theLogReachesOverThePeriodAndNotBeyond() async throws {
        let (outcome, _) = try await Self.outcome()
        let trail = try #require(outcome.trail)
        let facts = try #require(trail.facts)
        #expect(trail.period?.holes(in: facts) == [])
        let longer = AuditPeriod(
            since: Instant(rfc3339: "2026-03-03T07:00:00Z"), until: nil, words: "the time between the captures")
        #expect(longer.holes(in: facts).count == 1)
    }
}
