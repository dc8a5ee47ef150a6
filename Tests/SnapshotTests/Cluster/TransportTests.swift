import Snapshot
import TestSupport
import Testing

/// TLS, logins and redirects, over real connections.
@Suite struct TransportTests {
    /// Answers everything with an empty object.
    private static let anything: HTTPServer.Handler = { _ in HTTPServerResponse(json: [:]) }

    @Test(arguments: [FixtureKubeconfig.User.clientCertificate, .clientCertificateFiles])
    func aClientCertificateLogsIn(user: FixtureKubeconfig.User) async throws {
        try await FixtureServer.run(authentication: .clientCertificate, answer: Self.anything) { server in
            let response = try await withClient(of: server, user: user) { try await $0.get("/version") }
            #expect(response.status == 200)
        }
    }

    @Test func aStrangersCertificateIsAnErrorThatSaysSo() async throws {
        try await FixtureServer.run(authentication: .clientCertificate, answer: Self.anything) { server in
            let error = await thrown(RequestError.self) {
                try await withClient(of: server, user: .strangerCertificate) { try await $0.get("/version") }
            }
            #expect(
                error?.reason == .connectionLost || error?.reason == .unauthorized, "\(error?.summary ?? "no error")")
        }
    }

    @Test func anUnknownAuthorityIsNotTrusted() async throws {
        try await FixtureServer.run(answer: Self.anything) { server in
            let stranger = try TestCertificates.shared.get().stranger.certificate
            let connection = try connection(to: server.url, authority: Array(stranger.utf8))
            let client = try APIClient(connection: connection)
            let error = await thrown(RequestError.self) { try await client.get("/version") }
            await client.close()
            guard case .transport(.untrusted, attempts: 1) = error else {
                Issue.record("not untrusted at the first attempt: \(error?.summary ?? "no error")")
                return
            }
            #expect(server.seen.isEmpty)
        }
    }

    @Test func aCertificateForAnotherHostNeedsTLSServerName() async throws {
        try await FixtureServer.run(certificate: .misnamed, answer: Self.anything) { server in
            let error = await thrown(RequestError.self) {
                try await withClient(of: server) { try await $0.get("/version") }
            }
            guard case .transport(.untrusted, _) = error else {
                Issue.record("not untrusted: \(error?.summary ?? "no error")")
                return
            }
            _ = try await withClient(of: server, clusterLines: ["    tls-server-name: kubernetes.example"]) {
                try await $0.get("/version")
            }
            #expect(server.seen.last?.request.header("Host") == "127.0.0.1:\(server.port)")
        }
    }

    @Test func verificationCanBeSwitchedOffAndTheConnectionSaysSo() async throws {
        try await FixtureServer.run(certificate: .misnamed, answer: Self.anything) { server in
            let connection = try connection(to: server.url, isVerified: false)
            #expect(!connection.trust.isVerified)
            let client = try APIClient(connection: connection)
            let response = try await client.get("/version")
            await client.close()
            #expect(response.status == 200)
        }
    }

    @Test func noCredentialsTravelWithoutEncryption() async throws {
        try await FixtureServer.run(certificate: .none, answer: Self.anything) { server in
            _ = try await withClient(of: server, user: .token()) { try await $0.get("/version") }
            #expect(server.seen.map { $0.request.header("Authorization") } == [nil])
        }
    }

    @Test func aRedirectIsAnErrorAndNobodyElseIsAsked() async throws {
        try await FixtureServer.run(answer: Self.anything) { other in
            try await FixtureServer.run(
                authentication: .token, misbehaving: [Misbehavior(.redirect(origin: other.url), at: "/")],
                answer: Self.anything
            ) { server in
                let error = await thrown(RequestError.self) {
                    try await withClient(of: server, user: .token()) { try await $0.get("/api/v1/pods") }
                }
                guard case .redirected(_, 302, let target) = error else {
                    Issue.record("not a redirect: \(error?.summary ?? "no error")")
                    return
                }
                #expect(target.hasPrefix(other.url))
                #expect(server.seen.count == 1)
                #expect(other.seen.isEmpty)
            }
        }
    }

    @Test func headersSayWhoAsksAndAsWhom() async throws {
        try await FixtureServer.run(answer: Self.anything) { server in
            let user = FixtureKubeconfig.User.lines(
                """
                    token: t
                    as: jane
                    as-uid: "42"
                    as-groups: [developers, "system:masters"]
                    as-user-extra: {example.com/project: [a]}
                """)
            _ = try await withClient(of: server, user: user) { try await $0.get("/version") }
            let headers = try #require(server.seen.first).request.headers
            func values(_ name: String) -> [String] {
                headers.filter { $0.name.lowercased() == name }.map(\.value)
            }
            #expect(values("user-agent") == ["snapctl/1.2.3 (linux; swift)"])
            #expect(values("authorization") == ["Bearer t"])
            #expect(values("impersonate-user") == ["jane"])
            #expect(values("impersonate-uid") == ["42"])
            #expect(values("impersonate-group") == ["developers", "system:masters"])
            #expect(values("impersonate-extra-example.com%2fproject") == ["a"])
            #expect(values("accept") == ["application/json"])
        }
    }

    @Test func aBasePathStandsBeforeEveryPath() async throws {
        try await FixtureServer.run(answer: Self.anything) { server in
            let connection = try connection(to: server.url + "/k8s/clusters/c-1/", isVerified: false)
            let client = try APIClient(connection: connection)
            _ = try await client.get("/version?x=%2F")
            await client.close()
            #expect(server.seen.map(\.line) == ["GET /k8s/clusters/c-1/version?x=%2F"])
        }
    }

    @Test func bodiesEndAtTheirLimitEvenWhenTheyComeCompressed() async throws {
        let bomb = Misbehavior(.gzipBomb(bytes: 200 << 20), at: "/bomb")
        let huge = Misbehavior(.hugeObject(bytes: 9 << 20), at: "/huge")
        let list: HTTPServer.Handler = { _ in HTTPServerResponse(json: ["items": [[:]]]) }
        try await FixtureServer.run(misbehaving: [bomb, huge], answer: list) { server in
            try await withClient(of: server) { client in
                for path in ["/bomb", "/huge"] {
                    let error = await thrown(RequestError.self) { try await client.get(path, bodyLimit: 8 << 20) }
                    #expect(error?.reason == .limitReached, "\(path): \(error?.summary ?? "no error")")
                }
            }
        }
    }

    @Test func aBodyThatTricklesEndsAtTheTimeout() async throws {
        var policy = RetryPolicy()
        policy.requestTimeout = .milliseconds(400)
        policy.attempts = 1
        let drip = Misbehavior(.drip(bytes: 1, every: .milliseconds(50)), at: "/")
        let answer: HTTPServer.Handler = { _ in HTTPServerResponse(Array(repeating: 0x20, count: 1000)) }
        try await FixtureServer.run(misbehaving: [drip], answer: answer) { server in
            let error = await thrown(RequestError.self) {
                try await withClient(of: server, policy: policy) { try await $0.get("/") }
            }
            guard case .transport(.timedOut, _) = error else {
                Issue.record("not timed out: \(error?.summary ?? "no error")")
                return
            }
        }
    }

    @Test func aClosedPortIsUnreachableAndSaysWhy() async throws {
        let port = try await FixtureServer.run(answer: Self.anything) { $0.port }
        var policy = RetryPolicy()
        policy.attempts = 1
        let connection = try connection(to: "https://127.0.0.1:\(port)", isVerified: false)
        let client = APIClient(connection: connection, transport: try TransportHTTP(connection), policy: policy)
        let error = await thrown(RequestError.self) { try await client.get("/version") }
        await client.close()
        #expect(error?.summary == "https://127.0.0.1:\(port) cannot be reached: connection refused")
    }

    @Test func aCertificateThatIsNoneIsNamed() throws {
        #expect(throws: TransportError.self) {
            try TransportHTTP(connection(to: "https://one", authority: Array("x".utf8)))
        }
    }

    private func connection(
        to url: String, authority: [UInt8]? = nil, isVerified: Bool = true
    ) throws -> Connection {
        let folder = try TemporaryDirectory()
        if let authority { try folder.write(authority, to: "ca.crt") }
        let cluster =
            "server: '\(url)'"
            + (authority == nil ? "" : ", certificate-authority: ca.crt")
            + (isVerified ? "" : ", insecure-skip-tls-verify: true")
        let path = try folder.write(
            """
            clusters: [{name: c, cluster: {\(cluster)}}]
            contexts: [{name: x, context: {cluster: c}}]
            current-context: x
            """, to: "config")
        return try Kubeconfig.resolve(path: path, environment: [:], home: nil)
    }
}
