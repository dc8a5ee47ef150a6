/// Makes a state of manifests instead of a live server.
///
/// Files are added one by one, so that an archive of any size is never in memory as a whole; the types and schemas come
/// from the built-in tables and from the CustomResourceDefinitions among the objects.
package struct FileCapture: Sendable {
    private let scope: Scope
    private let key: RedactionKey
    private let spoolFolder: String
    private let policy: RedactionPolicy
    private let previousKey: RedactionKey?
    private var objects: [ManifestObject] = []
    private var withoutObjects: [String] = []
    private var notRead: [String] = []

    package init(
        scope: Scope, key: RedactionKey, spoolFolder: String, policy: RedactionPolicy = RedactionPolicy(),
        previousKey: RedactionKey? = nil
    ) {
        self.scope = scope
        self.key = key
        self.spoolFolder = spoolFolder
        self.policy = policy
        self.previousKey = previousKey
    }

    /// Files that hold no Kubernetes object, in order: counted and named, not an error.
    package var filesWithoutObjects: [String] { withoutObjects }

    /// Links, devices and whatever else was not opened: named, so that nothing is missing in silence.
    package var passedOver: [String] { notRead }

    /// How many objects were found, in scope or not.
    package var objectCount: Int { objects.count }

    /// Whether a file of this name is to be opened; one that is not counts as a file without objects.
    package mutating func wants(_ file: String, isNamed: Bool = false) -> Bool {
        if isNamed || ManifestReader.isManifest(file) { return true }
        withoutObjects.append(file)
        return false
    }

    /// Adds the content of a file that is wanted.
    package mutating func add(file: String, bytes: [UInt8]) throws(ManifestError) {
        let found = try ManifestReader.objects(in: bytes, file: file)
        if found.isEmpty { withoutObjects.append(file) }
        // Nothing secret stays readable in memory longer than it takes to read its file, and nothing at all on disk.
        objects += found
    }

    /// Takes note of something that is no regular file.
    package mutating func passOver(_ path: String) { notRead.append(path) }

    /// Why files make no state.
    package enum Failure: Error {
        case disk(DiskError)
        case manifest(ManifestError)
        /// Somebody ended it.
        case cancelled
        case leak(LeakError)

        /// What happened to which thing.
        package var summary: String {
            switch self {
            case .disk(let error): error.summary
            case .manifest(let error): error.summary
            case .cancelled: "the reading was interrupted"
            case .leak(let error): error.summary
            }
        }

        /// What to do next.
        package var hint: String {
            switch self {
            case .disk(let error): error.hint
            case .manifest(let error): error.hint
            case .cancelled: "nothing was written; run it again"
            case .leak(let error): error.hint
            }
        }
    }

    /// The state that the files declare.
    ///
    /// - Parameters:
    ///   - schema: facts to use besides those of the objects' own definitions: of the state it will be compared with.
    ///   - types: types to use besides the built-in ones.
    ///   - times: when the capture began and ended, RFC 3339.
    package func finish(
        schema: SchemaFacts = BuiltinSchema.facts, types known: [ResourceType] = [], osUser: String, host: String,
        toolVersion: String, startedAt: String, finishedAt: String
    ) async throws(Failure) -> CapturedState {
        var distiller = SchemaDistiller()
        var types = Dictionary(known.map { ($0.groupKind, $0) }, uniquingKeysWith: { first, _ in first })
        for object in objects where object.value["kind"]?.string == "CustomResourceDefinition" {
            distiller.add(customResourceDefinition: object.value)
            for type in CustomTypes.types(of: object.value).prefix(1) { types[type.groupKind] = type }
        }
        let facts = schema.merged(with: distiller.finished())
        let withStatus = Set(objects.map(\.value).filter(Self.showsStatusSubresource).map(Self.kind(of:)))
        let maker = RecordMaker(
            normalizer: Normalizer(schema: FieldSchema(facts)),
            redactor: Redactor(key: key, policy: policy, previous: previousKey))
        let store: RecordStore
        do throws(DiskError) { store = try RecordStore(folder: spoolFolder) } catch { throw .disk(error) }

        var seen: [Identity: Copy] = [:]
        for object in objects {
            if Task.isCancelled { throw .cancelled }
            let type = Self.type(of: object.value, types, withStatus)
            guard scope.contains(group: type.group, resource: type.plural) else { continue }
            let value = placed(object.value, type)
            let namespace = value["metadata"]?["namespace"]?.string
            if !scope.namespaces.isEmpty, !scope.namespaces.contains(namespace ?? "") { continue }
            let record: Record
            do throws(RecordError) { record = try maker.record(value, of: type) } catch {
                throw .manifest(
                    ManifestError(file: object.file, position: object.position, what: error.summary))
            }
            let copy = Copy(normalized: record.entry.normalized, type: type, object: object)
            if let other = seen[record.entry.identity] {
                guard try copy.replaces(other, record.entry.identity) else { continue }
                await store.remove([record.entry.identity])
            }
            seen[record.entry.identity] = copy
            var batch = RecordBatch()
            do throws(DiskError) { try await store.spool([record], into: &batch) } catch { throw .disk(error) }
            await store.add(batch)
        }
        let counts = seen.values.reduce(into: [:]) { $0[$1.type, default: 0] += 1 }
        let canary: LeakCanary
        do throws(PublishedSecrets.Failure) {
            canary = try await store.searchForSecrets(maker, types: Array(counts.keys))
        } catch {
            switch error {
            case .disk(let error): throw .disk(error)
            case .leak(let error): throw .leak(error)
            }
        }
        let entries = await store.entries()
        let redactions = await store.allRedactions()
        let certificates = await store.allCertificates()
        let bridge = await store.bridge(from: previousKey, to: key)
        let coverage = counts.map { type, count in
            Manifest.Coverage(
                group: type.group, version: type.version, resource: type.plural, kind: type.kind, state: .complete,
                count: count, pages: 0, restarts: 0, resourceVersion: nil, duplicates: 0)
        }
        let manifest = Manifest(
            tool: .init(name: "snapctl", version: toolVersion), source: .files, cluster: nil,
            actor: .init(user: nil, groups: [], impersonated: nil, osUser: osUser, host: host),
            times: .init(startedAt: startedAt, finishedAt: finishedAt, skewMilliseconds: nil),
            scope: .init(
                include: scope.include, exclude: scope.exclude, namespaces: scope.namespaces,
                rulesDigest: Scope.rulesDigest.hex),
            coverage: coverage.sorted { ($0.group, $0.resource) < ($1.group, $1.resource) }, gaps: [],
            redaction: .init(
                keyID: key.id, group: key.group, isEphemeral: key.isEphemeral, values: redactions.count,
                policyDigest: policy.digest.hex),
            normalizer: .init(rulesDigest: RuleSet.digest.hex, schemaDigest: ""),
            roots: .init(content: "", normalized: ""), objectCount: entries.count,
            objectBytes: entries.reduce(0) { $0 + $1.size }, files: [])
        return CapturedState(
            manifest: manifest, entries: entries,
            types: counts.keys.sorted { ($0.group, $0.plural) < ($1.group, $1.plural) }, schema: facts,
            redactions: redactions, certificates: certificates, bridge: bridge, canary: canary, store: store)
    }

    /// The object where a server would put it: a namespaced one without a namespace in the namespace that was asked for, a
    /// cluster-wide one in none.
    private func placed(_ object: Value, _ type: ResourceType) -> Value {
        guard case .object(var members) = object, case .object(var metadata)? = members["metadata"] else {
            return object
        }
        let namespace = metadata["namespace"]?.string ?? ""
        guard type.isNamespaced == namespace.isEmpty else { return object }
        let usual = scope.namespaces.count == 1 ? scope.namespaces[0] : "default"
        metadata["namespace"] = type.isNamespaced ? .string(usual) : nil
        members["metadata"] = .object(metadata)
        return .object(members)
    }

    /// An object that may stand in several files.
    private struct Copy {
        let normalized: Digest
        let type: ResourceType
        let object: ManifestObject

        /// Whether this one is taken instead of the other. Dumps hold one object in several files, and Velero at every
        /// served version, of which the one that the server prefers is taken; a contradiction is a mistake.
        func replaces(_ other: Copy, _ identity: Identity) throws(Failure) -> Bool {
            guard type.version == other.type.version else {
                return VersionPriority.precedes(type.version, other.type.version)
            }
            guard normalized == other.normalized else {
                throw .manifest(
                    ManifestError(
                        file: object.file, position: object.position,
                        what: "\(identity) stands in \(other.object.file):\(other.object.position) as well, "
                            + "and says something else there"))
            }
            return false
        }
    }

    /// The type of an object: known, built in, or what its text lets us guess. A guess gets the group, kind and name
    /// right, and only the plural of the path may differ from the server's.
    private static func type(
        of object: Value, _ known: [GroupKind: ResourceType], _ withStatus: Set<GroupKind>
    ) -> ResourceType {
        let apiVersion = object["apiVersion"]?.string ?? ""
        let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
        let group = parts.count == 2 ? parts[0] : ""
        let kind = Self.kind(of: object)
        let version = parts.last ?? ""
        if let type = known[kind] ?? BuiltinTypes.type(of: kind) {
            return ResourceType(
                group: group, version: version, kind: type.kind, plural: type.plural, isNamespaced: type.isNamespaced,
                verbs: type.verbs, shortNames: type.shortNames, categories: type.categories, hasStatus: type.hasStatus)
        }
        return ResourceType(
            group: group, version: version, kind: kind.kind, plural: kind.kind.lowercased() + "s",
            isNamespaced: object["metadata"]?["namespace"] != nil, hasStatus: withStatus.contains(kind))
    }

    private static func kind(of object: Value) -> GroupKind {
        GroupKind(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "")
    }

    /// Whether the server recorded a writer of `status` alone: only a type that has the subresource can have one.
    private static func showsStatusSubresource(_ object: Value) -> Bool {
        (object["metadata"]?["managedFields"]?.array ?? []).contains { $0["subresource"]?.string == "status" }
    }
}
