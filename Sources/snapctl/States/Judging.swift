import Diff
import Snapshot

/// Compares two opened states, judges the differences and makes the report of it.
struct Judging {
    let session: Session
    let trustsIndex: Bool
    /// By which clear values are held against tokens.
    var alignment: TokenAlignment?
    /// Whether differences between redacted values count for nothing.
    var ignoresSecretValues = false
    /// Whether what normalization ignored is listed, and not only counted.
    var listsSuppressed = false
    /// The least severity that makes the verdict drift, whatever the baseline says.
    var failOn: Severity?
    /// What the report has to say besides, such as that something was asked for that it would else refuse.
    var remarks: [String] = []
    /// The requirements that reports are to speak to.
    var requirements: [Control] = []
    /// How the first state is read in the terms of the second one's stage.
    var translation: StageTranslation?
    /// How the first state is to be read in the terms of the second.
    var mapping = StateMapping([])
    /// The audit logs that are asked who did it; `nil` without one.
    var audit: AuditReading?
    /// Given the differences as patches, when they are asked for.
    var takesPatches: ((PatchDocument) throws -> Void)?

    func report(
        _ command: Report.Command, before: ClusterState, after: ClusterState,
        sources: (before: ReportSource, after: ReportSource), baseline: Baseline?,
        digests: GoldenDigests = GoldenDigests(), asksForHands: Bool = false
    ) async throws -> Report {
        // A rotated redaction key ends no comparison where one side leads from the other's tokens to its own.
        let (crossed, uncrossed) = (before.crossing(after.bridge), after.crossing(before.bridge))
        let translated = try await self.translated(crossed)
        let mapped = try await self.mapped(translated?.state ?? crossed)
        let makers = baseline?.tables.makers ?? []
        let before = (mapped?.state ?? translated?.state ?? crossed).settled(with: makers)
        let after = uncrossed.settled(with: makers)
        let sameRules =
            before.manifest.normalizer == after.manifest.normalizer
            && before.manifest.normalizer.rulesDigest == RuleSet.digest.hex
        let comparer = Comparer(
            before: before, after: after, trustsDigests: trustsIndex && sameRules,
            expectation: command == .diff ? Self.expectation(before, after) : .states,
            alignment: alignment, tables: baseline?.tables ?? TableChanges(),
            written: baseline?.written ?? ComparisonTables())
        session.progress.update("comparing")
        let unopened = comparer.unopened
        let today = try session.today
        let required = RequirementJudge(baseline?.requirements ?? [], of: after, today: today)
        // Two archives are read on two cores; what is asked for goes along by value.
        let trusted = trustsIndex
        let opened = (
            before: comparer.neededBefore.union(unopened.before), after: comparer.neededAfter.union(unopened.after)
        )
        let mayDiffer = opened.before.union(opened.after)
        let beside = (
            before: EffectFinder.beside(mayDiffer, in: before.entries),
            after: EffectFinder.beside(mayDiffer, in: after.entries)
        )
        let wanted = opened.before.union(beside.before).union(TraceBook.inventories(of: before))
        async let shelf = Self.shelve(before, wanted, trustsIndex: trusted)
        let right = try await shelve(
            after,
            opened.after.union(beside.after).union(TraceBook.inventories(of: after)).union(required.needed)
                .union(digests.changes.map(\.identity)))
        let left = try await shelf
        var comparison = try await comparer.compare(listsSuppressed: listsSuppressed, before: left, after: right)
        comparison.changes += digests.changes
        comparison.changes.sort { $0.identity < $1.identity }
        if let takesPatches {
            var patches = PatchDocument()
            for change in comparison.allChanges {
                let old = try await left(change.formerly ?? change.identity)
                patches.add(change, comparer.patch(from: old, to: try await right(change.identity)))
            }
            try takesPatches(patches)
        }
        session.progress.clear()
        let isAcross = command == .diff && before.isOfAnotherCluster(than: after)
        let completeness = Completeness(
            holes: holes(before, .before) + holes(after, .after),
            breaches: sources.before.breaches + sources.after.breaches,
            skipped: Self.skipped(before) + Self.skipped(after) + (translated?.contradictions ?? [])
                + (mapped?.contradictions ?? [])
                + sources.before.unchecked + sources.after.unchecked + digests.unknown
                + (command == .check ? Self.leftOut(before, of: after, baseline) : [])
                + (before.entries.isEmpty && after.entries.isEmpty
                    ? ["nothing was compared: the scope holds no object of either state"] : []))
        let asked = TraceBook.identities(of: comparison, withOrder: asksForHands || audit != nil)
        let writers = baseline?.writers ?? .builtIn
        var former = try await TraceBook(before, of: asked, left)
        let latter = try await TraceBook(after, of: asked, right)
        var judgment = Judge(
            baseline: baseline, failOn: failOn, today: today, ignoresSecretValues: ignoresSecretValues
        ).judge(
            comparison, completeness: completeness, known: [before, after].lazy.flatMap(\.entries).map(\.identity),
            labels: TraceBook.labels(of: comparison, agreed: former, found: latter),
            effects: try await EffectFinder(comparison, beside: beside).effects(before: left, after: right),
            requirements: try await required.results(right), digests: Self.additions(comparison, after.entries))
        if let baseline, command == .check {
            let reach = BaselineReach(baseline, today: today)
            judgment.note(
                reach, WriterReach(baseline), known: [before, after].lazy.flatMap(\.entries).map(\.identity))
            let isAboutSomething = [before, after].contains { state in
                state.entries.contains { baseline.scope.contains($0.identity) }
            }
            if !isAboutSomething {
                judgment.skipped.append("the scope of the baseline holds no object of either state")
            }
        }
        var trail = try audit?.trail(before: before, after: after, wanted: asked, writers: writers)
        if let suspected = trail?.suspected.subtracting(asked), !suspected.isEmpty {
            // Somebody wrote to objects that do not differ: what they were tells whether anything was written.
            former = former.adding(try await TraceBook(before, of: suspected, try await shelve(before, suspected)))
        }
        trail?.settle(
            before: former.traces, readAt: before.manifest.serverTime(\.finishedAt))
        judgment.attributions = Attributor(
            before: former, after: latter, writers: writers, platform: baseline?.platform ?? .builtIn,
            trail: trail,
            // A time that is still to come would make nobody the author of anything.
            capturedAt: baseline?.capturedAt.flatMap { $0.seconds <= session.secondsSince1970 ? $0 : nil }
        ).attributions(of: comparison)
        if !isAcross {
            let known = baseline.map(\.kubernetes) ?? before.manifest.cluster?.version
            UpgradeFinder(
                from: known, to: after.manifest.cluster?.version, before: former, after: latter,
                baseline: baseline
            )?.group(&judgment)
        }
        if asksForHands || trail != nil {
            judgment.verdict = try await verdict(
                on: after, baseline: baseline, signals: comparison.signals, shown: asked, trail: trail)
        }
        return Report(
            command: command, tool: "snapctl \(Snapctl.version)", madeAt: session.now, before: sources.before,
            after: sources.after, baseline: baseline, comparison: comparison, judgment: judgment,
            limits: limits(command, comparison, baseline, of: before, after, isAcross: isAcross)
                + SecretValueOptions.limits(judgment) + remarks
                + (latter.isWithoutManagers || comparison.suppressed[ComparisonRule.unproven.name] != nil
                    ? [Self.withoutManagers] : []),
            invocation: Array(CommandLine.arguments.dropFirst()), requirements: requirements,
            translation: Translation(
                uses: mapped?.uses ?? [],
                notes: translation.map { Translation.notes($0, objects: translated?.changedCount ?? 0) } ?? [],
                findings: mapped?.findings ?? [],
                patterns: isAcross ? ComparisonPatterns(of: comparison) : ComparisonPatterns()),
            trustsIndex: trustsIndex,
            apiVersions: Dictionary(
                (after.types + before.types).map { ($0.groupKind, $0.apiVersion) },
                uniquingKeysWith: { first, _ in first })
        )
    }

