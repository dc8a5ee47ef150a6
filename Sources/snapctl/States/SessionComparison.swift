import Diff
import Snapshot

extension ComparisonPipeline {
    /// Comparisons of this run of the program: with its clock, its command line, its progress and the audit logs that were named.
    init(_ session: Session, _ options: ComparisonOptions, audit: AuditReading? = nil) {
        self.init(
            tool: "snapctl \(Snapctl.version)", invocation: Array(CommandLine.arguments.dropFirst()), options: options,
            clock: { session.secondsSince1970 })
        tell = { step in
            switch step {
            case .mapping: session.progress.update("mapping")
            case .comparing: session.progress.update("comparing")
            case .lookingForManualChanges: session.progress.update("checking for manual changes")
            case nil: session.progress.clear()
            }
        }
        self.audit = audit?.trail
    }
}

extension GoldenState {
    /// Opens a baseline for a state that the opener opened.
    static func open(
        _ folder: GoldenFolder, _ document: BaselineDocument, for judged: ClusterState, stage: String?,
        takesOtherClusters: Bool = false, _ opener: StateOpener
    ) async throws -> GoldenState {
        try await open(
            folder, document, for: judged, stage: stage, takesOtherClusters: takesOtherClusters, opener.reading)
    }
}
