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
        let comparers = (
            try await comparer(.manifests(.before)), try await comparer(.manifests(.after)), try await comparer(.states)
        )
        for live in owned(live) {
            for (comparer, before, after) in [
                (comparers.0, manifest, live), (comparers.1, live, manifest), (comparers.2, manifest, live),
                (comparers.2, live, manifest),
            ] {
                let outcome = comparer.differences(before, after)
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

    private func changes(_ before: String, _ after: String) async throws -> [String] {
        let comparison = try await Comparing.compare(
            try await WrittenState.state(before), try await WrittenState.state(after))
        return comparison.changes.flatMap(\.fields).map(\.path.description)
    }

    /// Servers fill in the requests of a Pod, and those of a template never.
    @Test(arguments: ["limits: {cpu: '1'}, requests: {cpu: '1'}", "limits: {cpu: '1'}"])
    func whatOnlyPodsGetIsADifferenceInATemplate(_ resources: String) async throws {
        func deployment(_ resources: String) -> String {
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: q, uid: u}\n"
                + "spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, "
                + "spec: {containers: [{name: c, image: 'c:1', resources: {\(resources)}}]}}}\n"
        }
        let found = try await changes(deployment("limits: {cpu: '1'}"), deployment(resources))
        #expect(found.count == (resources.contains("requests") ? 1 : 0), "\(found)")
    }

    private static let metrics = [
        ("targetCPUUtilizationPercentage: 70", "metrics: [{cpu: 70}]", 0),
        ("targetCPUUtilizationPercentage: 80", "metrics: [{cpu: 80}]", 0),
        ("minReplicas: 1", "metrics: [{cpu: 80}]", 0),
        ("targetCPUUtilizationPercentage: 70", "metrics: [{cpu: 80}]", 1),
        ("targetCPUUtilizationPercentage: 80", "metrics: [{cpu: 70}]", 1),
        ("minReplicas: 1", "metrics: [{cpu: 70}]", 1),
        ("targetCPUUtilizationPercentage: 70", "metrics: [{cpu: 70}, {memory: 70}]", 1),
    ]

    /// An autoscaler says the same in the two versions of its API, which spell its metric in two ways.
    @Test(arguments: metrics)
    func anAutoscalerIsEqualInItsTwoVersions(_ old: String, _ new: String, _ count: Int) async throws {
        func autoscaler(_ version: String, _ metric: String) -> String {
            "apiVersion: autoscaling/\(version)\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, namespace: q}\n"
                + "spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: a}, \(metric)}\n"
        }
        var full = new
        for name in ["cpu", "memory"] {
            for percent in ["70", "80"] {
                full.replace(
                    "{\(name): \(percent)}",
                    with:
                        "{type: Resource, resource: {name: \(name), target: {type: Utilization, averageUtilization: \(percent)}}}"
                )
            }
        }
        let (first, second) = (autoscaler("v1", old), autoscaler("v2", full))
        for found in [try await changes(first, second), try await changes(second, first)] {
            #expect((found.isEmpty ? 0 : 1) == count, "\(found)")
        }
    }
}
