/// What a server says about itself and about who asks.
package struct ClusterFacts: Sendable, Hashable {
    /// `gitVersion` of `/version`.
    package let version: String?
    /// `metadata.uid` of Namespace `kube-system`: what identifies a cluster.
    package let uid: String?
    /// The user that the server takes us for.
    package let user: String?
    /// That user's groups.
    package let groups: [String]
    /// This machine's clock minus the server's, in milliseconds; exact to a second. `nil` when the server sent no date.
    package let skewMilliseconds: Int?
    /// SHA-256 of the DER bytes of the first certificate of the authority, hexadecimal; `nil` without one of its own.
    package let authoritySHA256: String?

    /// Asks the server. What it has not, or cannot say, stays `nil`; only a refused login is
    /// thrown, and a server that does not answer at all.
    package static func read(_ client: APIClient) async throws(RequestError) -> ClusterFacts {
        let before = client.pace.now()
        let version = try await version(client)
        let after = client.pace.now()
        var skew: Int?
        if let date = version?.response.header("date").flatMap({ Instant(httpDate: $0) }) {
            // The header counts whole seconds and was written somewhere between the two readings.
            skew = (before.milliseconds + after.milliseconds) / 2 - (date.milliseconds + 500)
        }
        let (user, groups) = try await whoAmI(client)
        return ClusterFacts(
            version: version?.value["gitVersion"]?.string, uid: try await uid(client), user: user, groups: groups,
            skewMilliseconds: skew,
            authoritySHA256: client.connection.trust.authority.flatMap { PEMBlock.certificates(in: $0).first }.map {
                Digest(of: $0).hex
            })
    }

    private static func version(
        _ client: APIClient
    ) async throws(RequestError) -> (value: Value, response: APIResponse)? {
        do throws(RequestError) { return try await client.value("/version") } catch {
            guard let status = error.status, status >= 400, status != 401 else { throw error }
            return nil
        }
    }

    private static func uid(_ client: APIClient) async throws(RequestError) -> String? {
        do throws(RequestError) {
            return try await client.value("/api/v1/namespaces/kube-system").value[["metadata", "uid"]]?.string
        } catch {
            guard let status = error.status, status >= 400, status != 401 else { throw error }
            return nil
        }
    }

    /// SelfSubjectReview: the server answers and stores nothing. Source: Kubernetes, `authentication.k8s.io/v1`.
    private static func whoAmI(_ client: APIClient) async throws(RequestError) -> (String?, [String]) {
        let review: Value = ["apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"]
        let response: APIResponse
        do throws(RequestError) {
            response = try await client.review("/apis/authentication.k8s.io/v1/selfsubjectreviews", review)
        } catch {
            // Old servers do not have it, strict ones do not allow it, and a replayed snapshot takes no POST.
            guard let status = error.status, status >= 400, status != 401 else { throw error }
            return (nil, [])
        }
        let info = (try? JSONReader.value(response.body))?[["status", "userInfo"]]
        return (info?["username"]?.string, DiscoveredTypes.strings(info?["groups"]))
    }
}
