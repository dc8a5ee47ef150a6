package import Snapshot

extension ComparisonPipeline {
    /// A state judged by a golden baseline, as it is meant for this state.
    package func report(
        _ state: ClusterState, source: ReportSource, by golden: GoldenState, in folder: GoldenFolder,
        asksForManualChanges: Bool = false
    ) async throws -> Report {
        var report = try await run(
            ComparisonRequest(
                state, source: source, by: golden.baseline, expecting: golden.state, digests: golden.digests,
                in: folder.path, asksForManualChanges: asksForManualChanges)
        ).report
        for violation in report.judgment.allViolations {
            report.files[violation.identity] = folder.file(
                of: violation.identity, stage: golden.baseline.stage, fields: violation.fields.map(\.change.path))
        }
        return report
    }
}
