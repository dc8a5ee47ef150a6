import Diff
import Snapshot

/// Reads many states, one after the other, and keeps of each what tells its objects from others in a few bytes an object.
struct FleetReading {
    let session: Session
    let opener: StateOpener
    /// How the states are read in common terms.
    let mapping: StateMapping

    /// The states held against each other.
    func report(_ arguments: [String]) async throws -> FleetReport {
        var members: [FleetReport.Member] = []
        var manifests: [Manifest] = []
        var reaches: [FleetReach] = []
        var kept: [Int: ClusterState] = [:]
        var schemas: [String: SchemaFacts] = [:]
        var types: [GroupKind: ResourceType] = [:]
        var normalizers: Set<Manifest.Normalizer> = []
        var terms = CommonTerms(mapping)
        for (place, argument) in arguments.enumerated() {
            session.progress.update("opening \(place + 1) of \(arguments.count)")
            let opened = try await opener.open(argument)
            let (state, contradictions) = try await terms.read(opened.state)
            members.append(member(argument, state, opened.digest, contradictions))
            manifests.append(state.manifest)
            reaches.append(FleetReach(state.manifest, types: state.types))
            for type in state.types where types[type.groupKind] == nil { types[type.groupKind] = type }
            schemas[state.manifest.normalizer.schemaDigest] = state.schema
            normalizers.insert(state.manifest.normalizer)
            // A snapshot's file is opened again when it is needed; what can be read only once, or was mapped, is kept.
            if opened.digest == nil || !mapping.isEmpty { kept[place] = state }
        }
        func state(_ place: Int) async throws -> ClusterState {
            if let state = kept[place] { return state }
            let opened = try await opener.open(arguments[place])
            guard opened.digest == members[place].source.digest else {
                throw StateError(.changedWhileReading, of: arguments[place])
            }
            return opened.state
        }
        let facts = schemas.sorted { $0.key < $1.key }.map(\.value)
        let schema = facts.reduce(nil as SchemaFacts?) { $0?.common(with: $1) ?? $1 } ?? BuiltinSchema.facts
        // Digests compare only under the same rules and schemas.
        let isOneMeasure = normalizers.count == 1 && normalizers.first?.rulesDigest == RuleSet.digest.hex
        var index = FleetIndex()
        for place in arguments.indices {
            session.progress.update("reading \(place + 1) of \(arguments.count)")
            let state = try await state(place)
            if isOneMeasure {
                try await prove(state)
                index.add(state.entries)
            } else {
                index.add(state.entries, digests: try await digests(of: state, schema: schema, types: types))
            }
        }
        let rows = index.differing
        var versions: [Identity: [Value]] = [:]
        let needed = index.needed(of: rows)
        var objects: [Int: [Identity: Value]] = [:]
        for (done, member) in needed.keys.sorted().enumerated() {
            session.progress.update("opening \(done + 1) of \(needed.count)")
            let state = try await state(member)
            objects[member] = try await state.naming { try await state.load(needed[member] ?? []) }
        }
        for row in rows where row.versionCount > 1 {
            versions[row.identity] = try row.holders.map { holder in
                guard let object = objects[holder]?[row.identity] else {
                    throw CommandError(
                        "\(arguments[holder]) lists \(row.identity) and does not hold it",
                        hint: "check it with `snapctl verify`", status: .evidenceInvalid)
                }
                return object
            }
        }
        session.progress.clear()
        let comparison = FleetComparison(
            index, reaches: reaches, schema: schema, types: Array(types.values), versions: versions)
        return FleetReport(
            tool: "snapctl \(Snapctl.version)", madeAt: session.now,
            invocation: Array(CommandLine.arguments.dropFirst()),
            members: members, comparison: comparison, mappings: terms.uses,
            limits: Self.limits + Report.nearestFacts(manifests))
    }

