import Snapshot

/// Two states in the same terms: under one redaction key, with the mapping and the parameters that were asked for, and with
/// the roles that the baseline adds.
struct AlignedStates {
    let before: ClusterState
    let after: ClusterState
    /// What a mapping did; `nil` without one.
    private let mapped: MappedState?
    /// What the parameters of stages did; `nil` without any.
    private let translated: MappedState?

    /// Reads the first state once for each of the two ways, and only then.
    init(_ request: ComparisonRequest, _ options: ComparisonOptions, tell: (ComparisonStep?) -> Void) async throws {
        // A rotated redaction key ends no comparison where one side leads from the other's tokens to its own.
        let crossed = request.before.crossing(request.after.bridge)
        var translated: MappedState?
        if let translation = options.translation, !translation.isEmpty {
            tell(.mapping)
            translated = try await crossed.naming { try await MappedState(crossed, by: translation) }
        }
        let own = translated?.state ?? crossed
        var mapped: MappedState?
        if !options.mapping.isEmpty || !options.mapping.contradictions.isEmpty {
            tell(.mapping)
            mapped = try await own.naming { try await MappedState(own, by: options.mapping) }
        }
        let makers = request.baseline?.tables.makers ?? []
        before = (mapped?.state ?? own).settled(with: makers)
        after = request.after.crossing(request.before.bridge).settled(with: makers)
        self.mapped = mapped
        self.translated = translated
    }

    /// What the two ways would have made one of two things, in words.
    var contradictions: [String] { (translated?.contradictions ?? []) + (mapped?.contradictions ?? []) }

    /// Whether equal digests stand for equal objects: both were made under the rules of this program.
    var haveTheRulesOfThisProgram: Bool {
        before.manifest.normalizer == after.manifest.normalizer
            && before.manifest.normalizer.rulesDigest == RuleSet.digest.hex
    }

    /// What the report says of it.
    func translation(_ stages: StageTranslation?, _ patterns: ComparisonPatterns) -> Translation {
        Translation(
            uses: mapped?.uses ?? [],
            notes: stages.map { Translation.notes($0, objects: translated?.changedCount ?? 0) } ?? [],
            findings: mapped?.findings ?? [], patterns: patterns)
    }
}
