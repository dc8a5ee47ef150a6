import Diff
import Snapshot

/// Opens whatever a STATE argument names. All states of one run share one redaction key.
struct StateOpener {
    let cluster: ClusterOptions
    var scope: Scope
    /// Whether a person asked for the scope, who is told where it cannot be had.
    let isScopeAsked: Bool
    /// Whether the namespace is also part of an object's name: no wish then that a snapshot could not fulfil.
    let isNamespaceOfName: Bool
    let key: RedactionKey
    let session: Session
    var policy: RedactionPolicy
    let previousKey: RedactionKey?

    /// An opener as the options of a command say.
    init(
        _ cluster: ClusterOptions, scope: Scope = Scope(), isScopeAsked: Bool = true, isNamespaceOfName: Bool = false,
        _ redaction: RedactionOptions, _ session: Session
    ) throws {
        self.cluster = cluster
        self.scope = scope
        self.isScopeAsked = isScopeAsked
        self.isNamespaceOfName = isNamespaceOfName
        self.session = session
        key = try redaction.key(session)
        policy = try redaction.policy()
        previousKey = try redaction.previousKey()
    }

    /// This opener with what a baseline adds to its redaction policy.
    func extended(by redaction: BaselineDocument.Redaction?) -> StateOpener {
        var opener = self
        if let redaction { opener.policy = redaction.extending(policy) }
        return opener
    }

    /// An opened state, with the digest of its manifest when it is a snapshot file.
    typealias Opened = (state: ClusterState, digest: String?)

    /// By which values that are clear in one state are held against tokens of another.
    var alignment: TokenAlignment { TokenAlignment(keys: [key] + [previousKey].compactMap { $0 }) }

    /// Two states. Manifests are read last: the other side knows the types and schemas of custom resources.
    ///
    /// Two snapshots are opened side by side.
    func pair(_ before: String, _ after: String) async throws -> (before: Opened, after: Opened) {
        if let left = try snapshot(before), let right = try snapshot(after) {
            try refuseScope(for: before)
            let spoolFolder = session.spoolFolder
            async let opened = Self.open(left, before, spoolFolder)
            let other = try await Self.open(right, after, spoolFolder)
            return (try await opened, other)
        }
        // The scope is that of the side that is read now.
        if try isManifests(before), try !isManifests(after) {
            let right = try await open(after, isAlone: false)
            return (try await open(before, beside: right.state, isAlone: false), right)
        }
        let left = try await open(before, isAlone: false)
        return (left, try await open(after, beside: left.state, isAlone: false))
    }

    /// Whether an argument names manifests; what can be read only once is taken for them.
    private func isManifests(_ argument: String) throws -> Bool {
        if argument.hasPrefix("cluster:") { return false }
        if argument == "-" { return true }
        guard let source = try source(argument) else { return true }
        return try !SnapshotReader.recognizes(source)
    }

    /// A state.
    ///
    /// - Parameters:
    ///   - other: the state that manifests are held against.
    ///   - isAlone: whether nothing else is read that a scope could be for.
    func open(_ argument: String, beside other: ClusterState? = nil, isAlone: Bool = true) async throws -> Opened {
        let schema = other?.schema.withoutClaims ?? BuiltinSchema.facts
        let types = other?.typesForManifests ?? []
        if argument.hasPrefix("cluster:") {
            let context = String(argument.dropFirst("cluster:".count))
            let captured = try await capture(context: context.isEmpty ? nil : context)
            return (ClusterState(captured, name: argument), nil)
        }
        guard let source = try source(argument) else {
            return (ClusterState(try await files(argument, schema: schema, types: types), name: argument), nil)
        }
        guard try SnapshotReader.recognizes(source) else {
            return (
                ClusterState(
                    try await files(in: source, argument, schema: schema, types: types), name: argument), nil
            )
        }
        if isAlone { try refuseScope(for: argument) }
        return try await Self.open(source, argument, session.spoolFolder)
    }

    /// A snapshot has the scope that it was captured with; a wish for another one would be ignored.
    private func refuseScope(for snapshot: String) throws(CommandError) {
        guard isScopeAsked else { return }
        let option =
            !scope.namespaces.isEmpty && !isNamespaceOfName
            ? "--namespace" : !scope.include.isEmpty ? "--include" : !scope.exclude.isEmpty ? "--exclude" : nil
        guard let option else { return }
        let name = option == "--exclude" && scope.exclude == ["secrets"] ? "--exclude or --without-secrets" : option
        throw CommandError(
            "\(name) does not apply to the snapshot \(snapshot): it has the scope it was captured with",
            hint: "leave the option out, or capture again with it")
    }

