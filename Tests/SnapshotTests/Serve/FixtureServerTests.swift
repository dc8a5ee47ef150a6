import Snapshot
import TestSupport
import Testing

/// The stand-in for an API server, tried with curl: a client that is not ours.
@Suite struct FixtureServerTests {
    /// What curl prints, error bodies too; `broken` when the connection breaks.
    static func curl(_ server: FixtureServer, _ path: String, _ options: [String] = []) async throws -> String {
        let folder = try TemporaryDirectory()
        let authority = try folder.write(try TestCertificates.shared.get().authority.certificate, to: "authority.pem")
        let command = ["curl", "-sS", "-A", "fixture-test", "--max-time", "20", "--cacert", authority]
        guard let output = try? await Tool.runBeside(command + options + [server.url + path]) else { return "broken" }
        return String(decoding: output, as: UTF8.self)
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func pagesTogetherHoldTheRecordedItems() async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let whole = try #require(cluster.list("/api/v1/pods"))
        try await FixtureServer.run(.prodBaseline) { server in
            var names: [String] = []
            var token = ""
            repeat {
                let text = try await Self.curl(server, "/api/v1/pods?limit=50&continue=\(token)")
                let page = try JSONReader.value(Array(text.utf8))
                let items = try #require(page["items"]?.array)
                #expect(items.count <= 50)
                names += items.compactMap { $0["metadata"]?["name"]?.string }
                token = page["metadata"]?["continue"]?.string ?? ""
            } while !token.isEmpty
            let recorded = whole.items.indices.compactMap { whole.value($0)?["metadata"]?["name"]?.string }
            #expect(names == recorded)
            #expect(names.count == 133)
        }
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func unlimitedListsAreTheRecordedBytes() async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        for path in [
            "/api/v1/secrets", "/apis/apps/v1/deployments", "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations",
        ] {
            let request = HTTPServerRequest(method: "GET", path: path)
            guard case .bytes(let bytes) = await cluster.answer(request).body else {
                Issue.record("no bytes for \(path)")
                continue
            }
            #expect(Digest(of: bytes).hex == cluster.recordedDigest(path))
            // A limit that is never reached goes the way of the pages: the items must still be the recorded bytes.
            let limited = HTTPServerRequest(method: "GET", path: "\(path)?limit=100000")
            guard case .bytes(let page) = await cluster.answer(limited).body else { continue }
            let (whole, cut) = (try #require(SlicedList(bytes)), try #require(SlicedList(page)))
            #expect(!whole.items.isEmpty)
            #expect(whole.items.indices.map { whole.item($0) } == cut.items.indices.map { cut.item($0) })
        }
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence)) func recordedMisbehaviorIsReplayed() throws {
        let statuses = try RecordedMisbehavior.allCases.map { try $0.response().status }
        #expect(statuses == [410, 200, 410, 429, 503, 200])
        let limited = try RecordedMisbehavior.tooManyRequests.response()
        #expect(limited.headers.contains(.init("Retry-After", "1")))
    }

