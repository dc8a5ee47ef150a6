/// Whether the namespaces that were asked for exist: the lists of one that does not are empty, without a word.
struct NamespaceCheck {
    /// A namespace of which nobody could say whether it exists.
    struct Doubt {
        let namespace: String
        /// What is said when nothing is found in it.
        let gap: Gap
    }

    /// Those that the server does not have.
    private(set) var gaps: [Gap] = []
    /// Those that the credentials may neither get nor list.
    private(set) var doubtful: [Doubt] = []

    /// Asks for each of them, and for the list of all where one alone may not be read.
    static func run(_ namespaces: [String], _ client: APIClient) async throws(ClusterCapture.Failure) -> NamespaceCheck
    {
        var check = NamespaceCheck()
        var names: Set<String>?
        var isListRefused = false
        for namespace in namespaces {
            do throws(RequestError) {
                _ = try await client.get("/api/v1/namespaces/\(Percent.encode(namespace))")
            } catch {
                if error.isCancellation { throw .cancelled }
                if error.status == 404 {
                    check.gaps.append(absent(namespace))
                    continue
                }
                if names == nil, !isListRefused {
                    names = try await list(client)
                    isListRefused = names == nil
                }
                if let names {
                    if !names.contains(namespace) { check.gaps.append(absent(namespace)) }
                    continue
                }
                let failure = ListFailure(error)
                check.doubtful.append(
                    Doubt(
                        namespace: namespace,
                        gap: Gap(
                            group: "", version: "v1", resource: "namespaces", reason: failure.reason,
                            status: failure.status,
                            message:
                                "nothing was found in the namespace `\(namespace)`, and whether it exists could not "
                                + "be read: \(failure.message)")))
            }
        }
        return check
    }

    private static func absent(_ namespace: String) -> Gap {
        Gap(
            group: "", version: "v1", resource: "namespaces", reason: .absent, status: 404,
            message: "the namespace `\(namespace)` does not exist")
    }

    /// The names of all namespaces; `nil` when they cannot be listed.
    private static func list(_ client: APIClient) async throws(ClusterCapture.Failure) -> Set<String>? {
        guard let type = BuiltinTypes.type(of: GroupKind(group: "", kind: "Namespace")) else { return nil }
        var names: Set<String> = []
        do throws(ListError<PageFailure>) {
            _ = try await Lister.list(
                type, client: client,
                page: { (bytes) async throws(PageFailure) in
                    guard let page = try? JSONReader.value(bytes), let items = page["items"]?.array else {
                        throw PageFailure()
                    }
                    names.formUnion(items.compactMap { $0[["metadata", "name"]]?.string })
                    return PageInfo(
                        continueToken: page[["metadata", "continue"]]?.string,
                        resourceVersion: page[["metadata", "resourceVersion"]]?.string,
                        remaining: page[["metadata", "remainingItemCount"]]?.int, count: items.count)
                }, restarted: { () async throws(PageFailure) in names = [] })
        } catch {
            if case .failed(let failure) = error, failure.isCancellation { throw .cancelled }
            return nil
        }
        return names
    }

    /// A page that is no list of namespaces.
    private struct PageFailure: Error {}
}
