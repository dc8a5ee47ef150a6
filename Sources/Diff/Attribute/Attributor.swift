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

    /// - Parameters:
    ///   - before: The opened objects of the earlier state: what differs, came, went or left a signal, and ``inventories(of:)``.
    ///   - after: Those of the later state.
    package init(
        before: ClusterState, _ openedBefore: [Identity: Value], after: ClusterState,
        _ openedAfter: [Identity: Value], writers: WriterTable = .builtIn, platform: PlatformTable = .builtIn
    ) {
        let left = TraceBook(before, openedBefore)
        let right = TraceBook(after, openedAfter)
        self.before = left.traces
        self.after = right.traces
        inventoryBefore = left.inventory
        inventory = right.inventory
        originsBefore = OriginFinder(
            entries: left.entries, inventory: left.inventory, writers: writers, platform: platform)
        origins = OriginFinder(
            entries: right.entries, inventory: right.inventory, writers: writers, platform: platform)
        authors = AuthorFinder(writers: writers)
    }

    /// Who is behind one difference.
    package func attribution(of change: Change) -> Attribution {
        let identity = change.identity
        guard let trace = after[identity] else { return removal(of: identity) }
        let origin = origins.origin(of: trace)
        let revision = inventory.applier(of: trace)?.revision
        switch change.kind {
        case .added, .removed:
            let creators = authors.creators(of: trace, revision: revision)
            return Attribution(
                origin: origin, authors: creators,
                noTrace: creators.isEmpty ? ["managedFields: no writer is recorded"] : [])
        case .modified(let fields), .tampered(let fields, _):
            let parts = fields.map { field in
                Attribution.Field(
                    path: field.path,
                    authors: authors.authors(of: field.path, before: before[identity], after: trace, revision: revision)
                )
            }
            var all: [Author] = []
            for author in AuthorFinder.ordered(parts.flatMap(\.authors)) where !all.contains(author) {
                all.append(author)
            }
            let words = "managedFields: none of its owners has written since, or the writer left no entry"
            return Attribution(
                origin: origin, authors: all, fields: parts, noTrace: all.isEmpty ? [words] : [],
                doubts: doubts(all, trace))
        }
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
        return Attribution(
            origin: origin, authors: [], noTrace: ["managedFields: a deletion leaves none; only an audit log shows it"])
    }

    /// All attributions of a comparison: of what changed, and of what only looks changed.
    package func attributions(of comparison: Comparison) -> [Identity: Attribution] {
        var result: [Identity: Attribution] = [:]
        for change in comparison.incomparable + comparison.orderOnly + comparison.changes {
            result[change.identity] = attribution(of: change)
        }
        return result
    }

    /// The objects that hold inventories.
    package static func inventories(of state: ClusterState) -> Set<Identity> {
        Set(
            state.entries.map(\.identity).filter {
                $0.groupKind == FluxInventory.type || $0.groupKind == FluxInventory.releaseType
            })
    }
}

/// The traces of one state's opened objects, and its inventories.
package struct TraceBook: Sendable {
    /// All objects of the state.
    package let entries: [Identity: IndexEntry]
    /// What the opened ones say of their writers.
    package let traces: [Identity: ObjectTrace]
    /// What Flux says that it applies.
    package let inventory: FluxInventory

    /// The traces of opened objects.
    package init(_ state: ClusterState, _ opened: [Identity: Value]) {
        let entries = Dictionary(state.entries.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        var traces: [Identity: ObjectTrace] = [:]
        var inventory = FluxInventory()
        for (identity, object) in opened.sorted(by: { $0.key < $1.key }) {
            guard let entry = entries[identity] else { continue }
            traces[identity] = ObjectTrace(object, entry, role: Matching.role(of: entry, in: entries))
            if identity.groupKind == FluxInventory.type || identity.groupKind == FluxInventory.releaseType {
                inventory.add(object, identity)
            }
        }
        self.entries = entries
        self.traces = traces
        self.inventory = inventory
    }

    /// The traces of objects that were read one at a time.
    package init(entries: [Identity: IndexEntry], traces: [Identity: ObjectTrace], inventory: FluxInventory) {
        self.entries = entries
        self.traces = traces
        self.inventory = inventory
    }
}
