import Foundation
import Snapshot
import TestSupport
import Testing

/// Logins that are renewed and requests that are tried again, or not.
@Suite struct APIClientTests {
    private static let anything: HTTPServer.Handler = { _ in HTTPServerResponse(json: [:]) }

    @Test func aRefusedLoginIsRenewedOnceAndTheRequestRepeatedOnce() async throws {
        try await FixtureServer.run(authentication: .token, answer: Self.anything) { server in
            server.accept(tokens: ["second"])
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .exec(tokens: ["first", "second"]), in: folder)
            let connection = try Kubeconfig.resolve(
                path: config.path, environment: ["PATH": "/usr/bin:/bin"], home: nil)
            let client = try APIClient(connection: connection)
            let response = try await client.get("/version")
            await client.close()
            #expect(response.status == 200)
            #expect(server.seen.map(\.status) == [401, 200])
            #expect(config.execRuns == 2)
        }
    }

    @Test func thirtyTwoRefusedRequestsRenewTheLoginOnce() async throws {
        try await FixtureServer.run(authentication: .token, answer: Self.anything) { server in
            server.accept(tokens: ["second"])
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .exec(tokens: ["first", "second"]), in: folder)
            let connection = try Kubeconfig.resolve(
                path: config.path, environment: ["PATH": "/usr/bin:/bin"], home: nil)
            let client = try APIClient(connection: connection)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<32 { group.addTask { try await client.get("/version").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await client.close()
            #expect(statuses == Array(repeating: 200, count: 32))
            #expect(config.execRuns == 2)
            #expect(server.seen.count { $0.status == 200 } == 32)
            #expect(server.seen.count <= 64)
        }
    }

    @Test func aLoginThatIsNeverAcceptedIsNotRenewedForEver() async throws {
        try await FixtureServer.run(authentication: .token, answer: Self.anything) { server in
            server.accept(tokens: [])
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .exec(tokens: ["bad"]), in: folder)
            let connection = try Kubeconfig.resolve(
                path: config.path, environment: ["PATH": "/usr/bin:/bin"], home: nil)
            let client = try APIClient(connection: connection)
            for _ in 0..<10 {
                let error = await thrown(RequestError.self) { try await client.get("/version") }
                #expect(error?.reason == .unauthorized)
            }
            await client.close()
            #expect(config.execRuns == 2)
        }
    }

    @Test func aRewrittenTokenFileIsReadAgain() async throws {
        try await FixtureServer.run(authentication: .token, answer: Self.anything) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .tokenFile(), in: folder)
            let connection = try Kubeconfig.resolve(path: config.path, environment: [:], home: nil)
            let time = VirtualTime()
            let client = APIClient(connection: connection, transport: try TransportHTTP(connection), pace: time.pace)
            _ = try await client.get("/version")
            // At once after a 401.
            try folder.write("second\n", to: "token")
            server.accept(tokens: ["second"])
            _ = try await client.get("/version")
            // And every minute without one.
            try folder.write("third\n", to: "token")
            server.accept(tokens: ["second", "third"])
            _ = try await client.get("/version")
            time.pass(.seconds(60))
            _ = try await client.get("/version")
            await client.close()
            let tokens = server.seen.map { $0.request.header("Authorization") ?? "" }
            #expect(
                tokens == [
                    "Bearer fixture-token", "Bearer fixture-token", "Bearer second", "Bearer second", "Bearer third",
                ])
        }
    }

    @Test func aFixedTokenIsNotTriedTwice() async throws {
        try await FixtureServer.run(authentication: .token, answer: Self.anything) { server in
            let error = await thrown(RequestError.self) {
                try await withClient(of: server, user: .token("wrong")) { try await $0.get("/version") }
            }
            #expect(error?.reason == .unauthorized)
            #expect(error?.summary.contains("wrong") == false)
            #expect(server.seen.count == 1)
        }
    }

    @Test func anExpiredLoginNamesTheCommandThatRenewsIt() async throws {
        try await FixtureServer.run(authentication: .token, answer: Self.anything) { server in
            let folder = try TemporaryDirectory()
            try folder.write(
                "#!/bin/sh\necho '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"old\"}}'\n",
                to: "kubelogin", permissions: 0o700)
            let user = FixtureKubeconfig.User.lines(
                """
                    exec:
                      apiVersion: client.authentication.k8s.io/v1beta1
                      command: ./kubelogin
                      args: [get-token, --login, azurecli]
                """)
            let config = try FixtureKubeconfig(for: server, user: user, in: folder)
            let connection = try Kubeconfig.resolve(path: config.path, environment: [:], home: nil)
            let client = try APIClient(connection: connection)
            let error = await thrown(RequestError.self) { try await client.get("/version") }
            await client.close()
            #expect(error?.hint == "the login has expired; log in again with `az login`")
        }
    }

    @Test func theServersWishIsTheWait() async throws {
        let busy = Misbehavior(.tooManyRequests(retryAfter: 7), at: "/", times: 2)
        try await FixtureServer.run(misbehaving: [busy], answer: Self.anything) { server in
            let time = VirtualTime()
            _ = try await withClient(of: server, time: time) { try await $0.get("/version") }
            #expect(time.waits == [.milliseconds(7050), .milliseconds(7050)])
            #expect(server.seen.map(\.status) == [429, 429, 200])
        }
    }

    @Test func aDateIsAWishToo() async throws {
        let time = VirtualTime(epoch: Instant(milliseconds: 784_111_770_000))
        let answer = HTTPServerResponse(
            status: 503, headers: [.init("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")], body: .bytes([]))
        try await FixtureServer.run(
            misbehaving: [Misbehavior(.answer(answer), at: "/", times: 1)], answer: Self.anything
        ) { server in
            _ = try await withClient(of: server, time: time) { try await $0.get("/version") }
            #expect(time.waits == [.milliseconds(7050)])
        }
    }

    @Test func aWishBeyondReasonIsCutAndNotWaitedForEver() async throws {
        let busy = Misbehavior(.tooManyRequests(retryAfter: 86_000), at: "/")
        try await FixtureServer.run(misbehaving: [busy], answer: Self.anything) { server in
            let time = VirtualTime()
            let error = await thrown(RequestError.self) {
                try await withClient(of: server, time: time) { try await $0.get("/version") }
            }
            #expect(error?.reason == .unavailable)
            #expect(time.waits.reduce(.zero, +) <= .seconds(300))
        }
    }

    @Test(arguments: [
        (Misbehavior.Deed.unavailable, 4, Gap.Reason.unavailable), (.serverError, 4, .serverError),
        (.htmlError, 4, .serverError), (.hangUp, 4, .connectionLost), (.cutOff(after: 1), 4, .connectionLost),
        (.conversionFailed, 1, .conversionFailed), (.forbidden, 1, .forbidden), (.expired, 1, .expired),
        (.answer(HTTPServerResponse(status: 404, text: "404 page not found")), 1, .notListable),
        (.answer(HTTPServerResponse(status: 405, text: "")), 1, .notListable),
        (.answer(HTTPServerResponse(status: 406, text: "")), 1, .notListable),
    ])
    func onlyWhatMayPassIsTriedAgain(deed: Misbehavior.Deed, attempts: Int, reason: Gap.Reason) async throws {
        try await FixtureServer.run(misbehaving: [Misbehavior(deed, at: "/")], answer: Self.anything) { server in
            let error = await thrown(RequestError.self) { try await withClient(of: server) { try await $0.get("/x") } }
            #expect(error?.reason == reason, "\(error?.summary ?? "no error")")
            #expect(server.seen.count == attempts)
        }
    }

    @Test(arguments: [Misbehavior.Deed.unavailable, .serverError, .hangUp, .cutOff(after: 1)])
    func whatPassesIsForgotten(deed: Misbehavior.Deed) async throws {
        try await FixtureServer.run(misbehaving: [Misbehavior(deed, at: "/", times: 3)], answer: Self.anything) {
            server in
            let time = VirtualTime()
            let response = try await withClient(of: server, time: time) { try await $0.get("/x") }
            #expect(response.status == 200)
            #expect(time.waits == [.milliseconds(187.5), .milliseconds(375), .milliseconds(750)])
        }
    }

    @Test func cancellationIsNeitherRetriedNorAGap() async throws {
        try await FixtureServer.run(misbehaving: [Misbehavior(.silence(.seconds(30)), at: "/")], answer: Self.anything)
        {
            server in
            let error = await withTaskGroup(of: RequestError?.self) { group in
                group.addTask {
                    await thrown(RequestError.self) { try await withClient(of: server) { try await $0.get("/x") } }
                }
                try? await Task.sleep(for: .milliseconds(300))
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(error?.isCancellation == true, "\(error?.summary ?? "no error")")
        }
    }

    @Test func aServersWordsAreShortenedAndItsQueryLeftOut() async throws {
        let long = HTTPServerResponse(failure: 403, reason: "Forbidden", message: String(repeating: "x", count: 9000))
        try await FixtureServer.run(misbehaving: [Misbehavior(.answer(long), at: "/")], answer: Self.anything) {
            server in
            let error = await thrown(RequestError.self) {
                try await withClient(of: server) { try await $0.get("/api/v1/pods?continue=abcdef") }
            }
            #expect(error?.message.count == 500)
            #expect(error?.summary.hasPrefix("the credentials may not read /api/v1/pods: xxx") == true)
        }
    }

    @Test func onlyReviewsAreEverPosted() async throws {
        let answer: HTTPServer.Handler = { request in
            switch request.pathOnly {
            case "/version": HTTPServerResponse(json: ["gitVersion": "v1.36.2"])
            case "/api/v1/namespaces/kube-system": HTTPServerResponse(json: ["metadata": ["uid": "u-1"]])
            default:
                HTTPServerResponse(status: 201, json: ["status": ["userInfo": ["username": "jane", "groups": ["g"]]]])
            }
        }
        try await FixtureServer.run(clockOffset: -3600, answer: answer) { server in
            let (facts, connection) = try await withClient(of: server, time: VirtualTime(epoch: Pace.real.now())) {
                (try await ClusterFacts.read($0), $0.connection)
            }
            #expect(facts.version == "v1.36.2")
            #expect(facts.uid == "u-1")
            #expect(facts.user == "jane")
            #expect(facts.groups == ["g"])
            #expect(abs((facts.skewMilliseconds ?? 0) - 3_600_000) < 60_000)
            #expect(facts.authoritySHA256?.count == 64)
            #expect(connection.contextName == "fixture")
            #expect(
                server.seen.map(\.line).filter { !$0.hasPrefix("GET ") }
                    == ["POST /apis/authentication.k8s.io/v1/selfsubjectreviews"])
        }
    }

    @Test func factsThatAreRefusedStayUnknown() async throws {
        let forbidden = ["/version", "/api/v1/namespaces", "/apis/authentication.k8s.io"].map {
            Misbehavior(.forbidden, at: $0)
        }
        try await FixtureServer.run(misbehaving: forbidden, answer: Self.anything) { server in
            let facts = try await withClient(of: server) { try await ClusterFacts.read($0) }
            #expect(facts.version == nil)
            #expect(facts.uid == nil)
            #expect(facts.user == nil)
        }
    }
}
