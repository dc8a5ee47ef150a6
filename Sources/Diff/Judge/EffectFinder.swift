package import Snapshot

/// Finds what differences do: opens what is needed beyond the objects that differ, and computes the effects.
package struct EffectFinder: Sendable {
    private let changes: [Change]
    private let beside: (before: Set<Identity>, after: Set<Identity>)

    /// What has to be opened to know what differences do, besides the objects that differ.
    private struct Need {
        /// Kinds that may select what differs.
        let selecting: Set<GroupKind>
        /// Namespaces, whose labels admission checks ask for.
        private(set) var spaces = false
        /// Roles, which bindings grant.
        private(set) var roles = false

        /// - Parameters:
        ///   - identities: what differs, or may differ.
        ///   - targets: what of it may be selected as.
        ///   - kinds: those of which there are objects.
        init(
            of identities: some Sequence<Identity>, targets: Set<SelectionTable.Target>, among kinds: Set<GroupKind>
        ) {
            selecting = targets.isEmpty ? [] : kinds.filter { SelectionEffect.concerns($0, targets) }
            for identity in identities {
                spaces = spaces || AdmissionEffect.concerns(identity)
                roles = roles || RightsEffect.concerns(identity) && identity.kind.hasSuffix("Binding")
            }
        }

        func holds(_ identity: Identity) -> Bool {
            selecting.contains(identity.groupKind) || spaces && identity.groupKind == EffectFinder.space
                || roles && RightsEffect.concerns(identity) && !identity.kind.hasSuffix("Binding")
        }
    }

    /// Objects of a state that may have to be opened, so that one reading of an archive is enough.
    ///
    /// - Parameter opened: the objects that may differ, of both states.
    package static func beside(_ opened: Set<Identity>, in entries: EntryTable) -> Set<Identity> {
        guard !opened.isEmpty else { return [] }
        var targets: Set<SelectionTable.Target> = [.scopes]
        for identity in opened { targets.formUnion(SelectionEffect.targets(of: identity)) }
        let need = Need(of: opened, targets: targets, among: Set(entries.lazy.map(\.identity.groupKind)))
        return Set(entries.lazy.map(\.identity).filter(need.holds))
    }

    /// - Parameter beside: what ``beside(_:in:)`` names, of each state.
    /// - Parameter comparison: what differs, with objects whose own lookups hold them.
    package init(_ comparison: Comparison, beside: (before: Set<Identity>, after: Set<Identity>)) {
        self.beside = beside
        changes = (comparison.changes + comparison.consequences.map(\.change)).filter { change in
            Self.isComputed(change.identity) || !Self.targets(of: change).isEmpty
        }
    }

    /// The effects by object.
    ///
    /// - Parameters:
    ///   - before: opens objects of the first state that differ, and those beside them.
    ///   - after: the same of the second state.
    package func effects(before: ObjectLookup, after: ObjectLookup) async throws -> Effect.Book {
        guard !changes.isEmpty else { return [:] }
        let need = Need(
            of: changes.lazy.map(\.identity), targets: Set(changes.flatMap { Self.targets(of: $0) }),
            among: Set(beside.before.union(beside.after).map(\.groupKind)))
        var selection = SelectionEffect()
        var spaces: [String: [String: String]] = [:]
        var roles: [Identity: Value] = [:]
        for (identities, lookup, isAfter) in [
            (beside.before, before, false), (beside.after, after, true),
        ] {
            for identity in identities.sorted() where need.holds(identity) {
                guard let object = try await lookup(identity) else { continue }
                selection.add(identity, object)
                if identity.groupKind == Self.space {
                    spaces[identity.name] = LabelSelector.texts(object["metadata"]?["labels"])
                }
                if RightsEffect.concerns(identity), isAfter || roles[identity] == nil {
                    roles[identity] = object["rules"] ?? .null
                }
            }
        }
        var book: Effect.Book = [:]
        for change in changes {
            let versions = Effect.Versions(
                before: try await before(change.formerly ?? change.identity),
                after: try await after(change.identity))
            var effects: [Effect] = []
            let identity = change.identity
            if RightsEffect.concerns(identity) {
                effects += RightsEffect.effects(identity, versions) { roles[$0] }
            }
            if TrafficEffect.concerns(identity) { effects += TrafficEffect.effects(versions) }
            if AdmissionEffect.concerns(identity) {
                effects += AdmissionEffect.effects(identity, versions, namespaces: spaces)
            }
            if IdentityEffect.concerns(identity) { effects += IdentityEffect.effects(versions) }
            if !Self.targets(of: change).isEmpty { effects += selection.effects(identity, versions) }
            if !effects.isEmpty { book[identity] = effects }
        }
        return book
    }

    private static let space = GroupKind(group: "", kind: "Namespace")

    private static func isComputed(_ identity: Identity) -> Bool {
        RightsEffect.concerns(identity) || TrafficEffect.concerns(identity) || AdmissionEffect.concerns(identity)
            || IdentityEffect.concerns(identity)
    }

    /// What others may select an object by that changed: its labels, and what quotas count by.
    private static func targets(of change: Change) -> [SelectionTable.Target] {
        SelectionEffect.targets(of: change.identity, where: change.fields.map(\.path))
    }
}
