import ArgumentParser
import Diff
import Snapshot

/// `snapctl compare`
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Many states side by side: who deviates in what, outliers first.",
        discussion: """
            Without a baseline, what more than half of the states say is what the others are held against; with one, every
            state is judged by it, by the stage that its cluster's uid belongs to.

            Every snapshot is read as a whole, and what its index says is computed again. Kept are only objects of which there
            are several versions, of one state for each version.

            Examples:
              snapctl compare prod-1.tar.zst prod-2.tar.zst prod-3.tar.zst
              snapctl compare fleet/*.tar.zst -o text -o html=fleet.html
              snapctl compare prod.tar.zst stage.tar.zst --map eastus2=centralus --map acrprod=acrstage
              snapctl compare dev.tar.zst preprod.tar.zst prod.tar.zst --baseline golden/platform

            Exit status: 0 alike, 1 something differs, 3 nothing was seen to differ and something could not be read.
            """)

    @Argument(help: "The states; two at least.")
    var states: [String]

    @Option(
        name: [.short, .long], help: "Hold every state against this golden baseline instead of against most others.")
    var baseline: String?

    @OptionGroup(title: "Mapping") var mapping: MappingOptions
    @OptionGroup(title: "Report") var reports: FleetReportOptions
    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

    func run() async throws {
        let report = reports.options
        let session = Session(isQuiet: report.quiet)
        try await perform(session) {
            for option in try report.plan() where !FleetReport.formats.contains(option.format) {
                throw CommandError(
                    "compare has no \(option.format.rawValue) report",
                    hint: "it can be had as " + FleetReport.formats.map(\.rawValue).joined(separator: ", "))
            }
            guard states.count > 1 else {
                throw CommandError(
                    "there is only one state to compare", hint: "name two at least; `snapctl check` judges a single one"
                )
            }
            if let twice = states.first(where: { state in states.count { $0 == state } > 1 }) {
                throw CommandError("\(twice) is named twice", hint: "name every state once")
            }
            let substitutions = try mapping.substitutions()
            guard baseline == nil || substitutions.isEmpty else {
                throw CommandError(
                    "a baseline and --map both say how the states are to be read",
                    hint: "leave --map out: the parameters of the baseline hold the values of each stage")
            }
            let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
            let reading = FleetReading(session: session, opener: opener, mapping: StateMapping(substitutions))
            let result =
                if let baseline {
                    try await reading.report(states, baseline: GoldenFolder(baseline))
                } else {
                    try await reading.report(states)
                }
            try await report.write(session) { format, options in result.render(format, options: options) ?? "" }
            return result.status
        }
    }
}
