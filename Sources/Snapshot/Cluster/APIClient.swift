/// Asks one API server: logs in, waits when the server asks for it, tries again where that can help, and nothing else.
package final class APIClient: Sendable {
    /// How the cluster is reached.
    package let connection: Connection
    /// Time and chance.
    package let pace: Pace

    private let transport: any Transport
    private let credentials: Credentials
    private let policy: RetryPolicy
    private let headers: [Header]
    private let renewal: String?
    /// The time for everything that is asked, and when it is over; `nil` without a bound.
    private let time: (limit: Duration, end: ContinuousClock.Instant)?

    /// The most bytes of one answer that are taken unless a request says otherwise.
    package static let bodyLimit = 64 << 20

    /// A client over the network.
    ///
    /// - Parameters:
    ///   - toolVersion: snapctl's version, for the User-Agent header.
    ///   - timeout: how long everything that is asked may take, from now on; `nil` without a bound.
    package convenience init(
        connection: Connection, toolVersion: String = "dev", policy: RetryPolicy = RetryPolicy(),
        timeout: Duration? = nil
    ) throws(TransportError) {
        self.init(
            connection: connection, transport: try TransportHTTP(connection), toolVersion: toolVersion, policy: policy,
            timeout: timeout)
    }

    /// A client over any transport.
    package init(
        connection: Connection, transport: any Transport, toolVersion: String = "dev",
        policy: RetryPolicy = RetryPolicy(), pace: Pace = .real, credentials: Credentials? = nil,
        timeout: Duration? = nil
    ) {
        time = timeout.map { ($0, ContinuousClock.now + $0) }
        self.connection = connection
        self.transport = transport
        self.policy = policy
        self.pace = pace
        self.credentials = credentials ?? Credentials(connection.login, pace: pace)
        headers =
            [Header("User-Agent", "snapctl/\(toolVersion) (linux; swift)")] + connection.impersonation.headers
        if case .exec(let plugin) = connection.login.authorization {
            renewal = LoginRenewal.command(for: plugin.exec)
        } else {
            renewal = nil
        }
    }

    /// Ends all connections. Every client must be closed before it is dropped.
    package func close() async { await transport.close() }

    /// The answer to a GET of path and query.
    ///
    /// Throws unless the status is 2xx; what may pass by itself has been tried again by then.
    package func get(
        _ path: String, accept: String = "application/json", bodyLimit: Int = APIClient.bodyLimit
    ) async throws(RequestError) -> APIResponse {
        try await send(.get, path, accept: accept, bodyLimit: bodyLimit)
    }

    /// The answer to a review, an object that the server answers and does not store.
    package func review(_ path: String, _ body: Value) async throws(RequestError) -> APIResponse {
        try await send(
            .post(CanonicalJSON.bytes(body)), path, accept: "application/json", bodyLimit: APIClient.bodyLimit)
    }

    /// The JSON value that a GET brings.
    package func value(
        _ path: String, accept: String = "application/json"
    ) async throws(RequestError) -> (value: Value, response: APIResponse) {
        let response = try await get(path, accept: accept)
        do throws(JSONError) { return (try JSONReader.value(response.body), response) } catch {
            throw .malformed(path: path, why: error.summary)
        }
    }

    // MARK: Attempts

    /// Sends within the time for everything, whatever it is that takes long: a login, an answer, the waits in between.
    private func send(
        _ method: APIRequest.Method, _ path: String, accept: String, bodyLimit: Int
    ) async throws(RequestError) -> APIResponse {
        guard let time else { return try await sendPatiently(method, path, accept: accept, bodyLimit: bodyLimit) }
        let late = Result<APIResponse, RequestError>.failure(.transport(.outOfTime(time.limit), attempts: 1))
        guard ContinuousClock.now < time.end else { return try late.get() }
        let outcome = await withTaskGroup(of: Result<APIResponse, RequestError>?.self) { group in
            group.addTask {
                do throws(RequestError) {
                    return .success(
                        try await self.sendPatiently(method, path, accept: accept, bodyLimit: bodyLimit))
                } catch { return .failure(error) }
            }
            group.addTask { (try? await Task.sleep(until: time.end)) != nil ? late : nil }
            defer { group.cancelAll() }
            while let outcome = await group.next() {
                if let outcome { return outcome }
            }
            return late
        }
        return try outcome.get()
    }

    private func sendPatiently(
        _ method: APIRequest.Method, _ path: String, accept: String, bodyLimit: Int
    ) async throws(RequestError) -> APIResponse {
        let request = APIRequest(
            method: method, path: path, headers: headers + [Header("Accept", accept)], bodyLimit: bodyLimit,
            timeout: policy.requestTimeout)
        let end = pace.uptime() + policy.deadline
        var credential = try await login()
        var wasRenewed = false
        var attempt = 1
        while true {
            let failure: RequestError
            var wish: Duration?
            var limit = policy.attempts
            switch await attemptOnce(request, as: credential) {
            case .failure(let error):
                failure = .transport(error, attempts: attempt)
                if !error.isTransient { throw failure }
            case .success(let response) where 200..<300 ~= response.status:
                await credentials.accepted(credential)
                return response
            case .success(let response) where 300..<400 ~= response.status:
                throw .redirected(
                    path: path, status: response.status, target: response.header("location") ?? "nowhere")
            case .success(let response):
                let answer = StatusAnswer(
                    path: path, response: response, renewal: renewal, login: credential.authorization)
                failure = .status(answer)
                if response.status == 401, !wasRenewed, let newer = try await renewed(after: credential) {
                    wasRenewed = true
                    credential = newer
                    continue
                }
                guard response.status == 429 || response.status >= 500, !answer.isConversionFailure else {
                    throw failure
                }
                if response.status == 429 { limit = policy.busyAttempts }
                wish = RetryPolicy.wish(response, now: pace.now())
            }
            let wait = policy.wait(after: attempt, wish: wish, random: pace.random())
            guard attempt < limit, pace.uptime() + wait < end else { throw failure }
            do { try await pace.sleep(wait) } catch { throw .transport(.canceled, attempts: attempt) }
            attempt += 1
        }
    }

    private func attemptOnce(
        _ request: APIRequest, as credential: Credential
    ) async -> Result<APIResponse, TransportError> {
        do throws(TransportError) {
            return .success(try await transport.send(request, as: credential))
        } catch {
            return .failure(error)
        }
    }

    private func login() async throws(RequestError) -> Credential {
        do throws(CredentialError) { return try await credentials.credential() } catch { throw .credentials(error) }
    }

    private func renewed(after refused: Credential) async throws(RequestError) -> Credential? {
        do throws(CredentialError) { return try await credentials.renewed(after: refused) } catch {
            throw .credentials(error)
        }
    }
}

extension Impersonation {
    /// The headers that ask for it. Source: Kubernetes, user impersonation.
    var headers: [Header] {
        guard let user else { return [] }
        var headers = [Header("Impersonate-User", user)]
        if let uid { headers.append(Header("Impersonate-Uid", uid)) }
        headers += groups.map { Header("Impersonate-Group", $0) }
        for attribute in extra {
            // Keys are not header names: whatever is not allowed there is percent-encoded.
            let name = "Impersonate-Extra-" + Percent.encode(attribute.key)
            headers += attribute.values.map { Header(name, $0) }
        }
        return headers
    }
}