    private static let withoutManagers = """
        the objects come without managedFields, which tell who wrote a field and which ones the server filled in: \
        `kubectl get -o yaml --show-managed-fields` keeps them
        """

    /// The first state in the terms of the second one's stage; `nil` without parameters.
    private func translated(_ state: ClusterState) async throws -> MappedState? {
        guard let translation, !translation.isEmpty else { return nil }
        return try await inOtherTerms(state) { try await MappedState(state, by: translation) }
    }

    /// The first state in the terms of the second; `nil` when nothing is to be mapped.
    private func mapped(_ state: ClusterState) async throws -> MappedState? {
        guard !mapping.isEmpty || !mapping.contradictions.isEmpty else { return nil }
        return try await inOtherTerms(state) { try await MappedState(state, by: mapping) }
    }

    private func inOtherTerms(
        _ state: ClusterState, _ read: () async throws -> MappedState
    ) async throws -> MappedState {
        session.progress.update("mapping")
        do {
            return try await read()
        } catch let error as SnapshotError {
            throw CommandError(error, in: state.name)
        }
    }

    /// Manifests declare a part of what a cluster holds; a dump of live objects, which have uids, is a state like any other.
    static func expectation(_ before: ClusterState, _ after: ClusterState) -> Comparer.Expectation {
        switch (isManifests(before), isManifests(after)) {
        case (true, false): .manifests(.before)
        case (false, true): .manifests(.after)
        case (true, true), (false, false): .states
        }
    }

