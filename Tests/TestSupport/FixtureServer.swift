import Foundation
package import Snapshot
import Synchronization

/// A stand-in for an API server: real HTTP and TLS on loopback, answers from a recording or any handler, credentials that
/// are checked, and misbehavior on demand. It remembers every request.
package final class FixtureServer: Sendable {
    /// What a client must bring.
    package enum Authentication: Sendable {
        /// Nothing.
        case none
        /// The client certificate of ``TestCertificates/client``.
        case clientCertificate
        /// A bearer token among ``FixtureServer/accept(tokens:)``; at first only ``FixtureServer/token``.
        case token
    }

    /// Which certificate it shows.
    package enum Certificate: Sendable, Hashable {
        /// None: plain HTTP.
        case none
        /// One for 127.0.0.1, ::1 and localhost.
        case matching
        /// One for `kubernetes.example`.
        case misnamed
        /// This one.
        case of(TestCertificates.Pair)
    }

    /// One request as it came in.
    package struct Seen: Sendable {
        /// What was asked.
        package let request: HTTPServerRequest
        /// The status it was answered with.
        package let status: Int

        /// `GET /api/v1/pods?limit=500`.
        package var line: String { "\(request.method) \(request.path)" }
    }

    private struct State: Sendable {
        var answer: HTTPServer.Handler
        var tokens: Set<String> = [FixtureServer.token]
        var misbehaviors: [Misbehavior]
        var seen: [Seen] = []
        var number = 0
    }

    /// The bearer token that is good at first.
    package static let token = "fixture-token"

    /// `https://127.0.0.1:PORT`.
    package let url: String
    /// The port.
    package let port: Int
    /// What a client must bring.
    package let authentication: Authentication
    private let state: SharedState

    private final class SharedState: Sendable {
        let value: Mutex<State>
        init(_ state: State) { value = Mutex(state) }
    }

    private init(server: HTTPServer, authentication: Authentication, state: SharedState) {
        url = server.url
        port = server.port
        self.authentication = authentication
        self.state = state
    }

    /// Serves while `body` runs.
    ///
    /// - Parameter gzip: compress large bodies for clients that accept it, as an API server does.
    package static func run<Result>(
        authentication: Authentication = .none, certificate: Certificate = .matching,
        misbehaving: [Misbehavior] = [], gzip: Bool = false, clockOffset: Int = 0,
        answer: @escaping HTTPServer.Handler, while body: (FixtureServer) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPServer.Configuration()
        configuration.clock = { Int(Date().timeIntervalSince1970) + clockOffset }
        if certificate != .none {
            let certificates = try TestCertificates.shared.get()
            let pair =
                switch certificate {
                case .of(let pair): pair
                case .misnamed: certificates.misnamedServer
                case .matching, .none: certificates.server
                }
            configuration.tls = HTTPServer.TLS(
                certificatePEM: pair.certificate, keyPEM: pair.key,
                clientAuthorityPEM: certificates.authority.certificate)
        }
        let state = SharedState(State(answer: answer, misbehaviors: misbehaving))
        return try await HTTPServer.run(configuration) { request in
            let response = await respond(to: request, state, authentication)
            state.value.withLock { $0.seen.append(Seen(request: request, status: response.status)) }
            return gzip ? compressed(response, for: request) : response
        } while: { server in
            try await body(FixtureServer(server: server, authentication: authentication, state: state))
        }
    }

    /// Serves a recording while `body` runs.
    package static func run<Result>(
        _ recording: Recordings, authentication: Authentication = .none, certificate: Certificate = .matching,
        misbehaving: [Misbehavior] = [], gzip: Bool = false, clockOffset: Int = 0,
        while body: (FixtureServer) async throws -> Result
    ) async throws -> Result {
        let cluster = try RecordedCluster(recording)
        return try await run(
            authentication: authentication, certificate: certificate, misbehaving: misbehaving, gzip: gzip,
            clockOffset: clockOffset, answer: { await cluster.answer($0) }, while: body)
    }

    /// Every request so far, those that were refused included.
    package var seen: [Seen] { state.value.withLock { $0.seen } }

    /// From now on only these tokens are good.
    package func accept(tokens: Set<String>) { state.value.withLock { $0.tokens = tokens } }

    /// From now on another cluster answers.
    package func answer(with answer: @escaping HTTPServer.Handler) { state.value.withLock { $0.answer = answer } }

    /// Adds a misbehavior; of several that concern a request the first one added happens.
    package func misbehave(_ misbehavior: Misbehavior) { state.value.withLock { $0.misbehaviors.append(misbehavior) } }

    /// Ends all misbehavior.
    package func behave() { state.value.withLock { $0.misbehaviors = [] } }

    private static func respond(
        to request: HTTPServerRequest, _ state: SharedState, _ authentication: Authentication
    ) async -> HTTPServerResponse {
        let (misbehavior, number, answer, isKnown) = state.value.withLock { state in
            state.number += 1
            let isKnown =
                switch authentication {
                case .none: true
                case .clientCertificate: request.client?.commonName == "snapctl-reader"
                case .token:
                    request.header("Authorization").map { value in
                        state.tokens.contains { value == "Bearer \($0)" }
                    } ?? false
                }
            let place = state.misbehaviors.firstIndex { $0.concerns(request) }
            let misbehavior = isKnown ? place.map { state.misbehaviors[$0] } : nil
            if isKnown, let place, let times = state.misbehaviors[place].times {
                state.misbehaviors[place].times = times - 1
            }
            return (misbehavior, state.number, state.answer, isKnown)
        }
        guard isKnown else {
            return HTTPServerResponse(failure: 401, reason: "Unauthorized", message: "Unauthorized")
        }
        guard let misbehavior else { return await answer(request) }
        return await MisbehavingAnswer(
            deed: misbehavior.deed, request: request, wellBehaved: answer, number: number
        ).response()
    }

    /// Bodies over 128 KiB are compressed, as an API server does when asked to.
    private static func compressed(_ response: HTTPServerResponse, for request: HTTPServerRequest) -> HTTPServerResponse
    {
        guard case .bytes(let bytes) = response.body, bytes.count > 128 << 10,
            request.header("Accept-Encoding")?.contains("gzip") == true,
            !response.headers.contains(where: { $0.name == "Content-Encoding" }),
            let packed = try? Tool.run(["gzip", "-1", "-c"], input: bytes)
        else { return response }
        var response = response
        response.headers.append(.init("Content-Encoding", "gzip"))
        response.body = .bytes(packed)
        return response
    }
}
