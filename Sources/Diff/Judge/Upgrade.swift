import Snapshot

/// Differences that an upgrade of the cluster brought, as one finding for people to review. It accepts nothing: as long as the
/// baseline does not hold them, they weigh what the weightiest of them weighs.
package struct Upgrade: Sendable, Hashable {
    /// The server's version before, as it calls itself.
    package let from: String
    /// And after.
    package let to: String
    /// What differs, the weightiest first; never empty.
    package let violations: [Judgment.Violation]
    /// How many differences each row of ``UpgradeTable`` is about, by name.
    package let rows: [String: Int]

    /// `1.33 → 1.34`, or whole versions where the minor is the same.
    package var title: String {
        let minors = [from, to].map { ServerMinor.of($0).map { "1.\($0)" } ?? $0 }
        return minors[0] == minors[1] ? "\(from) → \(to)" : "\(minors[0]) → \(minors[1])"
    }

    /// The greatest severity.
    package var severity: Severity { violations.map(\.severity).max() ?? .medium }

    /// How many single differences it holds.
    package var differenceCount: Int { violations.reduce(0) { $0 + max(1, $1.fields.count) } }
}

/// A version of a server: `v1.33.4-aks1`.
enum ServerVersion {
    /// Whether one is newer than the other; text that is no version is newer than nothing.
    static func isNewer(_ version: String, than other: String) -> Bool {
        guard let new = numbers(version), let old = numbers(other) else { return false }
        return old.lexicographicallyPrecedes(new)
    }

    private static func numbers(_ version: String) -> [Int]? {
        let plain = version.hasPrefix("v") ? version.dropFirst() : version[...]
        let parts = plain.prefix { $0 != "-" && $0 != "+" }.split(separator: ".").map { Int($0) }
        guard parts.count >= 2, !parts.contains(nil) else { return nil }
        return parts.compactMap { $0 }
    }
}
