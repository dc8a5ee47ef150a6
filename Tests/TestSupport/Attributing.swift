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
        let left = try await before.shelve(
            comparer.neededBefore.union(unopened.before).union(TraceBook.inventories(of: before)))
        let right = try await after.shelve(
            comparer.neededAfter.union(unopened.after).union(TraceBook.inventories(of: after)))
        let comparison = try await comparer.compare(before: left, after: right)
        let asked = TraceBook.identities(of: comparison)
        let attributor = try await Attributor(
            before: TraceBook(before, of: asked, left), after: TraceBook(after, of: asked, right))
        return Outcome(comparison: comparison, attributions: attributor.attributions(of: comparison))
    }

    /// The verdict on one state.
    package static func verdict(on state: ClusterState, signals: [Signal] = []) async throws -> Verdict {
        let entries = state.entries
        let book = try await TraceBook(state, of: [], state.shelve(TraceBook.inventories(of: state)))
        var search = ZeroKubectl(entries: entries, inventory: book.inventory)
        try await state.scan { entry, object in
            search.look(at: ObjectTrace(object, entry, role: Matching.role(of: entry, in: entries)))
        }
        return search.verdict(signals: signals)
    }
}