    private static func isManifests(_ state: ClusterState) -> Bool {
        state.manifest.source != .cluster && state.entries.allSatisfy(\.uid.isEmpty)
    }

    /// Objects ready to be opened, with errors that name the state.
    private static func shelve(
        _ state: ClusterState, _ wanted: Set<Identity>, trustsIndex: Bool
    ) async throws -> ObjectLookup {
        do {
            let lookup = try await state.shelve(wanted, trustsIndex: trustsIndex)
            return ObjectLookup { identity in
                do { return try await lookup.opened(identity) } catch let error as SnapshotError {
                    throw CommandError(error, in: state.name)
                }
            }
        } catch let error as SnapshotError {
            throw CommandError(error, in: state.name)
        }
    }

    private func shelve(
        _ state: ClusterState, _ wanted: Set<Identity>
    ) async throws -> ObjectLookup {
        try await Self.shelve(state, wanted, trustsIndex: trustsIndex)
    }

    /// A state judged by the golden baseline in a folder, as it is meant for this state.
    func report(
        _ state: ClusterState, source: ReportSource, by golden: GoldenState, in folder: String,
        asksForHands: Bool = false
    ) async throws -> Report {
        var expected = ReportSource(argument: folder, kind: .baseline, objectCount: golden.state.entries.count)
        expected.digest = golden.baseline.digest?.hex
        var result = try await report(
            .check, before: golden.state, after: state, sources: (expected, source), baseline: golden.baseline,
            digests: golden.digests, asksForHands: asksForHands)
        for violation in result.judgment.allViolations {
            result.files[violation.identity] = GoldenFolder(folder).file(
                of: violation.identity, stage: golden.baseline.stage, fields: violation.fields.map(\.change.path))
        }
        return result
    }

    /// Whether one state was changed by hand, when nothing is there to compare it with.
    func report(_ state: ClusterState, source: ReportSource) async throws -> Report {
        var judgment = Judge(baseline: nil, today: try session.today).judge(
            Comparison(),
            completeness: Completeness(
                holes: holes(state, .after), breaches: source.breaches, skipped: Self.skipped(state) + source.unchecked)
        )
        let trail = try audit?.trail(before: nil, after: state, wanted: [], writers: .builtIn)
        judgment.verdict = try await verdict(on: state, baseline: nil, signals: [], shown: nil, trail: trail)
        return Report(
            command: .check, tool: "snapctl \(Snapctl.version)", madeAt: session.now,
            before: ReportSource(argument: "", kind: .nothing, objectCount: 0), after: source, comparison: Comparison(),
            judgment: judgment,
            limits: ["shows one state, not what happened before it and was undone"]
                + Report.nearestFacts([state.manifest]),
            invocation: Array(CommandLine.arguments.dropFirst()), requirements: requirements, trustsIndex: trustsIndex)
    }

    /// Reads every object of the state once and keeps nothing but what tells of a hand.
    private func verdict(
        on state: ClusterState, baseline: Baseline?, signals: [Signal], shown: Set<Identity>?, trail: AuditTrail?
    ) async throws -> Verdict {
        session.progress.update("checking for manual changes")
        let entries = state.entries
        let book = try await TraceBook(state, of: [], shelve(state, TraceBook.inventories(of: state)))
        var search = ZeroKubectl(
            entries: entries, inventory: book.inventory, writers: baseline?.writers ?? .builtIn,
            platform: baseline?.platform ?? .builtIn, trail: trail)
        do {
            try await state.scan { entry, object in
                guard baseline?.scope.contains(entry.identity) ?? true else { return }
                search.look(at: ObjectTrace(object, entry, role: entry.role))
            }
        } catch let error as SnapshotError { throw CommandError(error, in: state.name) }
        session.progress.clear()
        return search.verdict(
            signals: signals, shown: shown, obstacles: baseline.map { WriterReach($0).everything } ?? []
        ) { baseline?.scope.contains($0) ?? true }
    }

