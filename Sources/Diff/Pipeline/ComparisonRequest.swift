package import Snapshot

/// What a comparison is asked: what differs between two opened states, or whether one of them keeps to its baseline.
package struct ComparisonRequest: Sendable {
    package let command: Report.Command
    /// The earlier state, or what is expected.
    package let before: ClusterState
    /// The later state, or the one that is judged.
    package let after: ClusterState
    /// What the report says of the two.
    package let sources: (before: ReportSource, after: ReportSource)
    /// What judges; `nil` between two states.
    package let baseline: Baseline?
    /// What became of the golden resources that are kept as digests.
    package let digests: GoldenDigests
    /// Whether manual changes are looked for in all of the later state.
    package let asksForManualChanges: Bool

    /// What differs between two states.
    package init(
        before: ClusterState, after: ClusterState, sources: (before: ReportSource, after: ReportSource)
    ) {
        command = .diff
        self.before = before
        self.after = after
        self.sources = sources
        baseline = nil
        digests = GoldenDigests()
        asksForManualChanges = false
    }

    /// Whether a state is what a baseline expects.
    ///
    /// - Parameter folder: what the baseline is called in the report.
    package init(
        _ state: ClusterState, source: ReportSource, by baseline: Baseline, expecting golden: ClusterState,
        digests: GoldenDigests = GoldenDigests(), in folder: String, asksForManualChanges: Bool = false
    ) {
        command = .check
        before = golden
        after = state
        var expected = ReportSource(argument: folder, kind: .baseline, objectCount: golden.entries.count)
        expected.digest = baseline.digest?.hex
        sources = (expected, source)
        self.baseline = baseline
        self.digests = digests
        self.asksForManualChanges = asksForManualChanges
    }

    /// Who writes under which name, as the baseline says it, then the built-in table.
    var writers: WriterTable { baseline?.writers ?? .builtIn }
}

extension Comparer.Expectation {
    /// Manifests declare a part of what a cluster holds; a dump of live objects, which have uids, is a state like any other.
    package init(_ before: ClusterState, _ after: ClusterState) {
        self =
            switch (before.isOfManifests, after.isOfManifests) {
            case (true, false): .manifests(.before)
            case (false, true): .manifests(.after)
            case (true, true), (false, false): .states
            }
    }
}

extension ClusterState {
    fileprivate var isOfManifests: Bool { manifest.source != .cluster && entries.allSatisfy(\.uid.isEmpty) }
}
