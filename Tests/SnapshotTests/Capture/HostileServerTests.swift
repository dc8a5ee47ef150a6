import Snapshot
import TestSupport
import Testing

/// Figure F11: whatever a server does, the capture ends in bounded time and memory, says what is missing, and shows the
/// token to nobody else.
@Suite(.serialized) struct HostileServerTests {
    /// One bad day: what happens to which requests, and what has to become of the type.
    struct Day: Sendable, CustomTestStringConvertible {
        let name: String
        let deed: Misbehavior.Deed
        var path = "/api/v1/pods"
        var moment = Misbehavior.Moment.always
        var times: Int?
        /// The reason of the gap; `nil` when the capture overcomes it.
        var gap: Gap.Reason?
        var status: Int?
        var restarts = 0

        var testDescription: String { name }
    }

    private static func list(_ items: String, _ members: String = "") -> Misbehavior.Deed {
        .answer(
            HTTPServerResponse(
                Array(
                    "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"}\(members),\"items\":\(items)}"
                        .utf8)))
    }

    private static let pod = "{\"metadata\":{\"name\":\"a\",\"namespace\":\"b\"}}"

    static let days: [Day] = [
        Day(name: "401 once", deed: .unauthorized, times: 1),
        Day(name: "401 for ever", deed: .unauthorized, gap: .unauthorized, status: 401),
        Day(name: "403", deed: .forbidden, gap: .forbidden, status: 403),
        Day(name: "403 in the middle", deed: .forbidden, moment: .laterPage, gap: .forbidden, status: 403),
        Day(name: "410 in the middle", deed: .expired, moment: .laterPage, times: 1, restarts: 1),
        Day(name: "410 twice", deed: .expired, moment: .laterPage, times: 2, restarts: 2),
        Day(name: "410 for ever", deed: .expired, moment: .laterPage, gap: .expired, status: 410),
        Day(name: "410 at once", deed: .expired, gap: .expired, status: 410),
        Day(name: "429 with Retry-After", deed: .tooManyRequests(retryAfter: 1), times: 1),
        Day(name: "429 without", deed: .tooManyRequests(retryAfter: nil), times: 2),
        Day(name: "429 for ever", deed: .tooManyRequests(retryAfter: nil), gap: .unavailable, status: 429),
        Day(name: "429 for a day", deed: .tooManyRequests(retryAfter: 86_400), gap: .unavailable, status: 429),
        Day(name: "500 twice", deed: .serverError, times: 2),
        Day(name: "500", deed: .serverError, gap: .serverError, status: 500),
        Day(name: "500 of a conversion", deed: .conversionFailed, gap: .conversionFailed, status: 500),
        Day(name: "503", deed: .unavailable, gap: .unavailable, status: 503),
        Day(name: "502 in HTML", deed: .htmlError, gap: .serverError, status: 502),
        Day(name: "404", deed: .answer(HTTPServerResponse(status: 404, text: "no")), gap: .notListable, status: 404),
        Day(name: "405", deed: .answer(HTTPServerResponse(status: 405, text: "no")), gap: .notListable, status: 405),
        Day(name: "hangs up once", deed: .hangUp, times: 1),
        Day(name: "hangs up", deed: .hangUp, gap: .connectionLost),
        Day(name: "ends within the body once", deed: .cutOff(after: 100), times: 1),
        Day(name: "ends within the body", deed: .cutOff(after: 100), gap: .connectionLost),
        Day(name: "ends within the second page", deed: .cutOff(after: 9), moment: .laterPage, gap: .connectionLost),
        Day(name: "the same token for ever", deed: .sameTokenForever, gap: .malformed),
        Day(name: "a new token for ever", deed: .newTokenForever, gap: .limitReached),
        Day(name: "a slow body", deed: .drip(bytes: 64, every: .milliseconds(1))),
        Day(name: "silence for a moment", deed: .silence(.milliseconds(50))),
        Day(name: "silence", deed: .silence(.seconds(20)), gap: .connectionLost),
        Day(name: "a slow body for ever", deed: .drip(bytes: 1, every: .milliseconds(200)), gap: .connectionLost),
        Day(name: "another kind of list", deed: .wrongKind, gap: .malformed),
        Day(name: "no JSON", deed: .invalidJSON, gap: .malformed),
        Day(name: "an object twice", deed: .duplicateNames, moment: .firstPage, gap: .malformed),
        Day(name: "an object of 2 MiB", deed: .hugeObject(bytes: 2 << 20), gap: .limitReached),
        Day(name: "a gzip bomb", deed: .gzipBomb(bytes: 256 << 20), gap: .limitReached),
        Day(name: "a login page", deed: .answer(HTTPServerResponse(status: 200, text: "<html>")), gap: .malformed),
        Day(name: "an empty answer", deed: .answer(HTTPServerResponse([])), gap: .malformed),
        Day(name: "a Status as 200", deed: .answer(HTTPServerResponse(json: ["kind": "Status"])), gap: .malformed),
        Day(
            name: "a list without items",
            deed: .answer(
                HTTPServerResponse(json: [
                    "kind": "PodList", "apiVersion": "v1", "metadata": [:],
                ])), gap: .malformed),
        Day(name: "items that are no list", deed: list("{}"), gap: .malformed),
        Day(name: "an object without a name", deed: list("[{\"metadata\":{}}]"), gap: .malformed),
        Day(
            name: "an object of another kind",
            deed: list(
                "[{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}]"), gap: .malformed),
        Day(name: "an item that is no object", deed: list("[7]"), gap: .malformed),
        Day(name: "an item that is null", deed: list("[null]"), gap: .malformed),
        Day(name: "a key twice", deed: list("[{\"metadata\":{\"name\":\"a\",\"name\":\"b\"}}]"), gap: .malformed),
        Day(name: "items twice", deed: list("[]", ",\"items\":[\(pod)]"), gap: .malformed),
        Day(
            name: "nested 5000 deep",
            deed: list(
                "[{\"metadata\":{\"name\":\"a\"},\"x\":\(String(repeating: "[", count: 5000))\(String(repeating: "]", count: 5000))}]"
            ), gap: .malformed),
        Day(
            name: "a byte that is no UTF-8",
            deed: .answer(
                HTTPServerResponse(
                    Array("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"".utf8) + [
                        0xFF
                    ]
                        + Array("\"}}]}".utf8))), gap: .malformed),
        Day(name: "something behind the list", deed: list("[]} {"), gap: .malformed),
        Day(
            name: "a number beyond reason",
            deed: list(
                "[{\"metadata\":{\"name\":\"a\"},\"n\":1e999999999}]"), gap: .malformed),
    ]

    /// The answers of a state of our own, behind a token.
    private static func served(
        _ misbehaviors: [Misbehavior], patience: Duration = .seconds(20)
    ) async throws -> CapturedState {
        let router = APIRouter(try ServedExample.state())
        var policy = RetryPolicy()
        policy.firstWait = .milliseconds(1)
        policy.longestWait = .milliseconds(20)
        policy.requestTimeout = patience
        policy.busyAttempts = 4
        policy.attempts = 3
        policy.deadline = .seconds(60)
        var bounds = ListBounds()
        bounds.pages = 20
        bounds.pageBytes = 1 << 20
        return try await FixtureServer.run(
            authentication: .token, misbehaving: misbehaviors, answer: { router.answer($0) }
        ) { server in
            try await Capturing.capture(
                server, user: .exec(tokens: [FixtureServer.token]), pageSize: 3, bounds: bounds, policy: policy)
        }
    }

    /// What a good day shows.
    private static let good = Task { try await served([]) }

    @Test(arguments: days)
    func oneTypesBadDayIsItsOwnGapAndNothingElse(day: Day) async throws {
        let good = try await Self.good.value
        let state = try await Self.served(
            [Misbehavior(day.deed, at: day.path, on: day.moment, times: day.times)],
            patience: day.gap == .connectionLost && day.status == nil ? .seconds(3) : .seconds(20))
        let pods = state.manifest.coverage.filter { $0.resource == "pods" && $0.group.isEmpty }
        if let reason = day.gap {
            #expect(state.manifest.gaps.map(\.reason) == [reason], "\(state.manifest.gaps)")
            #expect(state.manifest.gaps.map(\.subject) == ["pods"])
            if let status = day.status { #expect(state.manifest.gaps.first?.status == status) }
            #expect(!state.manifest.isComplete)
            #expect(pods.map(\.state) == [.gap])
            // All of a list or nothing: half a list would look like deletions.
            #expect(!state.entries.contains { $0.identity.kind == "Pod" })
            let rest = good.entries.map(\.identity).filter { $0.kind != "Pod" }
            #expect(state.entries.map(\.identity) == rest)
        } else {
            #expect(state.manifest.gaps.isEmpty, "\(state.manifest.gaps)")
            #expect(pods.map(\.state) == [.complete])
            #expect(pods.map(\.restarts) == [day.restarts])
            #expect(state.entries.map(\.sha256) == good.entries.map(\.sha256))
        }
    }

    @Test func thereAreEnoughOfThem() {
        #expect(Self.days.count >= 50)
        #expect(Set(Self.days.map(\.name)).count == Self.days.count)
    }

    /// A redirect is not followed, so the token reaches nobody else.
    @Test(arguments: ["/api/v1/pods", "/apis", "/openapi/v3", "/version"])
    func aRedirectLeadsNowhere(path: String) async throws {
        let router = APIRouter(try ServedExample.state())
        try await FixtureServer.run(answer: { router.answer($0) }) { thief in
            try await FixtureServer.run(
                authentication: .token, misbehaving: [Misbehavior(.redirect(origin: thief.url), at: path)],
                answer: { router.answer($0) }
            ) { server in
                let state = try? await Capturing.capture(server, user: .token())
                // What is needed for a capture at all ends it; a list is a gap.
                #expect(state == nil || state?.manifest.isComplete == false || path == "/openapi/v3")
                #expect(thief.seen.isEmpty)
                #expect(server.seen.allSatisfy { $0.request.header("Authorization") == "Bearer fixture-token" })
            }
        }
    }

    @Test(arguments: ["/version", "/api", "/apis", "/api/v1/namespaces/kube-system"])
    func whatIsNoKubernetesServerIsAnErrorAndNoEmptyCluster(path: String) async throws {
        let router = APIRouter(try ServedExample.state())
        let answers = [
            HTTPServerResponse(status: 404, text: "404"), HTTPServerResponse(status: 200, text: "<html>"),
            HTTPServerResponse(status: 500, text: "oops"), HTTPServerResponse(json: [:]),
            HTTPServerResponse(json: ["kind": "APIGroupDiscoveryList", "items": []]),
        ]
        var policy = RetryPolicy()
        policy.firstWait = .milliseconds(1)
        for answer in answers {
            try await FixtureServer.run(
                misbehaving: [Misbehavior(.answer(answer), at: path)], answer: { router.answer($0) }
            ) { server in
                let state = try? await Capturing.capture(server, policy: policy)
                guard let state else { return }
                // Version and uid may be unknown; types may not.
                #expect(!path.hasPrefix("/api") || path.contains("kube-system") || answer.status == 200)
                #expect(state.entries.contains { $0.identity.kind == "Pod" } || !state.manifest.isComplete)
            }
        }
        let nothing = HTTPServerResponse(status: 404, text: "404 page not found")
        await #expect(throws: ClusterCapture.Failure.self) {
            try await FixtureServer.run(answer: { _ in nothing }) { try await Capturing.capture($0) }
        }
    }

    @Test func aNamespaceThatDoesNotExistIsAGap() async throws {
        let router = APIRouter(try ServedExample.state())
        let state = try await FixtureServer.run(answer: { router.answer($0) }) { server in
            try await Capturing.capture(server, scope: Scope(namespaces: ["a", "typo"]))
        }
        #expect(state.manifest.gaps.map(\.reason) == [.absent])
        #expect(state.manifest.gaps.first?.message.contains("typo") == true)
        #expect(state.entries.allSatisfy { $0.identity.namespace == "a" })
        #expect(!state.entries.isEmpty)
    }

    /// A user without the right to read namespaces may still read what is in one.
    @Test func aNamespaceThatMayNotBeReadIsNoGapOfItsOwn() async throws {
        let router = APIRouter(try ServedExample.state())
        let state = try await FixtureServer.run(
            misbehaving: [
                Misbehavior(
                    .answer(HTTPServerResponse(failure: 403, reason: "Forbidden", message: "no")),
                    at: "/api/v1/namespaces/a", times: 1)
            ],
            answer: { router.answer($0) }
        ) { try await Capturing.capture($0, scope: Scope(namespaces: ["a"])) }
        #expect(state.manifest.gaps.isEmpty)
        #expect(!state.entries.isEmpty)
    }
}
