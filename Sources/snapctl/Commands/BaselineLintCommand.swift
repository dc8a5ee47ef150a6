import ArgumentParser
import Diff
import Snapshot

extension BaselineCommand {
    /// `snapctl baseline lint`
    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint", abstract: "Find expired, shadowed, unused and too wide rules.",
            discussion: """
                From baseline.yaml alone: expired rules and requirements, and rules that an earlier one shadows. Held against
                states: rules that select no object, paths that no object has, and what is allowed although nothing ever had it.
                The more states, the better the answer: one of each stage, or a folder of a year.

                Ends with 1 when something was found, else with 0.

                Examples:
                  snapctl baseline lint golden/prod
                  snapctl baseline lint golden/prod monday.tar.zst friday.tar.zst
                """)

        @Argument(help: "The folder of the golden baseline.")
        var baseline: String

        @Argument(help: "States that were found right.")
        var states: [String] = []

        @Option(
            help:
                "The stage whose values the baseline is read with; by default the one that each cluster's uid belongs to."
        )
        var stage: String?

        @Flag(help: "Print the findings as JSON.")
        var json = false

        @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
        @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
        @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

        func run() async throws {
            let session = Session()
            try await perform(session) {
                let folder = GoldenFolder(baseline)
                let document = try folder.document()
                var lint = BaselineLint(today: try session.today)
                do throws(BaselineError) {
                    for stage in document.stages.isEmpty ? [nil] : document.stages.map(Optional.some) {
                        lint.read(try document.baseline(document.bindings(in: stage)))
                    }
                } catch { throw CommandError(error) }
                lint.read(document.parameters, used: try folder.usedParameters().union(document.ownParameters))
                let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
                try await opener.reading.readResources(of: folder, document)
                for argument in states {
                    let judged = try await opener.extended(by: document.redaction).open(argument).state
                    let golden = try await GoldenState.open(
                        folder, document, for: judged, stage: stage, takesOtherClusters: true, opener)
                    session.progress.update("looking at \(argument)")
                    lint.begin(golden.baseline, golden: golden.state.entries, state: judged.entries)
                    for state in [golden.state, judged] {
                        try await state.naming {
                            try await state.scan { entry, object in lint.look(at: entry.identity, object) }
                        }
                    }
                    session.progress.clear()
                }
                let report = LintReport(lint.result, file: document.file, states: states)
                try session.console.result(json ? report.json : report.text)
                return lint.result.isEmpty ? .same : .drift
            }
        }
    }
}

/// What `baseline lint` found, for people and for programs.
struct LintReport {
    private let findings: [BaselineLint.Finding]
    private let file: String
    private let states: [String]

    init(_ findings: [BaselineLint.Finding], file: String, states: [String]) {
        self.findings = findings
        self.file = file
        self.states = states
    }

    /// One line a finding, as compilers write them, and the sum.
    var text: String {
        let lines = findings.map { "\(file):\($0.position): \($0.subject) \($0.words)" }
        let against =
            states.isEmpty
            ? "looked at the document alone; name states to find rules that never match"
            : "held against \(Words.count(states.count, "state"))"
        let sum = findings.isEmpty ? "nothing to say" : Words.count(findings.count, "finding")
        return (lines + ["\(sum); \(against)"]).map(SafeText.line).joined(separator: "\n") + "\n"
    }

    var json: String {
        PrettyJSON.text([
            "file": .string(file), "states": .array(states.map(Value.string)),
            "findings": .array(
                findings.map { finding in
                    [
                        "kind": .string(finding.kind.rawValue), "subject": .string(finding.subject),
                        "detail": .string(finding.words), "line": .number(Number(finding.position.line)),
                        "column": .number(Number(finding.position.column)),
                    ]
                }),
        ])
    }
}
