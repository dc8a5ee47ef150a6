import Diff
import Snapshot
import TestSupport
import Testing

/// Who did it, by what the recorded clusters themselves say: no audit log.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct RecordedAuthorTests {
    @Test func theStateNamesThePersonWhereverATraceIsLeftAndNobodyElsewhere() async throws {
        let outcome = try await Attributing.attribute(
            ClusterState(Capturing.capture(.prodChurned), name: "before"),
            ClusterState(Capturing.capture(.prodDrifted), name: "after"))
        let truth = try AuthorTruth(Recordings.file("drift-truth.json"))
        let traceless: Set = ["D04", "D17"]
        // D11 is equal state: nothing is compared, so nobody is asked for.
        let reordered = try #require(truth.entries.first { $0.id == "D11" })
        #expect(outcome.attributions[reordered.identity]?.authors.isEmpty ?? true)
        for entry in truth.entries where entry.isDrift {
            let attribution = try #require(outcome.attributions[entry.identity], "\(entry)")
            if traceless.contains(entry.id) {
                #expect(attribution.authors.isEmpty, "\(entry): \(attribution.authors.map(\.words))")
                #expect(!attribution.noTrace.isEmpty)
            } else if entry.id == "D27" {
                #expect(attribution.authors.map(\.manager) == ["kustomize-controller"])
                #expect(attribution.authors.allSatisfy { !$0.isProven })
                #expect(attribution.doubts.count == 1)
            } else {
                let first = try #require(attribution.authors.first, "\(entry)")
                #expect(first.writer.isPerson, "\(entry): \(attribution.authors.map(\.words))")
                #expect(first.manager?.hasPrefix("kubectl") == true)
            }
        }
        // D12 and D28 wrote nothing and D22 was undone: the state knows nothing of them.
        #expect(
            truth.entries.filter { ["D12", "D28"].contains($0.id) }.allSatisfy {
                outcome.attributions[$0.identity] == nil
            })
        // D24: no table may call a hand-made token the platform's.
        let token = try #require(truth.entries.first { $0.id == "D24" })
        #expect(outcome.attributions[token.identity]?.origin.kind == .unknown)
    }

    @Test func eachFieldHasItsOwnAuthor() async throws {
        let outcome = try await Attributing.attribute(
            ClusterState(Capturing.capture(.prodChurned), name: "before"),
            ClusterState(Capturing.capture(.prodDrifted), name: "after"))
        let deployment = Identity(group: "apps", kind: "Deployment", namespace: "a0005-i", name: "web-frontend")
        let attribution = try #require(outcome.attributions[deployment])
        #expect(attribution.authors(of: FieldPath(fields: "spec", "replicas")).map(\.subresource) == ["scale"])
        let restart = attribution.fields.first { $0.path.description.contains("restartedAt") }
        let annotations = restart ?? attribution.fields.first { $0.path.description.contains("annotations") }
        #expect(annotations?.authors.map(\.manager) == ["kubectl-rollout"])
        #expect(attribution.origin.kind == .gitops)
    }

    @Test func aStateWithEditsIsViolatedAndARecreatedAccountIsAmongTheEvidence() async throws {
        let before = try await ClusterState(Capturing.capture(.prodChurned), name: "before")
        let after = try await ClusterState(Capturing.capture(.prodDrifted), name: "after")
        let signals = try await Comparing.compare(before, after).signals
        let account = Identity(group: "", kind: "ServiceAccount", namespace: "a0005-o", name: "microservice-b-sa")
        #expect(signals.contains { $0.identity == account && $0.kind == .recreated })
        let verdict = try await Attributing.verdict(on: after, signals: signals)
        #expect(verdict.outcome == .violated)
        #expect(
            verdict.findings(.hand).contains { $0.identity == account && $0.author?.manager == "kubectl-replace" })
        let log = try #require(verdict.legs.first { $0.leg == .auditLog })
        #expect(log.basis == nil && log.blindSpots.contains { $0.contains("deletion") })
    }

    @Test func theBaselineAloneIsInconclusiveAndListsWhatNoTableNames() async throws {
        let verdict = try await Attributing.verdict(
            on: ClusterState(Capturing.capture(.prodBaseline), name: "baseline"))
        #expect(verdict.outcome == .inconclusive)
        #expect(
            verdict.findings(.hand).isEmpty,
            "\(verdict.findings(.hand).map { "\($0.identity, default: "-") \($0.words)" })")
        // Without a log AKS's add-ons are a person's or AKS's: their labels prove nothing.
        let unknown = Set(
            verdict.findings(.doubt).filter { !($0.origin?.evidence.contains("proves nothing") ?? false) }
                .compactMap(\.identity).map(\.description))
        #expect(
            unknown == [
                "ClusterRole.rbac.authorization.k8s.io snapctl-reader",
                "ClusterRoleBinding.rbac.authorization.k8s.io snapctl-reader",
            ],
            "\(verdict.findings(.doubt).map { "\($0.identity, default: "-") \($0.words) \($0.origin?.evidence ?? "")" })"
        )
    }
}
