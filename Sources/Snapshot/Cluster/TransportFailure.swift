import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1

/// What the network library's errors mean to somebody who wants to reach a cluster.
enum TransportFailure {
    static func classify(_ error: any Error, connection: Connection) -> TransportError {
        let server = connection.server.description
        switch error {
        case is CancellationError: return .canceled
        case let error as HTTPClientError: return classify(error, server: server, connection: connection)
        case let error as NIOConnectionError: return .unreachable(server: server, why: words(for: error))
        case let error as NIOSSLError: return classify(error, server: server)
        case let error as NIOSSLExtraError: return .handshake(server: server, why: "\(error)")
        case let error as PeerMismatch: return .untrusted(server: server, why: error.why)
        case is ASN1Error: return .untrusted(server: server, why: "its certificate cannot be read")
        case let error as IOError:
            let why = words(for: error)
            return error.cutsAnswers ? .broken(server: server, why: why) : .unreachable(server: server, why: why)
        case ChannelError.connectTimeout: return .unreachable(server: server, why: "no answer within 10 seconds")
        case let error as BoringSSLError: return handshake(error, server: server)
        default: return .broken(server: server, why: "\(type(of: error))")
        }
    }

    private static func classify(
        _ error: HTTPClientError, server: String, connection: Connection
    ) -> TransportError {
        switch error {
        case .cancelled: .canceled
        case .connectTimeout, .getConnectionFromPoolTimeout:
            .unreachable(server: server, why: "no connection within 10 seconds")
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut(server: server)
        case .proxyAuthenticationRequired: .proxy(server: server, why: "it wants a user name and a password")
        case .invalidProxyResponse: .proxy(server: server, why: "it refused, or is no proxy")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout: .proxy(server: server, why: "it did not answer")
        case .tlsHandshakeTimeout: .handshake(server: server, why: "the server did not complete it in time")
        default: .broken(server: server, why: error.shortDescription.lowercased())
        }
    }

    private static func classify(_ error: NIOSSLError, server: String) -> TransportError {
        switch error {
        case .handshakeFailed(let reason): handshake(reason, server: server)
        case .unableToValidateCertificate, .noCertificateToValidate:
            .untrusted(server: server, why: "its certificate could not be verified")
        case .uncleanShutdown: .broken(server: server, why: "it was closed without notice")
        default: .broken(server: server, why: "TLS: \(error)")
        }
    }

    private static func handshake(_ error: BoringSSLError, server: String) -> TransportError {
        guard case .sslError(let stack) = error else { return .handshake(server: server, why: "\(error)") }
        let words = stack.map { "\($0)" }
        if words.contains(where: { $0.contains("CERTIFICATE_VERIFY_FAILED") }) {
            return .untrusted(
                server: server,
                why: "its certificate is not signed by the cluster's certificate authority, or has expired")
        }
        if words.contains(where: { $0.contains("WRONG_VERSION_NUMBER") || $0.contains("HTTP_REQUEST") }) {
            return .handshake(server: server, why: "the server does not speak TLS on this port")
        }
        if words.contains(where: { $0.contains("ALERT") }) {
            return .handshake(server: server, why: "the server refused it, perhaps for want of a client certificate")
        }
        if words.contains(where: { $0.contains("EOF") }) {
            return .broken(server: server, why: "it was closed during the TLS handshake")
        }
        return .handshake(server: server, why: words.first ?? "unknown reason")
    }

    private static func words(for error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first {
            if let io = failure.error as? IOError { return words(for: io) }
            if case ChannelError.connectTimeout = failure.error { return "no answer within 10 seconds" }
            return "no connection to port \(error.port)"
        }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "the host name is unknown" }
        return "no connection"
    }

    private static func words(for error: IOError) -> String {
        switch error.errnoCode {
        case ECONNRESET: "connection reset"
        case ECONNREFUSED: "connection refused"
        case EHOSTUNREACH: "no route to the host"
        case ENETUNREACH: "the network is unreachable"
        case EPIPE: "connection closed"
        case ETIMEDOUT: "connection timed out"
        default: "input/output error \(error.errnoCode)"
        }
    }
}

extension IOError {
    /// Whether it happens to connections that had come about.
    fileprivate var cutsAnswers: Bool { errnoCode == ECONNRESET || errnoCode == EPIPE }
}
