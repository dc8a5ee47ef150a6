package import Diff
package import Snapshot

/// Comparisons the way the command makes them, without the command.
package enum Comparing {
    /// The differences between two states.
    package static func compare(
        _ before: CapturedState, _ after: CapturedState, trustsDigests: Bool = true
    ) async throws -> Comparison {
        try await compare(
            ClusterState(before, name: "before"), ClusterState(after, name: "after"), trustsDigests: trustsDigests)
    }

    /// The differences between two states.
    package static func compare(
        _ before: ClusterState, _ after: ClusterState, trustsDigests: Bool = true
    ) async throws -> Comparison {
        let comparer = Comparer(before: before, after: after, trustsDigests: trustsDigests)
        let left = try await before.load(comparer.neededBefore, comparer.doubted)
        let right = try await after.load(comparer.neededAfter, comparer.doubted)
        return comparer.compare(before: left, after: right)
    }
}
