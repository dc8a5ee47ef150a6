package import Snapshot

/// Who is behind the differences of two states. Values in, values out.
package struct Attributor: Sendable {
    private let before: [Identity: ObjectTrace]
    private let after: [Identity: ObjectTrace]
    private let inventoryBefore: FluxInventory
    private let inventory: FluxInventory
    private let originsBefore: OriginFinder
    private let origins: OriginFinder
    private let authors: AuthorFinder
    private let audit: AuditAuthors?
    /// Whether the later state comes without managedFields: that is said once, not of each object.
    private let isWithoutManagers: Bool

    /// - Parameters:
    ///   - before: What the objects of the earlier state say that differ, went or left a signal.
    ///   - after: What those of the later state say that differ, came or left a signal.
    ///   - trail: What an audit log says; it speaks before the objects do.
    ///   - capturedAt: When the earlier state was captured, where that is a golden baseline, whose objects do not say who
    ///     wrote them.
    package init(
        before: TraceBook, after: TraceBook, writers: WriterTable = .builtIn,
        platform: PlatformTable = .builtIn,
        trail: AuditTrail? = nil, capturedAt: RFC3339? = nil
    ) {
        audit = trail.map { AuditAuthors(trail: $0, before: before.entries) }
        self.before = before.traces
        self.after = after.traces
        inventoryBefore = before.inventory
        inventory = after.inventory
        originsBefore = OriginFinder(
            entries: before.entries, inventory: before.inventory, writers: writers, platform: platform, trail: trail)
        origins = OriginFinder(
            entries: after.entries, inventory: after.inventory, writers: writers, platform: platform,
            trail: trail)
        authors = AuthorFinder(writers: writers, platform: platform, capturedAt: capturedAt)
        isWithoutManagers = after.isWithoutManagers
    }

    /// Who is behind one difference.
    package func attribution(of change: Change) -> Attribution {
        let identity = change.identity
        guard let trace = after[identity] else { return removal(of: identity) }
        let origin = origins.origin(of: trace)
        let applier = inventory.applier(of: trace)
        let revision = applier?.revision
        let context = AuthorFinder.Context(before[identity], isApplied: applier != nil)
        switch change.kind {
        case .added, .removed:
            var creators = audit?.creators(of: trace) ?? []
            if creators.isEmpty { creators = authors.creators(of: trace, on: context, revision: revision) }
            return Attribution(
                origin: origin, authors: creators,
                noTrace: creators.isEmpty
                    ? noWriter("managedFields: no writer is recorded") + notInLog : [],
                doubts: missing(creators, identity), notes: wasThere(trace), keeper: applier)
        case .modified(let fields), .tampered(let fields, _):
            let parts = fields.map { field in
                let former = before[identity]
                var names =
                    audit?.authors(of: field.path, before: former, after: trace, revision: revision) ?? []
                // Who owns the entries of a list does not tell who moved them.
                if names.isEmpty, !field.isMove {
                    names = authors.authors(
                        of: field.path, before: former, after: trace, on: context, revision: revision)
                }
                if names.isEmpty { names = audit?.soleAuthor(of: trace, revision: revision) ?? [] }
                return Attribution.Field(path: field.path, authors: names)
            }
            var all: [Author] = []
            for author in AuthorFinder.ordered(parts.flatMap(\.authors)) where !all.contains(author) {
                all.append(author)
            }
            let words =
                fields.allSatisfy(\.isMove)
                ? "managedFields do not tell who moved the entries of a list; only an audit log shows it"
                : trace.managers.isEmpty
                    ? "managedFields: the object has none"
                    : "managedFields: " + earlierWriters(of: fields, trace)
            return Attribution(
                origin: origin, authors: all, fields: parts, noTrace: all.isEmpty ? noWriter(words) + notInLog : [],
                doubts: doubts(all, trace) + missing(all, identity), keeper: applier)
        }
    }

    /// Why none of the owners is an author: who wrote the fields last, and that it was before the earlier state.
    private func earlierWriters(of fields: [FieldChange], _ trace: ObjectTrace) -> String {
        let earlier = trace.managers.filter { entry in
            authors.wroteEarlier(entry) && fields.contains { entry.owns($0.path) }
        }
        guard let capturedAt = authors.capturedAt, before[trace.identity]?.managers.isEmpty ?? true, !earlier.isEmpty
        else {
            return "none of its owners has written since, or the writer left no entry"
        }
        let writers = earlier.map { "\($0.name) at \($0.time ?? "")" }.joined(separator: ", ")
        return
            "last written by \(writers), before the baseline was captured at \(capturedAt.utcText): the golden file "
            + "was changed since, or the writer left no entry"
    }

    /// That an object which the baseline does not hold is older than the baseline. The server alone writes when it made it.
    private func wasThere(_ trace: ObjectTrace) -> [String] {
        guard let capturedAt = authors.capturedAt, let made = trace.createdAt.flatMap({ RFC3339($0) }),
            made.seconds < capturedAt.seconds
        else { return [] }
        return ["it was there already when the baseline was captured at \(capturedAt.utcText)"]
    }

    /// A change in the name of Git while Git stood still is none of Git's.
    private func doubts(_ authors: [Author], _ trace: ObjectTrace) -> [String] {
        guard !authors.isEmpty, authors.allSatisfy({ $0.writer == .gitops && !$0.isProven }),
            let applier = inventory.applier(of: trace), let revision = applier.revision,
            let former = before[trace.identity].flatMap(inventoryBefore.applier(of:)), former.revision == revision
        else { return [] }
        return [
            "not proven: the writer calls itself a GitOps controller, and \(applier.identity) has applied no other "
                + "revision than \(revision) since the earlier state"
        ]
    }

    /// A field manager cannot tell of a deletion: its entry went with the object.
    private func removal(of identity: Identity) -> Attribution {
        let origin = before[identity].map(originsBefore.origin) ?? Origin(.unknown, "the object was not opened")
        // An inventory still names what was deleted behind its back.
        let keeper = before[identity].flatMap { inventory.applier(of: $0) ?? inventoryBefore.applier(of: $0) }
        guard let audit else {
            return Attribution(
                origin: origin, authors: [],
                noTrace: ["a deletion leaves no managedFields; add --audit-log"], keeper: keeper)
        }
        let found = audit.removers(of: identity)
        return Attribution(
            origin: origin, authors: found.authors,
            noTrace: found.authors.isEmpty ? ["a deletion leaves no managedFields"] + notInLog : [],
            notes: found.because.map { ["it went with \($0)"] } ?? [], keeper: keeper)
    }

    /// Why managedFields name nobody; nothing where the whole state comes without them.
    private func noWriter(_ words: String) -> [String] { isWithoutManagers ? [] : [words] }

    /// What is to be said when the log names nobody.
    private var notInLog: [String] { audit == nil ? [] : ["audit log: no request in it did this"] }

    /// A write that the log covers in time and does not hold speaks against the log, or against the writer's own word.
    private func missing(_ authors: [Author], _ identity: Identity) -> [String] {
        guard let trail = audit?.trail, let facts = trail.facts, let first = facts.first, let last = facts.last else {
            return []
        }
        return authors.filter { author in
            guard !author.isProven, let text = author.time, let time = Instant(rfc3339: text),
                !trail.holds(author.manager ?? "", at: text, on: identity)
            else { return false }
            // What lies outside the period was not looked at.
            let (since, until) = (trail.period?.since ?? first, trail.period?.until ?? last)
            return max(first, since) <= time && time <= min(last, until)
        }.map { "the audit log reaches over \($0.time ?? "") and holds no such write by \($0.manager ?? "")" }
    }

    /// All attributions of a comparison: of what changed, and of what only looks changed where it was opened.
    package func attributions(of comparison: Comparison) -> [Identity: Attribution] {
        var result: [Identity: Attribution] = [:]
        let reordered = comparison.orderOnly.filter { after[$0.identity] != nil }
        for change in comparison.incomparable + reordered + comparison.allChanges {
            result[change.identity] = attribution(of: change)
        }
        return result
    }
}

extension FieldChange {
    /// Whether nothing but places within a list changed.
    fileprivate var isMove: Bool {
        if case .moved = detail { return true }
        return kind == .orderOnly
    }
}
