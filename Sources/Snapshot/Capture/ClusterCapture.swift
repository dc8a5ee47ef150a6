/// Reads everything a cluster declares, page by page, into a store. Memory: a few pages and the index, however large the
/// cluster is.
package struct ClusterCapture: Sendable {
    package let client: APIClient
    package let scope: Scope
    package let key: RedactionKey
    /// The actor's user and host, as the operating system says them.
    package let osUser: String
    package let host: String
    package let toolVersion: String
    /// The folder for the store's nameless file.
    package let spoolFolder: String
    /// Objects a page.
    package var pageSize = 500
    /// Lists read at once.
    package var width = 8
    package var bounds = ListBounds()
    /// How long it is waited for a server that says it is not ready, and for types that discovery does not name yet.
    package var patience = Duration.seconds(20)
    /// The pause before lists that were forbidden are asked for again: a server that has just started fills its caches.
    package var secondThought = Duration.seconds(1)
    /// What is replaced by tokens.
    package var policy = RedactionPolicy()
    /// The key that ``key`` replaces, for a capture that bridges the two.
    package var previousKey: RedactionKey?

    package init(
        client: APIClient, scope: Scope, key: RedactionKey, osUser: String, host: String, toolVersion: String,
        spoolFolder: String
    ) {
        self.client = client
        self.scope = scope
        self.key = key
        self.osUser = osUser
        self.host = host
        self.toolVersion = toolVersion
        self.spoolFolder = spoolFolder
    }

    /// Why there is no capture at all. What concerns a single type is a ``Gap`` in the result instead.
    package enum Failure: ExplainedError {
        /// The server could not be reached, or would not let us in.
        case request(RequestError)
        /// The spool could not be written.
        case disk(DiskError)
        /// Somebody ended it.
        case cancelled

        /// What happened to which thing.
        package var summary: String {
            switch self {
            case .request(let error): error.summary
            case .disk(let error): error.summary
            case .cancelled: "the capture was interrupted"
            }
        }

        /// What to do next.
        package var hint: String {
            switch self {
            case .request(let error): error.hint
            case .disk(let error): error.hint
            case .cancelled: "nothing was written; run it again"
            }
        }
    }

    /// Captures; `report` is told what happens.
    package func run(report: @escaping @Sendable (CaptureEvent) -> Void) async throws(Failure) -> CapturedState {
        let started = client.pace.now()
        let facts = try await requested { () async throws(RequestError) in try await ClusterFacts.read(client) }
        let check = CompletenessCheck(client: client, scope: scope, patience: patience, pageSize: pageSize)
        var checked = CompletenessCheck.Outcome()
        try await check.readiness("before it was read", &checked)
        var discovery = try await requested { () async throws(RequestError) in try await Discovery.read(client) }
        var discovered = ResourceType.settled(discovery.types, definitions: [])
        var inScope = typesInScope(discovered)
        report(.discovered(types: inScope.count))
        var gaps: [Gap] = []
        let asked = try await NamespaceCheck.run(scope.namespaces, client)
        gaps += asked.gaps
        asked.gaps.forEach { report(.gap($0)) }
        var served = try await served(report: report)
        var livePolicy = policy
        livePolicy.isLive = true
        let maker = RecordMaker(
            normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts)),
            redactor: Redactor(key: key, policy: livePolicy, previous: previousKey))
        let store: RecordStore
        do throws(DiskError) { store = try RecordStore(folder: spoolFolder) } catch { throw .disk(error) }
        let reader = ListReader(
            client: client, maker: maker, store: store, pageSize: pageSize, bounds: bounds, report: report)
        var lists = Lists()
        try await read(inScope, reader, into: &lists)

        var expected = lists.expected
        for source in ExpectedTypes.Source.allCases where !lists.hasRead(source.kind) {
            expected.formUnion(try await check.expectations(of: source, &checked))
        }
        let (latest, missing) = try await check.discovery(discovery, naming: expected)
        let known = Set(discovery.types.map(\.groupResource))
        discovery = latest.keeping(discovery.types)
        discovered = ResourceType.settled(discovery.types, definitions: [])
        let late = typesInScope(discovered).filter { !known.contains($0.groupResource) }
        if !late.isEmpty {
            report(.discovered(types: inScope.count + late.count))
            served = try await self.served(report: report)
            try await read(late, reader, into: &lists)
            inScope += late
        }
        gaps += missing.map { Gap.undiscovered($0, within: patience) }
        gaps += discovery.gaps.filter { scope.covers($0) }
        try await check.readiness("when it had been read", &checked)
        gaps += checked.gaps + lists.gaps
        checked.gaps.forEach { report(.gap($0)) }
        missing.forEach { report(.gap(Gap.undiscovered($0, within: patience))) }
        var coverage = coverageOutOfScope(discovery, discovered, inScope: inScope)
        let duplicates: [GroupKind: Int]
        do throws(DiskError) { duplicates = try await store.dropCohabiting() } catch { throw .disk(error) }
        coverage += lists.listed.map { type, entry in
            var entry = entry
            entry.duplicates = duplicates[type.groupKind] ?? 0
            entry.count -= entry.duplicates
            return entry
        }
        coverage.sort { ($0.group, $0.resource) < ($1.group, $1.resource) }
        let published: PublishedSecrets
        do throws(DiskError) {
            published = try await store.searchForSecrets(
                maker, types: discovered, known: [facts.uid, client.connection.clusterName].compactMap { $0 })
        } catch { throw .disk(error) }
        let canary = published.canary
        for gap in published.withheld {
            gaps.append(gap)
            report(.gap(gap))
        }
        coverage = coverage.map { $0.without(published.counts[GroupKind(group: $0.group, kind: $0.kind)] ?? 0) }
        gaps = gaps.map { $0.hiding(canary) }
        let settled: SettledTypes
        do throws(DiskError) {
            settled = try await store.settle(served: served.hiding(canary), types: discovered)
        } catch { throw .disk(error) }
        let entries = await store.entries()
        // Every namespace holds its default ServiceAccount: one in which nothing was found is as good as mistyped.
        let found = Set(entries.compactMap(\.identity.namespace))
        for gap in asked.doubtful.filter({ !found.contains($0.namespace) }).map(\.gap) {
            gaps.append(gap)
            report(.gap(gap))
        }
        gaps.sort { ($0.group, $0.resource ?? "", $0.message) < ($1.group, $1.resource ?? "", $1.message) }
        let redactions = await store.allRedactions()
        let certificates = await store.allCertificates()
        let bridge = await store.bridge(from: previousKey, to: key)
        let manifest = Manifest(
            tool: .init(name: "snapctl", version: toolVersion), source: .cluster,
            cluster: .init(
                name: client.connection.clusterName, server: client.connection.server.description, uid: facts.uid,
                version: facts.version, authoritySHA256: facts.authoritySHA256,
                isVerified: client.connection.server.isSecure && client.connection.trust.isVerified,
                loginCommand: client.connection.loginCommand),
            actor: .init(
                user: facts.user, groups: facts.groups, impersonated: client.connection.impersonation.user,
                osUser: osUser, host: host),
            times: .init(
                startedAt: RFC3339(seconds: started.milliseconds / 1000).utcText,
                finishedAt: RFC3339(seconds: client.pace.now().milliseconds / 1000).utcText,
                skewMilliseconds: facts.skewMilliseconds),
            scope: .init(
                include: scope.include, exclude: scope.exclude, namespaces: scope.namespaces,
                rulesDigest: Scope.rulesDigest.hex),
            coverage: coverage, gaps: gaps,
            redaction: .init(
                keyID: key.id, group: key.group, isEphemeral: key.isEphemeral, values: redactions.count,
                policyDigest: policy.digest.hex),
            normalizer: .init(rulesDigest: RuleSet.digest.hex, schemaDigest: settled.schema.digest.hex),
            roots: .init(content: "", normalized: ""), objectCount: entries.count,
            objectBytes: entries.reduce(0) { $0 + $1.size }, files: [],
            consistency: .init(
                resourceVersion: lists.revisions.first.map(String.init), changed: lists.revisions.later,
                unchecked: checked.unchecked))
        return CapturedState(
            manifest: manifest, entries: entries, types: settled.types,
            schema: StateSchema.facts(own: settled.schema.own), ownSchema: settled.schema.own, redactions: redactions,
            certificates: certificates, bridge: bridge, canary: canary, store: store)
    }

    private func typesInScope(_ types: [ResourceType]) -> [ResourceType] {
        types.filter { type in
            scope.contains(group: type.group, resource: type.plural)
                && (scope.namespaces.isEmpty || type.isNamespaced)
        }
    }

    /// What became of the lists so far.
    private struct Lists {
        var listed: [ResourceType: Manifest.Coverage] = [:]
        var gaps: [Gap] = []
        var expected = ExpectedTypes()
        var revisions = Revisions()

        /// Whether every object of a kind was looked at.
        func hasRead(_ kind: GroupKind) -> Bool {
            listed.contains { type, coverage in
                type.groupKind == kind && type.isNamespaced == false && coverage.state == .complete
            }
        }

        mutating func add(_ result: ListReader.Result, of type: ResourceType) {
            listed[type] = result.coverage.adding(listed[type])
            expected.formUnion(result.tally.expected)
            revisions.add(result.tally.revisions, of: result.coverage.resourceVersion)
        }
    }

    /// Reads the lists of types. What was forbidden is asked for once more at the end.
    private func read(
        _ types: [ResourceType], _ reader: ListReader, into lists: inout Lists
    ) async throws(Failure) {
        let jobs = types.flatMap { type in
            scope.namespaces.isEmpty
                ? [ListJob(type: type, namespace: nil)]
                : scope.namespaces.map { ListJob(type: type, namespace: $0) }
        }
        var forbidden: [ListJob] = []
        try await read(jobs, reader) { job, result in
            if result.gap?.reason == .forbidden { forbidden.append(job) } else { lists.add(result, of: job.type) }
            if let gap = result.gap, gap.reason != .forbidden {
                lists.gaps.append(gap)
                reader.report(.gap(gap))
            }
        }
        guard !forbidden.isEmpty else { return }
        do { try await client.pace.sleep(secondThought) } catch { throw .cancelled }
        try await read(forbidden, reader) { job, result in
            lists.add(result, of: job.type)
            if let gap = result.gap {
                lists.gaps.append(gap)
                reader.report(.gap(gap))
            }
        }
    }

    private func read(
        _ jobs: [ListJob], _ reader: ListReader, take: (ListJob, ListReader.Result) -> Void
    ) async throws(Failure) {
        do throws(ListReader.Failure) {
            try await BoundedFanOut.forEach(jobs, width: width) { (job) async throws(ListReader.Failure) in
                try await reader.read(job)
            } take: { (job, result) async throws(ListReader.Failure) in
                take(job, result)
            }
        } catch {
            switch error {
            case .disk(let error): throw .disk(error)
            case .cancelled: throw .cancelled
            }
        }
    }

    private func requested<T>(
        _ body: () async throws(RequestError) -> T
    ) async throws(Failure) -> T {
        do throws(RequestError) { return try await body() } catch {
            throw error.isCancellation ? .cancelled : .request(error)
        }
    }

    /// What the OpenAPI documents of everything that is served say. A document that cannot be read leaves its types without
    /// facts, which makes comparisons stricter, never looser.
    package func served(
        report: @escaping @Sendable (CaptureEvent) -> Void = { _ in }
    ) async throws(Failure) -> SchemaFacts {
        let documents: [OpenAPI.Document]
        do throws(RequestError) { documents = try await OpenAPI.index(client) } catch {
            if error.isCancellation { throw .cancelled }
            return SchemaFacts()
        }
        let client = client
        var read: [(path: String, bytes: [UInt8])] = []
        do throws(RequestError) {
            try await BoundedFanOut.forEach(documents.filter { $0.path.hasPrefix("api") }, width: width) {
                (document) async throws(RequestError) -> [UInt8]? in
                do throws(RequestError) { return try await OpenAPI.bytes(document, client) } catch {
                    if error.isCancellation { throw error }
                    return nil
                }
            } take: { (document, bytes) async throws(RequestError) in
                if let bytes { read.append((document.path, bytes)) }
                report(.schema(documents: read.count, of: documents.count))
            }
        } catch { throw error.isCancellation ? .cancelled : .request(error) }
        var distiller = SchemaDistiller()
        for document in read.sorted(by: { ByteOrder.precedes($0.path, $1.path) }) {
            try? distiller.add(path: document.path, bytes: document.bytes)
        }
        return distiller.finished()
    }

    /// Types and groups that are not read, so that the manifest names everything discovery named.
    private func coverageOutOfScope(
        _ discovery: Discovery, _ types: [ResourceType], inScope: [ResourceType]
    ) -> [Manifest.Coverage] {
        let taken = Set(inScope)
        var result = types.filter { !taken.contains($0) }.map { type in
            Manifest.Coverage(type, state: .excluded)
        }
        for gap in discovery.gaps where gap.resource == nil {
            result.append(
                Manifest.Coverage(
                    group: gap.group, version: gap.version ?? "", resource: "*", kind: "",
                    state: scope.covers(gap) ? .gap : .excludedUnreadable, count: 0, pages: 0, restarts: 0,
                    resourceVersion: nil, duplicates: 0))
        }
        return result
    }
}

extension Scope {
    /// Whether a gap concerns something in scope.
    package func covers(_ gap: Gap) -> Bool {
        guard let resource = gap.resource else { return mayContain(group: gap.group) }
        return contains(group: gap.group, resource: resource)
    }
}

extension Manifest.Coverage {
    init(_ type: ResourceType, state: State) {
        self.init(
            group: type.group, version: type.version, resource: type.plural, kind: type.kind, state: state, count: 0,
            pages: 0, restarts: 0, resourceVersion: nil, duplicates: 0)
    }

    /// The type without objects that were left out.
    func without(_ withheld: Int) -> Manifest.Coverage {
        var rest = self
        rest.count -= withheld
        return rest
    }

    /// The same type read in several namespaces.
    func adding(_ other: Manifest.Coverage?) -> Manifest.Coverage {
        guard let other else { return self }
        var sum = self
        sum.count += other.count
        sum.pages += other.pages
        sum.restarts += other.restarts
        if other.state == .gap { sum.state = .gap }
        return sum
    }
}
