package import Snapshot

/// What an object says of where it comes from and who wrote it; its declared state is not in here.
package struct ObjectTrace: Sendable, Hashable {
    /// Which object.
    package let identity: Identity
    /// Whether a person or a controller decides what it says.
    package let role: ObjectRole
    /// The controlling owner.
    package let controller: Identity?
    /// Its uid; empty in manifests.
    package let uid: String
    /// When it was created, RFC 3339; `nil` in manifests.
    package let createdAt: String?
    /// The version of its last write, as the server counts.
    package let resourceVersion: String?
    /// Its labels that are text.
    package let labels: [String: String]
    /// Its writers.
    package let managers: [ManagerEntry]
    /// Marks of a manual change in the object itself, in words.
    package let hints: [String]
    /// Marks that keep GitOps away from it, or tell of a roll-out by hand.
    package let lookAways: [LookAway]

    /// What a raw object says.
    package init(_ object: Value, _ entry: IndexEntry, role: ObjectRole) {
        let metadata = object["metadata"]
        identity = entry.identity
        self.role = role
        controller = entry.controller
        uid = entry.uid
        createdAt = metadata?["creationTimestamp"]?.string
        resourceVersion = metadata?["resourceVersion"]?.string
        labels = Self.labels(of: object)
        managers = ManagerEntry.entries(of: object)
        hints = Self.hints(object, entry)
        lookAways = LookAway.all(in: object, of: entry.identity)
    }

    /// The labels of a raw object that are text.
    package static func labels(of object: Value) -> [String: String] {
        var labels: [String: String] = [:]
        for member in object[["metadata", "labels"]]?.object?.members ?? [] { labels[member.key] = member.value.string }
        return labels
    }

    /// Source: kubectl's `run` and `debug`.
    private static func hints(_ object: Value, _ entry: IndexEntry) -> [String] {
        let identity = entry.identity
        var hints: [String] = []
        if identity.group.isEmpty, identity.kind == "Pod" {
            let isMirror = object["metadata"]?["annotations"]?["kubernetes.io/config.mirror"] != nil
            if entry.controller == nil, !isMirror { hints.append("a Pod that no controller made") }
            if identity.name.hasPrefix("node-debugger-") { hints.append("named like a Pod of kubectl debug") }
            if let label = object["metadata"]?["labels"]?["run"]?.string, ByteOrder.same(label, identity.name) {
                hints.append("labeled like a Pod of kubectl run")
            }
            if let containers = object["spec"]?["ephemeralContainers"]?.array, !containers.isEmpty {
                let names = containers.compactMap { $0["name"]?.string }.joined(separator: ", ")
                hints.append("ephemeral containers: \(names)")
            }
        }
        if identity.group == "apps", identity.kind == "ReplicaSet", entry.controller == nil {
            hints.append("a ReplicaSet that no controller made")
        }
        return hints
    }
}
