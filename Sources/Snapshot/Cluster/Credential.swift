/// What one request shows to prove who asks.
package struct Credential: Sendable {
    /// The value of the `Authorization` header.
    package let authorization: Confidential<String>?
    /// The certificate for the connection.
    package let certificate: ClientCertificate?
    /// Counts renewals: of two credentials the higher one is newer.
    package let generation: Int
}

/// Keeps the credentials of one connection: reads, runs, caches and renews them.
///
/// However many requests ask at once, a plugin runs once. After a 401 it runs once more, unless somebody renewed in the
/// meantime, or a renewed credential has never been accepted: then the server simply does not want this user.
package actor Credentials {
    /// How long a token file counts as read. Source: client-go `transport.NewCachedFileTokenSource`.
    static let tokenFileLifetime = Duration.seconds(50)

    private let login: Login
    private let plugin: ExecRunner?
    private let pace: Pace

    private var current: Credential?
    /// When `current` has to be made anew; `nil` for never.
    private var staleAt: Staleness?
    private var generation = 0
    private var acceptedGeneration = 0
    private var isRenewing = false
    private var renewals = 0
    private var lastFailure: (renewal: Int, error: CredentialError)?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    private enum Staleness {
        case wallClock(Instant)
        case uptime(ContinuousClock.Instant)
    }

    package init(_ login: Login, pace: Pace = .real, runner: ExecRunner? = nil) {
        self.login = login
        self.pace = pace
        if let runner {
            plugin = runner
        } else if case .exec(let exec) = login.authorization {
            plugin = ExecRunner(exec)
        } else {
            plugin = nil
        }
    }

    /// The credential to use now, made if necessary.
    package func credential() async throws(CredentialError) -> Credential {
        try await credential { credential in !isStale(credential) }
    }

    /// A credential newer than one that the server refused; `nil` when there is none to be had.
    package func renewed(after refused: Credential) async throws(CredentialError) -> Credential? {
        switch login.authorization {
        case .none, .token, .basic: return nil
        case .tokenFile, .exec: break
        }
        // The first credential may come from a plugin's own stale cache; a renewed one that was never accepted will not
        // become better by asking again.
        guard refused.generation == 1 || refused.generation <= acceptedGeneration || generation > refused.generation
        else { return nil }
        let newer = try await credential { credential in
            credential.generation > refused.generation && !isStale(credential)
        }
        // A token file that nobody has rewritten holds the token that was just refused.
        if case .tokenFile = login.authorization, newer.authorization == refused.authorization { return nil }
        return newer
    }

    /// Takes note that the server accepted a credential.
    package func accepted(_ credential: Credential) {
        acceptedGeneration = max(acceptedGeneration, credential.generation)
    }

    private func isStale(_ credential: Credential) -> Bool {
        switch staleAt {
        case .none: false
        case .wallClock(let end): pace.now() >= end
        case .uptime(let end): pace.uptime() >= end
        }
    }

    /// The cached credential when it satisfies, else a new one; one renewal at a time, its failure shared by all who
    /// waited for it.
    private func credential(satisfying isGood: (Credential) -> Bool) async throws(CredentialError) -> Credential {
        while true {
            if let current, isGood(current) { return current }
            guard isRenewing else { break }
            let awaited = renewals
            await withCheckedContinuation { waiters.append($0) }
            if let lastFailure, lastFailure.renewal == awaited, lastFailure.error != .canceled {
                throw lastFailure.error
            }
        }
        isRenewing = true
        renewals += 1
        defer {
            isRenewing = false
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
        do throws(CredentialError) {
            let (credential, staleAt) = try await make()
            current = credential
            self.staleAt = staleAt
            return credential
        } catch {
            lastFailure = (renewals, error)
            throw error
        }
    }

    private func make() async throws(CredentialError) -> (Credential, Staleness?) {
        switch login.authorization {
        case .none: return (next(nil), nil)
        case .token(let token): return (next(.bearer(token)), nil)
        case .basic(let user, let password): return (next(.basic(user: user, password: password)), nil)
        case .tokenFile(let path, let fallback):
            let token = try token(in: path, fallback: fallback)
            return (next(.bearer(token)), .uptime(pace.uptime() + Self.tokenFileLifetime))
        case .exec:
            guard let plugin else { return (next(nil), nil) }
            let reply = try await plugin.run()
            generation += 1
            let credential = Credential(
                authorization: reply.token.map { .bearer($0) }, certificate: reply.certificate, generation: generation)
            return (credential, reply.expiresAt.map { .wallClock($0) })
        }
    }

    private func next(_ authorization: Confidential<String>?) -> Credential {
        generation += 1
        return Credential(
            authorization: authorization, certificate: login.certificate, generation: generation)
    }

    private func token(
        in path: String, fallback: Confidential<String>?
    ) throws(CredentialError) -> Confidential<String> {
        let why: String
        switch FileText.read(path) {
        case .bytes(let bytes):
            let token = String(decoding: bytes, as: UTF8.self).trimmed
            if !token.isEmpty { return Confidential(token) }
            why = "it is empty"
        case .missing: why = "it does not exist"
        case .unreadable(let reason): why = reason
        }
        if let fallback { return fallback }
        throw .tokenFile(path: path, why: why)
    }
}
