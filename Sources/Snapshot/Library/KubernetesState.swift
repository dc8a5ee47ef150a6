/// Everything that a cluster, or a folder of manifests, declares: opened from a snapshot, or captured just now.
///
/// A state is cheap to copy. Its objects stay in the snapshot or in a nameless file on disk until they are asked for.
public struct KubernetesState: Sendable {
    package let state: ClusterState
    package let options: CaptureOptions
    private let captured: CapturedState?

    /// What identifies the snapshot: the SHA-256 of its manifest, hexadecimal; `nil` for a state that was captured just now.
    public let snapshotID: String?

    private init(_ captured: CapturedState, name: String, _ options: CaptureOptions) {
        state = ClusterState(captured, name: name)
        self.options = options
        self.captured = captured
        snapshotID = nil
    }

    private init(_ state: ClusterState, id: Digest, _ options: CaptureOptions) {
        self.state = state
        self.options = options
        captured = nil
        snapshotID = id.hex
    }

    /// Opens the file of a snapshot and checks all of it: format, digests, Merkle roots, the form of every object. Reads the file
    /// twice at most, and holds its index in memory, not its objects.
    ///
    /// Signatures are not looked at: whoever wrote the file could have written another one.
    ///
    /// - Parameters:
    ///   - path: the file, compressed or not.
    ///   - options: only their key matters, and only where values that are clear in the other state of a comparison are held
    ///     against tokens in this one.
    @concurrent public static func open(
        _ path: String, options: CaptureOptions = CaptureOptions()
    ) async throws(SnapctlError) -> KubernetesState {
        do {
            let reader = try SnapshotReader.open(path: path, spoolFolder: CaptureOptions.spoolFolder)
            try reader.verify()
            let state = try ClusterState(reader, name: path, spoolFolder: CaptureOptions.spoolFolder)
            return KubernetesState(state, id: reader.id, options)
        } catch { throw SnapctlError(StateError(error, of: path)) }
    }

    /// Captures manifests: a file of YAML or JSON, a folder of them, or an archive, also of other tools.
    ///
    /// - Parameters:
    ///   - path: the file, folder or archive.
    ///   - other: the state that this one will be compared with, which may know types and schemas of custom resources that the
    ///     manifests use.
    ///   - options: what is taken in, and the key of its tokens.
    @concurrent public static func capture(
        manifests path: String, alongside other: KubernetesState? = nil, options: CaptureOptions = CaptureOptions()
    ) async throws(SnapctlError) -> KubernetesState {
        let known = other?.state
        let captured = try await SnapctlError.explaining {
            try await options.manifests.files(
                path, schema: known?.schema.withoutClaims ?? BuiltinSchema.facts, types: known?.typesForManifests ?? [])
        }
        return KubernetesState(captured, name: path, options)
    }

    /// Captures a live cluster, as kubectl would reach it. Only reads; runs the login command that the kubeconfig names.
    ///
    /// What cannot be read becomes one of the ``gaps``; an error means that there is no capture at all.
    ///
    /// - Parameters:
    ///   - kubeconfig: a file; `nil` for `$KUBECONFIG`, then `~/.kube/config`, then the cluster that the program runs in.
    ///   - context: a context of it; `nil` for the current one.
    ///   - options: what is taken in, and the key of its tokens.
    @concurrent public static func capture(
        kubeconfig: String? = nil, context: String? = nil, options: CaptureOptions = CaptureOptions()
    ) async throws(SnapctlError) -> KubernetesState {
        let captured = try await SnapctlError.explaining {
            let connection = try Kubeconfig.resolve(
                path: kubeconfig, context: context, environment: CaptureOptions.environment,
                home: CaptureOptions.environment["HOME"])
            let client = try APIClient(
                connection: connection, toolVersion: CaptureOptions.version, timeout: .seconds(15 * 60))
            let capture = ClusterCapture(
                client: client, scope: options.scope, key: options.key, osUser: CaptureOptions.osUser,
                host: CaptureOptions.host, toolVersion: CaptureOptions.version,
                spoolFolder: CaptureOptions.spoolFolder)
            do {
                let captured = try await capture.run { _ in }
                await client.close()
                return captured
            } catch {
                await client.close()
                throw error
            }
        }
        return KubernetesState(captured, name: "cluster:\(context ?? "")", options)
    }

    /// What reports call it: the path or the context that named it.
    public var name: String { state.name }

    /// What in its scope could not be read, and why. A comparison with such a state is never clean.
    public var gaps: [Gap] { state.manifest.gaps }

    /// The uid of its Namespace `kube-system`, which identifies a cluster; `nil` for manifests.
    public var clusterUID: String? { state.clusterUID }

    /// Which objects it holds, in the order of their paths. Costs no reading.
    public var identities: [Identity] { state.entries.map(\.identity) }

    /// Reads all objects once, in the order of ``identities``, and keeps none.
    public func forEachObject(_ body: (KubernetesObject) -> Void) async throws(SnapctlError) {
        let normalizer = Normalizer(schema: FieldSchema(state.schema))
        let kinds = kindsWithStatus
        try await SnapctlError.explaining {
            try await state.naming {
                try await state.scan { entry, object in
                    body(
                        KubernetesObject(
                            entry.identity, object, normalizer, hasStatus: kinds.contains(entry.identity.groupKind)))
                }
            }
        }
    }

    /// One object; `nil` when the state does not hold it. Of a snapshot no more is read than holds it: to look at many, use
    /// ``forEachObject(_:)``.
    public func object(_ identity: Identity) async throws(SnapctlError) -> KubernetesObject? {
        let found = try await SnapctlError.explaining {
            try await state.naming { try await state.pick([identity])[identity] }
        }
        return found.map { object in
            KubernetesObject(
                identity, object, Normalizer(schema: FieldSchema(state.schema)),
                hasStatus: kindsWithStatus.contains(identity.groupKind))
        }
    }

    /// Writes a state that was captured just now as the file of a snapshot, whole or not at all.
    ///
    /// - Parameter path: its ending says how it is compressed: `.tar.zst`, `.tar.gz` or `.tar`.
    /// - Returns: what identifies the snapshot, see ``snapshotID``.
    @discardableResult
    public func write(to path: String) async throws(SnapctlError) -> String {
        guard let captured else {
            throw SnapctlError("\(name) is a snapshot already", hint: "copy its file")
        }
        return try await SnapctlError.explaining {
            try await captured.write(toFile: path, compression: Compression(path: path)).id.hex
        }
    }

    private var kindsWithStatus: Set<GroupKind> { Set(state.types.filter(\.hasStatus).map(\.groupKind)) }
}
