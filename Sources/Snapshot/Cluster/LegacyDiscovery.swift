/// Discovery of servers before Kubernetes 1.26: a list of groups, then one document a group and version.
enum LegacyDiscovery {
    /// How many documents are fetched at once.
    static let width = 8

    static func read(_ client: APIClient) async throws(RequestError) -> DiscoveredTypes {
        let versions = try await coreVersions(client) + groupVersions(client)
        var documents: [Int: Result<Value, RequestError>] = [:]
        try await BoundedFanOut.forEach(versions.indices, width: width) {
            (index) async throws(RequestError) -> Result<Value, RequestError> in
            do throws(RequestError) {
                return .success(try await client.value(versions[index].path).value)
            } catch {
                if error.isCancellation { throw error }
                return .failure(error)
            }
        } take: { (index, result) async throws(RequestError) in
            documents[index] = result
        }
        var found = DiscoveredTypes()
        // In the order of preference, not of arrival.
        for (index, version) in versions.enumerated() {
            found.add(version: version.version, of: version.group)
            switch documents[index] {
            case .success(let document): add(document, version, to: &found)
            case .failure(let error):
                found.add(
                    Gap(
                        group: version.group, version: version.version, resource: nil, reason: error.reason,
                        status: error.status, message: error.message))
            case nil: break
            }
        }
        return found
    }

    private struct GroupVersion: Sendable {
        let group: String
        let version: String
        var path: String {
            group.isEmpty
                ? "/api/\(Percent.encode(version))" : "/apis/\(Percent.encode(group))/\(Percent.encode(version))"
        }
    }

    private static func coreVersions(_ client: APIClient) async throws(RequestError) -> [GroupVersion] {
        let (value, _) = try await client.value("/api")
        return DiscoveredTypes.strings(value["versions"]).map { GroupVersion(group: "", version: $0) }
    }

    private static func groupVersions(_ client: APIClient) async throws(RequestError) -> [GroupVersion] {
        let (value, _) = try await client.value("/apis")
        guard let groups = value["groups"]?.array else {
            throw .malformed(path: "/apis", why: "the discovery document has no groups")
        }
        var result: [GroupVersion] = []
        for group in groups {
            let name = group["name"]?.string ?? ""
            let preferred = group[["preferredVersion", "version"]]?.string
            let versions = (group["versions"]?.array ?? []).compactMap { $0["version"]?.string }
            for version in versions.filter({ $0 == preferred }) + versions.filter({ $0 != preferred }) {
                result.append(GroupVersion(group: name, version: version))
            }
        }
        return result
    }

    /// Takes an `APIResourceList`.
    private static func add(_ document: Value, _ version: GroupVersion, to found: inout DiscoveredTypes) {
        guard let resources = document["resources"]?.array else {
            found.add(
                Gap(
                    group: version.group, version: version.version, resource: nil, reason: .malformed, status: nil,
                    message: "the discovery document has no resources"))
            return
        }
        let names = Set(resources.compactMap { $0["name"]?.string })
        for resource in resources {
            guard let name = resource["name"]?.string, !name.utf8.contains(UInt8(ascii: "/")) else { continue }
            found.add(
                ResourceType(
                    group: version.group, version: version.version, kind: resource["kind"]?.string ?? "", plural: name,
                    isNamespaced: resource["namespaced"]?.bool ?? false,
                    verbs: DiscoveredTypes.strings(resource["verbs"]),
                    shortNames: DiscoveredTypes.strings(resource["shortNames"]),
                    categories: DiscoveredTypes.strings(resource["categories"]),
                    hasStatus: names.contains("\(name)/status")))
        }
    }
}
