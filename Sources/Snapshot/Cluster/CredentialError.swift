/// Why there are no credentials.
package enum CredentialError: Error, Hashable {
    /// The plugin's command does not exist. The hint is the kubeconfig's own, made harmless.
    case pluginNotFound(command: String, installHint: String?)
    /// The plugin could not be started; the operating system's words.
    case pluginNotStarted(command: String, why: String)
    /// The plugin ended with a status that is not zero, or by a signal.
    case pluginFailed(command: String, status: String, renewal: String?)
    /// The plugin ran longer than a person needs to log in.
    case pluginTimedOut(command: String, seconds: Int)
    /// The plugin said something that is no ExecCredential of the version that was asked for.
    case pluginReply(command: String, why: String)
    /// The kubeconfig's exec section cannot be used.
    case pluginConfiguration(command: String, why: String, hint: String)
    /// The token file cannot be read, and there is no other token.
    case tokenFile(path: String, why: String)
    /// The client certificate or its key cannot be used.
    case clientCertificate(why: String)
    /// The task was canceled.
    case canceled

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .pluginNotFound(let command, _): "the login command `\(command)` was not found"
        case .pluginNotStarted(let command, let why): "the login command `\(command)` could not be started: \(why)"
        case .pluginFailed(let command, let status, _): "the login command `\(command)` ended with \(status)"
        case .pluginTimedOut(let command, let seconds):
            "the login command `\(command)` did not end within \(seconds) seconds"
        case .pluginReply(let command, let why): "the login command `\(command)` gave no credentials: \(why)"
        case .pluginConfiguration(let command, let why, _): "the login command `\(command)` cannot be run: \(why)"
        case .tokenFile(let path, let why): "the token file \(path) cannot be read: \(why)"
        case .clientCertificate(let why): "the client certificate cannot be used: \(why)"
        case .canceled: "the login was canceled"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .pluginNotFound(_, let hint): hint ?? "install it, or make PATH lead to it"
        case .pluginNotStarted: "check that it is an executable file"
        case .pluginFailed(_, _, let renewal):
            renewal.map { "log in again with `\($0)`; see its message above" }
                ?? "see its message above; run it by hand to see more"
        case .pluginTimedOut: "run it by hand and log in, then try again"
        case .pluginReply: "run it by hand; it must print an ExecCredential with a token or a certificate and key"
        case .pluginConfiguration(_, _, let hint): hint
        case .tokenFile: "check the path and its permissions"
        case .clientCertificate:
            "certificate and key must be PEM and belong together"
        case .canceled: "start again"
        }
    }
}
