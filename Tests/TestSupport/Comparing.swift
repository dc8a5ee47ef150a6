package import Diff
package import Snapshot

/// Comparisons the way the command makes them, without the command.
package enum Comparing {
    /// The differences between two states.
    package static func compare(
        _ before: CapturedState, _ after: CapturedState, trustsDigests: Bool = false
    ) async throws -> Comparison {
        try await compare(
            ClusterState(before, name: "before"), ClusterState(after, name: "after"), trustsDigests: trustsDigests)
    }

    /// The differences between two states.
    package static func compare(
        _ before: ClusterState, _ after: ClusterState, trustsDigests: Bool = false,
        expectation: Comparer.Expectation = .states, listsSuppressed: Bool = false
    ) async throws -> Comparison {
        let comparer = Comparer(
            before: before, after: after, trustsDigests: trustsDigests, expectation: expectation)
        let left = try await before.shelve(comparer.neededBefore)
        let right = try await after.shelve(comparer.neededAfter)
        return try await comparer.compare(listsSuppressed: listsSuppressed, before: left, after: right)
    }
}
