import Snapshot

/// The comparison from two opened states to a finished report. It reads, prints and asks nothing by itself: states open their
/// objects, the clock, the progress and the audit logs come in as functions.
package struct ComparisonPipeline {
    /// The program and its version, as reports name it: `snapctl 0.1.0`.
    package let tool: String
    /// The command line that asked, without the program; empty when nobody asked on one.
    package let invocation: [String]
    /// The time, in seconds since 1970.
    package let clock: () -> Int
    /// Told what the comparison is at; `nil` when there is nothing to wait for.
    package var tell: (ComparisonStep?) -> Void = { _ in }
    /// Asked who did it; `nil` without audit logs.
    package var audit: ((AuditQuestion) throws -> AuditTrail)?
    package var options: ComparisonOptions

    package init(
        tool: String, invocation: [String] = [], options: ComparisonOptions = ComparisonOptions(),
        clock: @escaping () -> Int
    ) {
        self.tool = tool
        self.invocation = invocation
        self.options = options
        self.clock = clock
    }

    /// The report and, when they are asked for, the differences as patches.
    package typealias Result = (report: Report, patches: PatchDocument?)

    /// Compares, judges and attributes.
    ///
    /// Throws a ``StateError`` that names the state whose snapshot is wrong, a ``ClockError``, and what the audit logs throw.
    package func run(_ request: ComparisonRequest) async throws -> Result {
        let states = try await AlignedStates(request, options, tell: tell)
        let (before, after) = (states.before, states.after)
        let baseline = request.baseline
        let today = try CalendarDate(clock: clock())
        let comparer = Comparer(
            before: before, after: after,
            trustsDigests: options.trustsIndex && states.haveTheRulesOfThisProgram,
            expectation: request.command == .diff ? .init(before, after) : .states,
            alignment: options.alignment, tables: baseline?.tables ?? TableChanges(),
            written: baseline?.written ?? ComparisonTables())
        tell(.comparing)
        let required = RequirementJudge(baseline?.requirements ?? [], of: after, today: today)
        let unopened = comparer.unopened
        let countable = options.listsIgnoredFields ? [] : comparer.countable
        let opened = (
            before: comparer.neededBefore.subtracting(countable).union(unopened.before),
            after: comparer.neededAfter.subtracting(countable).union(unopened.after)
        )
        let mayDiffer = opened.before.union(opened.after)
        let beside = (
            before: EffectFinder.beside(mayDiffer, in: before.entries),
            after: EffectFinder.beside(mayDiffer, in: after.entries)
        )
        let wanted = opened.before.union(beside.before).union(TraceBook.inventories(of: before))
        // Two archives are read on two cores; what is asked for goes along by value.
        let trusted = options.trustsIndex
        async let openedBefore = before.opening(wanted, countable: countable, trustsIndex: trusted)
        let countedAfter = try await after.opening(
            opened.after.union(beside.after).union(TraceBook.inventories(of: after)).union(required.needed)
                .union(request.digests.changes.map(\.identity)),
            countable: countable, trustsIndex: trusted)
        let countedBefore = try await openedBefore
        let uncounted = countable.isEmpty ? [] : comparer.uncounted(before: countedBefore, after: countedAfter)
        async let uncountedBefore = before.opening(uncounted, besides: countedBefore)
        let right = try await after.opening(uncounted, besides: countedAfter)
        let left = try await uncountedBefore
        var comparison = try await comparer.compare(
            listsSuppressed: options.listsIgnoredFields, before: left, after: right)
        comparison.changes += request.digests.changes
        comparison.changes.sort { $0.identity < $1.identity }
        let patches =
            options.makesPatches ? try await patches(comparison, comparer, before: left, after: right) : nil
        tell(nil)

        let isAcross = request.command == .diff && before.isOfAnotherCluster(than: after)
        let asked = TraceBook.identities(of: comparison, withOrder: request.asksForManualChanges || audit != nil)
        var former = try await TraceBook(before, of: asked, left)
        let latter = try await TraceBook(after, of: asked, right)
        let known = [before, after].lazy.flatMap(\.entries).map(\.identity)
        var judgment = Judge(
            baseline: baseline, failOn: options.failOn, today: today, ignoresSecretValues: options.ignoresSecretValues
        ).judge(
            comparison, completeness: Completeness(of: states, request), known: known,
            labels: TraceBook.labels(of: comparison, agreed: former, found: latter),
            effects: try await EffectFinder(comparison, beside: beside).effects(before: left, after: right),
            requirements: try await required.results(right), digests: comparison.additions(in: after.entries))
        if let baseline, request.command == .check {
            judgment.note(BaselineReach(baseline, today: today), WriterReach(baseline), known: known)
            if !known.contains(where: baseline.scope.contains) {
                judgment.skipped.append("the scope of the baseline holds no object of either state")
            }
        }

        var trail = try audit?(AuditQuestion(before: before, after: after, wanted: asked, writers: request.writers))
        if let suspected = trail?.suspected.subtracting(asked), !suspected.isEmpty {
            // Somebody wrote to objects that do not differ: what they were tells whether anything was written.
            former = former.adding(
                try await TraceBook(before, of: suspected, before.opening(suspected, trustsIndex: trusted)))
        }
        trail?.settle(before: former.traces, readAt: before.manifest.serverTime(\.finishedAt))
        judgment.attributions = Attributor(
            before: former, after: latter, writers: request.writers, platform: baseline?.platform ?? .builtIn,
            trail: trail,
            // A time that is still to come would make nobody the author of anything.
            capturedAt: baseline?.capturedAt.flatMap { $0.seconds <= clock() ? $0 : nil }
        ).attributions(of: comparison)
        if !isAcross {
            let version = baseline.map(\.kubernetes) ?? before.manifest.cluster?.version
            UpgradeFinder(
                from: version, to: after.manifest.cluster?.version, before: former, after: latter, baseline: baseline
            )?.group(&judgment)
        }
        if request.asksForManualChanges || trail != nil {
            judgment.verdict = try await verdict(
                on: after, baseline: baseline, signals: comparison.signals, shown: asked, trail: trail)
        }
        let limits = ComparisonLimits(
            states, request, comparison, isAcross: isAcross, hasAuditLog: audit != nil,
            isWithoutManagers: latter.isWithoutManagers)
        let report = Report(
            command: request.command, tool: tool, madeAt: madeAt, before: request.sources.before,
            after: request.sources.after, baseline: baseline, comparison: comparison, judgment: judgment,
            limits: limits.sentences(judgment, remarks: options.remarks), invocation: invocation,
            requirements: options.requirements,
            translation: states.translation(
                options.translation, isAcross ? ComparisonPatterns(of: comparison) : ComparisonPatterns()),
            trustsIndex: options.trustsIndex,
            apiVersions: Dictionary(
                (after.types + before.types).map { ($0.groupKind, $0.apiVersion) },
                uniquingKeysWith: { first, _ in first }))
        return (report, patches)
    }

    /// When the report is made, RFC 3339.
    var madeAt: String { RFC3339(seconds: clock()).utcText }

    private func patches(
        _ comparison: Comparison, _ comparer: Comparer, before: ObjectLookup, after: ObjectLookup
    ) async throws -> PatchDocument {
        var patches = PatchDocument()
        for change in comparison.allChanges {
            let old = try await before(change.formerly ?? change.identity)
            patches.add(change, comparer.patch(from: old, to: try await after(change.identity)))
        }
        return patches
    }
}

extension Comparison {
    /// What the objects that came declare.
    fileprivate func additions(in entries: EntryTable) -> [Identity: Digest] {
        var digests: [Identity: Digest] = [:]
        for change in changes where change.kind == .added {
            digests[change.identity] = entries[change.identity]?.normalized
        }
        return digests
    }
}
