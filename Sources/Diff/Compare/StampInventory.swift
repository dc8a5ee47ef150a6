import Snapshot

/// What the GitOps tools of one state say that they apply.
struct StampInventory: Sendable {
    private static let kustomization = GroupKind(group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization")
    private static let helmRelease = GroupKind(group: "helm.toolkit.fluxcd.io", kind: "HelmRelease")
    private static let application = GroupKind(group: "argoproj.io", kind: "Application")
    private static let configMap = GroupKind(group: "", kind: "ConfigMap")
    private static let secret = GroupKind(group: "", kind: "Secret")
    private static let kappSuffix = ".apps.k14s.io"
    private static let helmPrefix = "sh.helm.release.v1."

    /// Names of Kustomizations, as `namespace/name`, by the ids of what they list.
    private var kustomizations: [String: Set<String>] = [:]
    /// What each HelmRelease lists; `nil` when it has no list.
    private var helmReleases: [String: Set<String>?] = [:]
    /// `namespace/name` of the releases that Helm recorded.
    private var releases: Set<String> = []
    /// Names of Applications by what they list.
    private var applications: [String: Set<String>] = [:]
    /// Values of `kapp.k14s.io/app`.
    private var apps: Set<String> = []

    /// The objects that hold inventories.
    static func needed(in state: EntryTable) -> Set<Identity> {
        let kinds = [kustomization, helmRelease, application]
        return Set(
            state.lazy.map(\.identity).filter { identity in
                kinds.contains(identity.groupKind)
                    || identity.groupKind == configMap && identity.name.hasSuffix(kappSuffix)
            })
    }

    init(_ state: EntryTable, _ lookup: ObjectLookup) async throws {
        for identity in Self.needed(in: state) {
            guard let object = try await lookup(identity) else { continue }
            let name = "\(identity.namespace ?? "")/\(identity.name)"
            switch identity.groupKind {
            case Self.kustomization:
                for id in Self.ids(object) { kustomizations[id, default: []].insert(name) }
            case Self.helmRelease:
                let ids = Self.ids(object)
                helmReleases[name] = ids.isEmpty ? .some(nil) : Set(ids)
            case Self.application:
                for resource in object[["status", "resources"]]?.array ?? [] {
                    let key = Self.key(
                        resource["group"]?.string ?? "", resource["kind"]?.string ?? "",
                        resource["namespace"]?.string ?? "", resource["name"]?.string ?? "")
                    applications[key, default: []].insert(identity.name)
                }
            default:
                guard let text = object[["data", "spec"]]?.string, let spec = try? JSONReader.value(Array(text.utf8)),
                    let value = spec["labelValue"]?.string
                else { continue }
                apps.insert(value)
            }
        }
        for entry in state where entry.identity.groupKind == Self.secret && entry.role == .derived {
            let name = entry.identity.name
            guard name.hasPrefix(Self.helmPrefix), let dot = name.lastIndex(of: ".") else { continue }
            let release = name[..<dot].dropFirst(Self.helmPrefix.count)
            releases.insert("\(entry.identity.namespace ?? "")/\(release)")
        }
    }

    private static func ids(_ object: Value) -> [String] {
        (object[["status", "inventory", "entries"]]?.array ?? []).compactMap { $0["id"]?.string }
    }

    private static func key(_ group: String, _ kind: String, _ namespace: String, _ name: String) -> String {
        "\(group)/\(kind)/\(namespace)/\(name)"
    }

    /// Who lists a live object and put this value on it; `nil` when nobody does.
    func stamper(_ row: StampTable.Row, _ value: String, of identity: Identity, in object: Value) -> String? {
        // An id is `<namespace>_<name>_<group>_<kind>`, with `:` of RBAC names written `__`.
        let name = identity.name.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "__")
        let id = "\(identity.namespace ?? "")_\(name)_\(identity.group)_\(identity.kind)"
        let labels = object[["metadata", "labels"]]
        let annotations = object[["metadata", "annotations"]]
        func owner(_ prefix: String) -> String {
            "\(labels?["\(prefix)/namespace"]?.string ?? "")/\(labels?["\(prefix)/name"]?.string ?? "")"
        }
        switch row.evidence {
        case .kustomization:
            let owner = owner("kustomize.toolkit.fluxcd.io")
            return kustomizations[id]?.contains(owner) ?? false ? "Kustomization \(owner)" : nil
        case .helmRelease:
            let owner = owner("helm.toolkit.fluxcd.io")
            guard let listed = helmReleases[owner] else { return nil }
            return listed?.contains(id) ?? true ? "HelmRelease \(owner)" : nil
        case .release:
            let release =
                "\(annotations?["meta.helm.sh/release-namespace"]?.string ?? "")/"
                + "\(annotations?["meta.helm.sh/release-name"]?.string ?? "")"
            guard releases.contains(release) else { return nil }
            if row.place == "labels", !ByteOrder.same(value, "Helm") { return nil }
            return "the Helm release \(release)"
        case .application:
            let key = Self.key(identity.group, identity.kind, identity.namespace ?? "", identity.name)
            let name = row.place == "labels" ? value : String(value.prefix { $0 != ":" })
            return applications[key]?.contains(name) ?? false ? "Application \(name)" : nil
        case .app:
            guard let app = labels?["kapp.k14s.io/app"]?.string, apps.contains(app) else { return nil }
            // An app of kapp is a label; what else it writes says whose the label is: `v1;<namespace>/<group>/<kind>/<name>;…`.
            if let text = annotations?["kapp.k14s.io/identity"]?.string {
                let key = "\(identity.namespace ?? "")/\(identity.group)/\(identity.kind)/\(identity.name)"
                let parts = text.split(separator: ";", omittingEmptySubsequences: false)
                guard parts.count > 1, ByteOrder.same(String(parts[1]), key) else { return nil }
            }
            return "the app \(app) of kapp"
        }
    }
}
