package import Snapshot

/// Finds what differences do: opens what is needed beyond the objects that differ, and computes the effects.
package struct EffectFinder: Sendable {
    private let changes: [Change]
    private let beside: (before: Set<Identity>, after: Set<Identity>)

    /// What has to be opened to know what differences do, besides the objects that differ.
    private struct Need {
        /// Whatever selects by labels.
        var selectors = false
        /// Namespaces, whose labels admission checks ask for.
        var spaces = false
        /// Roles, which bindings grant.
        var roles = false

        func holds(_ identity: Identity) -> Bool {
            selectors && SelectionEffect.concerns(identity)
                || spaces && identity.groupKind == EffectFinder.space
                || roles && RightsEffect.concerns(identity) && !identity.kind.hasSuffix("Binding")
        }

        /// - Parameter identities: what differs, or may differ.
        init(of identities: some Sequence<Identity>, selectors: Bool) {
            self.selectors = selectors
            for identity in identities {
                spaces = spaces || AdmissionEffect.concerns(identity)
                roles = roles || RightsEffect.concerns(identity) && identity.kind.hasSuffix("Binding")
            }
        }
    }

    /// Objects of a state that may have to be opened, so that one reading of an archive is enough.
    ///
    /// - Parameter opened: the objects that may differ, of both states.
    package static func beside(_ opened: Set<Identity>, in entries: EntryTable) -> Set<Identity> {
        let need = Need(of: opened, selectors: !opened.isEmpty)
        return Set(entries.lazy.map(\.identity).filter(need.holds))
    }

    /// - Parameter beside: what ``beside(_:in:)`` names, of each state.
    /// - Parameter comparison: what differs, with objects whose own lookups hold them.
    package init(_ comparison: Comparison, beside: (before: Set<Identity>, after: Set<Identity>)) {
        self.beside = beside
        changes = (comparison.changes + comparison.consequences.map(\.change)).filter { change in
            Self.isComputed(change.identity) || Self.changesLabels(change)
        }
    }

    /// The effects by object.
    ///
    /// - Parameters:
    ///   - before: opens objects of the first state that differ, and those beside them.
    ///   - after: the same of the second state.
    package func effects(before: ObjectLookup, after: ObjectLookup) async throws -> Effect.Book {
        guard !changes.isEmpty else { return [:] }
        let need = Need(of: changes.lazy.map(\.identity), selectors: changes.contains(where: Self.changesLabels))
        var selection = SelectionEffect()
        var spaces: [String: [String: String]] = [:]
        var roles: [Identity: Value] = [:]
        for (identities, lookup, isAfter) in [
            (beside.before, before, false), (beside.after, after, true),
        ] {
            for identity in identities.sorted() where need.holds(identity) {
                guard let object = try await lookup(identity) else { continue }
                if SelectionEffect.concerns(identity) { selection.add(identity, object) }
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
            if Self.changesLabels(change) { effects += selection.effects(identity, versions) }
            if !effects.isEmpty { book[identity] = effects }
        }
        return book
    }

    private static let space = GroupKind(group: "", kind: "Namespace")

    private static func isComputed(_ identity: Identity) -> Bool {
        RightsEffect.concerns(identity) || TrafficEffect.concerns(identity) || AdmissionEffect.concerns(identity)
            || IdentityEffect.concerns(identity)
    }

    private static func changesLabels(_ change: Change) -> Bool {
        change.fields.contains { field in
            field.path.elements.contains(.field("labels"))
                || [FieldPath(fields: "metadata"), FieldPath(fields: "spec", "template")].contains {
                    $0.isInside(field.path)
                }
        }
    }
}
