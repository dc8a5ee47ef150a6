import Snapshot
import Synchronization
import TestSupport
import Testing

/// Lists read page by page, and how they end.
@Suite struct ListerTests {
    private static let pods = ResourceType(group: "", version: "v1", kind: "Pod", plural: "pods", isNamespaced: true)

    /// So many pods, in pages as asked for; the token is the number of the next one.
    private static func pods(_ count: Int) -> HTTPServer.Handler {
        { request in
            let limit = request.query("limit").flatMap { Int($0) } ?? count
            let start = request.query("continue").flatMap { Int($0.dropFirst(2)) } ?? 0
            let end = min(start + limit, count)
            return HTTPServerResponse(json: [
                "kind": "PodList", "apiVersion": "v1",
                "metadata": ["resourceVersion": "42", "continue": .string(end < count ? "+/\(end)" : "")],
                "items": .array((start..<end).map { ["metadata": ["name": .string("pod-\($0)")]] }),
            ])
        }
    }

    private struct Enough: Error {}

    /// The names that are left in the end, and how it went.
    private func list(
        _ client: APIClient, limit: Int = 10, bounds: ListBounds = ListBounds(), namespace: String? = nil,
        stopAfter: Int = .max
    ) async throws -> (names: [String], outcome: ListOutcome) {
        var names: [String] = []
        var pages = 0
        let outcome = try await Lister.list(
            Self.pods, namespace: namespace, client: client, limit: limit, bounds: bounds
        ) { bytes throws(Enough) in
            pages += 1
            if pages > stopAfter { throw Enough() }
            let before = names.count
            let page = try? JSONReader.list(bytes) { names.append($0.value()[["metadata", "name"]]?.string ?? "") }
            return PageInfo(list: page?.rest ?? Object(), count: names.count - before)
        } restarted: { () throws(Enough) in
            names = []
        }
        return (names, outcome)
    }

    private func failure(_ body: () async throws -> Void) async -> ListFailure? {
        guard case .failed(let failure) = await thrown(ListError<Enough>.self, body) else { return nil }
        return failure
    }

