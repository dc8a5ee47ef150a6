import FoundationEssentials

extension Kubeconfig {
    /// The connection that kubeconfig files and environment describe.
    ///
    /// - Parameters:
    ///   - path: `--kubeconfig`; `nil` for `KUBECONFIG` or `~/.kube/config`.
    ///   - context: `--context`; `nil` for the current one.
    ///   - namespace: `--namespace`; `nil` for the context's.
    ///   - impersonation: `--as` and its companions; when not empty it replaces the kubeconfig's.
    ///   - environment: for `KUBECONFIG`, proxies, exec plugins and the in-cluster configuration.
    ///   - home: the home folder.
    ///   - isInteractive: whether standard input is a terminal.
    ///   - allowsExec: whether commands named in a kubeconfig may be run.
    package static func resolve(
        path: String? = nil, context: String? = nil, namespace: String? = nil,
        impersonation: Impersonation = Impersonation(), environment: [String: String], home: String?,
        isInteractive: Bool = false, allowsExec: Bool = true
    ) throws(KubeconfigError) -> Connection {
        guard let config = try KubeconfigReader.load(path: path, environment: environment, home: home) else {
            if context == nil, let connection = try InCluster.connection(environment: environment) { return connection }
            throw KubeconfigError(
                .nothingFound(tried: KubeconfigReader.candidates(environment: environment, home: home)))
        }
        let resolver = ConnectionResolver(
            config: config, namespace: namespace, impersonation: impersonation, environment: environment,
            isInteractive: isInteractive, allowsExec: allowsExec)
        return try resolver.connection(context: context)
    }
}

/// Picks a context and turns its cluster and user into a connection, with kubectl's rules of precedence and conflict.
struct ConnectionResolver {
    let config: Kubeconfig
    let namespace: String?
    let impersonation: Impersonation
    let environment: [String: String]
    let isInteractive: Bool
    let allowsExec: Bool

    func connection(context name: String?) throws(KubeconfigError) -> Connection {
        guard let name = name ?? config.currentContext else {
            throw KubeconfigError(.noCurrentContext(known: config.contexts.map(\.name)))
        }
        let context = try find("context", name, in: config.contexts, at: nil)
        let cluster = try find("cluster", context.entry.cluster, in: config.clusters, at: context.place)
        // A context without a user is an anonymous one; a name that nothing has is a mistake.
        let user =
            context.entry.user.isEmpty
            ? Kubeconfig.Named(name: "", entry: Kubeconfig.User(), place: context.place)
            : try find("user", context.entry.user, in: config.users, at: context.place)
        let server = try self.server(of: cluster)
        let trust = try self.trust(of: cluster)
        return Connection(
            contextName: name, clusterName: cluster.name, userName: user.name, server: server,
            namespace: namespace ?? context.entry.namespace, trust: trust,
            proxy: try proxy(of: cluster, server: server), allowsCompression: !cluster.entry.disablesCompression,
            impersonation: try impersonation(of: user),
            // kubectl neither reads nor sends credentials when the connection is not encrypted.
            login: server.isSecure
                ? try login(of: user, cluster: cluster.entry, trust: trust)
                : Login(authorization: .none, certificate: nil),
            files: config.files)
    }

    private func find<Entry>(
        _ what: String, _ name: String, in entries: [Kubeconfig.Named<Entry>], at place: SourcePlace?
    ) throws(KubeconfigError) -> Kubeconfig.Named<Entry> {
        guard let entry = entries.first(where: { ByteOrder.same($0.name, name) }) else {
            throw KubeconfigError(.unknown(what: what, name: name, known: entries.map(\.name)), at: place)
        }
        return entry
    }

    // MARK: Cluster

    private func server(of cluster: Kubeconfig.Named<Kubeconfig.Cluster>) throws(KubeconfigError) -> ServerURL {
        guard let text = cluster.entry.server else {
            throw KubeconfigError(
                .badServer(cluster: cluster.name, server: "", why: "is missing"), at: cluster.place)
        }
        do throws(ServerURL.Malformed) { return try ServerURL(parsing: text) } catch {
            // The text may hold a password when it holds a user name.
            let shown = text.contains("@") ? "…" : text
            throw KubeconfigError(
                .badServer(cluster: cluster.name, server: shown, why: error.why), at: cluster.place)
        }
    }

    private func trust(of cluster: Kubeconfig.Named<Kubeconfig.Cluster>) throws(KubeconfigError) -> ServerTrust {
        let entry = cluster.entry
        let authority = try entry.authority.map { (material) throws(KubeconfigError) in try bytes(of: material) }
        if authority != nil, entry.skipsVerification {
            throw KubeconfigError(
                .conflict(
                    what: "cluster `\(cluster.name)` has both a certificate authority and insecure-skip-tls-verify"),
                at: cluster.place)
        }
        return ServerTrust(
            authority: authority, serverName: entry.tlsServerName, isVerified: !entry.skipsVerification)
    }

