import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// What holds for every comparison, on every object of the example and of a recorded cluster.
struct ComparisonPropertyTests {
    private struct Sample {
        let comparer: Comparer
        let normalizer: Normalizer
        let objects: [(entry: IndexEntry, value: Value)]
    }

    private static let clusters = SampleCluster.all(with: .prodBaseline)

    private func sample(_ cluster: SampleCluster) async throws -> Sample {
        let state = ClusterState(try await cluster.capture(), name: "state")
        let lookup = try await state.shelve([])
        var objects: [(IndexEntry, Value)] = []
        for entry in state.entries { objects.append((entry, try #require(try await lookup(entry.identity)))) }
        return Sample(
            comparer: Comparer(before: state, after: state, trustsDigests: false),
            normalizer: Normalizer(schema: FieldSchema(state.schema)), objects: objects)
    }

    @Test(arguments: clusters)
    func nothingDiffersFromItself(_ cluster: SampleCluster) async throws {
        let sample = try await sample(cluster)
        for (entry, value) in sample.objects {
            let outcome = sample.comparer.differences(value, value)
            #expect(outcome.changes.isEmpty && outcome.suppressions.isEmpty, "\(entry.identity)")
        }
    }

    @Test(arguments: clusters)
    func normalizingTwiceIsNormalizingOnce(_ cluster: SampleCluster) async throws {
        let sample = try await sample(cluster)
        for (entry, value) in sample.objects {
            let apiVersion = value["apiVersion"]?.string ?? ""
            let once = sample.normalizer.canonical(
                sample.normalizer.declared(value, hasStatus: true), apiVersion: apiVersion)
            let twice = sample.normalizer.canonical(once, apiVersion: apiVersion)
            #expect(once == twice, "\(entry.identity)")
        }
    }

    @Test(arguments: clusters)
    func orderThatSaysNothingChangesNothingAndOrderThatSaysSomethingIsReported(_ cluster: SampleCluster) async throws {
        let sample = try await sample(cluster)
        let schema = sample.normalizer.schema
        var shuffled = 0
        var rotated = 0
        for (entry, value) in sample.objects {
            let apiVersion = value["apiVersion"]?.string ?? ""
            let declared = sample.normalizer.declared(value, hasStatus: true)
            let root = schema.root(apiVersion: apiVersion, kind: entry.identity.kind)
            var generator = SplitMix(
                seed: UInt64(truncatingIfNeeded: entry.path.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
            let other = Reordering.shuffled(declared, schema, root, &generator)
            if other != declared {
                shuffled += 1
                let outcome = sample.comparer.differences(with(declared, apiVersion), with(other, apiVersion))
                #expect(outcome.changes.allSatisfy { $0.kind == .orderOnly }, "\(entry.identity) \(outcome.changes)")
                #expect(
                    sample.normalizer.canonical(other, apiVersion: apiVersion)
                        == sample.normalizer.canonical(declared, apiVersion: apiVersion), "\(entry.identity)")
            }
            for mutant in Reordering.rotations(declared, schema, root) {
                rotated += 1
                let outcome = sample.comparer.differences(with(declared, apiVersion), with(mutant, apiVersion))
                #expect(outcome.changes.contains { $0.kind == .value }, "\(entry.identity)")
                let back = sample.comparer.differences(with(mutant, apiVersion), with(declared, apiVersion))
                #expect(back.changes.contains { $0.kind == .value }, "\(entry.identity)")
            }
        }
        #expect(shuffled > 20)
        #expect(rotated > 20)
    }

    @Test(arguments: clusters)
    func bothDirectionsSeeTheSameDifferences(_ cluster: SampleCluster) async throws {
        let sample = try await sample(cluster)
        var seed = 0
        for (entry, value) in sample.objects {
            for leaf in Leaf.all(in: value) {
                seed += 1
                guard seed % 53 == 0 else { continue }
                let mutant = leaf.mutated(value) { seed % 2 == 0 ? nil : Leaf.other(than: $0) }
                let there = sample.comparer.differences(value, mutant)
                let back = sample.comparer.differences(mutant, value)
                #expect(
                    Set(there.changes.map(\.path)) == Set(back.changes.map(\.path)),
                    "\(entry.identity) \(leaf.names.joined(separator: "."))")
            }
        }
    }

    @Test(arguments: clusters)
    func aPatchGivesTheOtherSide(_ cluster: SampleCluster) async throws {
        let sample = try await sample(cluster)
        var seed = 0
        for (entry, value) in sample.objects {
            let leaves = Leaf.all(in: value)
            for leaf in leaves {
                seed += 1
                guard seed % 97 == 0 else { continue }
                var mutant = leaf.mutated(value) { seed % 2 == 0 ? nil : Leaf.other(than: $0) }
                mutant = leaves[seed * 31 % leaves.count].mutated(mutant) { Leaf.other(than: $0) }
                let patch = JSONPatch.operations(from: value, to: mutant)
                #expect(try JSONPatchReader.apply(patch, to: value) == mutant, "\(entry.identity) \(patch)")
            }
        }
    }

    /// The declared form has lost its version, by which the schema is found.
    private func with(_ declared: Value, _ apiVersion: String) -> Value {
        guard case .object(var object) = declared else { return declared }
        object["apiVersion"] = .string(apiVersion)
        return .object(object)
    }
}
