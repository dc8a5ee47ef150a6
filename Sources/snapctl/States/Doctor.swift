import Diff
import Snapshot

/// What a verdict needs, looked at one after the other.
struct Doctor {
    let session: Session
    let scope: Scope
    private(set) var findings: [Finding] = []

    /// One thing that was looked at.
    struct Finding {
        let name: String
        let outcome: Outcome
        let detail: String
        /// What puts it right; empty where nothing has to be.
        var cure = ""
    }

    /// What became of it.
    enum Outcome: String {
        /// It is there.
        case ok
        /// A verdict would be inconclusive.
        case incomplete
        /// There would be no verdict.
        case missing
        /// Nobody asked for it, or it could not be looked at because something before it is missing.
        case skipped
    }

    init(session: Session, scope: Scope) {
        self.session = session
        self.scope = scope
    }

    /// What the program ends with.
    var status: ExitStatus {
        if findings.contains(where: { $0.outcome == .missing }) { return .failed }
        return findings.contains { $0.outcome == .incomplete } ? .inconclusive : .same
    }

    private mutating func add(_ name: String, _ outcome: Outcome, _ detail: String, cure: String = "") {
        findings.append(Finding(name: name, outcome: outcome, detail: detail, cure: cure))
    }

    private mutating func skip(_ names: [String], because words: String) {
        for name in names { add(name, .skipped, words) }
    }

    // MARK: The cluster

    /// Looks at everything between here and the cluster's objects.
    ///
    /// - Returns: the cluster's uid; `nil` when it was not reached or does not say.
    mutating func look(at options: ClusterOptions) async throws -> String? {
        let connection: Connection
        do throws(CommandError) { connection = try options.connection(context: nil, session) } catch {
            add("kubeconfig", .missing, error.summary, cure: error.hint)
            skip(["login", "server", "rights"], because: "needs a kubeconfig")
            return nil
        }
        add(
            "kubeconfig", .ok,
            "\(connection.files.isEmpty ? "in the cluster" : Words.list(connection.files)), context "
                + "\(connection.contextName), server \(connection.server)")
        let credentials = Credentials(connection.login)
        guard await look(at: connection, credentials) else {
            skip(["server", "rights"], because: "needs a login")
            return nil
        }
        let transport: TransportHTTP
        do throws(TransportError) { transport = try TransportHTTP(connection) } catch {
            add("server", .missing, error.summary, cure: error.hint)
            skip(["rights"], because: "needs a server")
            return nil
        }
        let client = APIClient(
            connection: connection, transport: transport, toolVersion: Snapctl.version, credentials: credentials,
            timeout: options.timeout.duration)
        let uid = await look(at: client)
        await client.close()
        if Interrupts.shared.received != nil { throw CancellationError() }
        return uid
    }

    private mutating func look(at connection: Connection, _ credentials: Credentials) async -> Bool {
        let kind =
            switch connection.login.authorization {
            case .none: connection.login.certificate == nil ? "no login" : "client certificate"
            case .token: "token"
            case .tokenFile(let path, _): "token in \(path)"
            case .basic: "user name and password"
            case .exec(let plugin): "command `\(plugin.exec.command)`"
            }
        let credential: Credential
        do throws(CredentialError) { credential = try await credentials.credential() } catch {
            add("login", .missing, error.summary, cure: error.hint)
            return false
        }
        guard let end = LoginExpiry.end(of: credential) else {
            add("login", .ok, "\(kind) of user \(connection.userName)")
            return true
        }
        let time = RFC3339(seconds: end.milliseconds / 1000).utcText
        guard end.milliseconds / 1000 > session.secondsSince1970 else {
            var renewal: String?
            if case .exec(let plugin) = connection.login.authorization {
                renewal = LoginRenewal.command(for: plugin.exec)
            }
            add(
                "login", .missing, "\(kind) of user \(connection.userName) expired at \(time)",
                cure: renewal ?? "renew the token or certificate of user \(connection.userName) in the kubeconfig")
            return false
        }
        add("login", .ok, "\(kind) of user \(connection.userName), valid until \(time)")
        return true
    }

    private mutating func look(at client: APIClient) async -> String? {
        session.progress.update("asking \(client.connection.server)")
        defer { session.progress.clear() }
        let facts: ClusterFacts
        do throws(RequestError) { facts = try await ClusterFacts.read(client) } catch {
            add("server", .missing, error.summary, cure: error.hint)
            skip(["rights"], because: "needs a server")
            return nil
        }
        let who = facts.user.map { ", as \($0)" } ?? ""
        let uid = facts.uid.map { ", cluster \($0)" } ?? ""
        let server = "\(client.connection.server) Kubernetes \(facts.version ?? "of unknown version")\(who)\(uid)"
        if !client.connection.trust.isVerified || !client.connection.server.description.hasPrefix("https:"),
            !client.connection.server.isLoopback
        {
            add(
                "server", .incomplete, "\(server); its certificate is not verified",
                cure: "remove insecure-skip-tls-verify and set certificate-authority in the kubeconfig")
        } else if facts.uid == nil {
            add(
                "server", .incomplete, "\(server); it does not say which cluster it is",
                cure: "kubectl create clusterrole snapctl-cluster-uid --verb=get --resource=namespaces "
                    + "--resource-name=kube-system, and bind it")
        } else {
            add("server", .ok, server)
        }
        await lookAtRights(client, facts.user)
        return facts.uid
    }

