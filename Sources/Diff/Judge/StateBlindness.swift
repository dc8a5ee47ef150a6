import Snapshot

/// What a state cannot speak of.
struct StateBlindness: Sendable {
    private struct Spot: Sendable {
        let group: String
        let kind: String?
        let words: String
        var isOfAnyType = false
    }

    private let spots: [Spot]
    private let namespaces: Set<String>
    private let servedKinds: Set<String>

    init(_ state: ClusterState) {
        let manifest = state.manifest
        namespaces = Set(manifest.scope.namespaces)
        servedKinds = Set(state.types.map(\.kind))
        var kinds: [String: String] = [:]
        for type in state.types { kinds["\(type.plural).\(type.group)"] = type.kind }
        var spots = manifest.gaps.map { gap in
            Spot(
                group: gap.group, kind: gap.resource.flatMap { kinds["\($0).\(gap.group)"] },
                words: "\(gap.subject) could not be read (\(gap.reason.rawValue))", isOfAnyType: gap.isOfAnyType)
        }
        for type in manifest.coverage where type.state == .excluded || type.state == .excludedUnreadable {
            let name = type.group.isEmpty ? type.resource : "\(type.resource).\(type.group)"
            spots.append(
                Spot(
                    group: type.group, kind: type.kind.isEmpty ? kinds["\(type.resource).\(type.group)"] : type.kind,
                    words: "\(name) was left out of the capture"))
        }
        self.spots = spots
    }

    /// Why objects that match may be missing; `nil` when everything was read.
    func words(for match: ObjectMatch, in namespace: String?) -> String? {
        if let spot = spots.first(where: { concerns($0, match.selector) }) { return spot.words }
        guard !namespaces.isEmpty else { return nil }
        if let namespace, namespaces.contains(namespace) { return nil }
        let known = match.selector.namespaces
        let isInside =
            !known.isEmpty
            && known.allSatisfy { pattern in
                if case .glob(let glob) = pattern, let literal = glob.literal { return namespaces.contains(literal) }
                return false
            }
        return isInside ? nil : "the capture was limited to namespaces \(namespaces.sorted().joined(separator: ", "))"
    }

    /// A group whose kinds nobody knows could hold any kind; a kind that another group serves is taken to be that one.
    private func concerns(_ spot: Spot, _ selector: ObjectSelector) -> Bool {
        if spot.isOfAnyType { return true }
        guard selector.couldSelect(group: spot.group, kind: spot.kind) else { return false }
        guard spot.kind == nil, selector.groups.isEmpty, !selector.kinds.isEmpty else { return true }
        return !selector.kinds.allSatisfy { pattern in
            if case .glob(let glob) = pattern, let kind = glob.literal { return servedKinds.contains(kind) }
            return false
        }
    }
}
