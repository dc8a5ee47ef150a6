import ArgumentParser
import Diff
import Snapshot

/// `snapctl diff`
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What differs between two states, by meaning.",
        discussion: """
            Examples:
              snapctl diff before.tar.zst after.tar.zst
              snapctl diff golden.tar.zst cluster:prod -o text -o json=drift.json
              snapctl diff manifests/ cluster:
              snapctl diff monday.tar.zst tuesday.tar.zst --audit-log kube-audit.json.gz
            """)

    @Argument(help: "The earlier state, or the expected one.")
    var before: String

    @Argument(help: "The later state.")
    var after: String

    @Flag(help: "Believe the indexes of snapshots instead of checking equal digests again; the report says so.")
    var trustIndex = false

    @Flag(help: "List in the text report what normalization set aside, with the rule that says why.")
    var showSuppressed = false

    @OptionGroup var report: ReportOptions
    @OptionGroup var audit: AuditLogOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var redaction: RedactionOptions

    func run() async throws {
        let session = Session(isQuiet: report.quiet)
        try await perform(session) {
            _ = try report.plan()
            try audit.validate(states: [before, after])
            let frameworks = try report.frameworks()
            let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
            guard before != "-" || after != "-" else {
                throw CommandError(
                    "standard input can be only one of the two states", hint: "write one of them to a file")
            }
            let (left, right) = try await opener.pair(before, after)
            var judging = Judging(session: session, trustsIndex: trustIndex)
            judging.frameworks = frameworks
            judging.alignment = opener.alignment
            judging.listsSuppressed = showSuppressed
            if audit.isGiven { judging.audit = AuditReading(options: audit, session: session) }
            let result = try await judging.report(
                .diff, before: left.state, after: right.state,
                sources: (
                    ReportSource(argument: before, manifest: left.state.manifest, digest: left.digest),
                    ReportSource(argument: after, manifest: right.state.manifest, digest: right.digest)
                ), baseline: nil)
            try report.write(result, session)
            return result.judgment.status
        }
    }
}
