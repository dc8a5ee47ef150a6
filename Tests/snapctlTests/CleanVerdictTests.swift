import Foundation
import Snapshot
import TestSupport
import Testing

/// The verdict on a cluster that nobody touched by hand, through the built program and a baseline as a team writes it.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct CleanVerdictTests {
    /// In the recordings one account stands in for what builds a cluster; the baseline says so, and nothing else does.
    private static let managers = """

        managers:
          platform: [{user: rig-admin, reason: stands in for the components that build the cluster}]

        """

    private static let period = ["--since", "2026-11-23T06:49:28Z", "--until", "2026-11-23T06:50:41Z"]

    private static func captured(_ recording: Recordings) async throws -> Program {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = try program.folder.write(
            String(repeating: "5a", count: 32), to: "redaction.key")
        let cluster = try RecordedCluster(recording)
        let captured = try await FixtureServer.run(
            authentication: .clientCertificate, answer: { await cluster.answer($0) }
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .clientCertificateFiles, in: folder)
            return try await program.run(["capture", "--kubeconfig", config.path, "-f", "state.tar.zst"])
        }
        try #require(captured.status == 0, "\(captured.all)")
        let made = try await program.run(["baseline", "init", "state.tar.zst", "--output-dir", "golden"])
        try #require(made.status == 0, "\(made.all)")
        return program
    }

    @Test func aBaselineThatNamesTheBuilderMakesItClean() async throws {
        let program = try await Self.captured(.prodBaseline)
        let log = "\(try Recordings.prodBaseline.unpacked())/audit.log"
        let judged =
            ["check", "state.tar.zst", "--baseline", "golden", "--zero-kubectl", "--audit-log", log] + Self.period
        // Without a word about it the stand-in is a person with an administrator's rights.
        let plain = try await program.run(judged)
        #expect(plain.status == 1, "\(plain.all.prefix(3000))")
        let file = URL(fileURLWithPath: program.folder.file("golden/baseline.yaml"))
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + Self.managers).utf8).write(to: file)
        let clean = try await program.run(judged + ["-o", "text", "-o", "json=verdict.json"])
        #expect(clean.status == 0, "\(clean.all.prefix(3000))")
        let verdict = try JSONReader.value(try program.folder.read("verdict.json"))["verdict"]
        #expect(verdict?["outcome"] == "clean", "\(clean.text.prefix(3000))")
    }

    /// From the state alone, what carries a manager of kubectl and no label of the platform is known to nobody.
    @Test func withoutTheLogItIsInconclusiveAndListsThem() async throws {
        let program = try await Self.captured(.prodBaseline)
        let result = try await program.run([
            "check", "state.tar.zst", "--baseline", "golden", "--zero-kubectl", "-o", "text", "-o", "json=verdict.json",
        ])
        #expect(result.status == 3, "\(result.all.prefix(3000))")
        let verdict = try JSONReader.value(try program.folder.read("verdict.json"))["verdict"]
        #expect(verdict?["outcome"] == "inconclusive")
    }
}
