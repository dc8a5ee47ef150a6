package import Snapshot

/// Labels and fields that act: by which a policy, a webhook, a constraint, a quota, a Service, a budget, a role, a workload or a
/// custom resource of *this* state selects (``SelectionTable``).
package struct SelectionEffect: Sendable {
    /// Something that objects are selected by.
    struct Fact: Sendable, Hashable {
        /// A label's value; `nil` for none.
        let value: String?
        /// The fields that say so.
        let paths: [FieldPath]

        init(_ value: String?, _ path: FieldPath) { self.init(value, paths: [path]) }

        init(_ value: String?, paths: [FieldPath]) {
            self.value = value
            self.paths = paths
        }
    }

    /// A selector of a state.
    private struct Selecting {
        let row: SelectionTable.Row
        let identity: Identity
        let selector: LabelSelector
    }

    private var selecting: [Selecting] = []
    /// Places in ``selecting`` by each label that is asked for: few selectors ask for the one that changed.
    private var byKey: [String: [Int]] = [:]

    package init() {}

    /// Whether an object may select others that changed.
    ///
    /// - Parameter targets: what the changed objects can be selected as, see ``targets(of:)``.
    package static func concerns(_ kind: GroupKind, _ targets: Set<SelectionTable.Target>) -> Bool {
        SelectionTable.rows.contains { row in
            row.concerns(kind)
                && (targets.contains(row.target)
                    || row.target == .everything && targets.contains { $0 != .scopes })
        }
    }

    /// What an object can be selected as by its labels.
    package static func targets(of identity: Identity) -> [SelectionTable.Target] {
        places(of: identity).map(\.target)
    }

    /// What of an object may be selected otherwise where these fields differ: a field, something in it, or all around it.
    package static func targets(of identity: Identity, where changed: [FieldPath]) -> [SelectionTable.Target] {
        func isTouched(_ path: [String]) -> Bool {
            let path = FieldPath(path.map(PathElement.field))
            return changed.contains { $0.isInside(path) || path.isInside($0) }
        }
        let labels = places(of: identity).filter { isTouched($0.path) }.map(\.target)
        let pod = podPath(of: identity) ?? []
        let counted =
            identity.groupKind == claim
            ? [["spec", SelectionScopes.claimField]] : SelectionScopes.podFields.map { pod + [$0] }
        return labels + (counted.contains(where: isTouched) ? [.scopes] : [])
    }

    /// Takes the selectors of an object in. Of one that stands in both states those of both are taken.
    package mutating func add(_ identity: Identity, _ object: Value) {
        for row in SelectionTable.rows where row.concerns(identity.groupKind) {
            for selector in row.selectors(object) where !selector.isEverything {
                for key in selector.keys { byKey[key, default: []].append(selecting.count) }
                selecting.append(Selecting(row: row, identity: identity, selector: selector))
            }
        }
    }

    /// What a change of labels and fields does.
    package func effects(_ identity: Identity, _ versions: Effect.Versions) -> [Effect] {
        guard let before = versions.before, let after = versions.after else { return [] }
        var effects = Self.places(of: identity).flatMap { place in
            self.effects(
                identity, place.target, before: Self.labels(before, place.path),
                after: Self.labels(after, place.path))
        }
        let scopes = (Self.scopes(of: identity, before), Self.scopes(of: identity, after))
        effects += self.effects(identity, .scopes, before: scopes.0, after: scopes.1)
        effects.removeAll { $0.path.value(in: before) == $0.path.value(in: after) }
        // One effect may be said by selectors that both states have.
        var seen: Set<Effect> = []
        return effects.filter { seen.insert($0).inserted }
    }

    private func effects(
        _ identity: Identity, _ target: SelectionTable.Target, before: [String: Fact],
        after: [String: Fact]
    ) -> [Effect] {
        let changed = Set(before.keys).union(after.keys).filter {
            before[$0]?.value != after[$0]?.value
        }
        guard !changed.isEmpty else { return [] }
        let (old, new) = (before.compactMapValues(\.value), after.compactMapValues(\.value))
        return Set(changed.flatMap { byKey[$0] ?? [] }).sorted().flatMap { place -> [Effect] in
            let (item, row) = (selecting[place], selecting[place].row)
            guard row.target == target || row.target == .everything && target != .scopes,
                item.identity != identity,
                !row.isLocal || item.identity.namespace == nil || identity.namespace == nil
                    || item.identity.namespace == identity.namespace
            else { return [] }
            let isSelected = item.selector.selects(new)
            guard item.selector.selects(old) != isSelected else { return [] }
            let (severity, words) = isSelected ? row.enters : row.leaves
            let meaning = "\(words) \(item.identity.groupKind) \(item.identity.name)"
            let keys = item.selector.keys.intersection(changed)
            return keys.sorted(by: ByteOrder.precedes).flatMap { key in
                (after[key] ?? before[key])?.paths.map { Effect($0, severity, meaning) } ?? []
            }
        }
    }

    private static func labels(_ object: Value, _ path: [String]) -> [String: Fact] {
        var facts: [String: Fact] = [:]
        for (key, value) in LabelSelector.texts(object[path]) {
            facts[key] = Fact(value, FieldPath((path + [key]).map(PathElement.field)))
        }
        return facts
    }

    private static func scopes(of identity: Identity, _ object: Value) -> [String: Fact] {
        if identity.groupKind == claim { return SelectionScopes.ofClaim(object) }
        guard let path = podPath(of: identity), let spec = object[path] else { return [:] }
        return SelectionScopes.ofPod(spec, at: path)
    }

    private static let claim = GroupKind(group: "", kind: "PersistentVolumeClaim")

    /// Where an object has labels that are looked at.
    private static func places(of identity: Identity) -> [(
        path: [String], target: SelectionTable.Target
    )] {
        let own = ["metadata", "labels"]
        switch (identity.group, identity.kind) {
        case ("", "Namespace"): return [(own, .namespaces)]
        case ("", "Pod"): return [(own, .pods)]
        case ("", "Node"): return [(own, .nodes)]
        case ("", "PersistentVolume"): return [(own, .volumes)]
        case ("rbac.authorization.k8s.io", "ClusterRole"): return [(own, .roles)]
        default:
            let pods =
                podPath(of: identity).map { [(Array($0.dropLast()) + own, SelectionTable.Target.pods)] }
                ?? []
            return [(own, .everything)] + pods
        }
    }

    /// Where the `spec` of the Pods is that an object is or makes; of custom types, where templates usually are.
    private static func podPath(of identity: Identity) -> [String]? {
        switch (identity.group, identity.kind) {
        case ("", "Pod"): ["spec"]
        case ("batch", "CronJob"): ["spec", "jobTemplate", "spec", "template", "spec"]
        default: ["spec", "template", "spec"]
        }
    }
}
