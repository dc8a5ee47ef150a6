/// Why kubeconfig files do not lead to a cluster.
package struct KubeconfigError: ExplainedError, Hashable {
    /// What is wrong.
    package enum Reason: Sendable, Hashable {
        /// The file could not be read; the operating system's words.
        case unreadable(String)
        /// Not YAML; the reader's words.
        case malformed(String)
        /// Another kind of object.
        case notKubeconfig(kind: String)
        /// A field that is not what it has to be.
        case wrongType(field: String, expected: String, found: String)
        /// A field that is not base64.
        case notBase64(field: String)
        /// Two entries of one name in one file.
        case duplicateName(list: String, name: String)
        /// An entry without a name, a command, an API version.
        case missingField(field: String)
        /// No file was named and none of the usual ones exists.
        case nothingFound(tried: [String])
        /// No context was asked for and no file names a current one.
        case noCurrentContext(known: [String])
        /// A name that nothing has.
        case unknown(what: String, name: String, known: [String])
        /// The cluster has no usable server URL.
        case badServer(cluster: String, server: String, why: String)
        /// A proxy that cannot be used.
        case badProxy(cluster: String, why: String)
        /// Settings that exclude each other.
        case conflict(what: String)
        /// Impersonated attributes without an impersonated user.
        case impersonationWithoutUser(user: String)
        /// A login method that clients no longer have built in.
        case authProvider(user: String, provider: String)
        /// An exec plugin although it was forbidden.
        case execForbidden(user: String, command: String)
        /// Not a certificate, or not a key.
        case badCertificate(what: String, why: String)
    }

    /// What is wrong.
    package let reason: Reason
    /// Where it was written, when a file is to blame.
    package let place: SourcePlace?

    package init(_ reason: Reason, at place: SourcePlace? = nil) {
        self.reason = reason
        self.place = place
    }

    /// What happened to which thing, the place first. Holds text of the kubeconfig, never a secret.
    package var summary: String { (place.map { "\($0): " } ?? "") + words }

    private var words: String {
        switch reason {
        case .unreadable(let why): "the file cannot be read: \(why)"
        case .malformed(let why): why
        case .notKubeconfig(let kind): "this is a \(kind), not a kubeconfig (kind Config)"
        case .wrongType(let field, let expected, let found): "`\(field)` must be \(expected), not \(found)"
        case .notBase64(let field): "`\(field)` is not base64"
        case .duplicateName(let list, let name): "two entries of `\(list)` are named `\(name)`"
        case .missingField(let field): "`\(field)` is missing"
        case .nothingFound(let tried): "no kubeconfig was found (looked at \(tried.joined(separator: ", ")))"
        case .noCurrentContext: "no context was asked for, and the kubeconfig names no current-context"
        case .unknown(let what, let name, _): "there is no \(what) named `\(name)` in the kubeconfig"
        case .badServer(let cluster, let server, let why): "server `\(server)` of cluster `\(cluster)` \(why)"
        case .badProxy(let cluster, let why): "the proxy for cluster `\(cluster)` cannot be used: \(why)"
        case .conflict(let what): what
        case .impersonationWithoutUser(let user):
            "user `\(user)` impersonates a uid, groups or extra attributes, but no user"
        case .authProvider(let user, let provider):
            "user `\(user)` logs in by auth-provider `\(provider)`, which Kubernetes clients no longer have"
        case .execForbidden(let user, let command):
            "user `\(user)` logs in by running `\(command)`, and running commands is forbidden"
        case .badCertificate(let what, let why): "\(what) cannot be used: \(why)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch reason {
        case .unreadable: "check the path and its permissions"
        case .malformed, .wrongType, .notBase64, .missingField, .notKubeconfig:
            "correct the file; `kubectl config view` shows what kubectl makes of it"
        case .duplicateName: "rename or remove one of them"
        case .nothingFound: "name one with --kubeconfig or KUBECONFIG"
        case .noCurrentContext(let known): Self.choose("name a context with --context", from: known)
        case .unknown(let what, _, let known): Self.choose("name another \(what)", from: known)
        case .badServer: "the server must be a URL such as https://host:6443"
        case .badProxy: "use an http:// or socks5:// proxy, or reach the server without one (NO_PROXY)"
        case .conflict: "keep one of them"
        case .impersonationWithoutUser: "add the user to impersonate (`as`)"
        case .authProvider(_, "azure"):
            "convert the kubeconfig with `kubelogin convert-kubeconfig` (https://azure.github.io/kubelogin)"
        case .authProvider(_, "gcp"):
            "run `gcloud container clusters get-credentials` with gke-gcloud-auth-plugin installed"
        case .authProvider:
            "use an exec plugin instead; for Microsoft Entra ID `kubelogin convert-kubeconfig` writes it"
        case .execForbidden: "allow it, or use a kubeconfig with a token or a client certificate"
        case .badCertificate: "it must be PEM: `-----BEGIN CERTIFICATE-----` or `-----BEGIN PRIVATE KEY-----`"
        }
    }

    private static func choose(_ words: String, from known: [String]) -> String {
        guard !known.isEmpty else { return words }
        let shown = known.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
        return "\(words): \(shown)\(known.count > 20 ? " and \(known.count - 20) more" : "")"
    }
}
