package import Snapshot

/// Labels that act: by which a policy, a webhook, a constraint, a Service, a budget or a role of *this* state selects.
package struct SelectionEffect: Sendable {
    /// What a label that is in some selector decides.
    private struct Row {
        let type: GroupKind?
        let group: String?
        /// Whether only objects of the same namespace are selected.
        let isLocal: Bool
        let target: Target
        let selectors: @Sendable (Value) -> [LabelSelector]
        let leaves: (severity: Severity, words: String)
        let enters: (severity: Severity, words: String)
    }

    /// Whose labels a selector looks at.
    private enum Target {
        case pods
        case namespaces
        case roles
        case everything
    }

    /// A selector of a state.
    private struct Selecting {
        let row: Row
        let identity: Identity
        let selector: LabelSelector
    }

    private var selecting: [Selecting] = []

    package init() {}

    /// Whether an object may select others by their labels.
    package static func concerns(_ identity: Identity) -> Bool {
        rows.contains { $0.type == identity.groupKind || $0.group == identity.group }
    }

    /// Takes the selectors of an object in. Of one that stands in both states those of both are taken.
    package mutating func add(_ identity: Identity, _ object: Value) {
        for row in Self.rows where row.type == identity.groupKind || row.group == identity.group {
            for selector in row.selectors(object) where !selector.isEverything {
                selecting.append(Selecting(row: row, identity: identity, selector: selector))
            }
        }
    }

    /// What a change of labels does.
    package func effects(_ identity: Identity, _ versions: Effect.Versions) -> [Effect] {
        Self.places(of: identity).flatMap { place in
            let before = LabelSelector.texts(versions.before?[place.path])
            let after = LabelSelector.texts(versions.after?[place.path])
            guard versions.before != nil, versions.after != nil, before != after else { return [Effect]() }
            let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
            return selecting.flatMap { item in
                effects(item, identity, place.target, before: before, after: after, changed: changed, place.path)
            }
        }
    }

    private func effects(
        _ item: Selecting, _ identity: Identity, _ target: Target, before: [String: String], after: [String: String],
        changed: Set<String>, _ path: [String]
    ) -> [Effect] {
        guard item.row.target == target || item.row.target == .everything,
            !item.row.isLocal || item.identity.namespace == identity.namespace, item.identity != identity
        else { return [] }
        let keys = item.selector.keys.intersection(changed)
        let isSelected = item.selector.selects(after)
        guard !keys.isEmpty, item.selector.selects(before) != isSelected else { return [] }
        let (severity, words) = isSelected ? item.row.enters : item.row.leaves
        let meaning = "\(words) \(item.identity.groupKind) \(item.identity.name)"
        return keys.sorted(by: ByteOrder.precedes).map { key in
            Effect(FieldPath((path + [key]).map(PathElement.field)), severity, meaning)
        }
    }

    /// Where an object has labels that are looked at.
    private static func places(of identity: Identity) -> [(path: [String], target: Target)] {
        let own = ["metadata", "labels"]
        switch (identity.group, identity.kind) {
        case ("", "Namespace"): return [(own, .namespaces)]
        case ("", "Pod"): return [(own, .pods)]
        case ("rbac.authorization.k8s.io", "ClusterRole"): return [(own, .roles)]
        case ("batch", "CronJob"):
            return [(own, .everything), (["spec", "jobTemplate", "spec", "template"] + own, .pods)]
        default: return [(own, .everything), (["spec", "template"] + own, .pods)]
        }
    }

    private static let network = "networking.k8s.io"

    private static let rows: [Row] = [
        Row(
            type: GroupKind(group: network, kind: "NetworkPolicy"), group: nil, isLocal: true, target: .pods,
            selectors: { [LabelSelector($0["spec"]?["podSelector"])] },
            leaves: (.critical, "is no longer isolated by"), enters: (.high, "is now isolated by")),
        Row(
            type: GroupKind(group: network, kind: "NetworkPolicy"), group: nil, isLocal: true, target: .pods,
            selectors: { peers($0).map { LabelSelector($0["podSelector"]) } },
            leaves: (.high, "is no longer let through by"), enters: (.critical, "is now let through by")),
        Row(
            type: GroupKind(group: network, kind: "NetworkPolicy"), group: nil, isLocal: false, target: .namespaces,
            selectors: { peers($0).map { LabelSelector($0["namespaceSelector"]) } },
            leaves: (.high, "is no longer let through by"), enters: (.critical, "is now let through by")),
        Row(
            type: nil, group: "admissionregistration.k8s.io", isLocal: false, target: .namespaces,
            selectors: { checks($0).map { LabelSelector($0["namespaceSelector"]) } },
            leaves: (.critical, "is no longer checked by"), enters: (.high, "is now checked by")),
        Row(
            type: nil, group: "admissionregistration.k8s.io", isLocal: false, target: .everything,
            selectors: { checks($0).map { LabelSelector($0["objectSelector"]) } },
            leaves: (.critical, "is no longer checked by"), enters: (.high, "is now checked by")),
        Row(
            type: nil, group: "constraints.gatekeeper.sh", isLocal: false, target: .namespaces,
            selectors: { [LabelSelector($0["spec"]?["match"]?["namespaceSelector"])] },
            leaves: (.critical, "is no longer checked by"), enters: (.high, "is now checked by")),
        Row(
            type: nil, group: "constraints.gatekeeper.sh", isLocal: false, target: .everything,
            selectors: { [LabelSelector($0["spec"]?["match"]?["labelSelector"])] },
            leaves: (.critical, "is no longer checked by"), enters: (.high, "is now checked by")),
        Row(
            type: GroupKind(group: "rbac.authorization.k8s.io", kind: "ClusterRole"), group: nil, isLocal: false,
            target: .roles,
            selectors: { ($0["aggregationRule"]?["clusterRoleSelectors"]?.array ?? []).map { LabelSelector($0) } },
            leaves: (.high, "its rights are no longer part of"), enters: (.critical, "its rights are now part of")),
        Row(
            type: GroupKind(group: "", kind: "Service"), group: nil, isLocal: true, target: .pods,
            selectors: { [LabelSelector(labels: $0["spec"]?["selector"])] },
            leaves: (.high, "no longer receives what is sent to"), enters: (.high, "now receives what is sent to")),
        Row(
            type: GroupKind(group: "policy", kind: "PodDisruptionBudget"), group: nil, isLocal: true, target: .pods,
            selectors: { [LabelSelector($0["spec"]?["selector"])] },
            leaves: (.high, "is no longer protected by"), enters: (.medium, "is now protected by")),
    ]

    private static func peers(_ policy: Value) -> [Value] {
        (policy["spec"]?["ingress"]?.array ?? []).flatMap { $0["from"]?.array ?? [] }
            + (policy["spec"]?["egress"]?.array ?? []).flatMap { $0["to"]?.array ?? [] }
    }

    private static func checks(_ object: Value) -> [Value] {
        (object["webhooks"]?.array ?? [])
            + [object["spec"]?["matchConstraints"], object["spec"]?["matchResources"]].compactMap { $0 }
    }
}
