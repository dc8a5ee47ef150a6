package import Diff
package import Snapshot

/// Who is behind differences, found the way the command finds it, without the command.
package enum Attributing {
    /// A comparison with the attributions of everything in it.
    package struct Outcome: Sendable {
        package let comparison: Comparison
        package let attributions: [Identity: Attribution]
    }

    /// The differences of two states with their authors.
    package static func attribute(_ before: ClusterState, _ after: ClusterState) async throws -> Outcome {
        let comparer = Comparer(before: before, after: after, trustsDigests: true)
        let unopened = comparer.unopened
        let left = try await before.load(
            comparer.neededBefore.union(unopened.before).union(Attributor.inventories(of: before)), [])
        let right = try await after.load(
            comparer.neededAfter.union(unopened.after).union(Attributor.inventories(of: after)), [])
        let comparison = comparer.compare(before: left, after: right)
        let attributor = Attributor(before: before, left, after: after, right)
        return Outcome(comparison: comparison, attributions: attributor.attributions(of: comparison))
    }

    /// The verdict on one state.
    package static func verdict(on state: ClusterState, signals: [Signal] = []) async throws -> Verdict {
        let entries = Dictionary(state.entries.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        let book = TraceBook(state, try await state.load(Attributor.inventories(of: state), []))
        var search = ZeroKubectl(entries: entries, inventory: book.inventory)
        try await state.scan { entry, object in
            search.look(at: ObjectTrace(object, entry, role: Matching.role(of: entry, in: entries)))
        }
        return search.verdict(signals: signals)
    }
}
