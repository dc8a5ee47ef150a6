package import Diff
package import Snapshot

/// Who is behind differences, found the way the command finds it, without the command.
package enum Attributing {
    /// A comparison with the attributions of everything in it.
    package struct Outcome: Sendable {
        package let comparison: Comparison
        package let attributions: [Identity: Attribution]
        /// What was made of the audit log; `nil` without one.
        package let trail: AuditTrail?
    }

    /// An audit log, and the period that it has to cover.
    package struct Log: Sendable {
        let bytes: [UInt8]
        let since: Instant?
        let until: Instant?

        package init(_ bytes: [UInt8], since: String? = nil, until: String? = nil) {
            self.bytes = bytes
            self.since = since.flatMap(Instant.init(rfc3339:))
            self.until = until.flatMap(Instant.init(rfc3339:))
        }

        func trail(
            before: ClusterState? = nil, after: ClusterState, wanted: Set<Identity>, writers: WriterTable
        ) throws -> AuditTrail {
            var gathering = AuditGathering(
                types: after.types + (before?.types ?? []), defined: after.definitions, wanted: wanted,
                before: before?.entries ?? EntryTable([]), after: after.entries, writers: writers,
                spoolFolder: Spool.defaultFolder(environment: [:]))
            var reader = AuditReader(since: since, until: until)
            try reader.read(ArchiveSource(bytes: bytes), name: "audit.log") { gathering.take($0) }
            return try gathering.trail(
                facts: reader.facts, period: AuditPeriod(since: since, until: until, words: "the period asked for"))
        }
    }

    /// The differences of two states with their authors.
    package static func attribute(
        _ before: ClusterState, _ after: ClusterState, log: Log? = nil, writers: WriterTable = .builtIn
    ) async throws -> Outcome {
        let comparer = Comparer(before: before, after: after, trustsDigests: true)
        let unopened = comparer.unopened
        let left = try await before.shelve(
            comparer.neededBefore.union(unopened.before).union(TraceBook.inventories(of: before)))
        let right = try await after.shelve(
            comparer.neededAfter.union(unopened.after).union(TraceBook.inventories(of: after)))
        let comparison = try await comparer.compare(before: left, after: right)
        let asked = TraceBook.identities(of: comparison)
        var former = try await TraceBook(before, of: asked, left)
        var trail = try log?.trail(before: before, after: after, wanted: asked, writers: writers)
        if let suspected = trail?.suspected.subtracting(asked) {
            former = former.adding(try await TraceBook(before, of: suspected, before.shelve(suspected)))
        }
        trail?.settle(before: former.traces, readAt: log?.since)
        let attributor = try await Attributor(
            before: former, after: TraceBook(after, of: asked, right), writers: writers, trail: trail)
        return Outcome(
            comparison: comparison, attributions: attributor.attributions(of: comparison), trail: trail)
    }

    /// The verdict on one state.
    package static func verdict(
        on state: ClusterState, signals: [Signal] = [], shown: Set<Identity>? = nil, trail: AuditTrail? = nil,
        log: Log? = nil, writers: WriterTable = .builtIn
    ) async throws -> Verdict {
        let trail = try trail ?? log?.trail(after: state, wanted: [], writers: writers)
        let entries = state.entries
        let book = try await TraceBook(state, of: [], state.shelve(TraceBook.inventories(of: state)))
        var search = ZeroKubectl(entries: entries, inventory: book.inventory, writers: writers, trail: trail)
        try await state.scan { entry, object in
            search.look(at: ObjectTrace(object, entry, role: entry.role))
        }
        return search.verdict(signals: signals, shown: shown)
    }
}
