import Foundation
import Snapshot
import TestSupport
import Testing

/// The main job through the built program: capture over TLS, snapshot, compare, judge, exit status.
@Suite struct DoneWhenTests {
    /// Where the states come from: the recordings, or the example of our own, which is always there.
    enum Source: String, CaseIterable, Sendable {
        case recorded, example

        static var present: [Source] { Recordings.areAvailable ? allCases : [.example] }

        func handler(_ state: ExampleCluster, in folder: TemporaryDirectory) throws -> HTTPServer.Handler {
            switch self {
            case .recorded:
                let recordings: [ExampleCluster: Recordings] = [
                    .cluster: .prodBaseline, .churned: .prodChurned, .drifted: .prodDrifted,
                ]
                let cluster = try RecordedCluster(recordings[state] ?? .prodBaseline)
                return { await cluster.answer($0) }
            case .example:
                let path = try state.lay(in: folder)
                var objects: [Value] = []
                for file in try DirectoryWalk(path).files where ManifestReader.isManifest(file) {
                    let bytes = try FileReader.bytes(of: "\(path)/\(file)", limit: 1 << 24)
                    objects += try ManifestReader.objects(in: bytes, file: file).map(\.value)
                }
                let router = APIRouter(try FolderState.state(of: objects))
                return { router.answer($0) }
            }
        }
    }

    private static let keyFile = String(repeating: "5a", count: 32)

