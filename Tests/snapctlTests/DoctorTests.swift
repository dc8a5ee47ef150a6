import Snapshot
import TestSupport
import Testing

/// `snapctl doctor`: each line says ok, or what is missing and what cures it.
@Suite struct DoctorTests {
    private static func checks(_ run: Program.Result) throws -> [String: Value] {
        let checks = try JSONReader.value(run.output)["checks"]?.array ?? []
        return Dictionary(checks.map { ($0["name"]?.string ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func everythingIsThere() async throws {
        let program = try SmallCluster.program()
        _ = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        _ = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        try await SmallCluster.serving(try SmallCluster.objects()) { server, config in
            let run = try await program.run(["doctor", "--kubeconfig", config.path, "--baseline", "golden"])
            #expect(run.status == 0, "\(run.all)")
            #expect(!run.text.contains("cure:") && run.text.contains("may be listed"), "\(run.text)")
            // Nothing is written: the one POST is the review that a server answers and does not store.
            #expect(
                server.seen.allSatisfy { $0.request.method == "GET" || $0.request.path.hasSuffix("selfsubjectreviews") }
            )
            #expect(!run.all.contains("hunter2") && !run.all.contains(FixtureServer.token))
            let json = try await program.run(["doctor", "--kubeconfig", config.path, "-o", "json"])
            let checks = try Self.checks(json)
            #expect(checks["baseline"]?["outcome"] == "skipped" && json.status == 0, "\(json.all)")
        }
    }

    @Test(arguments: [
        ("/api/v1/secrets", "secrets"),
        ("/apis/networking.k8s.io/v1/networkpolicies", "networkpolicies.networking.k8s.io"),
    ])
    func whatMayNotBeListedIsNamed(_ path: String, _ type: String) async throws {
        let program = try SmallCluster.program()
        try await SmallCluster.serving(try SmallCluster.objects(), misbehaving: [Misbehavior(.forbidden, at: path)]) {
            _, config in
            let run = try await program.run(["doctor", "--kubeconfig", config.path, "-o", "json"])
            #expect(run.status == 3, "\(run.all)")
            let rights = try Self.checks(run)["rights"]
            #expect(rights?["detail"]?.string?.contains("may not be listed: \(type)") == true, "\(run.text)")
            #expect(rights?["cure"]?.string?.hasPrefix("kubectl create clusterrole") == true)
        }
    }

    @Test func withoutAKeyAVerdictWouldBeInconclusive() async throws {
        let program = try Program()
        try await SmallCluster.serving(try SmallCluster.objects()) { _, config in
            let run = try await program.run(["doctor", "--kubeconfig", config.path])
            #expect(run.status == 3 && run.text.contains("snapctl key new redaction.key"), "\(run.all)")
        }
    }

    @Test func aBaselineOfAnotherClusterOrKeyIsFound() async throws {
        let program = try SmallCluster.program()
        _ = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        _ = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        try await SmallCluster.serving(try SmallCluster.objects(uid: SmallCluster.otherUID)) { _, config in
            let run = try await program.run(["doctor", "--kubeconfig", config.path, "--baseline", "golden"])
            #expect(run.status == 2 && run.text.contains(SmallCluster.otherUID), "\(run.all)")
        }
        let other = try program.folder.write(String(repeating: "a5", count: 32), to: "other.key")
        try await SmallCluster.serving(try SmallCluster.objects()) { _, config in
            let run = try await program.run([
                "doctor", "--kubeconfig", config.path, "--baseline", "golden", "--redaction-key", other,
            ])
            #expect(run.status == 3 && run.text.contains("name that key with --redaction-key"), "\(run.all)")
        }
    }

    /// `{"alg":"none"}`, `{"exp":1000000000}`.
    private static let expired = "eyJhbGciOiJub25lIn0.eyJleHAiOjEwMDAwMDAwMDB9.c2ln"

    @Test(arguments: [
        ("    token: \(expired)", "login", "expired at 2001-09-09T01:46:40Z"),
        (
            "    exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-login, interactiveMode: Never}",
            "login", "was not found"
        ),
    ])
    func aLoginThatCannotWorkIsNamedBeforeAnythingIsAsked(
        _ user: String, _ name: String, _ words: String
    ) async throws {
        let program = try SmallCluster.program()
        let router = APIRouter(try FolderState.state(of: SmallCluster.objects()))
        try await FixtureServer.run(answer: { router.answer($0) }) { server in
            let config = try FixtureKubeconfig(for: server, user: .lines(user), in: program.folder)
            let run = try await program.run(["doctor", "--kubeconfig", config.path, "-o", "json"])
            #expect(run.status == 2, "\(run.all)")
            let check = try Self.checks(run)[name]
            #expect(check?["outcome"] == "missing" && check?["detail"]?.string?.contains(words) == true, "\(run.all)")
            #expect(server.seen.isEmpty)
        }
    }

    @Test func withoutAKubeconfigTheRestIsSkipped() async throws {
        let program = try SmallCluster.program()
        let run = try await program.run(["doctor", "--kubeconfig", "absent", "--baseline", "absent", "-o", "json"])
        #expect(run.status == 2, "\(run.all)")
        let outcomes = try Self.checks(run).mapValues { $0["outcome"]?.string }
        #expect(
            outcomes == [
                "kubeconfig": "missing", "login": "skipped", "server": "skipped", "rights": "skipped", "key": "ok",
                "baseline": "missing",
            ])
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        let program = try SmallCluster.program()
        try await FixtureServer.run(answer: { _ in
            HTTPServerResponse(failure: 401, reason: "Unauthorized", message: "no")
        }) {
            server in
            let config = try FixtureKubeconfig(for: server, user: .token("wrong"), in: program.folder)
            let run = try await program.run(["doctor", "--kubeconfig", config.path])
            #expect(run.status == 2 && run.text.contains("does not accept the credentials"), "\(run.all)")
        }
    }
}
