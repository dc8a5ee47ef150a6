import ArgumentParser
import Diff
import Snapshot

/// Which audit logs speak, and about which period.
struct AuditLogOptions: ParsableArguments {
    @Option(
        name: .customLong("audit-log"),
        help: """
            An audit log of the API server, may be repeated, `-` for stdin: names who made each difference, and finds edits \
            that the state shows nothing of. Events as JSON lines, Azure diagnostics rows, exports of AKSAudit as JSON or \
            CSV; also .gz and .zst.
            """)
    var auditLog: [String] = []

    @Option(help: "From when the audit log counts, RFC 3339; default when the earlier state was captured.")
    var since: String?

    @Option(help: "Until when the audit log counts, RFC 3339; default when the later state was captured.")
    var until: String?

    /// Whether there is one.
    var isGiven: Bool { !auditLog.isEmpty }

    /// What reads it; `nil` without one.
    func reading(_ session: Session) -> AuditReading? {
        isGiven ? AuditReading(options: self, session: session) : nil
    }

    /// What is wrong with the options, before any work begins.
    func validate(states: [String]) throws(CommandError) {
        if auditLog.count(where: { $0 == "-" }) + states.count(where: { $0 == "-" }) > 1 {
            throw CommandError("standard input can be only one thing", hint: "write the others to files")
        }
        if auditLog.isEmpty, since != nil || until != nil {
            throw CommandError("--since and --until are about an audit log", hint: "name one with --audit-log FILE")
        }
        let (from, to) = (try instant(since, "--since"), try instant(until, "--until"))
        if let from, let to, to < from {
            throw CommandError("--until is before --since", hint: "exchange the two times")
        }
    }

    /// The period: what is asked for, else from capture to capture.
    func period(before: Manifest?, after: Manifest) throws(CommandError) -> AuditPeriod {
        let from = try instant(since, "--since") ?? before?.serverTime(\.startedAt)
        let to = try instant(until, "--until") ?? after.serverTime(\.finishedAt)
        let words =
            since != nil || until != nil ? "the period asked for" : "the time between the captures"
        return AuditPeriod(since: from, until: to, words: words)
    }

    private func instant(_ text: String?, _ name: String) throws(CommandError) -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw CommandError("`\(text)` is no time for \(name)", hint: "write it as 2026-03-04T13:00:00Z")
        }
        return instant
    }
}
