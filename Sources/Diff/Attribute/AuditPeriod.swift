package import Snapshot

/// The period that an audit log has to cover, and how far it does.
package struct AuditPeriod: Sendable, Hashable {
    /// From when; `nil` when nothing says, then the log's own beginning.
    package let since: Instant?
    /// Until when; `nil` when nothing says, then the log's own end.
    package let until: Instant?
    /// Since when and until when, as the one who asked or the captures say.
    package let words: String

    package init(since: Instant?, until: Instant?, words: String) {
        self.since = since
        self.until = until
        self.words = words
    }

    /// How far from a border the log's first or last event may be, and how far a hole beside the period may reach into it:
    /// an API server is never silent for long.
    private static let tolerance = 60_000
    /// How many minutes without any event are a hole.
    private static let silence = 15

    /// What of the period the log does not cover, in sentences; empty when it covers all of it.
    package func holes(in facts: AuditFacts) -> [String] {
        guard let first = facts.first, let last = facts.last else { return ["the audit log holds no event"] }
        var holes: [String] = []
        if let since, first.milliseconds > since.milliseconds + Self.tolerance {
            holes.append("the audit log begins at \(facts.firstText ?? ""), after the beginning of \(words)")
        }
        if let until, last.milliseconds < until.milliseconds - Self.tolerance {
            holes.append("the audit log ends at \(facts.lastText ?? ""), before the end of \(words)")
        }
        if let since, last < since {
            holes.append("the audit log ends at \(facts.lastText ?? ""), before \(words) begins")
        }
        if let until, first > until {
            holes.append("the audit log begins at \(facts.firstText ?? ""), after \(words) ends")
        }
        let silences = facts.silences(
            from: since ?? first, to: until ?? last, minutes: Self.silence, edge: Self.tolerance)
        holes += silences.map {
            "the audit log holds nothing from \($0.from) to \($0.to): \($0.minutes) minutes"
        }
        return holes
    }
}
