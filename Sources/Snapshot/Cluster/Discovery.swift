/// What an API server serves: every listable type once, at the version that the server prefers for it.
package struct Discovery: Sendable {
    /// How it was learned.
    package enum Source: String, Sendable {
        /// Two documents for everything. Source: KEP-3352.
        case aggregated
        /// One document a group and version.
        case legacy
    }

    /// Types that can be listed, by group and plural name.
    package let types: [ResourceType]
    /// Groups and versions whose types are unknown.
    package let gaps: [Gap]
    /// How it was learned.
    package let source: Source
    /// Every version that the documents name, and every resource of it, whether or not it can be listed.
    package let served: Set<ServedVersion>

    /// This document with types of an earlier one, at the versions they had there.
    func keeping(_ earlier: [ResourceType]) -> Discovery {
        let names = Set(earlier.map(\.groupResource))
        let all = (earlier + types.filter { !names.contains($0.groupResource) }).sorted {
            $0.group == $1.group ? ByteOrder.precedes($0.plural, $1.plural) : ByteOrder.precedes($0.group, $1.group)
        }
        return Discovery(types: all, gaps: gaps, source: source, served: served)
    }

    static let accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

    /// Asks the server: aggregated discovery, or group by group where a server does not know that.
    package static func read(_ client: APIClient) async throws(RequestError) -> Discovery {
        var found = DiscoveredTypes()
        var source = Source.aggregated
        for root in ["/api", "/apis"] {
            let value: Value
            do throws(RequestError) {
                (value, _) = try await client.value(root, accept: accept)
            } catch {
                // A web server that knows none of this is no cluster without objects.
                if error.status == 404 {
                    throw .malformed(path: root, why: "there is no such path: this is no Kubernetes API server")
                }
                guard error.status == 406 else { throw error }
                source = .legacy
                break
            }
            guard value["kind"]?.string == "APIGroupDiscoveryList" else {
                source = .legacy
                break
            }
            guard let groups = value["items"]?.array else {
                throw .malformed(path: root, why: "the discovery document has no items")
            }
            for group in groups { found.add(aggregated: group) }
        }
        if source == .legacy { found = try await LegacyDiscovery.read(client) }
        // Every API server has namespaces; without the core group a capture would look complete and hold next to nothing.
        guard found.types.contains(where: \.group.isEmpty) || found.gaps.contains(where: \.group.isEmpty) else {
            throw .malformed(path: "/api", why: "the discovery document names no types of the core group")
        }
        return Discovery(types: found.types, gaps: found.gaps, source: source, served: found.served)
    }
}

/// Collects types, each resource of a group at the first version that has it; versions come in the order of preference.
struct DiscoveredTypes {
    private var byResource: [String: ResourceType] = [:]
    private(set) var gaps: [Gap] = []
    private(set) var served: Set<ServedVersion> = []

    var types: [ResourceType] {
        byResource.values.sorted {
            $0.group == $1.group ? ByteOrder.precedes($0.plural, $1.plural) : ByteOrder.precedes($0.group, $1.group)
        }
    }

    mutating func add(_ gap: Gap) { gaps.append(gap) }

    /// Takes note that a version is served, whatever it holds.
    mutating func add(version: String, of group: String) {
        served.insert(ServedVersion(group: group, version: version, resource: nil))
    }

    /// Takes a type unless it cannot be listed, or a preferred version has it already.
    mutating func add(_ type: ResourceType) {
        served.insert(ServedVersion(group: type.group, version: type.version, resource: type.plural))
        guard type.verbs.contains("list") else { return }
        guard Self.isName(type.plural), type.group.isEmpty || Self.isName(type.group), Self.isName(type.version),
            !type.kind.isEmpty
        else {
            gaps.append(
                Gap(
                    group: type.group, version: type.version, resource: type.plural, reason: .malformed, status: nil,
                    message: "discovery names a type that cannot stand in a URL"))
            return
        }
        let key = "\(type.plural).\(type.group)"
        if byResource[key] == nil { byResource[key] = type }
    }

    /// Takes an `APIGroupDiscovery`.
    mutating func add(aggregated group: Value) {
        let name = group[["metadata", "name"]]?.string ?? ""
        for version in group["versions"]?.array ?? [] {
            let label = version["version"]?.string ?? ""
            add(version: label, of: name)
            if version["freshness"]?.string == "Stale" {
                gaps.append(
                    Gap(
                        group: name, version: label, resource: nil, reason: .stale, status: nil,
                        message: "the server knows this version only from memory: what serves it does not answer"))
            }
            for resource in version["resources"]?.array ?? [] {
                add(Self.type(resource, group: name, version: label))
            }
        }
    }

    private static func type(_ resource: Value, group: String, version: String) -> ResourceType {
        // An empty group or version in responseKind means: as the enclosing one.
        let kind = resource[["responseKind", "kind"]]?.string ?? ""
        let subresources = resource["subresources"]?.array ?? []
        return ResourceType(
            group: group, version: version, kind: kind, plural: resource["resource"]?.string ?? "",
            isNamespaced: resource["scope"]?.string == "Namespaced", verbs: strings(resource["verbs"]),
            shortNames: strings(resource["shortNames"]), categories: strings(resource["categories"]),
            hasStatus: subresources.contains { $0["subresource"]?.string == "status" })
    }

    static func strings(_ value: Value?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

    /// Lower-case letters, digits, dots and dashes: what the API machinery allows, and what is safe in a path.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
