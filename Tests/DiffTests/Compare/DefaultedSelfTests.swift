import Diff
import Snapshot
import TestSupport
import Testing

/// A manifest is equal to what a server makes of it by its defaults alone, whoever owns the fields, and every other value in
/// the place of a default is a difference.
@Suite struct DefaultedSelfTests {
    private func comparer(_ expectation: Comparer.Expectation) async throws -> Comparer {
        let state = try await WrittenState.state("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: q}\n")
        return Comparer(before: state, after: state, trustsDigests: false, expectation: expectation)
    }

    /// Two ways to own all of it: nobody is recorded, and one applier wrote everything as a whole.
    private func owned(_ live: Value) -> [Value] {
        let fields: Value = ["f:spec": [:], "f:webhooks": [:], "f:subsets": [:], "f:ports": [:], "f:endpoints": [:]]
        guard case .object(var object) = live, case .object(var metadata)? = live["metadata"] else { return [live] }
        metadata["managedFields"] = [
            [
                "manager": "helm", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
                "fieldsV1": fields,
            ]
        ]
        object["metadata"] = .object(metadata)
        return [live, .object(object)]
    }

    @Test(arguments: DefaultedPair.all) func anObjectIsEqualToItsDefaultedSelf(_ pair: DefaultedPair) async throws {
        let (manifest, live) = try pair.values()
        for live in owned(live) {
            for (expectation, before, after) in [
                (Comparer.Expectation.manifests(.before), manifest, live), (.manifests(.after), live, manifest),
                (.states, manifest, live), (.states, live, manifest),
            ] {
                let outcome = try await comparer(expectation).differences(before, after)
                let changes = outcome.changes.filter { $0.kind != .orderOnly }
                #expect(changes.isEmpty, "\(pair.name): \(changes.map(\.path))")
            }
        }
    }

    @Test(arguments: DefaultedPair.all) func anotherValueInThePlaceOfADefaultIsReported(
        _ pair: DefaultedPair
    ) async throws {
        let (manifest, live) = try pair.values()
        let comparers = (
            try await comparer(.manifests(.before)), try await comparer(.manifests(.after)), try await comparer(.states)
        )
        for leaf in Leaf.all(in: live) where !["apiVersion", "kind", "metadata", "status"].contains(leaf.names.first) {
            let mutant = leaf.mutated(live) { Leaf.other(than: $0) }
            let place = "\(pair.name): \(leaf.names.joined(separator: "."))"
            // An empty list and null say nothing; what stands in their place says something.
            #expect(!comparers.0.differences(manifest, mutant).changes.isEmpty, "\(place)")
            #expect(!comparers.1.differences(mutant, manifest).changes.isEmpty, "\(place)")
            #expect(!comparers.2.differences(live, mutant).changes.isEmpty, "\(place)")
            #expect(!comparers.2.differences(mutant, live).changes.isEmpty, "\(place)")
        }
    }
}