    @Test(
        .enabled(if: Recordings.areAvailable, Recordings.absence),
        arguments: [
            ("/version", 200), ("/version/", 200), ("/readyz", 200), ("/openapi/v3", 200),
            ("/openapi/v3/apis/apps/v1", 200),
            ("/apis/apps/v1/namespaces/a0005-i/deployments/web-frontend", 200),
            ("/apis/apps/v1/namespaces/a0005-i/deployments/none", 404), ("/apis/none.example/v1/things", 404),
            ("/apis/external.metrics.k8s.io/v1beta1", 503), ("/apis/external.metrics.k8s.io/v1beta1/things", 503),
        ])
    func recordedPathsAreAnsweredAsTheServerDid(path: String, status: Int) async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        #expect(await cluster.answer(HTTPServerRequest(method: "GET", path: path)).status == status)
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func oneRecordedObjectIsTheBytesThatGetAnswered() async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let path = "/apis/apps/v1/namespaces/a0005-i/deployments/web-frontend"
        let answer = await cluster.answer(HTTPServerRequest(method: "GET", path: path))
        guard case .bytes(let bytes) = answer.body else { return }
        #expect(Digest(of: bytes).hex == cluster.recordedDigest(path))
    }

    @Test func clientCertificatesTokensAndNothingAreTold() async throws {
        let hello: HTTPServer.Handler = { HTTPServerResponse(status: 200, text: $0.client?.commonName ?? "nobody") }
        let pair = try TestCertificates.shared.get().client
        let folder = try TemporaryDirectory()
        let certificate = [
            "--cert", try folder.write(pair.certificate, to: "c"), "--key", try folder.write(pair.key, to: "k"),
        ]
        let bearer = ["-H", "Authorization: Bearer \(FixtureServer.token)"]
        try await FixtureServer.run(authentication: .clientCertificate, answer: hello) { server in
            let answer1 = try await Self.curl(server, "/", certificate)
            #expect(answer1 == "snapctl-reader")
            let answer2 = try await Self.curl(server, "/", bearer)
            #expect(answer2.contains("Unauthorized"))
        }
        try await FixtureServer.run(authentication: .token, answer: hello) { server in
            let answer3 = try await Self.curl(server, "/", bearer)
            #expect(answer3 == "nobody")
            let answer4 = try await Self.curl(server, "/")
            #expect(answer4.contains("Unauthorized"))
            server.accept(tokens: ["another"])
            let answer5 = try await Self.curl(server, "/", bearer)
            #expect(answer5.contains("Unauthorized"))
            #expect(server.seen.map(\.status) == [200, 401, 401])
        }
        try await FixtureServer.run(authentication: .none, answer: hello) { server in
            let answer6 = try await Self.curl(server, "/")
            #expect(answer6 == "nobody")
        }
    }

    /// What curl says of each deed: status, and curl's own exit where the connection breaks.
    static let deeds: [(Misbehavior.Deed, String)] = [
        (.unauthorized, "401"), (.forbidden, "403"), (.expired, "410"), (.tooManyRequests(retryAfter: 1), "429"),
        (.serverError, "500"), (.conversionFailed, "500"), (.unavailable, "503"), (.htmlError, "502"),
        (.redirect(origin: "https://elsewhere.example"), "302"), (.wrongKind, "200"), (.invalidJSON, "200"),
        (.duplicateNames, "200"), (.sameTokenForever, "200"), (.newTokenForever, "200"),
        (.hugeObject(bytes: 1 << 20), "200"), (.gzipBomb(bytes: 1 << 24), "200"),
        (.drip(bytes: 16, every: .milliseconds(1)), "200"), (.silence(.milliseconds(5)), "200"),
        (.hangUp, "broken"), (.cutOff(after: 10), "broken"),
    ]

    @Test(arguments: deeds) func misbehaviorHappensAsOftenAsAsked(deed: Misbehavior.Deed, expected: String) async throws
    {
        let list: HTTPServer.Handler = { _ in
            HTTPServerResponse(json: [
                "kind": "PodList", "apiVersion": "v1", "metadata": ["resourceVersion": "7"],
                "items": [["metadata": ["name": "a"]], ["metadata": ["name": "b"]]],
            ])
        }
        try await FixtureServer.run(
            misbehaving: [Misbehavior(deed, at: "/api/v1/pods", times: 1)], answer: list
        ) { server in
            let code = ["-o", "/dev/null", "-w", "%{http_code}"]
            let other = try await Self.curl(server, "/api/v1/podtemplates", code)
            #expect(other == "200")
            let struck = try await Self.curl(server, "/api/v1/pods?limit=1", code)
            #expect(struck == expected)
            let healed = try await Self.curl(server, "/api/v1/pods")
            let items = try JSONReader.value(Array(healed.utf8))["items"]
            #expect(items?.array?.count == 2)
        }
    }
}