    private func holes(_ state: ClusterState, _ side: Side) -> [Completeness.Hole] {
        let kinds = Dictionary(
            state.types.map { (Gap.Subject($0.group, $0.plural), $0.kind) }, uniquingKeysWith: { first, _ in first })
        return state.manifest.gaps.map { gap in
            Completeness.Hole(side: side, gap: gap, kind: gap.resource.flatMap { kinds[Gap.Subject(gap.group, $0)] })
        }
    }

    /// What the objects that came declare.
    private static func additions(_ comparison: Comparison, _ entries: EntryTable) -> [Identity: Digest] {
        var digests: [Identity: Digest] = [:]
        for change in comparison.changes where change.kind == .added {
            digests[change.identity] = entries[change.identity]?.normalized
        }
        return digests
    }

    /// What a baseline holds and a capture did not look at: neither there nor gone.
    private static func leftOut(_ golden: ClusterState, of state: ClusterState, _ baseline: Baseline?) -> [String] {
        let kinds = leftOut(golden, of: state) { baseline?.scope.contains($0) ?? true }
        let namespaces = state.manifest.scope.namespaces
        if !namespaces.isEmpty, kinds.count > 1 {
            let objects = Words.count(kinds.reduce(0) { $0 + $1.1 }, "object")
            return [
                "the capture \(state.name) was limited to namespaces \(namespaces.joined(separator: ", ")): \(objects) of "
                    + "\(Words.count(kinds.count, "kind")) that the baseline holds were not looked at"
            ]
        }
        return kinds.map { kind, count in
            "the capture \(state.name) left out \(Words.count(count, "object")) of \(kind) that the baseline holds"
        }
    }

    /// What one state holds and the capture of the other did not look at, by kind.
    private static func leftOut(
        _ state: ClusterState, of other: ClusterState, where isMeant: (Identity) -> Bool = { _ in true }
    ) -> [(GroupKind, Int)] {
        var counts: [GroupKind: Int] = [:]
        for entry in CommonScope(other.manifest).leftOut(state.entries) where isMeant(entry.identity) {
            counts[entry.identity.groupKind, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }
    }

    /// Checks that were left out: a verdict over them is never clean.
    static func skipped(_ state: ClusterState) -> [String] {
        guard let cluster = state.manifest.cluster, !cluster.isVerified else { return [] }
        guard cluster.isEncrypted else {
            // On loopback nobody is in between: `kubectl proxy`, `snapctl serve`.
            if let server = try? ServerURL(parsing: cluster.server), server.isLoopback { return [] }
            return ["the connection to \(cluster.server) was not encrypted when \(state.name) was captured"]
        }
        return ["the certificate of \(cluster.server) was not verified when \(state.name) was captured"]
    }

    private func limits(
        _ command: Report.Command, _ comparison: Comparison, _ baseline: Baseline?, of before: ClusterState,
        _ after: ClusterState, isAcross: Bool
    ) -> [String] {
        var limits = ["changes made and reverted between the captures are not visible"]
        let operators = Set(
            after.entries.lazy.filter { $0.role == .derived }.compactMap(\.controller)
                .filter { !BuiltinTypes.isBuiltin(group: $0.group) }.map(\.groupKind))
        if audit == nil, !operators.isEmpty {
            limits.append(
                "objects that operators create (of \(Words.count(operators.count, "kind")) of custom resource) are told "
                    + "from others by field manager names, which clients choose; only an audit log proves who wrote them"
            )
        }
        for (uid, objects) in after.objectsOfOneUID {
            limits.append(
                "\(objects.map(\.description).joined(separator: " and ")) have one uid (\(uid)); both were compared")
        }
        limits += Report.nearestFacts([before.manifest, after.manifest])
        if command == .diff {
            for (state, other) in [(before, after), (after, before)] {
                let kinds = Self.leftOut(state, of: other)
                guard !kinds.isEmpty else { continue }
                limits.append(
                    "not compared, as the capture \(other.name) left it out: "
                        + kinds.map { "\($0) ×\(Words.grouped($1))" }.joined(separator: ", ") + " of \(state.name)")
            }
        }
        if isAcross {
            limits.append(
                "the states are of two clusters: their uids, generations and reconcile requests were not compared")
        }
        if let baseline, baseline.changedRowCount > 0 {
            let count = Words.count(baseline.changedRowCount, "row")
            limits.append("the baseline changes \(count) of the tables that say what is no difference")
        }
        if comparison.undeclaredCount > 0 {
            limits.append(
                "\(comparison.undeclaredCount) objects of the cluster are declared by none of the manifests and were not "
                    + "judged; neither were copies that controllers made")
        }
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
