package import Snapshot

/// Finds what differences do: opens what is needed beyond the objects that differ, and computes the effects.
package struct EffectFinder: Sendable {
    private let changes: [Change]

    /// - Parameter comparison: what differs, with objects whose own lookups hold them.
    package init(_ comparison: Comparison) {
        changes = (comparison.changes + comparison.consequences.map(\.change)).filter { change in
            Self.isComputed(change.identity) || Self.changesLabels(change)
        }
    }

    /// Whether there is nothing to find.
    package var isEmpty: Bool { changes.isEmpty }

    /// Objects of a state that have to be opened to know what the differences do, besides those that differ.
    package func needed(in entries: EntryTable) -> Set<Identity> {
        let wantsSelectors = changes.contains(where: Self.changesLabels)
        let wantsSpaces = changes.contains { AdmissionEffect.concerns($0.identity) }
        let wantsRoles = changes.contains {
            RightsEffect.concerns($0.identity) && $0.identity.kind.hasSuffix("Binding")
        }
        return Set(
            entries.lazy.map(\.identity).filter { identity in
                wantsSelectors && SelectionEffect.concerns(identity)
                    || wantsSpaces && identity.groupKind == Self.space
                    || wantsRoles && RightsEffect.concerns(identity) && !identity.kind.hasSuffix("Binding")
            })
    }

    /// The effects by object.
    ///
    /// - Parameters:
    ///   - before: opens objects of the first state that differ.
    ///   - after: the same of the second state.
    ///   - beside: opens what ``needed(in:)`` names, of each state.
    package func effects(
        before: ObjectLookup, after: ObjectLookup, beside: (before: ObjectLookup, after: ObjectLookup),
        needed: (before: Set<Identity>, after: Set<Identity>)
    ) async throws -> Effect.Book {
        var selection = SelectionEffect()
        var spaces: [String: [String: String]] = [:]
        var roles: [Identity: Value] = [:]
        for (identities, lookup, isAfter) in [
            (needed.before, beside.before, false), (needed.after, beside.after, true),
        ] {
            for identity in identities.sorted() {
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
