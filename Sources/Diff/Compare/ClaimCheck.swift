import Snapshot

/// Holds what copies say against the objects that they claim to be made from: addresses and ports against the Service and the
/// Pods that it selects, a revision against the template, an authority against the cluster's, a volume against its claim, a
/// release of Helm against what it installed.
///
/// Only copies that came or changed are looked at, and no state can hide behind one that looks like a controller's.
struct ClaimCheck: Sendable {
    private let matching: Matching
    private let before: EntryTable
    private let after: EntryTable
    private let fields: FieldComparer
    private let canSeePods: Bool
    private let namespaces: Set<String>
    private let releases: ReleaseClaims

    private static let slice = GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice")
    private static let endpoints = GroupKind(group: "", kind: "Endpoints")
    private static let service = GroupKind(group: "", kind: "Service")
    private static let pod = GroupKind(group: "", kind: "Pod")
    private static let revision = GroupKind(group: "apps", kind: "ControllerRevision")
    private static let volume = GroupKind(group: "", kind: "PersistentVolume")
    private static let authority = "kube-root-ca.crt"

    /// - Parameter manifest: of the second state, which says whether Pods were read.
    init(_ matching: Matching, before: EntryTable, after: EntryTable, manifest: Manifest, fields: FieldComparer) {
        self.matching = matching
        self.before = before
        self.after = after
        self.fields = fields
        canSeePods = !manifest.coverage.contains { type in
            type.group.isEmpty && (type.resource == "pods" || type.resource == "services")
                && type.state != .complete
        }
        releases = ReleaseClaims(matching.derivedAdded.map(\.entry), in: after)
        namespaces = Set(
            (matching.bookkeepingAdded + matching.bookkeepingChanged.map(\.after)).filter(Self.hasAddresses)
                .compactMap(\.identity.namespace))
    }

    private static func hasAddresses(_ entry: IndexEntry) -> Bool {
        let kind = entry.identity.groupKind
        guard kind == slice || kind == endpoints else { return false }
        // The API server's own are no Pods.
        return !(entry.identity.namespace == "default" && entry.identity.name == "kubernetes")
    }

    private var revisions: [IndexEntry] {
        matching.bookkeepingAdded.filter { entry in
            guard entry.identity.groupKind == Self.revision, let owner = after.owner(of: entry),
                let former = before[owner.identity]
            else { return false }
            // A roll-out explains a new revision; a first look at a cluster finds all old ones.
            return !owner.uid.isEmpty && owner.uid == former.uid && owner.normalized == former.normalized
        }
    }

    private var authorities: [IndexEntry] {
        matching.derivedAdded.map(\.entry).filter {
            $0.identity.groupKind == GroupKind(group: "", kind: "ConfigMap") && $0.identity.name == Self.authority
        }
    }

    private var volumes: [IndexEntry] {
        matching.derivedAdded.map(\.entry).filter { $0.identity.groupKind == Self.volume }
    }

    private static let clusterAuthority = Identity(
        group: "", kind: "ConfigMap", namespace: "kube-system", name: authority)

    /// Objects of the first state that have to be opened.
    var neededBefore: Set<Identity> { pods(in: before) }

    /// Objects of the second state that have to be opened.
    var neededAfter: Set<Identity> {
        var result = pods(in: after)
        for entry in after where namespaces.contains(entry.identity.namespace ?? "") {
            let kind = entry.identity.groupKind
            if kind == Self.service || kind == Self.slice || kind == Self.endpoints { result.insert(entry.identity) }
        }
        for entry in revisions {
            result.insert(entry.identity)
            if let owner = after.owner(of: entry) { result.insert(owner.identity) }
        }
        if !authorities.isEmpty { result.insert(Self.clusterAuthority) }
        return result.union(authorities.map(\.identity)).union(volumes.map(\.identity)).union(releases.needed)
    }

    private func pods(in state: EntryTable) -> Set<Identity> {
        guard !namespaces.isEmpty else { return [] }
        return Set(
            state.lazy.map(\.identity).filter { identity in
                identity.groupKind == Self.pod && namespaces.contains(identity.namespace ?? "")
            })
    }

