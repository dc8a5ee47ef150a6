import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// The network: HTTP/2 where the server offers it, TLS as the kubeconfig demands, never a redirect.
package final class TransportHTTP: Transport {
    private let connection: Connection
    private let client: HTTPClient
    private let tls: TLSConfiguration
    private let url: String
    private let host: String?
    /// The configuration with the last client certificate, so that requests with equal credentials share connections.
    private let certified = Mutex<(certificate: ClientCertificate, configuration: TLSConfiguration)?>(nil)

    /// Prepares connections; none is made yet.
    package init(_ connection: Connection) throws(TransportError) {
        self.connection = connection
        let server = connection.server
        tls = try Self.tls(connection.trust)
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = tls
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(60))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(30)
        // Bodies are bounded while they are read; this bounds what the decompressor alone would do.
        configuration.decompression = .enabled(limit: .size(1 << 30))
        configuration.httpVersion = .automatic
        configuration.proxy = connection.proxy.map(Self.proxy)
        let name = PeerName(connection.trust.serverName ?? server.host)
        if server.isSecure, connection.trust.isVerified {
            let check = TransportPeerCheck(name: name)
            configuration.http1_1ConnectionDebugInitializer = { check.run(on: $0) }
            configuration.http2ConnectionDebugInitializer = { check.run(on: $0) }
        }
        if server.isSecure, let indication = name.indication, indication != server.host {
            // The handshake asks for the URL's host; so the URL names the certificate's, and the override leads to the
            // server.
            configuration.dnsOverride = [indication: server.host]
            url = "https://\(indication):\(server.port)\(server.basePath)"
            host = server.authority
        } else {
            url = "\(server.isSecure ? "https" : "http")://\(server.authority)\(server.basePath)"
            host = nil
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func close() async {
        // Fails only when it was closed before.
        try? await client.shutdown()
    }

    package func send(
        _ request: APIRequest, as credential: Credential
    ) async throws(TransportError) -> APIResponse {
        let prepared = try prepare(request, credential)
        do {
            return try await withThrowingTaskGroup(of: APIResponse.self) { group in
                group.addTask { try await self.answer(to: prepared, request) }
                // The library's bounds are for the head of an answer and for silence; a body may stop or trickle.
                group.addTask {
                    try await Task.sleep(for: request.timeout)
                    throw BodyError.late
                }
                defer { group.cancelAll() }
                guard let answer = try await group.next() else { throw CancellationError() }
                return answer
            }
        } catch let error as BodyError {
            switch error {
            case .tooLarge: throw .tooLarge(limit: request.bodyLimit)
            case .late: throw .timedOut(server: connection.server.description)
            }
        } catch {
            throw TransportFailure.classify(error, connection: connection)
        }
    }

    private func answer(to prepared: HTTPClientRequest, _ request: APIRequest) async throws -> APIResponse {
        let deadline = NIODeadline.now() + .nanoseconds(Self.nanoseconds(request.timeout))
        let response = try await client.execute(prepared, deadline: deadline)
        let body = try await Self.body(of: response, limit: request.bodyLimit)
        return APIResponse(
            status: Int(response.status.code), headers: response.headers.map { Header($0.name, $0.value) },
            body: body)
    }

    private func prepare(
        _ request: APIRequest, _ credential: Credential
    ) throws(TransportError) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: url + request.path)
        for header in request.headers { prepared.headers.add(name: header.name, value: header.value) }
        if let host { prepared.headers.replaceOrAdd(name: "Host", value: host) }
        // On loopback compressing costs more than it saves.
        if connection.allowsCompression, !connection.server.isLoopback {
            prepared.headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip")
        }
        if case .post(let body) = request.method {
            prepared.method = .POST
            if !prepared.headers.contains(name: "Content-Type") {
                prepared.headers.add(name: "Content-Type", value: "application/json")
            }
            prepared.body = .bytes(ByteBuffer(bytes: body))
        }
        guard connection.server.isSecure else { return prepared }
        if let authorization = credential.authorization {
            prepared.headers.replaceOrAdd(name: "Authorization", value: authorization.reveal)
        }
        if let certificate = credential.certificate { prepared.tlsConfiguration = try tls(with: certificate) }
        return prepared
    }

    // MARK: Body

    private enum BodyError: Error { case tooLarge, late }

    private static func body(of response: HTTPClientResponse, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }) {
            guard length <= limit else { throw BodyError.tooLarge }
            bytes.reserveCapacity(length)
        }
        for try await buffer in response.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw BodyError.tooLarge }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    // MARK: Configuration

    private static func tls(_ trust: ServerTrust) throws(TransportError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // Names are compared by TransportPeerCheck.
        configuration.certificateVerification = trust.isVerified ? .noHostnameVerification : .none
        if let authority = trust.authority {
            let certificates: [NIOSSLCertificate]
            do { certificates = try NIOSSLCertificate.fromPEMBytes(authority) } catch {
                throw .badCertificate(why: "the cluster's certificate authority is not a PEM certificate")
            }
            guard !certificates.isEmpty else {
                throw .badCertificate(why: "the cluster's certificate authority holds no certificate")
            }
            configuration.trustRoots = .certificates(certificates)
        }
        return configuration
    }

    private func tls(with certificate: ClientCertificate) throws(TransportError) -> TLSConfiguration {
        if let cached = certified.withLock({ $0 }), cached.certificate == certificate { return cached.configuration }
        var configuration = tls
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(certificate.chain)
            let key = try NIOSSLPrivateKey(bytes: certificate.key.reveal, format: .pem)
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
            // Building a context checks that key and certificate belong together, here instead of at the first connection.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .badCertificate(why: "the client certificate or its key cannot be used")
        }
        let result = configuration
        certified.withLock { $0 = (certificate, result) }
        return result
    }

    private static func proxy(_ proxy: ProxySetting) -> HTTPClient.Configuration.Proxy {
        switch proxy.kind {
        case .http:
            .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.login.map { .basic(username: $0.reveal.user, password: $0.reveal.password) })
        case .socks5: .socksServer(host: proxy.host, port: proxy.port)
        }
    }
}
