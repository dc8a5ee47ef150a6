import Diff
import Snapshot

/// Compares two opened states, judges the differences and makes the report of it.
struct Judging {
    let session: Session
    let trustsIndex: Bool

    func report(
        _ command: Report.Command, before: ClusterState, after: ClusterState,
        sources: (before: ReportSource, after: ReportSource), baseline: Baseline?, asksForHands: Bool = false
    ) async throws -> Report {
        let sameRules =
            before.manifest.normalizer == after.manifest.normalizer
            && before.manifest.normalizer.rulesDigest == RuleSet.digest.hex
        let comparer = Comparer(before: before, after: after, trustsDigests: sameRules)
        let doubted = trustsIndex ? [] : comparer.doubted
        session.progress.update("comparing")
        let unopened = comparer.unopened
        let left = try await load(
            before, comparer.neededBefore.union(unopened.before).union(Attributor.inventories(of: before)), doubted)
        let right = try await load(
            after, comparer.neededAfter.union(unopened.after).union(Attributor.inventories(of: after)), doubted)
        let comparison = comparer.compare(before: left, after: right)
        session.progress.clear()
        let today = try today()
        let completeness = Completeness(
            holes: holes(before, .before) + holes(after, .after),
            skipped: skipped(before) + skipped(after))
        var judgment = Judge(baseline: baseline, today: today).judge(
            comparison, completeness: completeness, known: (before.entries + after.entries).map(\.identity))
        judgment.attributions = Attributor(before: before, left, after: after, right).attributions(of: comparison)
        if asksForHands {
            judgment.verdict = try await verdict(on: after, baseline: baseline, signals: comparison.signals)
        }
        return Report(
            command: command, tool: "snapctl \(Snapctl.version)", madeAt: session.now, before: sources.before,
            after: sources.after, baseline: baseline, comparison: comparison, judgment: judgment, limits: limits,
            invocation: Array(CommandLine.arguments.dropFirst()))
    }

    private func load(
        _ state: ClusterState, _ wanted: Set<Identity>, _ doubted: Set<Identity>
    ) async throws -> [Identity: Value] {
        do { return try await state.load(wanted, doubted) } catch let error as SnapshotError {
            throw CommandError(error, in: state.name)
        }
    }

    /// Whether one state was changed by hand, when nothing is there to compare it with.
    func report(_ state: ClusterState, source: ReportSource) async throws -> Report {
        var judgment = Judge(baseline: nil, today: try today()).judge(
            Comparison(), completeness: Completeness(holes: holes(state, .after), skipped: skipped(state)))
        judgment.verdict = try await verdict(on: state, baseline: nil, signals: [])
        return Report(
            command: .check, tool: "snapctl \(Snapctl.version)", madeAt: session.now,
            before: ReportSource(argument: "", kind: .nothing, objectCount: 0), after: source, comparison: Comparison(),
            judgment: judgment, limits: ["shows one state, not what happened before it and was undone"])
    }

    private func today() throws -> CalendarDate {
        guard let today = CalendarDate(secondsSince1970: session.secondsSince1970) else {
            throw CommandError("the clock shows no date", hint: "set the clock of this machine")
        }
        return today
    }

    /// Reads every object of the state once and keeps nothing but what tells of a hand.
    private func verdict(on state: ClusterState, baseline: Baseline?, signals: [Signal]) async throws -> Verdict {
        session.progress.update("looking for hands")
        let entries = Dictionary(state.entries.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        let book = TraceBook(state, try await load(state, Attributor.inventories(of: state), []))
        var search = ZeroKubectl(entries: entries, inventory: book.inventory)
        do {
            try await state.scan { entry, object in
                guard baseline?.scope.contains(entry.identity) ?? true else { return }
                search.look(at: ObjectTrace(object, entry, role: Matching.role(of: entry, in: entries)))
            }
        } catch let error as SnapshotError { throw CommandError(error, in: state.name) }
        session.progress.clear()
        return search.verdict(signals: signals)
    }

    private func holes(_ state: ClusterState, _ side: Side) -> [Completeness.Hole] {
        let kinds = Dictionary(
            state.types.map { (Gap.Subject($0.group, $0.plural), $0.kind) }, uniquingKeysWith: { first, _ in first })
        return state.manifest.gaps.map { gap in
            Completeness.Hole(side: side, gap: gap, kind: gap.resource.flatMap { kinds[Gap.Subject(gap.group, $0)] })
        }
    }

    /// Checks that were left out: a verdict over them is never clean.
    private func skipped(_ state: ClusterState) -> [String] {
        guard let cluster = state.manifest.cluster, !cluster.isVerified else { return [] }
        guard cluster.isEncrypted else {
            // On loopback nobody is in between: `kubectl proxy`, `snapctl serve`.
            if let server = try? ServerURL(parsing: cluster.server), server.isLoopback { return [] }
            return ["the connection to \(cluster.server) was not encrypted when \(state.name) was captured"]
        }
        return ["the certificate of \(cluster.server) was not verified when \(state.name) was captured"]
    }

    private var limits: [String] {
        var limits = [
            "shows the two states, not what happened between them and was undone",
            "shows what the Kubernetes API holds; nodes, cloud and identity provider are outside of it",
            "a compromised API server, or whoever holds its keys, can make a state look like another",
        ]
        if trustsIndex { limits.append("the digests in the indexes were believed, not computed again (--trust-index)") }
        return limits
    }
}

extension Gap {
    /// A resource within its group, to look up its kind.
    fileprivate struct Subject: Hashable {
        let group: String
        let resource: String

        init(_ group: String, _ resource: String) {
            self.group = group
            self.resource = resource
        }
    }
}
