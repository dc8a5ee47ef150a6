import Foundation
import Snapshot
import Synchronization
import TestSupport
import Testing

/// A server that has just started knows less than it has: what it withholds is waited for, and then named.
@Suite struct DiscoveryCompletenessTests {
    private static func definition(
        _ plural: String, kind: String, versions: [(String, Bool)] = [("v1", true)], established: String = "True"
    ) -> Value {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string("\(plural).late.example")],
            "spec": [
                "group": "late.example", "scope": "Namespaced",
                "names": ["kind": .string(kind), "listKind": .string("\(kind)List"), "plural": .string(plural)],
                "versions": .array(
                    versions.map { ["name": .string($0.0), "served": .bool($0.1), "storage": .bool($0.0 == "v1")] }),
            ],
            "status": ["conditions": [["type": "Established", "status": .string(established)]]],
        ]
    }

    private static func service(_ name: String, group: String, version: String, available: String = "True") -> Value {
        [
            "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": ["name": .string(name)],
            "spec": ["group": .string(group), "version": .string(version)],
            "status": ["conditions": [["type": "Available", "status": .string(available)]]],
        ]
    }

    private static let objects: [Value] = [
        ServedExample.namespace("a"), ServedExample.pod("a", "p"),
        definition("lates", kind: "Late", versions: [("v1", true), ("v1beta1", true), ("v1alpha1", false)]),
        definition("drafts", kind: "Draft", established: "False"),
        ["apiVersion": "late.example/v1", "kind": "Late", "metadata": ["name": "l", "namespace": "a"]],
        service("v1.", group: "", version: "v1"), service("v1.apps", group: "apps", version: "v1"),
        service("v1.late.example", group: "late.example", version: "v1"),
        service("v1.broken.example", group: "broken.example", version: "v1", available: "False"),
    ]

    /// A server that leaves something out of discovery, so many times.
    private static func withholding(
        groups: Set<String> = [], versions: Set<String> = [], times: Int = .max
    ) throws -> HTTPServer.Handler {
        let router = APIRouter(try FolderState.state(of: objects))
        let left = Mutex(times)
        return { request in
            let response = router.answer(request)
            guard request.pathOnly == "/apis", case .bytes(let bytes) = response.body,
                left.withLock({ left in
                    left -= 1
                    return left >= 0
                }), var document = (try? JSONReader.value(bytes))?.object
            else { return response }
            let kept: [Value] = (document["items"]?.array ?? []).filter {
                !groups.contains($0[["metadata", "name"]]?.string ?? "")
            }.map { group in
                guard group[["metadata", "name"]] == "late.example", var object = group.object else { return group }
                object["versions"] = .array(
                    (group["versions"]?.array ?? []).filter { !versions.contains($0["version"]?.string ?? "") })
                return .object(object)
            }
            document["items"] = .array(kept)
            return HTTPServerResponse(
                contentType: response.headers.first { $0.name == "Content-Type" }?.value ?? "application/json",
                CanonicalJSON.bytes(.object(document)))
        }
    }

    private static func named(_ state: CapturedState) -> [String] {
        state.manifest.gaps.map { "\($0.subject) \($0.version ?? "") \($0.reason.rawValue)" }
    }

    @Test func aWithheldGroupIsNamed() async throws {
        let state = try await FixtureServer.run(answer: Self.withholding(groups: ["late.example"])) {
            try await Capturing.capture($0)
        }
        #expect(
            Set(Self.named(state)) == [
                "late.example v1 undiscovered", "lates.late.example v1 undiscovered",
                "lates.late.example v1beta1 undiscovered",
            ])
        #expect(!state.manifest.isComplete)
        #expect(!state.entries.contains { $0.identity.kind == "Late" })
    }

    @Test func oneWithheldVersionIsNamed() async throws {
        let state = try await FixtureServer.run(answer: Self.withholding(versions: ["v1beta1"])) {
            try await Capturing.capture($0)
        }
        #expect(Self.named(state) == ["lates.late.example v1beta1 undiscovered"])
        #expect(state.entries.contains { $0.identity.kind == "Late" })
    }

    @Test func whatComesLateIsWaitedForAndRead() async throws {
        let answer = try Self.withholding(groups: ["late.example", "apps"], times: 2)
        let state = try await FixtureServer.run(answer: answer) {
            try await Capturing.capture($0, patience: .seconds(20))
        }
        #expect(Self.named(state) == [])
        #expect(state.entries.contains { $0.identity.kind == "Late" })
        let late = state.manifest.coverage.filter { $0.resource == "lates" }
        #expect(late.map(\.state) == [.complete])
        #expect(late.map(\.count) == [1])
    }

    @Test func aServerThatNamesEverythingIsComplete() async throws {
        let state = try await FixtureServer.run(answer: Self.withholding()) { try await Capturing.capture($0) }
        #expect(Self.named(state) == [])
        #expect(state.manifest.consistency?.unchecked == [])
    }

    /// Definitions are looked at for namespaces too; what is not in scope is not missed.
    @Test func aScopeMissesWhatIsInIt() async throws {
        let answer = try Self.withholding(groups: ["late.example"])
        let state = try await FixtureServer.run(answer: answer) { server in
            try await Capturing.capture(server, scope: Scope(namespaces: ["a"]))
        }
        #expect(Self.named(state).contains("lates.late.example v1 undiscovered"))
        let other = try await FixtureServer.run(answer: answer) { server in
            try await Capturing.capture(server, scope: Scope(exclude: ["*.late.example"]))
        }
        #expect(Self.named(other) == [])
    }

    @Test func whoMayNotListDefinitionsIsToldThatNobodyChecked() async throws {
        let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        let state = try await FixtureServer.run(
            misbehaving: [Misbehavior(.forbidden, at: definitions)], answer: Self.withholding()
        ) { server in
            try await Capturing.capture(
                server, scope: Scope(exclude: ["customresourcedefinitions.apiextensions.k8s.io"]))
        }
        #expect(Self.named(state) == [])
        #expect(
            state.manifest.consistency?.unchecked.map(\.check) == ["customresourcedefinitions.apiextensions.k8s.io"])
    }

    // MARK: Readiness

    private static let failing = HTTPServerResponse(
        status: 500, text: "[+]ping ok\n[-]informer-sync failed: reason withheld\nreadyz check failed\n")

    @Test func aServerThatIsNotReadyIsAGapThatSaysWhy() async throws {
        var policy = RetryPolicy()
        policy.firstWait = .milliseconds(1)
        let state = try await FixtureServer.run(
            misbehaving: [Misbehavior(.answer(Self.failing), at: "/readyz")], answer: Self.withholding()
        ) { [policy] in try await Capturing.capture($0, policy: policy) }
        #expect(Set(state.manifest.gaps.map(\.reason)) == [.notReady])
        #expect(state.manifest.gaps.count == 2)
        #expect(state.manifest.gaps.allSatisfy { $0.message.contains("informer-sync") && $0.subject == "API server" })
    }

    @Test func aServerThatBecomesReadyIsWaitedFor() async throws {
        var policy = RetryPolicy()
        policy.firstWait = .milliseconds(1)
        let state = try await FixtureServer.run(
            misbehaving: [Misbehavior(.answer(Self.failing), at: "/readyz", times: 6)], answer: Self.withholding()
        ) { [policy] in try await Capturing.capture($0, policy: policy, patience: .seconds(20)) }
        #expect(Self.named(state) == [])
    }

    @Test func whoMayNotAskForReadinessIsToldSo() async throws {
        let refusal = HTTPServerResponse(failure: 403, reason: "Forbidden", message: "no")
        let state = try await FixtureServer.run(
            misbehaving: [Misbehavior(.answer(refusal), at: "/readyz")], answer: Self.withholding()
        ) { try await Capturing.capture($0) }
        #expect(Self.named(state) == [])
        #expect(state.manifest.consistency?.unchecked.map(\.check) == ["readyz"])
    }

    // MARK: Caches and changes

    @Test func aListThatIsForbiddenAtFirstIsAskedForAgain() async throws {
        let state = try await FixtureServer.run(
            misbehaving: [Misbehavior(.forbidden, at: "/api/v1/pods", times: 1)], answer: Self.withholding()
        ) { try await Capturing.capture($0) }
        #expect(Self.named(state) == [])
        #expect(state.entries.contains { $0.identity.kind == "Pod" })
    }

    @Test func whatChangedWhileTheClusterWasReadIsCounted() async throws {
        let router = APIRouter(try ServedExample.state())
        let first = Mutex(true)
        let state = try await FixtureServer.run(answer: { request in
            let response = router.answer(request)
            guard request.query("limit") != nil, case .bytes(let bytes) = response.body,
                var list = (try? JSONReader.value(bytes))?.object
            else { return response }
            let isFirst = first.withLock { first in
                defer { first = false }
                return first
            }
            // By number: as texts, 99 is after 100.
            list["metadata"] = ["resourceVersion": .string(isFirst ? "99" : "101")]
            let isPods = list["kind"] == "PodList"
            list["items"] = .array(
                (list["items"]?.array ?? []).enumerated().map { place, item in
                    guard var object = item.object, var metadata = object["metadata"]?.object else { return item }
                    metadata["resourceVersion"] = isPods && place < 3 ? "100" : "9"
                    object["metadata"] = .object(metadata)
                    return .object(object)
                })
            return HTTPServerResponse(json: .object(list))
        }) { server in
            try await Capturing.capture(server)
        }
        #expect(state.manifest.consistency?.resourceVersion == "99")
        #expect(state.manifest.consistency?.changed == 3)
    }

    // MARK: Time

    @Test(arguments: [
        Misbehavior.Deed.silence(.seconds(60)), .drip(bytes: 1, every: .milliseconds(100)), .newTokenForever,
        .tooManyRequests(retryAfter: 20),
    ])
    func oneTimeIsForTheWholeCapture(deed: Misbehavior.Deed) async throws {
        let clock = ContinuousClock()
        var state: CapturedState?
        let router = APIRouter(try ServedExample.state())
        var bounds = ListBounds()
        bounds.growth.objects = .max / 2
        let taken = try await clock.measure {
            state = try await FixtureServer.run(
                misbehaving: [Misbehavior(deed, at: "/api/v1/pods")], answer: { router.answer($0) }
            ) { [bounds] in try await Capturing.capture($0, bounds: bounds, timeout: .seconds(15)) }
        }
        #expect(taken < .seconds(100))
        #expect(state?.manifest.gaps.contains { $0.subject == "pods" && $0.reason == .limitReached } == true)
        #expect(state?.manifest.gaps.contains { $0.message.contains("time") } == true)
    }

    @Test func aServerThatSaysNothingAtAllEndsTheCaptureInTime() async throws {
        let clock = ContinuousClock()
        let taken = await clock.measure {
            let error = await thrown(ClusterCapture.Failure.self) {
                try await FixtureServer.run(
                    misbehaving: [Misbehavior(.silence(.seconds(60)), at: "/")], answer: Self.withholding()
                ) { try await Capturing.capture($0, timeout: .seconds(1)) }
            }
            let summary = error?.summary ?? ""
            #expect(summary.contains("the time for reading the cluster is over"), "\(summary)")
        }
        #expect(taken < .seconds(20))
    }
}
