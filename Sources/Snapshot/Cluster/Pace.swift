import FoundationEssentials

/// Time and chance as the requests see them, so that a test needs neither.
package struct Pace: Sendable {
    /// What the wall clock says.
    package let now: @Sendable () -> Instant
    /// What a clock says that nobody sets.
    package let uptime: @Sendable () -> ContinuousClock.Instant
    /// Waits; throws when the task is canceled.
    package let sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1.
    package let random: @Sendable () -> Double

    /// Time and chance of these sources.
    package init(
        now: @escaping @Sendable () -> Instant, uptime: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.random = random
    }

    /// The machine's.
    package static let real = Pace(
        now: { Instant(milliseconds: Int((Date().timeIntervalSince1970 * 1000).rounded())) },
        uptime: { ContinuousClock.now },
        sleep: { try await Task.sleep(for: $0) },
        random: { Double.random(in: 0..<1) })
}
