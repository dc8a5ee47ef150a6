package import Snapshot

/// Finds what differences do: opens what is needed beyond the objects that differ, and computes the effects.
package struct EffectFinder: Sendable {
    private let changes: [Change]

    /// - Parameter comparison: what differs, with objects whose own lookups hold them.
    package init(_ comparison: Comparison) {
        changes = (comparison.changes + comparison.consequences.map(\.change)).filter { change in
            Self.isComputed(change.identity) || !Self.targets(of: change).isEmpty
        }
    }

    /// Whether there is nothing to find.
    package var isEmpty: Bool { changes.isEmpty }

    /// Objects of a state that have to be opened to know what the differences do, besides those that differ.
    package func needed(in entries: EntryTable) -> Set<Identity> {
        let targets = Set(changes.flatMap { Self.targets(of: $0) })
        var selecting: [GroupKind: Bool] = [:]
        func selects(_ kind: GroupKind) -> Bool {
            if targets.isEmpty { return false }
            if let known = selecting[kind] { return known }
            selecting[kind] = SelectionEffect.concerns(kind, targets)
            return selecting[kind] ?? false
        }
        let wantsSpaces = changes.contains { AdmissionEffect.concerns($0.identity) }
        let wantsRoles = changes.contains {
            RightsEffect.concerns($0.identity) && $0.identity.kind.hasSuffix("Binding")
        }
        return Set(
            entries.map(\.identity).filter { identity in
                selects(identity.groupKind)
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
        func touches(_ names: Set<String>, _ wholes: [FieldPath]) -> Bool {
            change.fields.contains { field in
                field.path.elements.contains {
                    if case .field(let name) = $0 { names.contains(name) } else { false }
                }
                    || wholes.contains { $0.isInside(field.path) }
            }
        }
        let template = FieldPath(fields: "spec", "template")
        return
            (touches(["labels"], [FieldPath(fields: "metadata"), template])
            ? SelectionEffect.targets(of: change.identity) : [])
            + (touches(SelectionScopes.fields, [template]) ? [.scopes] : [])
    }
}
