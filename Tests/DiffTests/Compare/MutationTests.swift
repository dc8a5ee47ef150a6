import Diff
import Snapshot
import TestSupport
import Testing

/// Changes one leaf after the other of real objects: each change is reported, or a named rule says why not.
///
/// Every leaf of every object; half a minute.
struct MutationTests {
    /// Rules that may ignore a changed leaf. None of them is about spelling, order or defaults.
    private static let rules = Set(FieldTable.rules.map(\.name)).union(["status", "api-version", "string-data"])

    @Test(arguments: SampleCluster.all(with: .prodBaseline, .stageBaseline))
    func everyChangedLeafIsReportedOrIgnoredByName(_ sample: SampleCluster) async throws {
        let state = ClusterState(try await sample.capture(), name: "state")
        let comparer = Comparer(before: state, after: state, trustsDigests: false)
        var lost: [String] = []
        var strange: [String] = []
        var checked = 0
        let lookup = try await state.shelve([])
        for entry in state.entries {
            let object = try #require(try await lookup(entry.identity))
            for leaf in Leaf.all(in: object) {
                guard leaf.names != ["kind"] else { continue }
                checked += 1
                let mutant = leaf.mutated(object) { Leaf.other(than: $0) }
                let outcome = comparer.differences(object, mutant)
                // A token that became text is seen as well, as incomparable: the verdict is inconclusive, never clean.
                if outcome.changes.contains(where: { $0.kind != .orderOnly && covers($0.path, leaf) }) { continue }
                let rule = outcome.suppressions.first { covers($0.path, leaf) }?.rule
                let place = "\(entry.identity) \(leaf.names.joined(separator: "."))"
                if let rule {
                    if !Self.rules.contains(rule) { strange.append("\(place): \(rule)") }
                } else {
                    lost.append(place)
                }
            }
        }
        #expect(checked > 10_000)
        #expect(lost.isEmpty, "\(lost.count) of \(checked): \(lost.prefix(20).joined(separator: "\n"))")
        #expect(strange.isEmpty, "\(strange.count) of \(checked): \(strange.prefix(20).joined(separator: "\n"))")
    }

    @Test(arguments: SampleCluster.all(with: .prodBaseline))
    func everyRemovedLeafIsReportedOrIgnoredByName(_ sample: SampleCluster) async throws {
        let state = ClusterState(try await sample.capture(), name: "state")
        let comparer = Comparer(before: state, after: state, trustsDigests: false)
        let rules = Self.rules.union(["default", "empty", "null"])
        var lost: [String] = []
        let lookup = try await state.shelve([])
        for entry in state.entries {
            let object = try #require(try await lookup(entry.identity))
            for leaf in Leaf.all(in: object) {
                guard !["kind", "apiVersion"].contains(leaf.names.first) else { continue }
                let outcome = comparer.differences(object, leaf.mutated(object) { _ in nil })
                let isReported = outcome.changes.contains { $0.kind == .value && covers($0.path, leaf) }
                let rule = outcome.suppressions.first { covers($0.path, leaf) }?.rule
                if !isReported, !rules.contains(rule ?? "") {
                    lost.append("\(entry.identity) \(leaf.names.joined(separator: ".")): \(rule ?? "nothing said")")
                }
            }
        }
        #expect(lost.isEmpty, "\(lost.count): \(lost.prefix(20).joined(separator: "\n"))")
    }

    private func covers(_ path: FieldPath, _ leaf: Leaf) -> Bool {
        let names = path.elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
        return names.starts(with: leaf.names) || leaf.names.starts(with: names)
    }
}
