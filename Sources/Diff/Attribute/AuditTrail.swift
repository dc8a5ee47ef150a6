package import Snapshot

/// What an audit log tells of hands and of objects that differ, event by event, in memory that does not grow with the log.
///
/// Kept are: all writes on objects that differ, whatever somebody wrote who is not trusted or under a name that people
/// use, and deletions. Of the same by the same on the same object the first ones and the latest are kept.
package struct AuditTrail: Sendable {
    private struct Series: Hashable {
        let target: AuditEvent.Target
        let writer: String
        let verb: String
    }

    private struct Place {
        let series: Series
        let index: Int
    }

    /// How many writes of one kind are kept, of those who are not trusted and of the others.
    private static let (suspectLimit, trustedLimit) = (64, 16)
    /// How many kinds of writes are kept of each of the two.
    private static let limit = 100_000

    private let types: [String: ResourceType]
    private let wanted: Set<Identity>
    private let writers: WriterTable
    private var kept: [Series: [AuditWrite]] = [:]
    private var counts: [Series: Int] = [:]
    private var places: [String: Place] = [:]
    private var seriesCounts = (suspect: 0, trusted: 0)
    private var versions: [AuditEvent.Target: (version: String, id: String)] = [:]
    private var judged: [[String]: (writer: WriterClass, accuses: Bool)] = [:]
    private var byObject: [Identity: Set<Series>] = [:]
    /// Writes that were only counted, because there are too many.
    package private(set) var overflow = 0
    /// Writes on objects of the states that have another uid there, and those that have the same.
    package private(set) var strange = 0
    package private(set) var familiar = 0
    /// What the log says about itself; `nil` until it is read to the end.
    package var facts: AuditFacts?
    /// The period that the log has to cover.
    package var period: AuditPeriod?

    /// - Parameters:
    ///   - types: what the states know of types: a log names plurals, not kinds.
    ///   - wanted: objects of which every write counts.
    package init(types: [ResourceType], wanted: Set<Identity>, writers: WriterTable = .builtIn) {
        self.types = Dictionary(
            (types + BuiltinTypes.all).map { ("\($0.group)/\($0.plural)", $0) }, uniquingKeysWith: { first, _ in first }
        )
        self.wanted = wanted
        self.writers = writers
    }

    /// Takes in the next event.
    package mutating func take(_ event: AuditEvent) {
        guard let target = event.target, !AuditWrite.reviews.contains(target.group) else { return }
        let isAccess = target.subresource.map(AuditWrite.accesses.contains) ?? false
        guard isAccess || ["create", "update", "patch", "delete", "deletecollection"].contains(event.verb) else {
            return
        }
        // The same event from another file, or a stage that says less.
        if let place = places[event.id], let former = kept[place.series]?[place.index], former.id == event.id,
            former.stage >= event.stage
        {
            return
        }
        let isUnchanged = follow(event, target)
        let client = String(event.client.prefix { $0 != "/" })
        let manager = event.parameter("fieldManager") ?? (client.isEmpty ? nil : client)
        let (writer, accuses) = judge(event, manager)
        let identity = identity(of: event, target)
        let isDeletion = event.verb.hasPrefix("delete") || target.subresource == "eviction"
        guard
            identity.map(wanted.contains) ?? false || !writer.isTrusted || accuses
                || isDeletion && (writer != .platform || Self.causes.contains(target.resource))
        else { return }
        keep(write(event, target, identity, writer, manager, isUnchanged: isUnchanged))
    }

    /// Types whose deletion takes other objects along.
    private static let causes: Set = ["namespaces", "customresourcedefinitions"]

    /// Everything kept about an object, in the order of time.
    package func writes(on identity: Identity) -> [AuditWrite] {
        (byObject[identity] ?? []).flatMap { kept[$0] ?? [] }.sorted { ($0.to, $0.id) < ($1.to, $1.id) }
    }

    /// Everything kept, with how often the same was done by the same on the same, in the order of time.
    package var series: [(writes: [AuditWrite], count: Int)] {
        kept.map { ($0.value, counts[$0.key] ?? $0.value.count) }.sorted { a, b in
            guard let x = a.0.first, let y = b.0.first else { return false }
            return (x.from, x.id) < (y.from, y.id)
        }
    }

    /// The objects that somebody wrote who is not trusted.
    package var suspected: Set<Identity> {
        Set(kept.values.joined().filter { !$0.author.writer.isTrusted }.compactMap(\.identity))
    }

    /// Deletions that name no object but take all of a type, in the order of time.
    package func sweeps(of identity: Identity) -> [AuditWrite] {
        kept.filter { $0.key.verb == "deletecollection" }.values.joined().filter { write in
            write.outcome.isEffective
                && types["\(write.target.group)/\(write.target.resource)"]?.groupKind == identity.groupKind
                && (write.target.namespace == nil || write.target.namespace == identity.namespace)
        }.sorted { ($0.to, $0.id) < ($1.to, $1.id) }
    }

    /// Compares the uids of objects that were written to with those of the states: a log of another cluster proves nothing.
    package mutating func recognize(_ states: [EntryTable]) {
        var uids: [Identity: Set<String>] = [:]
        for entry in states.joined() where !entry.uid.isEmpty { uids[entry.identity, default: []].insert(entry.uid) }
        for write in kept.values.joined() where write.outcome.isEffective && !write.isDeletion {
            guard let uid = write.uid, let identity = write.identity, let known = uids[identity] else { continue }
            if known.contains(uid) { familiar += 1 } else { strange += 1 }
        }
    }

    /// Recognizes writes that changed nothing: the answer gives the version that the object had in the earlier state.
    package mutating func settle(before: [Identity: ObjectTrace]) {
        for (identity, series) in byObject {
            guard let trace = before[identity], let version = trace.resourceVersion else { continue }
            for series in series {
                for index in (kept[series] ?? []).indices {
                    guard let write = kept[series]?[index], write.outcome == .wrote, !write.isCreation,
                        write.version == version, write.uid == nil || write.uid == trace.uid
                    else { continue }
                    kept[series]?[index].outcome = .nothing
                }
            }
        }
    }

    /// Whether the log shows that somebody trusted left an entry of managedFields, and nobody else could have.
    package func explains(_ entry: ManagerEntry, on identity: Identity) -> Bool {
        let matching = writes(on: identity).filter { $0.explains(entry) }
        return !matching.isEmpty && matching.allSatisfy { $0.author.writer.isTrusted }
    }

    /// Who made an object, if the log tells.
    package func creation(of trace: ObjectTrace) -> AuditWrite? {
        writes(on: trace.identity).last { write in
            write.isCreation && write.outcome.isEffective && (write.uid == nil || write.uid == trace.uid)
        }
    }

    // MARK: One event

    /// What kind of writer it is, and whether the field manager alone would accuse a person. A log names few writers often.
    private mutating func judge(_ event: AuditEvent, _ manager: String?) -> (writer: WriterClass, accuses: Bool) {
        let key = [event.user, event.client, manager ?? ""] + event.groups
        if let known = judged[key] { return known }
        let writer = writers.writer(
            user: event.user, groups: event.groups, client: event.client, manager: manager)
        let accuses = manager.map { writers.writer(manager: $0, operation: "Update") }?.isTrusted != true
        if judged.count > 10_000 { judged = [:] }
        judged[key] = (writer, accuses)
        return (writer, accuses)
    }

    /// Follows the versions of objects.
    ///
    /// - Returns: whether the answer is the version that another request had already made.
    private mutating func follow(_ event: AuditEvent, _ target: AuditEvent.Target) -> Bool {
        // Events come and go without anybody's request to delete them.
        guard target.name != nil, target.resource != "events" else { return false }
        let object = AuditEvent.Target(
            group: target.group, resource: target.resource, namespace: target.namespace, name: target.name)
        if event.verb == "delete", target.subresource == nil {
            versions[object] = nil
            return false
        }
        guard let version = event.responseText("metadata", "resourceVersion") else { return false }
        if let known = versions[object], known.version == version { return known.id != event.id }
        // What is forgotten here counts as written.
        if versions.count >= 500_000 { versions = [:] }
        versions[object] = (version, event.id)
        return false
    }

    private func identity(of event: AuditEvent, _ target: AuditEvent.Target) -> Identity? {
        guard let type = types["\(target.group)/\(target.resource)"],
            let name = target.name ?? event.responseText("metadata", "name")
        else { return nil }
        return Identity(
            group: type.group, kind: type.kind, namespace: type.isNamespaced ? target.namespace : nil, name: name)
    }

    private func write(
        _ event: AuditEvent, _ target: AuditEvent.Target, _ identity: Identity?, _ writer: WriterClass,
        _ manager: String?, isUnchanged: Bool
    ) -> AuditWrite {
        let isWhole = event.verb.hasPrefix("delete") || event.verb == "create" && target.subresource == nil
        let code = event.code ?? 0
        let outcome: AuditWrite.Outcome =
            event.parameter("dryRun") != nil
            ? .dryRun : code >= 400 ? .refused(code) : isUnchanged ? .nothing : .wrote
        return AuditWrite(
            id: event.id, identity: identity, target: target,
            author: Author(
                leg: .auditLog, writer: writer, manager: manager, operation: event.verb,
                subresource: target.subresource, time: event.time, user: event.user, impersonated: event.impersonated,
                client: event.client),
            paths: isWhole ? nil : event.requestObject.flatMap(RequestedPaths.paths),
            owned: writer.isTrusted && !isWhole ? owned(event, manager, target.subresource) : nil,
            version: event.responseText("metadata", "resourceVersion"), uid: event.responseText("metadata", "uid"),
            isCreation: target.subresource == nil && (event.verb == "create" || code == 201), outcome: outcome,
            from: event.receivedAt.milliseconds / 1000, to: event.reachedAt.milliseconds / 1000, stage: event.stage)
    }

    /// What the answer's managedFields say of the writer.
    private func owned(_ event: AuditEvent, _ manager: String?, _ subresource: String?) -> ManagerEntry? {
        guard let manager, let answer = event.responseObject else { return nil }
        return ManagerEntry.entries(of: answer).last { entry in
            ByteOrder.same(entry.name, manager) && entry.subresource == subresource
        }
    }

    // MARK: Keeping

    private mutating func keep(_ write: AuditWrite) {
        if let place = places[write.id] {
            // Another stage of the same request, or the same event from another file.
            guard let former = kept[place.series]?[place.index], former.id == write.id else { return }
            if former.stage < write.stage { kept[place.series]?[place.index] = write }
            return
        }
        let author = write.author
        let key = Series(
            target: write.target,
            writer: [author.user ?? "", author.impersonated ?? "", author.client ?? "", author.manager ?? ""]
                .joined(separator: "\u{0}") + "\u{0}\(write.outcome)",
            verb: author.operation)
        let isTrusted = author.writer.isTrusted
        guard let known = kept[key] else {
            guard (isTrusted ? seriesCounts.trusted : seriesCounts.suspect) < Self.limit else {
                // Of somebody trusted only an explanation is lost; of others it has to be said.
                if !isTrusted { overflow += 1 }
                return
            }
            if isTrusted { seriesCounts.trusted += 1 } else { seriesCounts.suspect += 1 }
            kept[key] = [write]
            counts[key] = 1
            places[write.id] = Place(series: key, index: 0)
            if let identity = write.identity { byObject[identity, default: []].insert(key) }
            return
        }
        counts[key, default: 0] += 1
        let last = known.count - 1
        if known.count < (isTrusted ? Self.trustedLimit : Self.suspectLimit) {
            kept[key]?.append(write)
            places[write.id] = Place(series: key, index: last + 1)
        } else {
            places[known[last].id] = nil
            kept[key]?[last] = write
            places[write.id] = Place(series: key, index: last)
        }
    }
}

extension WriterClass {
    /// Whether such a writer belongs there: what it does is accounted for.
    package var isTrusted: Bool {
        switch self {
        case .gitops, .platform, .automation: true
        case .humanCLI, .humanUI, .unknown: false
        }
    }
}
