/// Makes states of manifests: of folders, files and other tools' archives, all under one key and one scope.
package struct ManifestCapture: Sendable {
    package var scope: Scope
    package let key: RedactionKey
    package var policy: RedactionPolicy
    /// The key that ``key`` replaces, for a capture that bridges the two.
    package let previousKey: RedactionKey?
    /// The actor's user and host, as the operating system says them.
    package let osUser: String
    package let host: String
    package let toolVersion: String
    /// Where objects wait, in a file without a name.
    package let spoolFolder: String
    /// The time, RFC 3339.
    package let now: @Sendable () -> String
    /// Told which files became no object, also where the capture fails later.
    package var tellLeftOut: @Sendable ([FileCapture.LeftOut]) -> Void = { _ in }

    package init(
        scope: Scope, key: RedactionKey, policy: RedactionPolicy, previousKey: RedactionKey? = nil, osUser: String,
        host: String, toolVersion: String, spoolFolder: String, now: @escaping @Sendable () -> String
    ) {
        self.scope = scope
        self.key = key
        self.policy = policy
        self.previousKey = previousKey
        self.osUser = osUser
        self.host = host
        self.toolVersion = toolVersion
        self.spoolFolder = spoolFolder
        self.now = now
    }

    /// Changes what was read before a state is made of it.
    package typealias Rewriting = (inout FileCapture) async throws -> Void

    /// The manifests below a path.
    package func files(
        _ path: String, schema: SchemaFacts = BuiltinSchema.facts, types: [ResourceType] = [],
        mayBeEmpty: Bool = false, deferring: [String] = [], rewriting: Rewriting = { _ in }
    ) async throws -> CapturedState {
        try await captured(path, schema: schema, types: types, mayBeEmpty: mayBeEmpty, deferring: deferring) {
            capture in
            try ManifestFiles.add(path, to: &capture, spoolFolder: spoolFolder)
            try await rewriting(&capture)
        }
    }

    /// What `add` finds, as a state.
    ///
    /// - Parameters:
    ///   - argument: what the state is called in errors.
    ///   - schema: facts about fields besides those of the manifests' own definitions: of the state it will be compared with.
    ///   - types: types to use besides the built-in ones.
    ///   - mayBeEmpty: a baseline may declare nothing; a state that does is a mistake.
    ///   - deferring: see ``FileCapture``.
    package func captured(
        _ argument: String, schema: SchemaFacts, types: [ResourceType], mayBeEmpty: Bool = false,
        deferring: [String] = [], adding add: Rewriting
    ) async throws -> CapturedState {
        let started = now()
        var capture = try FileCapture(
            scope: scope, key: key, spoolFolder: spoolFolder, policy: policy, previousKey: previousKey, schema: schema,
            types: types, deferring: deferring)
        try await add(&capture)
        tellLeftOut(capture.leftOut)
        guard capture.objectCount > 0 || capture.hasGaps || mayBeEmpty else { throw ManifestFilesError.empty(argument) }
        return try await capture.finish(
            osUser: osUser, host: host, toolVersion: toolVersion, startedAt: started, finishedAt: now())
    }
}

extension ClusterState {
    /// The types by which manifests are read that will be compared with this state. That a kind of manifests without a definition
    /// has no namespace was guessed of an object without one; others of it may have some.
    package var typesForManifests: [ResourceType] {
        guard manifest.source == .files else { return types }
        let defined = definitions
        return types.filter {
            $0.isNamespaced || BuiltinTypes.isBuiltin(group: $0.group) || defined.contains("\($0.plural).\($0.group)")
        }
    }
}
