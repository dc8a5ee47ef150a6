import Foundation
import Snapshot
import TestSupport
import Testing

/// Captures of the recorded clusters over TLS: exactly the objects that the real server had, whoever asks and however.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct RecordedCaptureTests {
    /// How the client proves who it is.
    enum Login: String, CaseIterable {
        case certificate, token, exec

        var user: FixtureKubeconfig.User {
            switch self {
            case .certificate: .clientCertificate
            case .token: .token()
            case .exec: .exec()
            }
        }

        var authentication: FixtureServer.Authentication { self == .certificate ? .clientCertificate : .token }
    }

    private static let clusters: [Recordings] = [.prodBaseline, .prodChurned, .prodDrifted, .stageBaseline]

    /// What has to be in a capture: the objects of each resource's list at its preferred version, or at the only version
    /// that has it.
    private static func expected(_ cluster: RecordedCluster, scope: Scope) throws -> Set<Identity> {
        var identities: Set<Identity> = []
        let lists = try cluster.summary()["lists"]?.array ?? []
        let preferred = Set(lists.filter { $0["preferred"]?.bool == true }.map(Self.resource))
        for list in lists where list["preferred"]?.bool == true || !preferred.contains(Self.resource(list)) {
            let version = list["gv"]?.string ?? ""
            let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
            let plural = list["resource"]?.string ?? ""
            guard scope.contains(group: group, resource: plural) else { continue }
            let path = "\(group.isEmpty ? "/api" : "/apis")/\(version)/\(plural)"
            let recorded = try #require(cluster.list(path), "\(path) was not recorded")
            #expect(recorded.items.count == list["items"]?.int)
            for index in recorded.items.indices {
                let metadata = recorded.value(index)?["metadata"]
                identities.insert(
                    Identity(
                        group: group, kind: list["kind"]?.string ?? "", namespace: metadata?["namespace"]?.string,
                        name: metadata?["name"]?.string ?? ""))
            }
        }
        return identities
    }

    private static func resource(_ list: Value) -> String {
        let version = list["gv"]?.string ?? ""
        return "\(list["resource"]?.string ?? "").\(version.contains("/") ? version.prefix { $0 != "/" } : "")"
    }

    @Test(arguments: clusters, Login.allCases)
    func aCaptureHoldsExactlyTheObjectsThatWereServed(recording: Recordings, login: Login) async throws {
        let cluster = try RecordedCluster(recording)
        let state = try await FixtureServer.run(
            authentication: login.authentication, answer: { await cluster.answer($0) }
        ) { server in
            let state = try await Capturing.capture(server, user: login.user)
            // Read only, and nobody was asked twice because of the login.
            #expect(server.seen.allSatisfy { $0.request.method == "GET" || $0.line.contains("selfsubjectreviews") })
            #expect(server.seen.allSatisfy { $0.status != 401 })
            return state
        }
        let expected = try Self.expected(cluster, scope: Scope())
        let held = Set(state.entries.map(\.identity))
        #expect(state.entries.count == held.count)
        #expect(expected.subtracting(held).map(\.description) == [])
        #expect(held.subtracting(expected).map(\.description) == [])
        #expect(expected.count > 800)

        #expect(state.manifest.isComplete)
        let stale = state.manifest.coverage.filter { $0.group == "external.metrics.k8s.io" }
        #expect(stale.map(\.state) == [.excludedUnreadable])
        #expect(state.manifest.cluster?.isVerified == true)
        #expect(state.manifest.cluster?.isEncrypted == true)
        #expect(state.manifest.cluster?.version == "v1.36.2")
        #expect(state.manifest.cluster?.uid?.isEmpty == false)
        #expect((state.manifest.cluster?.loginCommand?.hasSuffix("/plugin.sh") == true) == (login == .exec))
        #expect(state.manifest.cluster?.loginCommand?.hasPrefix("/") != false)
        // Each type in scope says how many, and at which revision.
        let complete = state.manifest.coverage.filter { $0.state == .complete }
        #expect(complete.reduce(0) { $0 + $1.count } == held.count)
        #expect(complete.allSatisfy { $0.resourceVersion?.isEmpty == false })
    }

    @Test func aWiderScopeMakesTheStaleGroupAGap() async throws {
        let scope = Scope(include: ["*.external.metrics.k8s.io"])
        let state = try await FixtureServer.run(.prodBaseline, authentication: .token) { server in
            try await Capturing.capture(server, user: .token(), scope: scope)
        }
        #expect(state.manifest.gaps.map(\.subject) == ["external.metrics.k8s.io"])
        #expect(state.manifest.gaps.map(\.reason) == [.stale])
        #expect(!state.manifest.isComplete)
        #expect(
            state.manifest.coverage.filter { $0.group == "external.metrics.k8s.io" }.map(\.state) == [.gap])
    }

    /// Order and size of the pages say nothing about the state.
    @Test(arguments: [7, 100, 5000])
    func pagesLeaveNoTrace(size: Int) async throws {
        func capture(_ size: Int) async throws -> (normalized: String, content: String) {
            let folder = try TemporaryDirectory()
            let state = try await FixtureServer.run(.prodBaseline) { try await Capturing.capture($0, pageSize: size) }
            let written = try await state.write(toFile: folder.file("s.tar.zst"))
            return (written.manifest.roots.normalized, written.manifest.roots.content)
        }
        let (one, other) = (try await capture(500), try await capture(size))
        #expect(one.normalized == other.normalized)
        #expect(one.content == other.content)
    }

    @Test func aWholeTypeThatIsForbiddenIsAGapAndTheRestIsThere() async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let state = try await FixtureServer.run(
            authentication: .token, misbehaving: [Misbehavior(.forbidden, at: "/api/v1/secrets")],
            answer: { await cluster.answer($0) }
        ) { try await Capturing.capture($0, user: .token()) }
        let expected = try Self.expected(cluster, scope: Scope()).filter { $0.kind != "Secret" }
        #expect(Set(state.entries.map(\.identity)) == expected)
        #expect(state.manifest.gaps.map(\.subject) == ["secrets"])
        #expect(state.manifest.gaps.map(\.status) == [403])
    }

    @Test(arguments: RecordedMisbehavior.allCases)
    func recordedBadDaysAreGapsOrPass(day: RecordedMisbehavior) async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let answer = try day.response()
        var policy = RetryPolicy()
        policy.firstWait = .milliseconds(1)
        policy.longestWait = .milliseconds(5)
        let moment: Misbehavior.Moment = day == .expiredContinue ? .laterPage : .always
        let state = try await FixtureServer.run(
            misbehaving: [Misbehavior(.answer(answer), at: "/api/v1/pods", on: moment)],
            answer: { await cluster.answer($0) }
        ) { try await Capturing.capture($0, pageSize: 50, policy: policy) }
        // None of these answers is a list of pods.
        #expect(state.manifest.gaps.map(\.subject) == ["pods"])
        let reasons: [RecordedMisbehavior: Gap.Reason] = [
            .expiredContinue: .expired, .inconsistentContinue: .malformed, .expiredRevision: .expired,
            .tooManyRequests: .unavailable, .aggregatedUnavailable: .unavailable, .indented: .malformed,
        ]
        #expect(state.manifest.gaps.first?.reason == reasons[day])
        #expect(!state.entries.contains { $0.identity.kind == "Pod" })
        #expect(state.entries.contains { $0.identity.kind == "Deployment" })
    }
}
