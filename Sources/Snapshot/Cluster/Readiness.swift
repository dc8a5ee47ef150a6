/// What a server says about itself at `/readyz`: whether it has started, and works. Source: Kubernetes, API health endpoints.
package enum Readiness: Sendable, Hashable {
    case ready
    /// It works on it, or does not any more; the checks that fail.
    case notReady(status: Int?, why: String)
    /// It may not be asked, or does not know the question; its words.
    case unknown(why: String)

    /// Asks once; throws only when the task was canceled.
    package static func read(_ client: APIClient) async throws(RequestError) -> Readiness {
        do throws(RequestError) {
            _ = try await client.get("/readyz", accept: "*/*", bodyLimit: 1 << 20)
            return .ready
        } catch {
            if error.isCancellation { throw error }
            guard let status = error.status, status < 500, status != 429 else {
                let failing = error.message.split(separator: "\n").filter { $0.hasPrefix("[-]") }
                let why = failing.isEmpty ? error.message : failing.joined(separator: "; ")
                return .notReady(status: error.status, why: why)
            }
            return .unknown(why: error.summary)
        }
    }
}
