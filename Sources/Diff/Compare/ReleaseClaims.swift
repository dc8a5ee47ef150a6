import Snapshot

/// Holds new Secrets that call themselves Helm's record of a release against what Helm installed: somewhere in the release's
/// namespace, or in none, an object has to say that this release made it, or Flux has to ask for the release.
///
/// What the record holds is a token in every snapshot and tells nothing. Source: Helm's annotations since 3.2; Flux'
/// HelmRelease.
struct ReleaseClaims: Sendable {
    private struct Release: Hashable {
        let name: String
        let namespace: String
    }

    private static let prefix = "sh.helm.release.v1."
    private static let helmRelease = GroupKind(group: "helm.toolkit.fluxcd.io", kind: "HelmRelease")

    private let records: [Identity]
    private let witnesses: [Identity]

    /// - Parameters:
    ///   - entries: objects that came and are no declared ones.
    ///   - state: what holds them.
    init(_ entries: [IndexEntry], in state: EntryTable) {
        records = entries.map(\.identity).filter {
            $0.groupKind == GroupKind(group: "", kind: "Secret") && $0.name.hasPrefix(Self.prefix)
        }
        let namespaces = Set(records.compactMap(\.namespace))
        witnesses =
            records.isEmpty
            ? []
            : state.filter { entry in
                entry.role == .declared
                    && (entry.identity.groupKind == Self.helmRelease
                        || entry.identity.namespace.map(namespaces.contains) ?? true)
            }.map(\.identity)
    }

    /// Objects that have to be opened.
    var needed: Set<Identity> { Set(records).union(witnesses) }

    /// The records of which nothing tells.
    func unfit(_ lookup: Comparer.Lookup) async throws -> Set<Identity> {
        guard !records.isEmpty else { return [] }
        var releases: Set<Release> = []
        for identity in witnesses {
            guard let object = try await lookup(identity) else { continue }
            let annotations = object[["metadata", "annotations"]]
            if let name = annotations?["meta.helm.sh/release-name"]?.string {
                let namespace = annotations?["meta.helm.sh/release-namespace"]?.string ?? identity.namespace ?? ""
                releases.insert(Release(name: name, namespace: namespace))
            }
            guard identity.groupKind == Self.helmRelease, let spec = object["spec"] else { continue }
            let prefix = spec["targetNamespace"]?.string.map { "\($0)-" } ?? ""
            releases.insert(
                Release(
                    name: spec["releaseName"]?.string ?? prefix + identity.name,
                    namespace: spec["storageNamespace"]?.string ?? identity.namespace ?? ""))
        }
        var unfit: Set<Identity> = []
        for identity in records {
            guard let object = try await lookup(identity) else { continue }
            let name = object[["metadata", "labels", "name"]]?.string ?? ""
            if !releases.contains(Release(name: name, namespace: identity.namespace ?? "")) { unfit.insert(identity) }
        }
        return unfit
    }
}
