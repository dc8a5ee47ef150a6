import Diff
import Snapshot
import TestSupport
import Testing

/// One stage read in the terms of another.
@Suite struct MappedStateTests {
    private static let mapping = StateMapping(
        ExampleStage.values.filter { $0.stage != ExampleStage.uid }.map {
            Substitution(.value, from: $0.example, to: $0.stage)
        })

    private static func compare(_ mapping: StateMapping) async throws -> (Comparison, MappedState) {
        let before = ClusterState(try await ExampleCluster.cluster.capture(), name: "prod")
        let after = ClusterState(try await ExampleStage.capture(.cluster), name: "stage")
        let mapped = try await MappedState(before, by: mapping)
        return (try await Comparing.compare(mapped.state, after), mapped)
    }

    @Test func whatIsLeftIsWhatReallyDiffers() async throws {
        let (comparison, mapped) = try await Self.compare(Self.mapping)
        #expect(
            Set(comparison.changes.map(\.described)) == [
                "Deployment.apps payments-i/web-frontend spec.replicas",
                "ConfigMap payments-i/web-frontend-settings data.LOG_LEVEL",
                "Secret payments-i/ledger-credentials data.hmacKey",
            ])
        #expect(comparison.incomparable.isEmpty)
        #expect(mapped.contradictions.isEmpty)
        #expect(mapped.uses.allSatisfy { $0.places > 0 && $0.objects > 0 })
    }

    @Test func signalsOfTwoClustersTellNothing() async throws {
        let (comparison, _) = try await Self.compare(StateMapping([]))
        #expect(comparison.signals.filter { $0.kind != .deleting }.isEmpty)
    }

    @Test func tokensOfSecretsAtMappedPlacesAreNotComparable() async throws {
        let mapping = StateMapping([Substitution(.namespace, from: "payments-i", to: "shop-i")])
        let before = ClusterState(try await ExampleCluster.cluster.capture(), name: "prod")
        let mapped = try await MappedState(before, by: mapping)
        let again = try await MappedState(
            mapped.state, by: StateMapping([Substitution(.namespace, from: "shop-i", to: "payments-i")]))
        let comparison = try await Comparing.compare(again.state, before)
        #expect(comparison.changes.map(\.described) == [])
        let secrets = Set(comparison.incomparable.filter { $0.identity.kind == "Secret" }.map(\.identity.name))
        #expect(secrets.contains("ledger-credentials"))
    }

    @Test func twoObjectsNeverBecomeOne() async throws {
        let mapping = StateMapping([Substitution(.namespace, from: "payments-o", to: "payments-i")])
        let before = ClusterState(try await ExampleCluster.cluster.capture(), name: "prod")
        let mapped = try await MappedState(before, by: mapping)
        #expect(mapped.state.entries.count == before.entries.count)
        #expect(Set(mapped.state.entries.map(\.identity)).count == before.entries.count)
        #expect(mapped.contradictions.contains { $0.contains("is there already") })
    }

    @Test func whatWasNeverUsedAndWhatWasThereAlreadyIsSaid() async throws {
        let before = ClusterState(try await ExampleCluster.cluster.capture(), name: "prod")
        let unused = try await MappedState(
            before, by: StateMapping([Substitution(.value, from: "nowhere9", to: "somewhere")]))
        #expect(unused.findings.first?.contains("never used") == true)
        let doubled = try await MappedState(
            before, by: StateMapping([Substitution(.value, from: "payments-o", to: "payments-i")]))
        #expect(doubled.findings.contains { $0.contains("stands already") })
    }
}