    @Test(arguments: [(0, 1), (9, 1), (10, 1), (11, 2), (95, 10)])
    func everyObjectComesOnceInOrder(count: Int, pages: Int) async throws {
        try await FixtureServer.run(answer: Self.pods(count)) { server in
            let (names, outcome) = try await withClient(of: server) { try await list($0) }
            #expect(names == (0..<count).map { "pod-\($0)" })
            #expect(outcome.pages == pages)
            #expect(outcome.restarts == 0)
            #expect(outcome.resourceVersion == "42")
            #expect(server.seen.first?.line == "GET /api/v1/pods?limit=10")
            if pages > 1 { #expect(server.seen[1].line == "GET /api/v1/pods?limit=10&continue=%2B%2F10") }
        }
    }

    @Test func oneNamespaceHasItsOwnPath() async throws {
        try await FixtureServer.run(answer: Self.pods(1)) { server in
            _ = try await withClient(of: server) { try await list($0, namespace: "a/b") }
            #expect(server.seen.map(\.line) == ["GET /api/v1/namespaces/a%2Fb/pods?limit=10"])
        }
    }

    @Test func pagesRestartWhenTheTokenExpires() async throws {
        let expired = Misbehavior(.expired, at: "/", on: .laterPage, times: 1)
        try await FixtureServer.run(misbehaving: [expired], answer: Self.pods(25)) { server in
            let (names, outcome) = try await withClient(of: server) { try await list($0) }
            #expect(names == (0..<25).map { "pod-\($0)" })
            #expect(outcome.pages == 3)
            #expect(outcome.restarts == 1)
            #expect(server.seen.map(\.status) == [200, 410, 200, 200, 200])
        }
    }

    @Test func aTokenThatAlwaysExpiresEndsAsAGap() async throws {
        let expired = Misbehavior(.expired, at: "/", on: .laterPage)
        try await FixtureServer.run(misbehaving: [expired], answer: Self.pods(25)) { server in
            let failure = await failure { _ = try await withClient(of: server) { try await list($0) } }
            #expect(failure?.reason == .expired)
            #expect(failure?.gap(of: Self.pods).subject == "pods")
            #expect(server.seen.count == 8)
        }
    }

    @Test(arguments: [Misbehavior.Deed.sameTokenForever, .newTokenForever])
    func anEndlessListIsGivenUp(deed: Misbehavior.Deed) async throws {
        var bounds = ListBounds()
        bounds.pages = 20
        try await FixtureServer.run(misbehaving: [Misbehavior(deed, at: "/")], answer: Self.pods(25)) { server in
            let failure = await failure { _ = try await withClient(of: server) { try await list($0, bounds: bounds) } }
            #expect(failure?.reason == .limitReached)
            #expect(server.seen.count <= 20)
        }
    }

    @Test func aListHasABoundInBytesAndInTime() async throws {
        var small = ListBounds()
        small.bytes = 1000
        var short = ListBounds()
        short.duration = .zero
        try await FixtureServer.run(answer: Self.pods(1000)) { server in
            for bounds in [small, short] {
                let failure = await failure {
                    _ = try await withClient(of: server) { try await list($0, bounds: bounds) }
                }
                #expect(failure?.reason == .limitReached)
            }
        }
    }

    @Test func pagesThatAreTooLargeBecomeSmaller() async throws {
        var bounds = ListBounds()
        bounds.pageBytes = 1000
        try await FixtureServer.run(answer: Self.pods(100)) { server in
            let (names, _) = try await withClient(of: server) { try await list($0, limit: 64, bounds: bounds) }
            #expect(names == (0..<100).map { "pod-\($0)" })
            #expect(server.seen.prefix(2).map(\.line) == ["GET /api/v1/pods?limit=64", "GET /api/v1/pods?limit=8"])
        }
    }

    @Test func anObjectThatIsTooLargeEndsAsAGap() async throws {
        var bounds = ListBounds()
        bounds.pageBytes = 1 << 20
        let huge = Misbehavior(.hugeObject(bytes: 2 << 20), at: "/")
        try await FixtureServer.run(misbehaving: [huge], answer: Self.pods(1)) { server in
            let failure = await failure { _ = try await withClient(of: server) { try await list($0, bounds: bounds) } }
            #expect(failure?.reason == .limitReached)
        }
    }

    private static let refusals: [(Misbehavior.Deed, Gap.Reason, Int?)] = [
        (.forbidden, .forbidden, 403), (.conversionFailed, .conversionFailed, 500), (.unavailable, .unavailable, 503),
        (.hangUp, .connectionLost, nil), (.redirect(origin: "https://x"), .serverError, 302),
    ]

    @Test(arguments: refusals)
    func aRefusalBecomesAGapWithItsReason(deed: Misbehavior.Deed, reason: Gap.Reason, status: Int?) async throws {
        try await FixtureServer.run(misbehaving: [Misbehavior(deed, at: "/")], answer: Self.pods(1)) { server in
            let failure = await failure { _ = try await withClient(of: server) { try await list($0) } }
            #expect(failure?.reason == reason)
            #expect(failure?.status == status)
            #expect(failure?.isCancellation == false)
        }
    }

    @Test func whoTakesPagesCanStop() async throws {
        try await FixtureServer.run(answer: Self.pods(100)) { server in
            let error = await thrown(ListError<Enough>.self) {
                try await withClient(of: server) { try await list($0, stopAfter: 2) }
            }
            guard case .consumer = error else {
                Issue.record("not the consumer's error")
                return
            }
            #expect(server.seen.count == 3)
        }
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence), arguments: [1, 7, 500])
    func aRealListIsTheSameWhateverThePageSize(limit: Int) async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let recorded = try #require(cluster.list("/api/v1/pods"))
        try await FixtureServer.run(answer: { await cluster.answer($0) }) { server in
            let (names, outcome) = try await withClient(of: server) { try await list($0, limit: limit) }
            #expect(names == recorded.items.indices.map { recorded.value($0)?[["metadata", "name"]]?.string ?? "" })
            #expect(outcome.pages == max(1, (recorded.items.count + limit - 1) / limit))
        }
    }

    /// A page of so many new pods with a new token, or one of so many tokens, for ever.
    private static func endless(
        _ items: Int, announcing remaining: Int?, tokens: Int = .max
    ) -> HTTPServer.Handler {
        let page = Mutex(0)
        return { _ in
            let number = page.withLock { page in
                page += 1
                return page
            }
            var metadata = Object(["resourceVersion": "42", "continue": .string("t\(number % tokens)")])
            metadata["remainingItemCount"] = remaining.map { .number(Number($0)) }
            return HTTPServerResponse(json: [
                "kind": "PodList", "apiVersion": "v1", "metadata": .object(metadata),
                "items": .array((0..<items).map { ["metadata": ["name": .string("pod-\(number)-\($0)")]] }),
            ])
        }
    }

    /// How much is read of a list without an end goes by what the server announced, not by a bound for the largest of all.
    @Test(arguments: [(0, nil, 16), (0, 7, 16), (10, 5, 5), (10, 40, 12), (10, nil, 6)] as [(Int, Int?, Int)])
    func aListWithoutAnEndIsGivenUpSoon(items: Int, remaining: Int?, pages: Int) async throws {
        var bounds = ListBounds()
        bounds.growth = (factor: 2, objects: 10)
        bounds.unannounced.objects = 50
        try await FixtureServer.run(answer: Self.endless(items, announcing: remaining)) { server in
            let failure = await failure {
                _ = try await withClient(of: server) { try await list($0, bounds: bounds) }
            }
            #expect(failure?.reason == .limitReached)
            #expect(server.seen.count <= pages, "\(server.seen.count) pages")
        }
    }

    @Test func aListThatAnnouncesNothingHasABoundInBytes() async throws {
        var bounds = ListBounds()
        bounds.unannounced.bytes = 2000
        try await FixtureServer.run(answer: Self.endless(10, announcing: nil)) { server in
            let failure = await failure {
                _ = try await withClient(of: server) { try await list($0, bounds: bounds) }
            }
            #expect(failure?.reason == .limitReached)
            #expect(failure?.message.contains("announces no number") == true, "\(failure?.message ?? "")")
            #expect(server.seen.count < 10, "\(server.seen.count) pages")
        }
    }

    /// Two tokens that lead to one another are as endless as one that leads to itself.
    @Test(arguments: [1, 2, 5]) func pagesInACircleAreGivenUp(tokens: Int) async throws {
        try await FixtureServer.run(answer: Self.endless(10, announcing: nil, tokens: tokens)) { server in
            let failure = await failure { _ = try await withClient(of: server) { try await list($0) } }
            #expect(failure?.reason == .limitReached)
            #expect(server.seen.count == tokens + 1)
        }
    }
}
