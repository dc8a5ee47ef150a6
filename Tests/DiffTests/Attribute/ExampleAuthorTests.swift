import Diff
import Snapshot
import TestSupport
import Testing

/// Who did it in the project's own example cluster, by its state alone.
struct ExampleAuthorTests {
    @Test func theExampleNamesItsPeopleWhereTheyLeftATrace() async throws {
        let outcome = try await Attributing.attribute(
            ClusterState(ExampleCluster.churned.capture(), name: "before"),
            ClusterState(ExampleCluster.drifted.capture(), name: "after"))
        let truth = try AuthorTruth(ExampleCluster.file("drifted/truth.json"))
        // Deletions, lists in another order.
        let traceless: Set = ["E03a", "E03b", "E07", "E08", "E18", "E19"]
        // E17 is equal state: nothing is compared, so nobody is asked for.
        let reordered = try #require(truth.entries.first { $0.id == "E17" })
        #expect(outcome.attributions[reordered.identity]?.authors.isEmpty ?? true)
        for entry in truth.entries where entry.isDrift {
            let attribution = try #require(outcome.attributions[entry.identity], "\(entry)")
            if traceless.contains(entry.id) {
                #expect(attribution.authors.isEmpty, "\(entry): \(attribution.authors.map(\.words))")
            } else if entry.id == "E28" {
                #expect(attribution.authors.map(\.manager) == ["kustomize-controller"], "\(entry)")
                #expect(attribution.doubts.count == 1)
            } else {
                let first = try #require(attribution.authors.first, "\(entry) \(attribution)")
                #expect(first.writer.isPerson, "\(entry): \(attribution.authors.map(\.words))")
            }
        }
    }

    @Test func anUntouchedClusterHasNoHandAndStillNoProof() async throws {
        let verdict = try await Attributing.verdict(on: ClusterState(ExampleCluster.churned.capture(), name: "s"))
        #expect(verdict.findings(.hand).isEmpty, "\(verdict.findings(.hand).map(\.words))")
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.origins[.gitops, default: 0] > 50)
    }

    @Test func aTouchedClusterIsViolated() async throws {
        let verdict = try await Attributing.verdict(on: ClusterState(ExampleCluster.drifted.capture(), name: "s"))
        #expect(verdict.outcome == .violated)
        // Fields are named in the one grammar of paths: `containers[name=x]`, not as managedFields writes keys.
        let words = verdict.findings(.hand).map(\.words)
        #expect(words.contains { $0.contains("[name=") } && !words.contains { $0.contains("{\"") }, "\(words)")
        let hands = Set(verdict.findings(.hand).compactMap(\.identity?.name))
        #expect(hands.isSuperset(of: ["toolbox", "ops-breakglass", "ledger", "kured", "debug-tools"]))
    }
}