    /// Captures a state into a file of the program's folder.
    @discardableResult
    private static func capture(
        _ source: Source, _ state: ExampleCluster, to file: String, with program: Program,
        misbehaving: [Misbehavior] = [], arguments: [String] = []
    ) async throws -> Program.Result {
        let handler = try source.handler(state, in: try TemporaryDirectory())
        return try await FixtureServer.run(
            authentication: .clientCertificate, misbehaving: misbehaving, answer: handler
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .clientCertificateFiles, in: folder)
            return try await program.run(["capture", "--kubeconfig", config.path, "-f", file] + arguments)
        }
    }

    private static func withKey() throws -> Program {
        var program = try Program()
        let key = try program.folder.write(keyFile, to: "redaction.key")
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = key
        return program
    }

    @Test(arguments: Source.present)
    func withOneKeyADayOfHarmlessLifeIsNoDrift(source: Source) async throws {
        let program = try Self.withKey()
        for (state, file) in [(ExampleCluster.cluster, "a.tar.zst"), (.churned, "b.tar.zst")] {
            let captured = try await Self.capture(source, state, to: file, with: program)
            #expect(captured.status == 0, "\(captured.all)")
        }
        let compared = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "-o", "json"])
        #expect(compared.status == 0, "\(compared.text.suffix(2000))\(compared.error)")
    }

    @Test(arguments: Source.present)
    func withoutAKeyTheSecretsAreNamedAsIncomparable(source: Source) async throws {
        let program = try Program()
        for (state, file) in [(ExampleCluster.cluster, "a.tar.zst"), (.churned, "b.tar.zst")] {
            let captured = try await Self.capture(source, state, to: file, with: program)
            #expect(captured.status == 0, "\(captured.all)")
            #expect(captured.error.contains("no redaction key was given"))
        }
        let compared = try await program.run(["diff", "a.tar.zst", "b.tar.zst"])
        #expect(compared.status == 3, "\(compared.all)")
        let reader = try SnapshotReader.open(path: program.folder.file("a.tar.zst"), spoolFolder: program.folder.path)
        // Those with values: a Secret without any says nothing that a key could hide.
        let redacted = (try reader.meta(SnapshotFile.redactions)["values"]?.array ?? [])
            .filter { $0["path"]?.string?.hasPrefix("metadata") != true }
        let withValues = Set(redacted.map { "\($0["namespace"]?.string ?? "")/\($0["name"]?.string ?? "")" })
        let secrets = reader.entries.map(\.identity).filter {
            $0.kind == "Secret" && withValues.contains("\($0.namespace ?? "")/\($0.name)")
        }
        #expect(!secrets.isEmpty)
        let silent = secrets.filter { !compared.text.contains($0.name) }
        #expect(silent.map(\.description) == [], "\(compared.text)")
    }

    /// `baseline init` of the first state, `check` of what became of it.
    @Test(arguments: Source.present)
    func aBaselineIsHeldAgainstWhatBecameOfTheCluster(source: Source) async throws {
        let program = try Self.withKey()
        for state in ExampleCluster.allCases {
            let captured = try await Self.capture(source, state, to: "\(state.rawValue).tar.zst", with: program)
            #expect(captured.status == 0, "\(captured.all)")
        }
        let made = try await program.run(["baseline", "init", "cluster.tar.zst", "--output-dir", "golden"])
        #expect(made.status == 0, "\(made.all)")
        for (state, status) in [("cluster", 0), ("churned", 0), ("drifted", 1)] as [(String, Int32)] {
            let judged = try await program.run(["check", "\(state).tar.zst", "--baseline", "golden"])
            #expect(judged.status == status, "\(state): \(judged.all.prefix(3000))")
        }
        for (state, file) in [(ExampleCluster.cluster, "earlier.tar.zst"), (.churned, "forbidden.tar.zst")] {
            let forbidden = try await Self.capture(
                source, state, to: file, with: program,
                misbehaving: [Misbehavior(.forbidden, at: "/apis/networking.k8s.io/v1/networkpolicies")])
            #expect(forbidden.status == 3, "\(forbidden.all)")
        }
        let hole = try await program.run(["check", "forbidden.tar.zst", "--baseline", "golden"])
        #expect(hole.status == 3, "\(hole.all.prefix(3000))")
        #expect(hole.text.contains("networkpolicies"))
        // Rights that were lost between two captures: what was there is unknown now, and not gone; nor new when they are back.
        for pair in [["cluster.tar.zst", "forbidden.tar.zst"], ["earlier.tar.zst", "churned.tar.zst"]] {
            let compared = try await program.run(["diff"] + pair)
            #expect(compared.status == 3, "\(compared.all.prefix(3000))")
            #expect(compared.text.contains("networkpolicies") && compared.text.contains("may not list it"))
        }
        // Without Secrets in the scope of the capture, the rest is judged, and those that the baseline holds are named.
        let without = try await Self.capture(
            source, .churned, to: "without.tar.zst", with: program,
            misbehaving: [Misbehavior(.forbidden, at: "/api/v1/secrets")], arguments: ["--without-secrets"])
        #expect(without.status == 0, "\(without.all)")
        let partial = try await program.run(["check", "without.tar.zst", "--baseline", "golden"])
        #expect(partial.status == 3, "\(partial.all.prefix(3000))")
        #expect(partial.text.contains("without secrets"))
        #expect(partial.text.contains("of Secret that the baseline holds"))
        // A baseline that asks nothing about Secrets. It holds tokens of values that are Secrets' as well, and who cannot read
        // Secrets does not know which: the key tells that they are the same.
        let rules = try String(contentsOfFile: program.folder.file("golden/baseline.yaml"), encoding: .utf8)
        try program.folder.write(
            rules + "scope: {exclude: [{kinds: [Secret]}]}\n", to: "golden/baseline.yaml")
        let scoped = try await program.run(["check", "without.tar.zst", "--baseline", "golden"])
        #expect(scoped.status == 0, "\(scoped.all.prefix(3000))")
        let drifted = try await Self.capture(
            source, .drifted, to: "drifted-without.tar.zst", with: program, arguments: ["--without-secrets"])
        #expect(drifted.status == 0, "\(drifted.all)")
        #expect(try await program.run(["check", "drifted-without.tar.zst", "--baseline", "golden"]).status == 1)
        // Without the key they are not comparable; then nothing is called drift that may be none.
        var keyless = program
        keyless.environment["SNAPCTL_REDACTION_KEY_FILE"] = nil
        let unknown = try await keyless.run(["check", "without.tar.zst", "--baseline", "golden"])
        #expect(unknown.status == (source == .recorded ? 3 : 0), "\(unknown.all.prefix(3000))")
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func aStaleGroupIsOutOfScopeUnlessAskedFor() async throws {
        let program = try Self.withKey()
        let narrow = try await Self.capture(.recorded, .cluster, to: "a.tar.zst", with: program)
        #expect(narrow.status == 0)
        let wide = try await Self.capture(
            .recorded, .cluster, to: "b.tar.zst", with: program, arguments: ["--include", "*.external.metrics.k8s.io"])
        #expect(wide.status == 3)
        #expect(wide.error.contains("external.metrics.k8s.io"))
        #expect(try await program.run(["diff", "a.tar.zst", "b.tar.zst"]).status == 3)
    }
}
