public import ArgumentParser
public import Diff
import Snapshot

extension Severity: ExpressibleByArgument {}

/// `snapctl check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judge a state by a golden baseline.",
        discussion: """
            The baseline is a folder: baseline.yaml with scope and rules, and one YAML file a resource under resources/.

            Examples:
              snapctl check prod.tar.zst --baseline golden/aks-regulated
              snapctl check cluster: --baseline golden/aks-regulated -o json=verdict.json
              snapctl check prod.tar.zst --baseline golden/platform --stage prod
              snapctl check prod.tar.zst --zero-kubectl
              snapctl check prod.tar.zst --baseline golden/aks-regulated --trust-key ops.pub -o html=report.html
              snapctl check prod.tar.zst --baseline golden/aks-regulated --audit-log kube-audit.json.gz
            """)

    @Argument(help: "The state to judge.")
    var state: String

    @Option(name: [.short, .long], help: "The folder of the golden baseline; may be left out with --zero-kubectl.")
    var baseline: String?

    @Option(
        help: "The stage whose values the baseline is read with; by default the one that the cluster's uid belongs to.")
    var stage: String?

    @Option(
        help:
            "The least severity that ends with status 1: critical, high, medium or low; default what the baseline says."
    )
    var failOn: Severity?

    @Flag(help: "Report also whether anybody changed the state manually, with the evidence and its limits.")
    var zeroKubectl = false

    @Flag(help: "Believe the index of a snapshot instead of checking equal digests again; the report says so.")
    var trustIndex = false

    @Flag(help: "List the ignored fields, with the rule that ignores each.")
    var showIgnored = false

    @OptionGroup(title: "Report") var report: ReportOptions
    @OptionGroup(title: "Signatures") var trusted: TrustOptions
    @OptionGroup(title: "Audit log") var audit: AuditLogOptions
    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions
    @OptionGroup var secrets: SecretValueOptions
    @OptionGroup var otherCluster: OtherClusterOptions

    func run() async throws {
        let session = Session(isQuiet: report.quiet)
        try await perform(session) {
            _ = try report.plan()
            _ = try report.earlier()
            try audit.validate(states: [state])
            let requirements = try report.requirements()
            let verifier = try trusted.verifier(session)
            let golden = try baseline.map { try GoldenFolder($0).document() }
            let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
            let judged = try await opener.extended(by: golden?.redaction).open(state)
            var options = ComparisonOptions(trustsIndex: trustIndex, alignment: opener.alignment)
            options.requirements = requirements
            options.listsIgnoredFields = showIgnored
            options.ignoresSecretValues = secrets.ignoreSecretValues
            options.failOn = failOn
            let reading = audit.reading(session)
            var judgedSource = ReportSource(argument: state, manifest: judged.state.manifest, digest: judged.digest)
            judgedSource.verification = try await trusted.verification(of: state, judged, by: verifier, session)
            guard let baseline, let golden else {
                guard zeroKubectl || audit.isGiven else {
                    throw CommandError(
                        "no baseline given to check \(state) against",
                        hint: "name a golden baseline with --baseline FOLDER, or ask for --zero-kubectl")
                }
                let result = try await ComparisonPipeline(session, options, audit: reading).report(
                    on: judged.state, source: judgedSource)
                try await report.write(result, session)
                return result.judgment.status
            }
            let folder = GoldenFolder(baseline)
            var expected = try await GoldenState.open(
                folder, golden, for: judged.state, stage: stage, takesOtherClusters: otherCluster.isMeant, opener)
            options.remarks = otherCluster.remarks(golden, judged.state)
            expected.baseline.treeDigest = try folder.treeDigest()
            let result = try await ComparisonPipeline(session, options, audit: reading).report(
                judged.state, source: judgedSource, by: expected, in: folder, asksForManualChanges: zeroKubectl)
            try await report.write(result, session)
            return result.judgment.status
        }
    }
}
