import Snapshot

/// Makes golden resources and parameters of what the stages declare.
struct StageBench {
    /// What came out.
    struct Result {
        var resources: [StageDraft.Resource] = []
        var outliers: [StageDraft.Outlier] = []
        var parameters: [Parameter] = []
        /// Why a parameter is there, by its name: written as comments above it.
        var notes: [String: [String]] = [:]
        var sharedCount = 0
    }

    /// One object as the stages have it.
    private struct Object {
        let identity: Identity
        /// Positions of the stages that have it.
        var stages: [Int] = []
        /// What each of those calls it.
        var names: [Identity] = []
        /// What each of those declares.
        var versions: [Value] = []
        var isDeclared = false
        var sites: [StageSites.Site] = []
    }

    private let members: [StageDraft.Member]
    private let fields: FieldComparer
    private var objects: [Identity: Object] = [:]
    private var first: Set<Identity> = []

    init(_ members: [StageDraft.Member]) {
        self.members = members
        let facts = members.dropFirst().reduce(members.first?.state.schema ?? BuiltinSchema.facts) {
            $0.common(with: $1.state.schema)
        }
        fields = FieldComparer(normalizer: Normalizer(schema: FieldSchema(facts)))
    }

    /// Takes in what one stage declares.
    mutating func read(_ place: Int) async throws {
        let state = members[place].state
        let draft = BaselineDraft(state)
        let entries = BaselineDraft.declared(state)
        let mine = Set(entries.map(\.identity))
        let loaded = try await state.load(mine)
        if place == 0 { first = mine }
        let renames =
            place == 0
            ? [:]
            : NameAlignment.renames(of: mine.subtracting(first).sorted(), to: first.subtracting(mine).sorted())
        for entry in entries {
            guard let object = loaded[entry.identity] else { continue }
            let identity = renames[entry.identity] ?? entry.identity
            var item = objects[identity] ?? Object(identity: identity)
            item.stages.append(place)
            item.names.append(entry.identity)
            item.versions.append(draft.declared(object, entry))
            if entry.role == .declared { item.isDeclared = true }
            objects[identity] = item
        }
    }

    /// The differences between two declarations, whatever versions of their type they are written in.
    private func differences(_ before: Value, _ after: Value) -> [FieldChange] {
        StageSites.differences(
            Self.unversioned(before), Self.unversioned(after), apiVersion: after["apiVersion"]?.string ?? "",
            by: fields)
    }

    private static func unversioned(_ value: Value) -> Value {
        guard case .object(var object) = value else { return value }
        object["apiVersion"] = .string(APIVersion.group(of: object["apiVersion"]?.string ?? ""))
        return .object(object)
    }

    // MARK: What varies

    func finished() -> Result {
        var all = objects.values.sorted { $0.identity < $1.identity }
        var varying: [VaryingSite] = []
        for place in all.indices where all[place].stages.count == members.count {
            all[place].sites = StageSites(all[place].versions, differences: differences).sites
            for site in all[place].sites {
                guard let texts = site.texts else { continue }
                varying.append(VaryingSite(identity: all[place].identity, path: site.path, texts: texts))
            }
        }
        var parameters = StageParameters(members.map(\.stage), PatternFinder(varying).find())
        var result = Result()
        for object in all {
            let isShared = object.stages.count == members.count
            if isShared, let golden = golden(object, &parameters) {
                result.resources.append(StageDraft.Resource(stage: nil, identity: object.identity, value: golden))
                continue
            }
            for (place, stage) in object.stages.enumerated() {
                result.resources.append(
                    StageDraft.Resource(
                        stage: members[stage].stage, identity: object.names[place],
                        value: ParameterText.escaped(object.versions[place])))
            }
            // What controllers make comes and goes; what they say is compared where it is.
            if object.isDeclared, !isShared {
                result.outliers.append(
                    StageDraft.Outlier(identity: object.names[0], stages: object.stages.map { members[$0].stage }))
            }
        }
        (result.parameters, result.notes) = parameters.finished()
        result.sharedCount = parameters.sharedCount
        return result
    }

    // MARK: The golden resource

    /// The resource that is every stage's, once parameters stand for their values; `nil` when the versions have too little in
    /// common. Tried before it is believed: what was laid beside each other wrongly shows here.
    private func golden(_ object: Object, _ parameters: inout StageParameters) -> Value? {
        guard let base = object.versions.first else { return nil }
        guard !object.sites.isEmpty else { return ParameterText.escaped(base) }
        var trial = parameters
        var replacements: [(path: ArraySlice<PathElement>, value: Value)] = []
        for site in object.sites {
            replacements.append((site.path.elements[...], .string(trial.text(for: site, in: object.identity))))
        }
        let golden = Self.replacing(replacements, in: base)
        let left = remaining(golden, object, trial)
        guard !left.isEmpty else {
            parameters = trial
            return golden
        }
        // Then the fields around those places vary as wholes.
        let wholes = Set(left.map { FieldPath(Array($0.path.elements.prefix(Self.depth($0.path)))) })
        trial = parameters
        replacements = []
        for site in object.sites where !wholes.contains(where: { site.path.isInside($0) }) {
            replacements.append((site.path.elements[...], .string(trial.text(for: site, in: object.identity))))
        }
        for path in wholes.sorted(by: { ByteOrder.precedes($0.description, $1.description) }) {
            let values = object.versions.map { ValuePath.value($0, at: path.elements[...]) }
            let text = trial.text(for: StageSites.Site(path: path, values: values), in: object.identity)
            replacements.append((path.elements[...], .string(text)))
        }
        let coarse = Self.replacing(replacements, in: base)
        guard remaining(coarse, object, trial).isEmpty else { return nil }
        parameters = trial
        return coarse
    }

    /// What still differs between the stages' versions and a golden resource with their values in it.
    private func remaining(_ golden: Value, _ object: Object, _ parameters: StageParameters) -> [FieldChange] {
        let names = ParameterText.parameters(in: golden)
        return zip(object.stages, object.versions).flatMap { stage, version -> [FieldChange] in
            let bound = try? parameters.bindings(names, stage: stage).value(golden)
            return differences(bound ?? golden, version)
        }
    }

    private static func replacing(
        _ replacements: [(path: ArraySlice<PathElement>, value: Value)], in base: Value
    ) -> Value {
        ValuePath.replacing(
            replacements, in: base, unchanged: ParameterText.escaped, key: { ParameterText.escaped($0) })
    }

    /// `metadata` holds the name; its members vary by themselves.
    private static func depth(_ path: FieldPath) -> Int { path.elements.first == .field("metadata") ? 2 : 1 }
}
