/// How long a request is tried.
package struct RetryPolicy: Sendable {
    /// Attempts after broken connections and 5xx.
    package var attempts = 4
    /// Attempts while the server says 429, which means: later.
    package var busyAttempts = 10
    /// The wait before the second attempt; it doubles with each further one.
    package var firstWait = Duration.milliseconds(250)
    /// The longest wait, the server's own wish included.
    package var longestWait = Duration.seconds(30)
    /// The longest that one answer may take.
    package var requestTimeout = Duration.seconds(300)
    /// No attempt is begun after this much time.
    package var deadline = Duration.seconds(300)

    package init() {}

    /// The wait before the attempt that follows attempt number `attempt`: the server's wish, else doubling with chance,
    /// so that many clients do not come back together.
    func wait(after attempt: Int, wish: Duration?, random: Double) -> Duration {
        if let wish { return min(wish + .milliseconds(Int(random * 100)), longestWait) }
        let doubled = firstWait * (1 << min(attempt - 1, 16))
        return min(doubled, longestWait) * (0.5 + random / 2)
    }

    /// What `Retry-After` asks for: seconds, or a date. Source: RFC 9110 §10.2.3.
    static func wish(_ response: APIResponse, now: Instant) -> Duration? {
        guard let text = response.header("retry-after")?.trimmed else { return nil }
        if let seconds = Int(text), 0...86_400 ~= seconds { return .seconds(seconds) }
        guard let date = Instant(httpDate: text) else { return nil }
        return .milliseconds(max(0, date.milliseconds - now.milliseconds))
    }
}
