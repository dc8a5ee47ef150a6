import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// Who did it, by the recorded clusters and their audit logs.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct RecordedAuditTests {
    /// `rig-admin` stands in for kubelet, scheduler, Gatekeeper and set-up in the recordings.
    private static let writers = WriterTable.builtIn.extended(by: [
        WriterRule(.platform, user: "rig-admin", reason: "stands in for components in the recordings")
    ])

    private static func log(_ recording: Recordings, _ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(try recording.unpacked())/\(name)")))
    }

    private static func drifted() async throws -> (Attributing.Outcome, Verdict, AuthorTruth) {
        let before = try await ClusterState(Capturing.capture(.prodChurned), name: "before")
        let after = try await ClusterState(Capturing.capture(.prodDrifted), name: "after")
        let log = Attributing.Log(
            try log(.prodDrifted, "audit-since-drift.log"), since: "2026-11-23T06:51:07Z", until: "2026-11-23T06:51:50Z"
        )
        let outcome = try await Attributing.attribute(before, after, log: log, writers: writers)
        let verdict = try await Attributing.verdict(
            on: after, signals: outcome.comparison.signals, shown: TraceBook.identities(of: outcome.comparison),
            trail: outcome.trail, writers: writers)
        return (outcome, verdict, try AuthorTruth(Recordings.file("drift-truth.json")))
    }

    @Test func theLogNamesThePersonOfEveryWriteAndNobodyElse() async throws {
        let (outcome, verdict, truth) = try await Self.drifted()
        let score = AuditScore(truth, outcome, verdict, harmless: ["D12", "D28"])
        #expect(score.recall == 1, "\(score.missed)")
        #expect(score.precision == 1, "\(score.invented)")
        #expect(score.accuracy == 1, "\(score.wrongAuthor)")
        #expect(score.notHarmless.isEmpty, "\(score.notHarmless)")
        #expect(verdict.outcome == .violated)
    }

    @Test func theLogNamesTheAuthorOfEachField() async throws {
        let (outcome, _, truth) = try await Self.drifted()
        for entry in truth.entries where entry.isDrift {
            let attribution = try #require(outcome.attributions[entry.identity], "\(entry)")
            #expect(attribution.authors.first?.isProven == true, "\(entry) \(attribution.authors.map(\.words))")
            for field in attribution.fields {
                #expect(
                    field.authors.first?.user == entry.user, "\(entry) \(field.path) \(field.authors.map(\.words))")
            }
        }
        let deployment = Identity(group: "apps", kind: "Deployment", namespace: "a0005-i", name: "web-frontend")
        let scaled = try #require(outcome.attributions[deployment]?.authors(of: FieldPath(fields: "spec", "replicas")))
        #expect(scaled.map(\.subresource) == ["scale"])
    }

    @Test func aQuotaRaisedInTheNameOfGitIsProvenToBeAPersons() async throws {
        let (outcome, verdict, _) = try await Self.drifted()
        let quota = Identity(group: "", kind: "ResourceQuota", namespace: "a0005-i", name: "default")
        let author = try #require(outcome.attributions[quota]?.authors.first)
        #expect(author.user == "opsuser01@contoso.example" && author.manager == "kustomize-controller")
        #expect(author.words.contains("under the name kustomize-controller"))
        #expect(outcome.attributions[quota]?.doubts.isEmpty == true)
        #expect(verdict.findings(.hand).contains { $0.identity == quota && $0.author?.isProven == true })
    }

    @Test func withoutTheLogTheVerdictSaysWhatOnlyTheLogCouldShow() async throws {
        let before = try await ClusterState(Capturing.capture(.prodChurned), name: "before")
        let after = try await ClusterState(Capturing.capture(.prodDrifted), name: "after")
        let outcome = try await Attributing.attribute(before, after)
        let verdict = try await Attributing.verdict(on: after, signals: outcome.comparison.signals)
        let truth = try AuthorTruth(Recordings.file("drift-truth.json"))
        func authors(_ id: String) -> [Author] {
            truth.entries.first { $0.id == id }.flatMap { outcome.attributions[$0.identity]?.authors } ?? []
        }
        for id in ["D04", "D11", "D17", "D22", "D12", "D28"] { #expect(authors(id).isEmpty, "\(id)") }
        #expect(authors("D27").map(\.manager) == ["kustomize-controller"])
        for kind in ["under a controller's name", "a deletion", "an edit that was undone", "an order", "who it was"] {
            #expect(verdict.obstacles.contains { $0.contains(kind) }, "\(kind): \(verdict.obstacles)")
        }
        for id in ["D12", "D28"] {
            let entry = try #require(truth.entries.first { $0.id == id })
            #expect(!verdict.legs.flatMap(\.findings).contains { $0.identity == entry.identity }, "\(id)")
        }
    }

    @Test func anUntouchedClusterIsCleanByItsLogUnderABaselineThatKnowsItsPeople() async throws {
        let state = try await ClusterState(Capturing.capture(.prodBaseline), name: "baseline")
        let bytes = try Self.log(.prodBaseline, "audit.log")
        let log = Attributing.Log(bytes, since: "2026-11-23T06:49:28Z", until: "2026-11-23T06:50:41Z")
        let verdict = try await Attributing.verdict(on: state, log: log, writers: Self.writers)
        #expect(verdict.outcome == .clean, "\(verdict.obstacles)")
        let findings = verdict.legs.flatMap(\.findings).filter { $0.weight != .harmless }
        #expect(
            findings.isEmpty,
            "\(findings.map { "\($0.identity, default: "-") \($0.words) \($0.author?.words ?? "")" })")
        // Without that baseline the stand-in is a local administrator, and nothing is clean.
        let plain = try await Attributing.verdict(on: state, log: log)
        #expect(plain.outcome == .violated)
    }

    @Test func aTokenMadeByHandIsNeverThePlatforms() async throws {
        let (outcome, _, truth) = try await Self.drifted()
        let token = try #require(truth.entries.first { $0.id == "D24" })
        #expect(outcome.attributions[token.identity]?.origin.kind == .manual)
    }
}
