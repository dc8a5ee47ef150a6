import Foundation
import Snapshot
import TestSupport
import Testing

/// Figure F15: what is written is its owner's alone, whatever the umask; keys that others can read are refused; no key shows in
/// what the system tells about the process.
@Suite(.enabled(if: Tool.exists("openssl"), "openssl is missing"))
struct OutputFileTests {
    private static let key = "a redaction key of at least 32 bytes, 0123456789"

    @Test func everyOutputIsItsOwnersAlone() async throws {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = Self.key
        let state = try ExampleCluster.cluster.lay(in: program.folder)
        let made = try await program.runShell(
            """
            umask 000; set -e; mkdir out; cd out
            openssl genpkey -quiet -algorithm ed25519 -out ../sign.pem 2>/dev/null || openssl genpkey -algorithm ed25519 -out ../sign.pem; chmod 600 ../sign.pem
            "$0" capture --from '\(state)' -f a.tar.zst --sign ../sign.pem
            "$0" sign a.tar.zst --signing-key ../sign.pem --form dsse
            "$0" capture --from '\(state)' --store store --log-key ../sign.pem
            "$0" baseline init a.tar.zst --output-dir golden
            "$0" diff a.tar.zst a.tar.zst -o json=r.json -o html=r.html -o junit=r.xml -o sarif=r.sarif -o markdown=r.md -o text=r.txt
            "$0" check a.tar.zst --baseline golden -o json=verdict.json && "$0" sign verdict.json --signing-key ../sign.pem
            "$0" key new redaction.key
            """)
        #expect(made.status == 0, "\(made.all)")
        var wrong: [String] = []
        let out = program.folder.file("out")
        let walk = try FileManager.default.subpathsOfDirectory(atPath: out)
        for name in walk {
            let status = try #require(try FileStatus.of("\(out)/\(name)"))
            if status.mode & 0o077 != 0 { wrong.append("\(name) \(String(status.mode, radix: 8))") }
        }
        #expect(wrong == [])
        #expect(walk.count > 20)
    }

    @Test func keysThatOthersCanReadAreRefused() async throws {
        let program = try Program()
        let state = try ExampleCluster.cluster.lay(in: program.folder)
        let made = try await program.runShell(
            "openssl genpkey -algorithm ed25519 -out sign.pem 2>/dev/null; head -c 40 /dev/urandom > redaction.key; chmod 640 sign.pem redaction.key"
        )
        #expect(made.status == 0)
        for arguments in [
            ["capture", "--from", state, "-f", "a.tar.zst", "--redaction-key", "redaction.key"],
            ["capture", "--from", state, "-f", "a.tar.zst", "--sign", "sign.pem"],
        ] {
            let refused = try await program.run(arguments)
            #expect(refused.status == 2, "\(arguments) \(refused.all)")
            #expect(refused.error.contains("chmod 600"), "\(refused.error)")
            #expect(!FileManager.default.fileExists(atPath: program.folder.file("a.tar.zst")))
        }
    }

    @Test func noKeyShowsInWhatTheSystemTellsAboutTheProcess() async throws {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = Self.key
        let handler = try DoneWhenTests.Source.example.handler(.cluster, in: try TemporaryDirectory())
        try await FixtureServer.run(
            authentication: .token, misbehaving: [Misbehavior(.silence(.seconds(30)), at: "/api/v1/pods")],
            answer: handler
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .token(), in: folder)
            let running = try program.start(["capture", "--kubeconfig", config.path, "-f", "s.tar"])
            defer {
                kill(running.processIdentifier, SIGKILL)
                _ = running.wait()
            }
            for _ in 0..<400 where !server.seen.contains(where: { $0.line.contains("/secrets") }) {
                try await Task.sleep(for: .milliseconds(25))
            }
            let process = "/proc/\(running.processIdentifier)"
            for file in ["cmdline", "environ"] {
                let bytes = try #require(FileManager.default.contents(atPath: "\(process)/\(file)"))
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(!text.contains("redaction key"), "\(file)")
                #expect(!text.contains(FixtureServer.token), "\(file)")
            }
            // No core file either, in which memory would lie.
            let limits = String(
                decoding: FileManager.default.contents(atPath: "\(process)/limits") ?? Data(), as: UTF8.self)
            let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").dropFirst(4).first == "0")
        }
    }
}
