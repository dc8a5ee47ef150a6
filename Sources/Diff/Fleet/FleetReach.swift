package import Snapshot

/// What a state can say of an object that it does not hold.
package struct FleetReach: Sendable {
    /// What its absence means.
    package enum Absence: Sendable, Hashable {
        /// It is not there.
        case missing
        /// Its type could not be read: it may be there or not.
        case unknown
        /// The capture left it out on purpose.
        case outside
    }

    private let leftOut: LeftOutTypes
    private let unread: Set<GroupKind>
    private let unreadGroups: Set<String>
    /// Whether objects of any kind may be missing.
    private let isBlind: Bool

    /// What a manifest says of its state.
    ///
    /// - Parameter types: to find the kinds behind resources that could not be read.
    package init(_ manifest: Manifest, types: [ResourceType]) {
        leftOut = LeftOutTypes(manifest)
        var kinds: [String: GroupKind] = [:]
        for type in types { kinds["\(type.plural).\(type.group)"] = type.groupKind }
        var unread: Set<GroupKind> = []
        var groups: Set<String> = []
        for gap in manifest.gaps {
            if let resource = gap.resource, let kind = kinds["\(resource).\(gap.group)"] {
                unread.insert(kind)
            } else {
                // Nobody knows which kind is meant: any of the group may be.
                groups.insert(gap.group)
            }
        }
        self.unread = unread
        unreadGroups = groups
        isBlind = manifest.gaps.contains(where: \.isOfAnyType)
    }

    /// What it means that the state lacks an object.
    package func absence(of identity: Identity, resource: String) -> Absence {
        if leftOut.contains(identity, resource: resource) { return .outside }
        return isBlind || unread.contains(identity.groupKind) || unreadGroups.contains(identity.group)
            ? .unknown : .missing
    }
}
