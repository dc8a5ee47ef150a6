package import Snapshot

/// What audit logs tell of manual changes and of objects that differ, in memory that does not grow with the logs.
///
/// Kept are: all writes on objects that differ, whatever somebody wrote who is not trusted or under a name that people
/// use, and deletions. Of the same by the same on the same object the first ones and the latest are kept; the same are only
/// those of one class and with the same groups, so that nobody disappears behind a name that he took.
package struct AuditTrail: Sendable {
    private struct Series: Hashable {
        let target: AuditEvent.Target
        let writer: String
        let verb: String
    }

    /// How many writes of one kind are kept, of those who are not trusted and of the others.
    private static let (suspectLimit, trustedLimit) = (64, 16)
    /// How many kinds of writes are kept of each of the two.
    private static let limit = 100_000

    private let kinds: [String: GroupKind]
    private var kept: [Series: [AuditWrite]] = [:]
    private var counts: [Series: Int] = [:]
    private var seriesCounts = (suspect: 0, trusted: 0)
    private var byObject: [Identity: Set<Series>] = [:]
    private var count = 0
    /// Writes that were only counted, because there are too many.
    package private(set) var overflow = 0
    /// Which objects of the state the logs write to.
    let recognized: AuditRecognition.Result
    /// What the logs say about themselves.
    package let facts: AuditFacts?
    /// The period that the logs have to cover.
    package let period: AuditPeriod?
    /// What of the period the logs do not cover; `nil` when no log or no period is known.
    let holes: [String]?

    /// - Parameter types: what is known of types, by `group/plural`.
    init(
        types: [String: ResourceType], facts: AuditFacts?, period: AuditPeriod?, recognized: AuditRecognition.Result
    ) {
        self.recognized = recognized
        kinds = types.mapValues(\.groupKind)
        self.facts = facts
        self.period = period
        holes = facts.flatMap { period?.holes(in: $0) }
    }

    /// Everything kept about an object, in the order of time.
    package func writes(on identity: Identity) -> [AuditWrite] {
        (byObject[identity] ?? []).flatMap { kept[$0] ?? [] }.sorted { ($0.to, $0.place) < ($1.to, $1.place) }
    }

    /// Everything kept, with how often the same was done by the same on the same, in the order of time.
    package var series: [(writes: [AuditWrite], count: Int)] {
        kept.map { ($0.value, counts[$0.key] ?? $0.value.count) }.sorted { a, b in
            guard let x = a.0.first, let y = b.0.first else { return false }
            return x.place < y.place
        }
    }

    /// The objects that somebody wrote who is not trusted.
    package var suspected: Set<Identity> {
        Set(kept.values.joined().filter { !$0.author.writer.isTrusted }.compactMap(\.identity))
    }

    /// Deletions that name no object but take all of a type, in the order of time.
    package func sweeps(of identity: Identity) -> [AuditWrite] {
        kept.filter { $0.key.verb == "deletecollection" }.values.joined().filter { write in
            write.outcome.mayBeEffective
                && kinds["\(write.target.group)/\(write.target.resource)"] == identity.groupKind
                && (write.target.namespace == nil || write.target.namespace == identity.namespace)
        }.sorted { ($0.to, $0.place) < ($1.to, $1.place) }
    }

    /// Recognizes writes that changed nothing: the answer gives the version that the object had in the earlier state.
    ///
    /// - Parameter readAt: When the earlier state had been read, by the server's clock. A write that came before may be what
    ///   made that version. `nil` when nobody knows: then nothing is recognized.
    package mutating func settle(before: [Identity: ObjectTrace], readAt: Instant?) {
        guard let readAt else { return }
        for (identity, series) in byObject {
            guard let trace = before[identity], let version = trace.resourceVersion else { continue }
            for series in series {
                for index in (kept[series] ?? []).indices {
                    guard let write = kept[series]?[index], write.outcome == .wrote, !write.isCreation,
                        AuditWrite.mayLeaveAsItWas.contains(write.author.operation),
                        write.from * 1000 >= readAt.milliseconds, write.version == version,
                        write.uid == nil || write.uid == trace.uid
                    else { continue }
                    kept[series]?[index].outcome = .nothing
                }
            }
        }
    }

    /// Whether the log holds a write on an object under this name at this time.
    package func holds(_ manager: String, at time: String, on identity: Identity) -> Bool {
        writes(on: identity).contains { $0.explains(manager: manager, time: time) }
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

    // MARK: Keeping

    /// Takes the next write; they come in the order of time.
    mutating func keep(_ next: AuditWrite) {
        var write = next
        write.place = count
        count += 1
        let author = write.author
        let key = Series(
            target: write.target,
            writer: [author.user ?? "", author.impersonated ?? "", author.client ?? "", author.manager ?? ""]
                .joined(separator: "\u{0}") + "\u{0}\(author.writer.rawValue)\u{0}\(write.groups)\u{0}\(write.outcome)",
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
            if let identity = write.identity { byObject[identity, default: []].insert(key) }
            return
        }
        counts[key, default: 0] += 1
        if known.count < (isTrusted ? Self.trustedLimit : Self.suspectLimit) {
            kept[key]?.append(write)
        } else {
            kept[key]?[known.count - 1] = write
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
