/// Makes a state of manifests instead of a live server.
///
/// Files are added one by one, and their objects become records at once, so that neither an archive nor a list of any size
/// is ever in memory as a whole. Only custom resources wait, as text, until every definition is known. Types and schemas
/// come from the built-in tables and from the CustomResourceDefinitions among the objects.
package struct FileCapture: ~Copyable {
    private let scope: Scope
    private let key: RedactionKey
    private let redactor: Redactor
    private let schema: SchemaFacts
    private let maker: RecordMaker
    private let previousKey: RedactionKey?
    private var types: FileTypes
    private var definitions: [Value] = []
    private var spool: Spool
    private var batch = RecordBatch()
    private var seen: [Identity: Copy] = [:]
    private var waiting: [Waiting] = []
    private var rowsToDrop: Set<Int> = []
    private var redactionsToDrop: [Range<Int>] = []
    private var certificatesToDrop: [Range<Int>] = []
    private var gaps: [Gap] = []
    private var outOfScope: [ResourceType: Int] = [:]

    /// What became no object, in order: counted and named, not an error.
    package private(set) var leftOut: [LeftOut] = []

    /// A file that is not among the objects, and why.
    package struct LeftOut: Sendable, Hashable {
        package enum Reason: Sendable, Hashable, CaseIterable {
            /// It was read, and nothing in it is a Kubernetes object.
            case noObject
            /// It was not opened: its name ends in neither .yaml, .yml nor .json.
            case name
            /// A link, a device, or whatever else is no regular file.
            case notRegular
        }

        package let file: String
        package let reason: Reason
    }

    private let deferring: [[UInt8]]

    /// How many objects were found, in scope or not.
    package private(set) var objectCount = 0

    /// - Parameters:
    ///   - schema: facts to use besides those of the objects' own definitions: of the state it will be compared with.
    ///   - types: types to use besides the built-in ones.
    ///   - deferring: texts; objects of files that hold one of them wait in ``deferred`` for whoever rewrites them.
    package init(
        scope: Scope, key: RedactionKey, spoolFolder: String, policy: RedactionPolicy = RedactionPolicy(),
        previousKey: RedactionKey? = nil, schema: SchemaFacts = BuiltinSchema.facts, types: [ResourceType] = [],
        deferring: [String] = []
    ) throws(DiskError) {
        self.deferring = deferring.map { Array($0.utf8) }.filter { !$0.isEmpty }
        self.scope = scope
        self.key = key
        self.previousKey = previousKey
        self.schema = schema
        self.types = FileTypes(types)
        redactor = Redactor(key: key, policy: policy, previous: previousKey)
        maker = RecordMaker(normalizer: Normalizer(schema: FieldSchema(schema)), redactor: redactor)
        spool = try Spool(in: spoolFolder)
    }

    /// Whether some file holds objects that could not be read.
    package var hasGaps: Bool { !gaps.isEmpty }

    /// Whether a file of this name is to be opened; one that is not is named.
    package mutating func wants(_ file: String, isNamed: Bool = false) -> Bool {
        if isNamed || ManifestReader.isManifest(file) { return true }
        leftOut.append(LeftOut(file: file, reason: .name))
        return false
    }

    /// Adds the content of a file that is wanted.
    package mutating func add(file: String, bytes: [UInt8]) throws(Failure) {
        if deferring.contains(where: { ByteSearch.holds($0, in: bytes) }) {
            let objects: [ManifestObject]
            do throws(ManifestError) { objects = try ManifestReader.objects(in: bytes, file: file) } catch {
                throw .manifest(error)
            }
            if objects.isEmpty { leftOut.append(LeftOut(file: file, reason: .noObject)) }
            deferred += objects
            return
        }
        let census: ManifestCensus
        do throws(ManifestReader.Failure<Failure>) {
            census = try ManifestReader.objects(in: bytes, file: file, keys: maker.keys) {
                (object, position) throws(Failure) in
                try take(&object, Origin(file: file, position: position))
            }
        } catch {
            switch error {
            case .file(let error): throw .manifest(error)
            case .taker(let error): throw error
            }
        }
        if let unread = census.unread {
            gaps.append(
                Gap(group: "", version: nil, resource: file, reason: .kindUnknown, status: nil, message: unread))
        } else if census.objects == 0 {
            leftOut.append(LeftOut(file: file, reason: .noObject))
        }
    }

    /// Where an object stands.
    private struct Origin {
        let file: String
        let position: InputPosition
    }

    /// A custom resource, whose definition may still come.
    private struct Waiting {
        let bytes: Confidential<[UInt8]>
        let origin: Origin
    }

    private mutating func take(_ object: inout JSONTape, _ origin: Origin) throws(Failure) {
        objectCount += 1
        if let name = object.string(object.member(["metadata", "name"], of: 0)), name.contains("{{") {
            throw .manifest(.template(file: origin.file, position: origin.position))
        }
        if object.string(object.member("kind", of: 0)) == "CustomResourceDefinition" {
            let definition = object.value()
            definitions.append(definition)
            types.define(by: definition)
        }
        guard !types.isBuiltIn(object) else {
            try record(&object, origin, maker)
            return
        }
        types.look(at: object)
        waiting.append(Waiting(bytes: Confidential(object.canonicalBytes()), origin: origin))
    }

    /// The objects of files that hold the text to defer by, in order, as their files say them.
    package private(set) var deferred: [ManifestObject] = []

    /// Takes objects instead of those that were deferred.
    package mutating func resume(_ objects: [ManifestObject]) throws(Failure) {
        deferred = []
        for object in objects {
            var tape: JSONTape
            do throws(JSONError) { tape = try JSONTape(CanonicalJSON.bytes(object.value), keys: maker.keys) } catch {
                throw .manifest(ManifestError(file: object.file, position: object.position, what: error.summary))
            }
            try take(&tape, Origin(file: object.file, position: object.position))
        }
    }

    /// Takes note of something that is no regular file.
    package mutating func passOver(_ path: String) { leftOut.append(LeftOut(file: path, reason: .notRegular)) }

    /// Why files make no state.
    package enum Failure: ExplainedError {
        case disk(DiskError)
        case manifest(ManifestError)
        /// Somebody ended it.
        case cancelled

        /// What happened to which thing.
        package var summary: String {
            switch self {
            case .disk(let error): error.summary
            case .manifest(let error): error.summary
            case .cancelled: "the reading was interrupted"
            }
        }

        /// What to do next.
        package var hint: String {
            switch self {
            case .disk(let error): error.hint
            case .manifest(let error): error.hint
            case .cancelled: "nothing was written; run it again"
            }
        }
    }

    /// The state that the files declare.
    ///
    /// - Parameters:
    ///   - startedAt: when the capture began, RFC 3339.
    ///   - finishedAt: when it ended.
    package consuming func finish(
        osUser: String, host: String, toolVersion: String, startedAt: String, finishedAt: String
    ) async throws(Failure) -> CapturedState {
        try resume(deferred)
        // What both the other state and the definitions here say of a type is known only where they agree.
        let facts = schema.merged(
            with: StateSchema.facts(own: StateSchema(served: SchemaFacts(), definitions: definitions).own))
        let maker = try recordWaiting(facts)
        let key = key
        let scope = scope
        let policy = redactor.policy
        let previousKey = previousKey
        let seen = seen
        let gaps = gaps
        let outOfScope = outOfScope.map { CapturedState.OutOfScope(type: $0.key, count: $0.value) }
            .sorted { ($0.type.group, $0.type.plural) < ($1.type.group, $1.type.plural) }
        batch.remove(rows: rowsToDrop, redactions: redactionsToDrop, certificates: certificatesToDrop)
        let store = RecordStore(spool, batch)
        let types = Set(seen.values.map(\.type))
        let published: PublishedSecrets
        do throws(DiskError) {
            published = try await store.searchForSecrets(maker, types: Array(types))
        } catch { throw .disk(error) }
        let canary = published.canary
        let settled: SettledTypes
        do throws(DiskError) {
            settled = try await store.settle(
                served: SchemaFacts(),
                types: (types + outOfScope.map(\.type))
                    .sorted { ($0.group, $0.plural, $0.version) < ($1.group, $1.plural, $1.version) })
        } catch { throw .disk(error) }
        let entries = await store.entries()
        let redactions = await store.allRedactions()
        let certificates = await store.allCertificates()
        let bridge = await store.bridge(from: previousKey, to: key)
        // Of what is left: an object that was withheld is in no version of its kind.
        let held = entries.reduce(into: [ResourceType: Int]()) { held, entry in
            if let type = seen[entry.identity]?.type { held[type, default: 0] += 1 }
        }
        let coverage =
            types.map { type in
                Manifest.Coverage(
                    group: type.group, version: type.version, resource: type.plural, kind: type.kind, state: .complete,
                    count: held[type] ?? 0, pages: 0, restarts: 0, resourceVersion: nil, duplicates: 0)
            } + outOfScope.map { Manifest.Coverage($0.type, state: .excluded) }
        let manifest = Manifest(
            tool: .init(name: "snapctl", version: toolVersion), source: .files, cluster: nil,
            actor: .init(user: nil, groups: [], impersonated: nil, osUser: osUser, host: host),
            times: .init(startedAt: startedAt, finishedAt: finishedAt, skewMilliseconds: nil),
            scope: .init(
                include: scope.include, exclude: scope.exclude, namespaces: scope.namespaces,
                rulesDigest: Scope.rulesDigest.hex),
            coverage: coverage.sorted { ($0.group, $0.resource) < ($1.group, $1.resource) },
            gaps: gaps + published.withheld,
            redaction: .init(
                keyID: key.id, group: key.group, isEphemeral: key.isEphemeral, values: redactions.count,
                policyDigest: policy.digest.hex),
            normalizer: .init(rulesDigest: RuleSet.digest.hex, schemaDigest: settled.schema.digest.hex),
            roots: .init(content: "", normalized: ""), objectCount: entries.count,
            objectBytes: entries.reduce(0) { $0 + $1.size }, files: [])
        return CapturedState(
            manifest: manifest, entries: entries, types: settled.types, schema: facts.hiding(canary),
            ownSchema: settled.schema.own, redactions: redactions, certificates: certificates, bridge: bridge,
            canary: canary, store: store, outOfScope: outOfScope)
    }

    /// Makes records of what had to wait.
    ///
    /// - Returns: who knows every definition.
    private mutating func recordWaiting(_ facts: SchemaFacts) throws(Failure) -> RecordMaker {
        guard !waiting.isEmpty else { return maker }
        let maker = RecordMaker(normalizer: Normalizer(schema: FieldSchema(facts)), redactor: redactor)
        let all = waiting
        waiting = []
        for waiting in all {
            var object: JSONTape
            do throws(JSONError) { object = try JSONTape(waiting.bytes.reveal, keys: maker.keys) } catch {
                let origin = waiting.origin
                throw .manifest(ManifestError(file: origin.file, position: origin.position, what: error.summary))
            }
            try record(&object, waiting.origin, maker)
        }
        return maker
    }

    private mutating func record(
        _ object: inout JSONTape, _ origin: Origin, _ maker: RecordMaker
    ) throws(Failure) {
        if Task.isCancelled { throw .cancelled }
        let type = types.type(of: object)
        guard scope.contains(group: type.group, resource: type.plural) else {
            outOfScope[type, default: 0] += 1
            return
        }
        try place(&object, type, origin)
        if !scope.namespaces.isEmpty {
            let namespace = object.string(object.member(["metadata", "namespace"], of: 0))
            guard scope.namespaces.contains(namespace ?? "") else { return }
        }
        let isAskedFor = scope.asksFor(group: type.group, resource: type.plural)
        let record: Record
        do throws(RecordError) { record = try maker.record(&object, of: type, isDeclared: isAskedFor) } catch {
            throw .manifest(ManifestError(file: origin.file, position: origin.position, what: error.summary))
        }
        let identity = record.entry.identity
        if let other = seen[identity] {
            guard try replaces(record, type, origin, other) else { return }
            rowsToDrop.insert(other.row)
            redactionsToDrop.append(other.redactions)
            certificatesToDrop.append(other.certificates)
        }
        let place: Spool.Place
        do throws(DiskError) { place = try spool.append(record.body) } catch { throw .disk(error) }
        let redactions = batch.redactions.count
        let certificates = batch.certificates.count
        seen[identity] = Copy(
            normalized: record.entry.normalized, type: type, origin: origin, place: place, row: batch.count,
            redactions: redactions..<redactions + record.redactions.count,
            certificates: certificates..<certificates + record.certificates.count)
        batch.append(record, at: place)
    }

    /// The object where a server would put it: a namespaced one without a namespace in the namespace that was asked for, a
    /// cluster-wide one in none.
    private func place(_ object: inout JSONTape, _ type: ResourceType, _ origin: Origin) throws(Failure) {
        guard let metadata = object.member("metadata", of: 0), object.nodes[metadata].kind == .object else { return }
        let written = object.member("namespace", of: metadata)
        if let written, ![.string, .null].contains(object.nodes[written].kind) {
            let error = RecordError.notText("metadata.namespace", ManifestDocument.words(object, written))
            throw .manifest(ManifestError(file: origin.file, position: origin.position, what: error.summary))
        }
        let namespace = object.string(written) ?? ""
        guard type.isNamespaced == namespace.isEmpty else { return }
        let usual = scope.namespaces.count == 1 ? scope.namespaces[0] : "default"
        object.set("namespace", to: type.isNamespaced ? usual : nil, in: metadata, inside: [0])
    }

    /// An object that may stand in several files, and what of the batch is its.
    private struct Copy {
        let normalized: Digest
        let type: ResourceType
        let origin: Origin
        let place: Spool.Place
        let row: Int
        let redactions: Range<Int>
        let certificates: Range<Int>
    }

    /// Whether a record is taken instead of another one of the same object. Dumps hold one object in several files, and Velero
    /// at every served version, of which the one that the server prefers is taken; a contradiction is a mistake.
    private func replaces(
        _ record: Record, _ type: ResourceType, _ origin: Origin, _ other: Copy
    ) throws(Failure) -> Bool {
        func contradiction(_ what: String) -> Failure {
            .manifest(
                ManifestError(
                    file: origin.file, position: origin.position,
                    what:
                        "\(record.entry.identity) stands in \(other.origin.file):\(other.origin.position) as well, and "
                        + "says something else there" + what))
        }
        guard type.version != other.type.version else {
            guard record.entry.normalized == other.normalized else { throw contradiction("") }
            return false
        }
        let twice = DeclaredTwice(Normalizer(schema: FieldSchema(schema)), hasStatus: type.hasStatus)
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try spool.read(other.place) } catch { throw .disk(error) }
        // Both were written as canonical JSON a moment ago.
        if let earlier = try? JSONReader.value(bytes), let later = try? JSONReader.value(record.body),
            let path = twice.contradiction(earlier, later)
        {
            throw contradiction(" at `\(path)`, in version \(other.type.version) instead of \(type.version)")
        }
        return VersionPriority.precedes(type.version, other.type.version)
    }
}