    /// The file of a snapshot; `nil` when the argument names something else, or what can be read only once.
    private func snapshot(_ argument: String) throws -> ArchiveSource? {
        guard argument != "-", !argument.hasPrefix("cluster:"), try FileStatus.of(argument)?.kind == .regular,
            let source = try source(argument), try SnapshotReader.recognizes(source)
        else { return nil }
        return source
    }

    @concurrent private static func open(
        _ source: ArchiveSource, _ argument: String, _ spoolFolder: String
    ) async throws -> Opened {
        do throws(SnapshotError) {
            let (reader, files) = try SnapshotReader.opening(source)
            return (
                try ClusterState(reader, files: files, name: argument, spoolFolder: spoolFolder), reader.id.hex
            )
        } catch { throw StateError(error, of: argument) }
    }

    /// The file that an argument names, standard input for `-`; `nil` for a folder.
    private func source(_ argument: String) throws -> ArchiveSource? {
        if argument != "-" {
            guard let status = try FileStatus.of(argument) else {
                throw CommandError(
                    "there is no file or folder `\(argument)`",
                    hint: "a state is a snapshot, a folder, file or archive of manifests, `-`, or `cluster:CONTEXT`")
            }
            if status.kind == .folder { return nil }
        }
        return try ArchiveSource(path: argument, spoolFolder: session.spoolFolder)
    }

    /// A live cluster.
    func capture(context: String?) async throws -> CapturedState {
        let client = try cluster.client(context: context, session)
        var capture = ClusterCapture(
            client: client, scope: scope, key: key, osUser: session.osUser, host: session.host,
            toolVersion: Snapctl.version, spoolFolder: session.spoolFolder)
        capture.policy = policy
        capture.previousKey = previousKey
        let work = CaptureProgress(session.progress)
        do throws(ClusterCapture.Failure) {
            let state = try await capture.run { work.tell($0) }
            await client.close()
            session.progress.clear()
            return state
        } catch {
            // A server that hangs may take its time to say goodbye; whoever pressed Ctrl-C does not wait for that.
            if Interrupts.shared.received != nil { Task { await client.close() } } else { await client.close() }
            throw CommandError(error)
        }
    }

    /// Manifests, to make a snapshot of: a folder, a file, standard input, another tool's archive.
    func manifests(_ argument: String) async throws -> CapturedState {
        guard let source = try source(argument) else { return try await files(argument) }
        guard try !SnapshotReader.recognizes(source) else {
            throw CommandError(
                "`\(argument)` is a snapshot already", hint: "copy it; every command takes it where it takes a state")
        }
        return try await files(in: source, argument)
    }

    /// What reads manifests as the options say.
    var reading: ManifestCapture {
        let session = session
        var reading = ManifestCapture(
            scope: scope, key: key, policy: policy, previousKey: previousKey, osUser: session.osUser,
            host: session.host, toolVersion: Snapctl.version, spoolFolder: session.spoolFolder,
            now: { session.now })
        reading.tellLeftOut = { session.leftOut.add($0) }
        return reading
    }

    /// The manifests below a path.
    private func files(
        _ path: String, schema: SchemaFacts = BuiltinSchema.facts, types: [ResourceType] = []
    ) async throws -> CapturedState {
        noted(try await reading.files(path, schema: schema, types: types), of: path)
    }

    /// The manifests of an open file or archive.
    private func files(
        in source: ArchiveSource, _ argument: String, schema: SchemaFacts = BuiltinSchema.facts,
        types: [ResourceType] = []
    ) async throws -> CapturedState {
        let state = try await reading.captured(argument, schema: schema, types: types) { capture in
            try ManifestFiles.add(source, name: argument == "-" ? "stdin" : argument, isNamed: true, to: &capture)
        }
        return noted(state, of: argument)
    }

    private func noted(_ state: CapturedState, of argument: String) -> CapturedState {
        session.outOfScope.add(state.outOfScope, of: argument)
        return state
    }
}
