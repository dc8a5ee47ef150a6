import FoundationEssentials

/// How one cluster is reached and how to log in: everything that requests need, resolved from kubeconfig and environment.
package struct Connection: Sendable {
    /// The context's name, or `in-cluster`.
    package let contextName: String
    /// The kubeconfig's name for the cluster.
    package let clusterName: String
    /// The kubeconfig's name for the user.
    package let userName: String
    /// Where the server answers.
    package let server: ServerURL
    /// The namespace for commands that ask for one; `nil` when nothing says.
    package let namespace: String?
    /// How the server is trusted.
    package let trust: ServerTrust
    /// Through what it is reached; `nil` for directly.
    package let proxy: ProxySetting?
    /// Whether answers may come compressed.
    package let allowsCompression: Bool
    /// As whom to act.
    package let impersonation: Impersonation
    /// How to log in.
    package let login: Login
    /// The kubeconfig files that were read, in order; empty inside a cluster.
    package let files: [String]

    /// The absolute path of the command that logs in; `nil` without one, or when it cannot be found.
    package var loginCommand: String? {
        guard case .exec(let plugin) = login.authorization, let path = try? ExecRunner(plugin).executable() else {
            return nil
        }
        return path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }
}

/// How the server proves who it is.
package struct ServerTrust: Sendable, Hashable {
    /// The only certificates to trust, PEM; `nil` for the system's.
    package let authority: [UInt8]?
    /// The name that the server's certificate must have, when it is not the URL's host.
    package let serverName: String?
    /// Whether the certificate is looked at at all.
    package let isVerified: Bool
}

/// How requests prove who asks.
package struct Login: Sendable {
    /// What goes into the `Authorization` header.
    package enum Authorization: Sendable {
        case none
        case token(Confidential<String>)
        /// A token in a file that something else renews; the other token is used while the file is unreadable.
        case tokenFile(String, fallback: Confidential<String>?)
        case basic(user: String, password: Confidential<String>)
        /// A command that prints a token or a certificate.
        case exec(ExecPlugin)
    }

    package let authorization: Authorization
    package let certificate: ClientCertificate?

    package init(authorization: Authorization, certificate: ClientCertificate?) {
        self.authorization = authorization
        self.certificate = certificate
    }
}

/// A certificate and its key, both PEM.
package struct ClientCertificate: Sendable, Hashable {
    package let chain: [UInt8]
    package let key: Confidential<[UInt8]>
}

/// An exec plugin with all that one run of it needs.
package struct ExecPlugin: Sendable {
    package let userName: String
    package let exec: Kubeconfig.Exec
    /// The environment of the process; holds whatever people put there.
    package let environment: Confidential<[String: String]>
    /// `spec.cluster` for plugins that ask for it.
    package let clusterInfo: Value?
    /// Whether somebody sits at a terminal and can be asked.
    package let isInteractive: Bool

    package init(
        userName: String, exec: Kubeconfig.Exec, environment: Confidential<[String: String]>, clusterInfo: Value?,
        isInteractive: Bool
    ) {
        self.userName = userName
        self.exec = exec
        self.environment = environment
        self.clusterInfo = clusterInfo
        self.isInteractive = isInteractive
    }
}
