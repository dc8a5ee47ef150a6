import Snapshot

/// Everything that a comparison of many states says, complete before any rendering starts.
package struct FleetReport: Sendable {
    /// One of the states.
    package struct Member: Sendable {
        /// What it is and how completely it was read.
        package let source: ReportSource
        /// Its stage, when a baseline says one.
        package let stage: String?
        /// What of it could not be read, in words; each makes the result inconclusive.
        package let gaps: [String]

        package init(source: ReportSource, stage: String? = nil, gaps: [String] = []) {
            self.source = source
            self.stage = stage
            self.gaps = gaps
        }
    }

    /// How often the states were read in other terms by one substitution.
    package struct Mapping: Sendable, Hashable {
        /// What was replaced.
        package let from: String
        /// By what.
        package let to: String
        /// In how many places, objects and states; 0 for one that was never used.
        package var places = 0
        package var objects = 0
        package var states = 0

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// The program and its version.
    package let tool: String
    /// When the report was made, RFC 3339.
    package let madeAt: String?
    /// The command line that asked, without the program.
    package let invocation: [String]
    /// The states, in the order in which they were named.
    package let members: [Member]
    /// What differs.
    package let comparison: FleetComparison
    /// The baseline that every state was held against; `nil` when most states say what is usual.
    package let authority: Report.Authority?
    /// What the judgments of the states by the baseline come to; empty without one. A threshold may let pass what the rows say.
    package let verdicts: Set<ExitStatus>
    /// In which terms the states were read.
    package let mappings: [Mapping]
    /// What this report does not prove, in sentences.
    package let limits: [String]

    package init(
        tool: String, madeAt: String?, invocation: [String] = [], members: [Member], comparison: FleetComparison,
        baseline: Baseline? = nil, verdicts: Set<ExitStatus> = [], mappings: [Mapping] = [], limits: [String] = []
    ) {
        self.tool = tool
        self.madeAt = madeAt
        self.invocation = invocation
        self.members = members
        self.comparison = comparison
        authority = baseline.map { Report.Authority($0) }
        self.verdicts = verdicts
        self.mappings = mappings
        self.limits = limits
    }

    /// Every exit status that holds.
    package var statuses: [ExitStatus] {
        var statuses = verdicts.subtracting([.same])
        if authority == nil, !comparison.findings.isEmpty { statuses.insert(.drift) }
        let hasUnknown = comparison.findings.contains { !$0.unknown.isEmpty }
        if hasUnknown || !comparison.incomparable.isEmpty || members.contains(where: { !$0.gaps.isEmpty }) {
            statuses.insert(.inconclusive)
        }
        return ExitStatus.precedence.filter((statuses.isEmpty ? [.same] : statuses).contains)
    }

    /// The status to exit with.
    package var status: ExitStatus { statuses.first ?? .same }

    /// The report in a form; `nil` for forms that show one state against another only.
    package func render(_ format: ReportFormat, options: TextReport.Options = .init()) -> String? {
        switch format {
        case .text: FleetText(self, options).text
        case .json: PrettyJSON.text(FleetJSON.value(self))
        case .yaml: YAMLWriter.text(FleetJSON.value(self))
        case .markdown: FleetMarkdown(self).text
        case .html: FleetHTML(self).text
        case .junit, .sarif, .codequality, .github, .azure: nil
        }
    }

    /// The forms that can be had.
    package static let formats: [ReportFormat] = [.text, .json, .yaml, .markdown, .html]
}
