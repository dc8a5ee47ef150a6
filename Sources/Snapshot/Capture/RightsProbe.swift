/// Which types of objects a login may list: one object of each is asked for, without what it says.
package struct RightsProbe: Sendable {
    private let client: APIClient
    private let scope: Scope

    package init(client: APIClient, scope: Scope) {
        self.client = client
        self.scope = scope
    }

    /// What a capture would find.
    package struct Outcome: Sendable {
        /// How many types are in scope.
        package let types: Int
        /// What could not be listed, and why.
        package let gaps: [Gap]
    }

    /// Names only, where the server can: values of Secrets are not asked for.
    private static let accept =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"

    /// Asks for every type in scope.
    package func run() async throws(RequestError) -> Outcome {
        let discovery = try await Discovery.read(client)
        let types = discovery.types.filter { type in
            scope.contains(group: type.group, resource: type.plural) && (scope.namespaces.isEmpty || type.isNamespaced)
        }
        var gaps = discovery.gaps.filter { scope.covers($0) }
        let (client, namespaces) = (client, scope.namespaces)
        try await BoundedFanOut.forEach(types, width: 8) { (type) async throws(RequestError) -> [Gap] in
            for namespace in namespaces.isEmpty ? [nil] : namespaces.map(Optional.some) {
                let path = type.listPath(in: namespace) + "?limit=1"
                do throws(RequestError) { _ = try await client.get(path, accept: Self.accept) } catch {
                    if error.isCancellation || error.status == 401 { throw error }
                    return [
                        Gap(
                            group: type.group, version: type.version, resource: type.plural, reason: error.reason,
                            status: error.status, message: error.message)
                    ]
                }
            }
            return []
        } take: { (_, found) throws(RequestError) in
            gaps += found
        }
        return Outcome(types: types.count, gaps: gaps.sorted { ByteOrder.precedes($0.subject, $1.subject) })
    }
}
