public import Snapshot

extension KubernetesState {
    /// What differs semantically between this state and a later one.
    ///
    /// Equal digests are computed again, not believed. Needs little memory, however large the states are: each is read once, and
    /// objects that may differ wait in a nameless file on disk.
    ///
    /// - Parameters:
    ///   - after: the later state, or a cluster where this state is the manifests that it should hold.
    ///   - tool: the program that reports name as their maker.
    public func compare(
        to after: KubernetesState, tool: String = "snapctl library"
    ) async throws(SnapctlError) -> ComparisonReport {
        let pipeline = ComparisonPipeline(tool: tool, after)
        let sources = (before: ReportSource(self), after: ReportSource(after))
        let report = try await SnapctlError.explaining {
            try await pipeline.run(ComparisonRequest(before: state, after: after.state, sources: sources)).report
        }
        return ComparisonReport(report)
    }

    /// Whether this state is what a baseline expects, and which differences its rules do not accept.
    ///
    /// - Parameters:
    ///   - baseline: what is expected, and which differences are accepted.
    ///   - stage: the stage whose values the baseline is read with; `nil` for the one that the cluster belongs to.
    ///   - acceptsOtherCluster: whether the baseline may be of another cluster, which is an error otherwise.
    ///   - findsManualChanges: whether all objects are searched for manual changes too, in which case any of them is drift.
    ///   - tool: the program that reports name as their maker.
    public func check(
        against baseline: GoldenBaseline, stage: String? = nil, acceptsOtherCluster: Bool = false,
        findsManualChanges: Bool = false, tool: String = "snapctl library"
    ) async throws(SnapctlError) -> ComparisonReport {
        let pipeline = ComparisonPipeline(tool: tool, self)
        let report = try await SnapctlError.explaining {
            var golden = try await GoldenState.open(
                baseline.folder, baseline.document, for: state, stage: stage, takesOtherClusters: acceptsOtherCluster,
                options.manifests)
            golden.baseline.treeDigest = try baseline.folder.treeDigest()
            return try await pipeline.report(
                state, source: ReportSource(self), by: golden, in: baseline.folder,
                asksForManualChanges: findsManualChanges)
        }
        return ComparisonReport(report)
    }
}

extension ComparisonPipeline {
    /// - Parameter state: the one whose key clear values are held against tokens with.
    fileprivate init(tool: String, _ state: KubernetesState) {
        self.init(
            tool: tool, options: ComparisonOptions(alignment: TokenAlignment(keys: [state.options.key])),
            clock: { Pace.real.now().milliseconds / 1000 })
    }
}

extension ReportSource {
    fileprivate init(_ state: KubernetesState) {
        self.init(argument: state.name, manifest: state.state.manifest, digest: state.snapshotID)
    }
}
