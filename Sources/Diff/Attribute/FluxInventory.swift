package import Snapshot

/// What Flux says that it applies: the inventories of all Kustomizations of a state.
///
/// An entry's id is `<namespace>_<name>_<group>_<kind>`, with `:` of RBAC names written `__`. Source: Flux,
/// `kustomize.toolkit.fluxcd.io/v1` `status.inventory`.
package struct FluxInventory: Sendable {
    /// One that applies objects.
    package struct Applier: Sendable, Hashable {
        /// Which one.
        package let identity: Identity
        /// The source revision that it applied last.
        package let revision: String?
        /// Whether somebody has stopped it: then nothing undoes an edit.
        package let isSuspended: Bool
        /// Where it takes what it applies from, in words that hold cluster text: `GitRepository fleet, path ./apps`; `nil` when
        /// it does not say.
        package let source: String?

        package init(identity: Identity, revision: String? = nil, isSuspended: Bool = false, source: String? = nil) {
            self.identity = identity
            self.revision = revision
            self.isSuspended = isSuspended
            self.source = source
        }
    }

    /// The type that has inventories.
    package static let type = GroupKind(group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization")
    /// The type whose objects carry labels of the release that made them.
    package static let releaseType = GroupKind(group: "helm.toolkit.fluxcd.io", kind: "HelmRelease")

    private var owners: [String: Applier] = [:]
    /// All that apply objects, in order.
    package private(set) var appliers: [Applier] = []
    /// Releases by `namespace/name`.
    private var releases: [String: Applier] = [:]

    package init() {}

    /// Whether the state has anything that applies what Git says.
    package var isEmpty: Bool { appliers.isEmpty && releases.isEmpty }

    /// Takes in one raw Kustomization or HelmRelease.
    package mutating func add(_ object: Value, _ identity: Identity) {
        let applier = Applier(
            identity: identity,
            revision: object["status"]?["lastAppliedRevision"]?.string
                ?? object["status"]?["lastAttemptedRevision"]?.string,
            isSuspended: object["spec"]?["suspend"]?.bool ?? false, source: Self.source(object))
        if identity.groupKind == Self.releaseType {
            releases["\(identity.namespace ?? "")/\(identity.name)"] = applier
            return
        }
        appliers.append(applier)
        for entry in object["status"]?["inventory"]?["entries"]?.array ?? [] {
            if let id = entry["id"]?.string { owners[id] = applier }
        }
    }

    private static func source(_ object: Value) -> String? {
        let chart = object[["spec", "chart", "spec"]]
        let reference = object[["spec", "sourceRef"]] ?? chart?["sourceRef"] ?? object[["spec", "chartRef"]]
        let parts = [
            chart?["chart"]?.string.map { "chart \($0)" },
            reference.flatMap { reference in
                reference["name"]?.string.map { "\(reference["kind"]?.string ?? "source") \($0)" }
            },
            object[["spec", "path"]]?.string.map { "path \($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Who applies the object.
    package func applier(of trace: ObjectTrace) -> Applier? {
        if let applier = owners[Self.id(of: trace.identity)] { return applier }
        guard let name = trace.labels["helm.toolkit.fluxcd.io/name"],
            let namespace = trace.labels["helm.toolkit.fluxcd.io/namespace"]
        else { return nil }
        return releases["\(namespace)/\(name)"]
    }

    /// The id of an object in an inventory.
    package static func id(of identity: Identity) -> String {
        let name = identity.name.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "__")
        return "\(identity.namespace ?? "")_\(name)_\(identity.group)_\(identity.kind)"
    }
}