    /// The most types that are named.
    private static let limit = 20

    private mutating func lookAtRights(_ client: APIClient, _ user: String?) async {
        let outcome: RightsProbe.Outcome
        do throws(RequestError) { outcome = try await RightsProbe(client: client, scope: scope).run() } catch {
            add("rights", .missing, error.summary, cure: error.hint)
            return
        }
        guard !outcome.gaps.isEmpty else {
            add("rights", .ok, "\(Words.count(outcome.types, "type")) may be listed")
            return
        }
        let forbidden = outcome.gaps.filter { $0.reason == .forbidden }
        let others = outcome.gaps.filter { $0.reason != .forbidden }
        if !forbidden.isEmpty {
            let named = forbidden.prefix(Self.limit).map(\.subject)
            let rest = forbidden.count - named.count
            let onlySecrets = forbidden.map(\.subject) == ["secrets"]
            let name = user.flatMap { $0.utf8.contains(UInt8(ascii: "'")) ? nil : "'\($0)'" } ?? "USER"
            add(
                "rights", .incomplete,
                "\(forbidden.count) of \(Words.count(outcome.types, "type")) may not be listed: "
                    + named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : ""),
                cure: "kubectl create clusterrole snapctl-reader --verb=list --resource='*.*' && "
                    + "kubectl create clusterrolebinding snapctl-reader --clusterrole=snapctl-reader --user=\(name)"
                    + (onlySecrets ? " (or --without-secrets)" : ""))
        }
        for gap in others.prefix(Self.limit) {
            add("rights", .incomplete, Words.gap(gap), cure: "see why it does not answer, or --exclude \(gap.subject)")
        }
    }

    // MARK: The key and the baseline

    /// Looks at the redaction key.
    mutating func look(at options: RedactionOptions) -> RedactionKey? {
        let key: RedactionKey
        do {
            key = try options.key(session)
            _ = try options.previousKey()
            _ = try options.policy()
        } catch {
            let error = CommandError(unexpected: error)
            add("key", .missing, error.summary, cure: error.hint)
            return nil
        }
        guard !key.isEphemeral else {
            add(
                "key", .incomplete, "no redaction key: secret values would compare with no other capture",
                cure: KeyRefusal.cure)
            return nil
        }
        add("key", .ok, "id \(key.id), group \(options.redactionGroup)")
        return key
    }

    /// Looks at the baseline, and whether it is of this cluster and under this key.
    mutating func look(at path: String?, stage: String?, clusterUID: String?, key: RedactionKey?) {
        guard let path else {
            add(
                "baseline", .skipped, "none was named",
                cure:
                    "snapctl capture -f cluster.tar.zst && snapctl baseline init cluster.tar.zst --output-dir golden/prod"
            )
            return
        }
        do {
            let folder = GoldenFolder(path)
            let document = try folder.document()
            let chosen: Stage?
            do throws(StageError) {
                chosen = try document.stage(named: stage, clusterUID: clusterUID)
                if let clusterUID { try document.requireCluster(clusterUID, of: "this cluster") }
            } catch { throw CommandError(error) }
            _ = try folder.resources(of: chosen, in: document)
            let files = try folder.manifests(of: chosen?.name)
            var ids: Set<String> = []
            for (_, bytes) in files {
                ids.formUnion(SecretDifference.keyIDs(in: .string(String(decoding: bytes, as: UTF8.self))))
            }
            let words = "\(path): \(Words.count(files.count, "resource"))" + (chosen.map { ", stage \($0.name)" } ?? "")
            guard ids.isEmpty || key.map({ ids == [$0.id] }) ?? false else {
                add(
                    "baseline", .incomplete,
                    "\(words); its secret values are under the key \(Words.list(ids.sorted(by: ByteOrder.precedes)))"
                        + (key.map { ", not under \($0.id)" } ?? ""),
                    cure: "name that key with --redaction-key FILE")
                return
            }
            add("baseline", .ok, words)
        } catch {
            let error = CommandError(unexpected: error)
            add("baseline", .missing, error.summary, cure: error.hint)
        }
    }

    // MARK: What is said

    /// A line each, and below it what cures it.
    func text(_ style: Style) -> String {
        let lines = findings.flatMap { finding -> [StyledLine] in
            let role: StyledLine.Role =
                switch finding.outcome {
                case .ok: .good
                case .incomplete: .warning
                case .missing: .bad
                case .skipped: .faint
                }
            let word = finding.outcome.rawValue
            let head = StyledLine(word + String(repeating: " ", count: 12 - word.count), role)
                .adding(finding.name + String(repeating: " ", count: 12 - finding.name.count), .heading)
                .adding(finding.detail)
            guard !finding.cure.isEmpty else { return [head] }
            return [head, StyledLine("cure: ", .faint, indent: 12).adding(finding.cure)]
        }
        return lines.map { $0.text(inColor: style.isColored) + "\n" }.joined()
    }

    var json: Value {
        [
            "status": .number(Number(status.rawValue)),
            "checks": .array(
                findings.map { finding in
                    var object = Object()
                    object["name"] = .string(finding.name)
                    object["outcome"] = .string(finding.outcome.rawValue)
                    object["detail"] = .string(finding.detail)
                    if !finding.cure.isEmpty { object["cure"] = .string(finding.cure) }
                    return .object(object)
                }),
        ]
    }
}
