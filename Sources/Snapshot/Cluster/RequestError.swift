/// Why a request brought nothing that can be used.
package enum RequestError: Error {
    /// There are no credentials to ask with.
    case credentials(CredentialError)
    /// No answer came, after as many attempts as there were.
    case transport(TransportError, attempts: Int)
    /// The server answered that it will not, or cannot.
    case status(StatusAnswer)
    /// The server sent the request elsewhere; it was not followed.
    case redirected(path: String, status: Int, target: String)
    /// The answer is not what was asked for.
    case malformed(path: String, why: String)

    /// What happened to which thing. May hold cluster text.
    package var summary: String {
        switch self {
        case .credentials(let error): error.summary
        case .transport(let error, let attempts):
            attempts > 1 ? "\(error.summary) (\(attempts) attempts)" : error.summary
        case .status(let answer): answer.summary
        case .redirected(let path, let status, let target):
            "the server answered \(path) with a redirect (\(status)) to \(target)"
        case .malformed(let path, let why): "the answer to \(path) is malformed: \(why)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .credentials(let error): error.hint
        case .transport(let error, _): error.hint
        case .status(let answer): answer.hint
        case .redirected: "an API server does not redirect; check the server URL and any proxy in front of it"
        case .malformed: "check that the server URL leads to a Kubernetes API server"
        }
    }

    /// What kind of hole this leaves in a capture.
    package var reason: Gap.Reason {
        switch self {
        case .credentials: .unauthorized
        case .transport(.tooLarge, _), .transport(.outOfTime, _): .limitReached
        case .transport: .connectionLost
        case .status(let answer): answer.reason
        case .redirected: .serverError
        case .malformed: .malformed
        }
    }

    /// The HTTP status, when there was an answer.
    package var status: Int? {
        switch self {
        case .status(let answer): answer.status
        case .redirected(_, let status, _): status
        case .credentials, .transport, .malformed: nil
        }
    }

    /// The server's own words where it has some.
    package var message: String {
        if case .status(let answer) = self, !answer.message.isEmpty { return answer.message }
        return summary
    }

    /// Whether the task was canceled.
    package var isCancellation: Bool {
        switch self {
        case .credentials(.canceled), .transport(.canceled, _): true
        default: false
        }
    }
}

/// An answer that is not a success: a Status object, or plain text.
package struct StatusAnswer: Sendable, Hashable {
    package let path: String
    package let status: Int
    /// `reason` of the Status object: `Forbidden`, `Expired`.
    package let statusReason: String?
    /// The server's words, shortened; cluster text.
    package let message: String
    /// The command that renews an expired login, when the login is one that can be renewed by a command.
    package let renewal: String?

    /// - Parameter login: what the request was authorized with; some proxies answer with what they refuse.
    init(path: String, response: APIResponse, renewal: String?, login: Confidential<String>?) {
        // Without its query: a continue token is long and says nothing to a person.
        self.path = path.split(separator: "?", maxSplits: 1).first.map(String.init) ?? path
        status = response.status
        self.renewal = renewal
        let object = response.body.count <= 1 << 20 ? try? JSONReader.value(response.body) : nil
        statusReason = object?["reason"]?.string
        let text = object?["message"]?.string ?? String(decoding: response.body.prefix(500), as: UTF8.self).trimmed
        message = ServerText.shown(String(text.prefix(4096)), hiding: login)
    }

    /// Whether stored objects could not be converted: asking again does not help.
    var isConversionFailure: Bool {
        let text = message.lowercased()
        return status == 500 && (text.contains("conversion webhook") || text.contains("conversion"))
    }

    var reason: Gap.Reason {
        switch status {
        case 401: .unauthorized
        case 403: .forbidden
        case 404, 405, 406: .notListable
        case 410: .expired
        case 429, 503: .unavailable
        case 500 where isConversionFailure: .conversionFailed
        default: .serverError
        }
    }

    var summary: String {
        let what =
            switch status {
            case 401: "the server does not accept the credentials for \(path)"
            case 403: "the credentials may not read \(path)"
            case 404: "the server does not have \(path)"
            case 410: "the list of \(path) expired while it was read"
            case 429: "the server is too busy to answer \(path)"
            case 503: "what serves \(path) is unavailable"
            default: "the server answered \(path) with status \(status)"
            }
        return message.isEmpty ? what : "\(what): \(message)"
    }

    var hint: String {
        switch status {
        case 401:
            renewal.map { "the login has expired; log in again with `\($0)`" }
                ?? "the login has expired or is wrong; renew the token or certificate of this context"
        case 403: "grant get and list on it, or leave it out of the scope"
        case 429, 503: "try again later"
        default: "see the server's log, or leave it out of the scope"
        }
    }
}