    /// Every state held against a baseline, each by its own stage.
    func report(_ arguments: [String], baseline folder: GoldenFolder) async throws -> FleetReport {
        let document = try folder.document()
        var members: [FleetReport.Member] = []
        var manifests: [Manifest] = []
        var judgments: [Judgment] = []
        var authority: Baseline?
        var objectCount = 0
        for argument in arguments {
            let opened = try await opener.extended(by: document.redaction).open(argument)
            let golden = try await GoldenState.open(
                folder, document, for: opened.state, stage: nil, takesOtherClusters: true, opener)
            let pipeline = ComparisonPipeline(session, ComparisonOptions(alignment: opener.alignment))
            let source = ReportSource(argument: argument, manifest: opened.state.manifest, digest: opened.digest)
            let result = try await pipeline.report(opened.state, source: source, by: golden, in: folder)
            manifests.append(opened.state.manifest)
            judgments.append(result.judgment)
            objectCount = max(objectCount, golden.state.entries.count)
            var gaps = result.judgment.gaps.map { Words.gap($0.gap) } + result.judgment.skipped
            gaps += result.judgment.unknown.map { "\($0.identity): not readable" }
            gaps += result.judgment.requirements.filter(\.isInconclusive).map { required in
                "whether the requirement \(required.requirement.name) is met is not known: "
                    + (required.faults.first?.text ?? "")
            }
            members.append(FleetReport.Member(source: source, stage: golden.baseline.stage, gaps: gaps))
            authority = authority ?? golden.baseline
        }
        // The document judged, not one stage's reading of it.
        authority?.stage = nil
        authority?.treeDigest = try folder.treeDigest()
        return FleetReport(
            tool: "snapctl \(Snapctl.version)", madeAt: session.now,
            invocation: Array(CommandLine.arguments.dropFirst()),
            members: members, comparison: FleetComparison(judgments: judgments, objectCount: objectCount),
            baseline: authority, verdicts: judgments.reduce(into: []) { $0.formUnion($1.statuses) },
            limits: ["shows the states, not what happened before them and was undone"]
                + Report.nearestFacts(manifests))
    }

    private func member(
        _ argument: String, _ state: ClusterState, _ digest: String?, _ contradictions: [String]
    ) -> FleetReport.Member {
        FleetReport.Member(
            source: ReportSource(argument: argument, manifest: state.manifest, digest: digest),
            gaps: state.manifest.gaps.map(Words.gap) + state.uncheckedConnection + contradictions)
    }

    /// Reads a snapshot as a whole, which computes what its index says again; what else there is was computed here.
    private func prove(_ state: ClusterState) async throws {
        _ = try await state.naming { try await state.shelve([]) }
    }

    /// The digests of all declared states under one schema; reads the state whole and keeps nothing else.
    private func digests(
        of state: ClusterState, schema: SchemaFacts, types: [GroupKind: ResourceType]
    ) async throws -> [Identity: Digest] {
        let normalizer = Normalizer(schema: FieldSchema(schema))
        var result: [Identity: Digest] = [:]
        try await state.naming {
            try await state.scan { entry, object in
                result[entry.identity] = normalizer.digest(
                    object, hasStatus: types[entry.identity.groupKind]?.hasStatus ?? false)
            }
        }
        return result
    }

    private static let limits = [
        "shows the states, not what happened before them and was undone",
        "a value that all states share is no difference, also where one of them should have its own: only a baseline can tell",
        "copies that controllers made were not held against their owners' templates; `diff` and `check` do that",
    ]
}

/// Reads one state after the other in common terms, and counts what that did.
private struct CommonTerms {
    private let mapping: StateMapping
    private(set) var uses: [FleetReport.Mapping]

    init(_ mapping: StateMapping) {
        self.mapping = mapping
        uses = mapping.substitutions.map { FleetReport.Mapping(from: $0.from, to: $0.to) }
    }

    /// The state in common terms, and in which places that would make two things one.
    mutating func read(_ state: ClusterState) async throws -> (state: ClusterState, contradictions: [String]) {
        guard !mapping.isEmpty || !mapping.contradictions.isEmpty else { return (state, []) }
        let mapped = try await state.naming { try await MappedState(state, by: mapping) }
        var contradictions = mapped.contradictions
        for (number, use) in mapped.uses.enumerated() where use.places > 0 {
            uses[number].places += use.places
            uses[number].objects += use.objects
            uses[number].states += 1
            if let first = use.alreadyThere.first {
                contradictions.append(
                    "\(use.substitution.from) became \(use.substitution.to), which \(first) said already: two values became one"
                )
            }
        }
        return (mapped.state, contradictions)
    }
}
