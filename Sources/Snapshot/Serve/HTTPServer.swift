import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A small HTTP/1.1 server on loopback: `snapctl serve`, and the tests' stand-in for an API server.
///
/// Not for a network: it binds to loopback only, holds whole request bodies in memory and bounds them.
package struct HTTPServer: Sendable {
    /// Where and how to listen.
    package struct Configuration: Sendable {
        /// The addresses a server may have.
        package enum Host: String, Sendable {
            /// IPv4 loopback.
            case v4 = "127.0.0.1"
            /// IPv6 loopback.
            case v6 = "::1"
        }

        /// The address.
        package var host = Host.v4
        /// The port; 0 takes any that is free.
        package var port = 0
        /// Certificates; `nil` for plain HTTP.
        package var tls: TLS?
        /// The most bytes of a request's header; more is answered 400.
        package var maximumHeaderBytes = 64 << 10
        /// The most bytes of a request's body; more is answered 413.
        package var maximumBodyBytes = 3 << 20
        /// The most connections at a time; further ones are closed at once.
        package var maximumConnections = 256
        /// The clock of the `Date` header, in seconds since 1970; `nil` for none.
        package var clock: (@Sendable () -> Int)?

        package init() {}
    }

    /// The server's certificate, and whose client certificates it believes.
    package struct TLS: Sendable {
        /// The certificate chain in PEM, own certificate first.
        package var certificatePEM: String
        /// The private key in PEM.
        package var keyPEM: String
        /// The authority in PEM that client certificates must come from. Presenting one stays optional, so that tokens
        /// work too; one from elsewhere ends the handshake. `nil`: none is asked for.
        package var clientAuthorityPEM: String?

        package init(certificatePEM: String, keyPEM: String, clientAuthorityPEM: String? = nil) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
            self.clientAuthorityPEM = clientAuthorityPEM
        }
    }

    /// What answers requests, several at a time.
    package typealias Handler = @Sendable (HTTPServerRequest) async -> HTTPServerResponse

    /// The port it listens on.
    package let port: Int
    /// `http://127.0.0.1:PORT` or `https://…`, without a slash at the end.
    package let url: String

    /// Serves while `body` runs, and returns what it returns; all connections are closed by then.
    ///
    /// - Throws: ``HTTPServerError``, or what `body` throws.
    package static func run<Result>(
        _ configuration: Configuration = Configuration(), handler: @escaping Handler,
        while body: (HTTPServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await listen(configuration)
        let port = listener.channel.localAddress?.port ?? configuration.port
        let host = configuration.host == .v6 ? "[::1]" : configuration.host.rawValue
        let scheme = configuration.tls == nil ? "http" : "https"
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await accept(listener, configuration, handler) }
            let result = try await body(HTTPServer(port: port, url: "\(scheme)://\(host):\(port)"))
            group.cancelAll()
            return result
        }
    }

    private typealias Listener = NIOAsyncChannel<HTTPConnection.Channel, Never>

    private static func listen(_ configuration: Configuration) async throws(HTTPServerError) -> Listener {
        let tls: NIOSSLContext?
        do { tls = try configuration.tls.map { try context($0) } } catch {
            throw .certificates(detail: "\(error)")
        }
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.maximumHeaderBytes
        limits.maxHeaderListSize = configuration.maximumHeaderBytes
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(host: configuration.host.rawValue, port: configuration.port) { [limits] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                        try pipeline.configureHTTPServerPipeline(
                            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
                        return try HTTPConnection.Channel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw .cannotListen(host: configuration.host.rawValue, port: configuration.port, detail: "\(error)")
        }
    }

    private static func accept(_ listener: Listener, _ configuration: Configuration, _ handler: @escaping Handler) async
    {
        let open = OpenConnections()
        // The listener fails only by being cancelled, or with its socket; either way serving is over.
        try? await listener.executeThenClose { inbound in
            try await withThrowingDiscardingTaskGroup { connections in
                for try await channel in inbound {
                    let number = open.add(1)
                    connections.addTask {
                        let connection = HTTPConnection(
                            channel: channel, configuration: configuration, handler: handler)
                        if number <= configuration.maximumConnections {
                            await connection.serve()
                        } else {
                            await connection.refuse()
                        }
                        _ = open.add(-1)
                    }
                }
            }
        }
    }

    private static func context(_ tls: TLS) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(tls.certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(tls.keyPEM.utf8), format: .pem)
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.applicationProtocols = ["http/1.1"]
        settings.shutdownTimeout = .milliseconds(500)
        if let authority = tls.clientAuthorityPEM {
            settings.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
            settings.certificateVerification = .optionalVerification
        }
        return try NIOSSLContext(configuration: settings)
    }
}

/// How many connections there are.
private final class OpenConnections: Sendable {
    private let count = Mutex(0)

    func add(_ difference: Int) -> Int {
        count.withLock { count in
            count += difference
            return count
        }
    }
}

/// Why a server does not serve.
package enum HTTPServerError: ExplainedError, Hashable {
    /// The address is taken or not allowed.
    case cannotListen(host: String, port: Int, detail: String)
    /// The certificate, the key or the authority cannot be used.
    case certificates(detail: String)

    /// What happened.
    package var summary: String {
        switch self {
        case .cannotListen(let host, let port, let detail): "\(host) port \(port) cannot be listened on: \(detail)"
        case .certificates(let detail): "the server's certificates cannot be used: \(detail)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .cannotListen: "Choose another port, or 0 for any free one."
        case .certificates: "Give a certificate chain and its private key, both in PEM."
        }
    }
}