    private func proxy(
        of cluster: Kubeconfig.Named<Kubeconfig.Cluster>, server: ServerURL
    ) throws(KubeconfigError) -> ProxySetting? {
        guard let text = cluster.entry.proxyURL ?? ProxyEnvironment.proxy(for: server, in: environment) else {
            return nil
        }
        do throws(ProxySetting.Unusable) { return try ProxySetting(parsing: text) } catch {
            let why = cluster.entry.proxyURL == nil ? "\(error.why) (from HTTPS_PROXY or HTTP_PROXY)" : error.why
            throw KubeconfigError(.badProxy(cluster: cluster.name, why: why), at: cluster.place)
        }
    }

    // MARK: User

    private func impersonation(
        of user: Kubeconfig.Named<Kubeconfig.User>
    ) throws(KubeconfigError) -> Impersonation {
        let result = impersonation.isEmpty ? user.entry.impersonation : impersonation
        guard result.isEmpty || result.user != nil else {
            throw KubeconfigError(.impersonationWithoutUser(user: user.name), at: user.place)
        }
        return result
    }

    private func login(
        of user: Kubeconfig.Named<Kubeconfig.User>, cluster: Kubeconfig.Cluster, trust: ServerTrust
    ) throws(KubeconfigError) -> Login {
        let entry = user.entry
        let certificate = try self.certificate(of: user)
        if entry.token != nil || entry.tokenFile != nil, entry.username != nil {
            throw KubeconfigError(
                .conflict(what: "user `\(user.name)` has both a token and a user name with password"), at: user.place)
        }
        if let path = entry.tokenFile {
            return Login(authorization: .tokenFile(path, fallback: entry.token), certificate: certificate)
        }
        if let token = entry.token { return Login(authorization: .token(token), certificate: certificate) }
        if let username = entry.username {
            return Login(
                authorization: .basic(user: username, password: entry.password ?? Confidential("")),
                certificate: certificate)
        }
        if let provider = entry.authProvider {
            throw KubeconfigError(.authProvider(user: user.name, provider: provider), at: user.place)
        }
        // A certificate goes before an exec plugin, which is then not run.
        if let exec = entry.exec, certificate == nil {
            guard allowsExec else {
                throw KubeconfigError(.execForbidden(user: user.name, command: exec.command), at: user.place)
            }
            return Login(authorization: .exec(plugin(exec, of: user, cluster: cluster, trust: trust)), certificate: nil)
        }
        return Login(authorization: .none, certificate: certificate)
    }

    private func certificate(
        of user: Kubeconfig.Named<Kubeconfig.User>
    ) throws(KubeconfigError) -> ClientCertificate? {
        switch (user.entry.certificate, user.entry.key) {
        case (nil, _): return nil
        case (.some, nil):
            throw KubeconfigError(.missingField(field: "client-key"), at: user.place)
        case (.some(let certificate), .some(let key)):
            return ClientCertificate(
                chain: try bytes(of: certificate), key: Confidential(try bytes(of: key.reveal)))
        }
    }

    private func plugin(
        _ exec: Kubeconfig.Exec, of user: Kubeconfig.Named<Kubeconfig.User>, cluster: Kubeconfig.Cluster,
        trust: ServerTrust
    ) -> ExecPlugin {
        var info = Object()
        info["server"] = cluster.server.map { .string($0) }
        info["tls-server-name"] = cluster.tlsServerName.map { .string($0) }
        if cluster.skipsVerification { info["insecure-skip-tls-verify"] = true }
        info["certificate-authority-data"] = trust.authority.map { .string(Data($0).base64EncodedString()) }
        info["proxy-url"] = cluster.proxyURL.map { .string($0) }
        if cluster.disablesCompression { info["disable-compression"] = true }
        info["config"] = cluster.execConfiguration
        return ExecPlugin(
            userName: user.name, exec: exec, environment: Confidential(environment),
            clusterInfo: exec.providesClusterInfo ? .object(info) : nil, isInteractive: isInteractive)
    }

    private func bytes(of material: Kubeconfig.Material) throws(KubeconfigError) -> [UInt8] {
        switch material {
        case .data(let bytes): return bytes
        case .file(let path):
            switch FileText.read(path) {
            case .bytes(let bytes): return bytes
            case .missing: throw KubeconfigError(.unreadable("it does not exist"), at: SourcePlace(file: path))
            case .unreadable(let why): throw KubeconfigError(.unreadable(why), at: SourcePlace(file: path))
            }
        }
    }
}
