import Snapshot
import TestSupport
import Testing

/// Certificate × host × tls-server-name, by the rules of kubectl, which are asked for their answer where it is installed.
@Suite struct PeerNameTests {
    /// A certificate and every name that it is good for.
    struct Row: Sendable, CustomTestStringConvertible {
        let alternatives: [String]
        var commonName = "kube-apiserver"
        let accepted: Set<String>

        var testDescription: String { "\(alternatives) \(commonName)" }
    }

    /// What a name is meant by: the host of the URL where there is no other.
    struct Way: Sendable {
        let host: String
        var serverName: String?

        var name: String { serverName ?? (host == "[::ffff:127.0.0.1]" ? "127.0.0.1" : host) }
    }

    static let ways =
        ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"].map { Way(host: $0) }
        + [
            "localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.0.0.01", "127.0.0.2", "::1", "0:0:0:0:0:0:0:1",
            "kubernetes.example", "a.kubernetes.example", "b.a.kubernetes.example", "*.kubernetes.example",
            ".kubernetes.example", "kubernetes", "xn--a.kubernetes.example", "a_b.kubernetes.example",
        ].flatMap { name in ["localhost", "127.0.0.1"].map { Way(host: $0, serverName: name) } }

    static let rows: [Row] = [
        Row(alternatives: ["IP:127.0.0.1"], accepted: ["127.0.0.1"]),
        Row(
            alternatives: ["IP:127.0.0.1", "IP:::1"], commonName: "localhost",
            accepted: ["127.0.0.1", "::1", "0:0:0:0:0:0:0:1"]),
        Row(alternatives: ["DNS:localhost"], accepted: ["localhost", "LOCALHOST", "localhost."]),
        Row(
            alternatives: ["DNS:LocalHost", "IP:127.0.0.2"],
            accepted: ["localhost", "LOCALHOST", "localhost.", "127.0.0.2"]),
        Row(alternatives: ["DNS:127.0.0.1"], accepted: []),
        Row(alternatives: [], commonName: "localhost", accepted: []),
        Row(alternatives: [], commonName: "127.0.0.1", accepted: []),
        Row(alternatives: ["email:localhost@localhost", "URI:https://localhost"], accepted: []),
        Row(alternatives: ["DNS:kubernetes.example"], accepted: ["kubernetes.example"]),
        Row(
            alternatives: ["DNS:*.kubernetes.example"],
            accepted: [
                "a.kubernetes.example", "*.kubernetes.example", "xn--a.kubernetes.example", "a_b.kubernetes.example",
            ]),
        Row(alternatives: ["DNS:*"], accepted: []),
        Row(alternatives: ["DNS:a*.kubernetes.example", "DNS:a.*.example"], accepted: []),
    ]

    /// The answers of snapctl: for each way, whether the token was sent.
    private func answers(_ server: FixtureServer) async throws -> [Bool] {
        var answers: [Bool] = []
        for way in Self.ways {
            let folder = try TemporaryDirectory()
            let config = try kubeconfig(way, server, folder)
            let connection = try Kubeconfig.resolve(path: config.path, environment: [:], home: nil)
            let client = try APIClient(connection: connection)
            let before = server.seen.count
            let error = await thrown(RequestError.self) { try await client.get("/version") }
            await client.close()
            if let error {
                guard case .transport(.untrusted, attempts: 1) = error else {
                    Issue.record("\(way): \(error.summary)")
                    continue
                }
                #expect(server.seen.count == before, "\(way): something was sent")
            }
            answers.append(error == nil)
        }
        return answers
    }

    private func kubeconfig(
        _ way: Way, _ server: FixtureServer, _ folder: TemporaryDirectory
    ) throws -> FixtureKubeconfig {
        try FixtureKubeconfig(
            for: server, user: .token(), in: folder,
            clusterLines: way.serverName.map { ["    tls-server-name: '\($0)'"] } ?? [],
            url: "https://\(way.host):\(server.port)")
    }

    @Test(arguments: rows) func aTokenIsSentToWhoeverTheCertificateIsForOnly(row: Row) async throws {
        let pair = try TestCertificates.shared.get().server(row.commonName, names: row.alternatives)
        try await FixtureServer.run(
            authentication: .token, certificate: .of(pair), answer: { _ in HTTPServerResponse(json: [:]) }
        ) { server in
            let answers = try await answers(server)
            for (way, answer) in zip(Self.ways, answers) {
                #expect(answer == row.accepted.contains(way.name), "\(way)")
            }
        }
    }

    @Test(.enabled(if: Tool.exists("kubectl"), "kubectl is missing"), arguments: rows)
    func kubectlSaysTheSame(row: Row) async throws {
        let pair = try TestCertificates.shared.get().server(row.commonName, names: row.alternatives)
        try await FixtureServer.run(
            authentication: .token, certificate: .of(pair), answer: { _ in HTTPServerResponse(json: [:]) }
        ) { server in
            for way in Self.ways {
                let folder = try TemporaryDirectory()
                let path = try kubeconfig(way, server, folder).path
                let error = await thrown(Tool.Failure.self) {
                    try await Tool.runBeside(["kubectl", "--kubeconfig", path, "get", "--raw", "/version"])
                }
                #expect((error == nil) == row.accepted.contains(way.name), "\(way)")
            }
        }
    }

    /// The other hook: a server that speaks HTTP/2 gets no request either.
    @Test(arguments: [(["IP:127.0.0.1"], "localhost", false), (["DNS:localhost"], "localhost", true)])
    func overHTTP2TheNameIsCheckedBeforeTheFirstRequest(names: [String], host: String, isRight: Bool) async throws {
        let certificates = try TestCertificates.shared.get()
        let pair = try certificates.server("kube-apiserver", names: names)
        try await RawHTTP2Server.run(pair) { server in
            let folder = try TemporaryDirectory()
            try folder.write(certificates.authority.certificate, to: "ca.crt")
            let path = try folder.write(
                """
                clusters: [{name: c, cluster: {server: 'https://\(host):\(server.port)', certificate-authority: ca.crt}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                users: [{name: u, user: {token: secret}}]
                current-context: x
                """, to: "config")
            var policy = RetryPolicy()
            policy.requestTimeout = .seconds(5)
            policy.attempts = 1
            let client = try APIClient(
                connection: Kubeconfig.resolve(path: path, environment: [:], home: nil), policy: policy)
            let error = await thrown(RequestError.self) { try await client.get("/version") }
            await client.close()
            if isRight {
                // The server never answers; what counts is that it was asked.
                #expect(server.requests == 1)
            } else {
                guard case .transport(.untrusted, attempts: 1) = error else {
                    Issue.record("not refused: \(error?.summary ?? "no error")")
                    return
                }
                #expect(server.requests == 0)
            }
        }
    }

    /// A timestamp authority is reached in the same way.
    @Test func aTimestampAuthorityIsCheckedToo() async throws {
        let pair = try TestCertificates.shared.get().server("localhost", names: ["IP:127.0.0.1"])
        try await FixtureServer.run(
            certificate: .of(pair), answer: { _ in HTTPServerResponse(json: [:]) }
        ) { server in
            let error = await thrown(SealError.self) {
                try await TimestampAuthority.response(
                    from: "https://localhost:\(server.port)/", over: [1], toolVersion: "test",
                    authority: Array(TestCertificates.shared.get().authority.certificate.utf8))
            }
            #expect(error?.summary.contains("not for `localhost`") == true, "\(error?.summary ?? "no error")")
            #expect(server.seen.isEmpty)
        }
    }
}