    /// The copies that came and are none.
    func unfit(_ places: PodPlaces, _ lookup: Comparer.Lookup) async throws -> Set<Identity> {
        var result: Set<Identity> = []
        for entry in matching.bookkeepingAdded where Self.hasAddresses(entry) {
            guard let object = try await lookup(entry.identity) else { continue }
            if try await !isFit(object, entry, besides: nil, places, lookup) { result.insert(entry.identity) }
        }
        for entry in revisions {
            guard let owner = after.owner(of: entry), let object = try await lookup(entry.identity),
                let template = try await lookup(owner.identity)?[["spec", "template"]]
            else { continue }
            if !isTemplate(object[["data", "spec", "template"]], template, of: owner) { result.insert(entry.identity) }
        }
        let own = authorities.isEmpty ? nil : try await lookup(Self.clusterAuthority)?[["data", "ca.crt"]]
        for entry in authorities {
            guard let own, let object = try await lookup(entry.identity) else { continue }
            if object[["data", "ca.crt"]] != own { result.insert(entry.identity) }
        }
        for entry in volumes {
            guard let object = try await lookup(entry.identity) else { continue }
            if !isClaimed(object) { result.insert(entry.identity) }
        }
        return result.union(try await releases.unfit(lookup))
    }

    /// Whether the addresses and ports of a slice or of Endpoints, but for those that it had before, are those of its Service
    /// and of Pods that the Service selects.
    func isFit(
        _ object: Value, _ entry: IndexEntry, besides former: Value?, _ places: PodPlaces, _ lookup: Comparer.Lookup
    ) async throws -> Bool {
        guard canSeePods, Self.hasAddresses(entry), let namespace = entry.identity.namespace else { return true }
        let known = former.map(EndpointPorts.init)
        let said = EndpointPorts(object)
        let addresses = said.addresses.subtracting(known?.addresses ?? [])
        let ports = said.ports.subtracting(known?.ports ?? [])
        guard !addresses.isEmpty || !ports.isEmpty else { return true }
        if let controller = entry.controller, controller.groupKind == Self.endpoints {
            let source = try await lookup(controller).map(EndpointPorts.init)
            return addresses.isSubset(of: source?.addresses ?? []) && ports.isSubset(of: source?.ports ?? [])
        }
        let name = entry.controller?.name ?? entry.identity.name
        let identity = Identity(group: "", kind: "Service", namespace: namespace, name: name)
        guard let service = try await lookup(identity), let selector = service[["spec", "selector"]]?.object,
            !selector.isEmpty
        else { return false }
        let pods = places.selected(in: namespace, by: selector)
        return addresses.allSatisfy { address in pods.contains { $0.addresses.contains(address) } }
            && ports.allSatisfy { $0.isServed(by: service, pods) }
    }

    /// Source: `pkg/controller/daemon/update.go`: a revision holds the template as a patch that replaces.
    private func isTemplate(_ copy: Value?, _ template: Value, of owner: IndexEntry) -> Bool {
        guard case .object(var copied)? = copy else { return false }
        copied["$patch"] = nil
        let apiVersion = APIVersion.text(group: owner.identity.group, version: owner.version)
        let root = ["spec", "template"]
        let place = fields.place(apiVersion: apiVersion, kind: owner.identity.kind, fields: root)
        return fields.compare(
            template, .object(copied), at: place, path: FieldPath(root.map(PathElement.field)),
            context: FieldComparer.Context(isBuiltin: true)
        ).changes.allSatisfy { $0.kind != .value || Self.holdsToken($0.before) || Self.holdsToken($0.after) }
    }

    private static func holdsToken(_ value: Value?) -> Bool {
        guard let text = value?.string else { return false }
        return RedactionToken.keyID(of: text) != nil
    }

    /// A volume belongs to the claim that it names; one that was released and is kept has lost it.
    private func isClaimed(_ volume: Value) -> Bool {
        guard let claim = volume[["spec", "claimRef"]], let name = claim["name"]?.string else { return false }
        let identity = Identity(
            group: "", kind: "PersistentVolumeClaim", namespace: claim["namespace"]?.string, name: name)
        guard let found = after[identity] else { return volume[["status", "phase"]]?.string == "Released" }
        return found.uid.isEmpty || found.uid == claim["uid"]?.string
    }
}

extension ClaimCheck {
    /// Where the Pods are, in both states: a slice may lag behind.
    func places(before: Comparer.Lookup, after: Comparer.Lookup) async throws -> PodPlaces {
        var places = PodPlaces()
        for (needed, lookup) in [(neededBefore, before), (pods(in: self.after), after)] {
            for identity in needed {
                guard let pod = try await lookup(identity), let namespace = identity.namespace else { continue }
                places.add(pod, in: namespace)
            }
        }
        return places
    }
}
