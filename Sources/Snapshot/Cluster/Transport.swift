/// Carries one request to an API server and brings one answer back: over the network, or out of a recording.
package protocol Transport: Sendable {
    /// The answer, whatever its status; redirects are answers like any other.
    ///
    /// - Parameter credential: shown to the server by header and by the connection's certificate.
    func send(_ request: APIRequest, as credential: Credential) async throws(TransportError) -> APIResponse

    /// Ends all connections.
    func close() async
}

package struct APIRequest: Sendable {
    /// What may be done to a cluster: reading, and the reviews that store nothing.
    package enum Method: Sendable, Hashable {
        case get
        /// A review with its JSON body.
        case post([UInt8])
    }

    package let method: Method
    /// Path and query, beginning with `/`, percent-encoded.
    package let path: String
    package let headers: [Header]
    /// The most bytes that the answer's body may have once it is uncompressed.
    package let bodyLimit: Int
    /// The longest that the whole answer may take.
    package let timeout: Duration
}

/// A name and a value of a request or an answer.
package struct Header: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One answer.
package struct APIResponse: Sendable {
    package let status: Int
    package let headers: [Header]
    package let body: [UInt8]

    package init(status: Int, headers: [Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever the case of its name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}

/// Why there is no answer.
package enum TransportError: ExplainedError, Hashable {
    /// No connection came about: refused, no route, no such host; the words for it.
    case unreachable(server: String, why: String)
    /// The server's certificate is not trusted.
    case untrusted(server: String, why: String)
    /// The encrypted connection did not come about for another reason.
    case handshake(server: String, why: String)
    /// The proxy did not lead to the server.
    case proxy(server: String, why: String)
    /// The certificate authority or the client certificate of the kubeconfig cannot be used.
    case badCertificate(why: String)
    /// The connection ended in the middle of an answer.
    case broken(server: String, why: String)
    /// Nothing, or not everything, came in time.
    case timedOut(server: String)
    /// The time for everything that is asked of this server is over.
    case outOfTime(Duration)
    /// The answer has more bytes than allowed.
    case tooLarge(limit: Int)
    /// The task was canceled.
    case canceled

    /// Whether the same request may succeed a moment later.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .broken, .timedOut, .proxy: true
        case .untrusted, .handshake, .badCertificate, .outOfTime, .tooLarge, .canceled: false
        }
    }

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .unreachable(let server, let why): "\(server) cannot be reached: \(why)"
        case .untrusted(let server, let why): "\(server) is not trusted: \(why)"
        case .handshake(let server, let why): "no encrypted connection to \(server): \(why)"
        case .proxy(let server, let why): "the proxy does not lead to \(server): \(why)"
        case .badCertificate(let why): why
        case .broken(let server, let why): "the connection to \(server) broke: \(why)"
        case .timedOut(let server): "\(server) did not answer in time"
        case .outOfTime(let limit): "the time for reading the cluster is over (\(limit.components.seconds) s)"
        case .tooLarge(let limit): "the answer is larger than \(limit >> 20) MiB"
        case .canceled: "the request was canceled"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .unreachable:
            "check the network, VPN or jump box; a private cluster answers only inside its own network"
        case .untrusted:
            "check certificate-authority and tls-server-name of the cluster in the kubeconfig"
        case .handshake: "check that the server speaks TLS and accepts the client certificate"
        case .proxy: "check proxy-url, HTTPS_PROXY and NO_PROXY"
        case .badCertificate: "it must be PEM, and a key must belong to its certificate"
        case .broken, .timedOut: "try again; the server or something on the way may be overloaded"
        case .outOfTime: "give it more time with --timeout, or a smaller scope"
        case .tooLarge: "ask for less at once"
        case .canceled: "start again"
        }
    }
}
