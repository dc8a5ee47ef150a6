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
    package enum Failure: Error {
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
        let discovery = try await requested { () async throws(RequestError) in try await Discovery.read(client) }
        let inScope = discovery.types.filter { type in
            scope.contains(group: type.group, resource: type.plural)
                && (scope.namespaces.isEmpty || type.isNamespaced)
        }
        report(.discovered(types: inScope.count))
        var gaps = discovery.gaps.filter { scope.covers($0) }
        let asked = try await NamespaceCheck.run(scope.namespaces, client)
        gaps += asked.gaps
        asked.gaps.forEach { report(.gap($0)) }
        let schema = try await schema(report: report, gaps: &gaps)
        let maker = RecordMaker(
            normalizer: Normalizer(schema: FieldSchema(schema)),
            redactor: Redactor(key: key, policy: policy, previous: previousKey))
        let store: RecordStore
        do throws(DiskError) { store = try RecordStore(folder: spoolFolder) } catch { throw .disk(error) }

        var coverage = coverageOutOfScope(discovery, inScope: inScope)
        let jobs = inScope.flatMap { type in
            scope.namespaces.isEmpty
                ? [ListJob(type: type, namespace: nil)]
                : scope.namespaces.map { ListJob(type: type, namespace: $0) }
        }
        var listed: [ResourceType: Manifest.Coverage] = [:]
        let reader = ListReader(
            client: client, maker: maker, store: store, pageSize: pageSize, bounds: bounds, report: report)
        do throws(ListReader.Failure) {
            try await BoundedFanOut.forEach(jobs, width: width) { (job) async throws(ListReader.Failure) in
                try await reader.read(job)
            } take: { (job, result) async throws(ListReader.Failure) in
                listed[job.type] = result.coverage.adding(listed[job.type])
                if let gap = result.gap {
                    gaps.append(gap)
                    report(.gap(gap))
                }
            }
        } catch {
            switch error {
            case .disk(let error): throw .disk(error)
            case .cancelled: throw .cancelled
            }
        }
        let duplicates = await dropDuplicates(in: store)
        coverage += listed.map { type, entry in
            var entry = entry
            entry.duplicates = duplicates[type.groupKind] ?? 0
            entry.count -= entry.duplicates
            return entry
        }
        coverage.sort { ($0.group, $0.resource) < ($1.group, $1.resource) }
        let published: PublishedSecrets
        do throws(DiskError) {
            published = try await store.searchForSecrets(
                maker, types: discovery.types, known: [facts.uid, client.connection.clusterName].compactMap { $0 })
        } catch { throw .disk(error) }
        let canary = published.canary
        for gap in published.withheld {
            gaps.append(gap)
            report(.gap(gap))
        }
        coverage = coverage.map { $0.without(published.counts[GroupKind(group: $0.group, kind: $0.kind)] ?? 0) }
        gaps = gaps.map { $0.hiding(canary) }
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
            normalizer: .init(rulesDigest: RuleSet.digest.hex, schemaDigest: ""),
            roots: .init(content: "", normalized: ""), objectCount: entries.count,
            objectBytes: entries.reduce(0) { $0 + $1.size }, files: [])
        return CapturedState(
            manifest: manifest, entries: entries, types: discovery.types, schema: schema.hiding(canary),
            redactions: redactions,
            certificates: certificates, bridge: bridge, canary: canary, store: store)
    }

    private func requested<T>(
        _ body: () async throws(RequestError) -> T
    ) async throws(Failure) -> T {
        do throws(RequestError) { return try await body() } catch {
            throw error.isCancellation ? .cancelled : .request(error)
        }
    }

    /// Reads the OpenAPI documents of everything that is served. A document that cannot be read leaves its types without
    /// facts, which makes comparisons stricter, never looser; it is a gap only when nothing at all can be read.
    private func schema(
        report: @escaping @Sendable (CaptureEvent) -> Void, gaps: inout [Gap]
    ) async throws(Failure) -> SchemaFacts {
        let documents: [OpenAPI.Document]
        do throws(RequestError) { documents = try await OpenAPI.index(client) } catch {
            if error.isCancellation { throw .cancelled }
            return BuiltinSchema.facts
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
        return distiller.finished().filled(from: BuiltinSchema.facts)
    }

    /// Types and groups that are not read, so that the manifest names everything discovery named.
    private func coverageOutOfScope(_ discovery: Discovery, inScope: [ResourceType]) -> [Manifest.Coverage] {
        let taken = Set(inScope)
        var result = discovery.types.filter { !taken.contains($0) }.map { type in
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

    /// One object can be served by two groups: of equal uids the one of the group that sorts last stays (`events.k8s.io`
    /// before the core group, `networking.k8s.io` before `extensions`). Returns how many went, by kind.
    private func dropDuplicates(in store: RecordStore) async -> [GroupKind: Int] {
        var byUID: [String: Identity] = [:]
        var dropped: Set<Identity> = []
        for entry in await store.entries() where !entry.uid.isEmpty {
            guard let other = byUID[entry.uid] else {
                byUID[entry.uid] = entry.identity
                continue
            }
            let isNewer = other.group < entry.identity.group
            dropped.insert(isNewer ? other : entry.identity)
            if isNewer { byUID[entry.uid] = entry.identity }
        }
        await store.remove(dropped)
        return dropped.reduce(into: [:]) { $0[$1.groupKind, default: 0] += 1 }
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
