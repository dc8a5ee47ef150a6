import ArgumentParser
import Diff
import Snapshot

/// `snapctl diff`
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What differs semantically between two states.",
        discussion: """
            Examples:
              snapctl diff before.tar.zst after.tar.zst
              snapctl diff golden.tar.zst cluster:prod -o text -o json=drift.json
              snapctl diff manifests/ cluster:
              snapctl diff monday.tar.zst tuesday.tar.zst --audit-log kube-audit.json.gz
              snapctl diff before.tar.zst after.tar.zst --trust-key ops.pub
              snapctl diff before.tar.zst after.tar.zst --patch changes.json
              snapctl diff prod.tar.zst stage.tar.zst
              snapctl diff prod.tar.zst stage.tar.zst --map eastus2=centralus --map namespace:pay-prod=pay-stage
              snapctl diff prod.tar.zst stage.tar.zst --parameters golden/platform

            Of two clusters the report says which values they spell differently, each always alike, and what is left.
            """)

    @Argument(help: "The earlier state, or the expected one.")
    var before: String

    @Argument(help: "The later state.")
    var after: String

    @Flag(help: "Believe the indexes of snapshots instead of checking equal digests again; the report says so.")
    var trustIndex = false

    @Flag(help: "List the ignored fields, with the rule that ignores each.")
    var showIgnored = false

    @Option(
        help: "Write what leads from before to after into this file, a JSON Patch (RFC 6902) an object; `-` for stdout."
    )
    var patch: String?

    @Option(
        help: ArgumentHelp(
            "Read the first state in the terms of the second by the parameters of this baseline, each in its cluster's stage.",
            valueName: "FOLDER"))
    var parameters: String?

    @OptionGroup(title: "Mapping") var mapping: MappingOptions
    @OptionGroup(title: "Report") var report: ReportOptions
    @OptionGroup(title: "Signatures") var trusted: TrustOptions
    @OptionGroup(title: "Audit log") var audit: AuditLogOptions
    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions
    @OptionGroup var secrets: SecretValueOptions

    func run() async throws {
        let session = Session(isQuiet: report.quiet)
        try await perform(session) {
            _ = try report.plan()
            _ = try report.earlier()
            try audit.validate(states: [before, after])
            if patch == "-", try !report.output.isEmpty && report.plan().contains(where: { $0.file == nil }) {
                throw CommandError(
                    "the patches and a report both go to stdout", hint: "give one of them a file: -o text=report.txt")
            }
            let requirements = try report.requirements()
            let verifier = try trusted.verifier(session)
            let substitutions = try mapping.substitutions()
            let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
            guard before != "-" || after != "-" else {
                throw CommandError(
                    "standard input can be only one of the two states", hint: "write one of them to a file")
            }
            let (left, right) = try await opener.pair(before, after)
            var options = ComparisonOptions(trustsIndex: trustIndex, alignment: opener.alignment)
            options.requirements = requirements
            options.listsIgnoredFields = showIgnored
            options.ignoresSecretValues = secrets.ignoreSecretValues
            options.mapping = StateMapping(substitutions)
            options.translation = try parameters.map {
                try GoldenFolder($0).translation(from: left.state, to: right.state)
            }
            options.makesPatches = patch != nil
            var sources = (
                before: ReportSource(argument: before, manifest: left.state.manifest, digest: left.digest),
                after: ReportSource(argument: after, manifest: right.state.manifest, digest: right.digest)
            )
            sources.before.verification = try await trusted.verification(of: before, left, by: verifier, session)
            sources.after.verification = try await trusted.verification(of: after, right, by: verifier, session)
            let (result, patches) = try await ComparisonPipeline(session, options, audit: audit.reading(session)).run(
                ComparisonRequest(before: left.state, after: right.state, sources: sources))
            if let patch, let patches { try write(patches, to: patch, session) }
            if patch != "-" || !report.output.isEmpty { try await report.write(result, session) }
            return result.judgment.status
        }
    }

    private func write(_ patches: PatchDocument, to path: String, _ session: Session) throws {
        guard path != "-" else { return try session.console.result(patches.text) }
        var file = try AtomicFile(path)
        try file.write(Array(patches.text.utf8))
        try file.commit()
    }
}
