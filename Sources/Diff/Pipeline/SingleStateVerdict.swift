package import Snapshot

extension ComparisonPipeline {
    /// Whether one state was changed manually, when nothing is there to compare it with.
    package func report(on state: ClusterState, source: ReportSource) async throws -> Report {
        var judgment = Judge(baseline: nil, today: try CalendarDate(clock: clock())).judge(
            Comparison(),
            completeness: Completeness(
                holes: state.holes(.after), breaches: source.breaches,
                skipped: state.uncheckedConnection + source.unchecked))
        let trail = try audit?(AuditQuestion(before: nil, after: state, wanted: [], writers: .builtIn))
        judgment.verdict = try await verdict(on: state, baseline: nil, signals: [], shown: nil, trail: trail)
        return Report(
            command: .check, tool: tool, madeAt: madeAt,
            before: ReportSource(argument: "", kind: .nothing, objectCount: 0), after: source, comparison: Comparison(),
            judgment: judgment,
            limits: ["shows one state, not what happened before it and was undone"]
                + Report.nearestFacts([state.manifest]),
            invocation: invocation, requirements: options.requirements, trustsIndex: options.trustsIndex)
    }

    /// Reads every object of the state once and keeps nothing but what tells of manual changes.
    func verdict(
        on state: ClusterState, baseline: Baseline?, signals: [Signal], shown: Set<Identity>?, trail: AuditTrail?
    ) async throws -> Verdict {
        tell(.lookingForManualChanges)
        let inventories = try await state.opening(
            TraceBook.inventories(of: state), trustsIndex: options.trustsIndex)
        let book = try await TraceBook(state, of: [], inventories)
        var search = ZeroKubectl(
            entries: state.entries, inventory: book.inventory, writers: baseline?.writers ?? .builtIn,
            platform: baseline?.platform ?? .builtIn, trail: trail)
        try await state.naming {
            try await state.scan { entry, object in
                guard baseline?.scope.contains(entry.identity) ?? true else { return }
                search.look(at: ObjectTrace(object, entry, role: entry.role))
            }
        }
        tell(nil)
        return search.verdict(
            signals: signals, shown: shown, obstacles: baseline.map { WriterReach($0).everything } ?? []
        ) { baseline?.scope.contains($0) ?? true }
    }
}
