import Foundation
import Snapshot
import TestSupport
import Testing

/// Figure F19: each exit status of the built program, reached; never 0 when any check was skipped.
@Suite struct ExitStatusTests {
    private static func object(_ name: String, _ color: String = "blue") -> String {
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: \(name), namespace: shop}
        data: {color: \(color)}
        ---

        """
    }

    private static let secret = """
        apiVersion: v1
        kind: Secret
        metadata: {name: login, namespace: shop}
        stringData: {password: correct-horse-battery}

        """

    /// A folder with states in all forms.
    private static func program() async throws -> Program {
        let program = try Program()
        let folder = program.folder
        try folder.write(object("a") + object("b"), to: "one.yaml")
        try folder.write(object("b") + object("a"), to: "same.yaml")
        try folder.write(object("a") + object("b", "red"), to: "other.yaml")
        try folder.write(object("a") + secret, to: "secret.yaml")
        try folder.write("not: [closed\n", to: "broken.yaml")
        try folder.write(String(repeating: "k", count: 32), to: "good.key")
        try folder.write("short", to: "short.key")
        try folder.write(String(repeating: "k", count: 32), to: "open.key", permissions: 0o644)
        for (name, from) in [
            ("one", "one.yaml"), ("other", "other.yaml"), ("secret", "secret.yaml"), ("again", "secret.yaml"),
        ] {
            let made = try await program.run(["capture", "--from", from, "-f", "\(name).tar.zst"])
            #expect(made.status == 0, "\(made.all)")
        }
        var bytes = try folder.read("one.tar.zst")
        bytes.removeLast(20)
        try folder.write(bytes, to: "cut.tar.zst")
        try Tool.run(["sh", "-c", "cd \"$1\" && zstd -dqf one.tar.zst -o one.tar", "sh", folder.path])
        var plain = try folder.read("one.tar")
        if let range = Data(plain).range(of: Data("\"blue\"".utf8)) { plain[range.lowerBound + 1] = UInt8(ascii: "g") }
        try folder.write(plain, to: "forged.tar")
        return program
    }

    static let cases: [(arguments: [String], status: Int32, says: String)] = [
        // 0: the same, in any order and form.
        (["diff", "one.yaml", "same.yaml"], 0, "one.yaml"), (["diff", "one.tar.zst", "same.yaml"], 0, ""),
        (["diff", "one.tar.zst", "one.tar.zst", "--trust-index"], 0, "INDEX NOT CHECKED"), (["--help"], 0, "diff"),
        (["--version"], 0, ""), ([], 0, "SUBCOMMANDS"), (["diff", "--help"], 0, "Examples"), (["rules"], 0, ""),
        (["capture", "--from", "one.yaml", "-f", "new.tar.zst"], 0, "captured"),
        // 1: drift.
        (["diff", "one.yaml", "other.yaml"], 1, "color"), (["diff", "one.tar.zst", "other.tar.zst"], 1, "color"),
        (["diff", "one.yaml", "other.yaml", "-o", "json"], 1, "color"),
        // 2: usage and environment.
        (["diff"], 2, ""), (["diff", "one.yaml"], 2, ""), (["nonsense"], 2, ""),
        (["diff", "--nonsense", "a", "b"], 2, ""),
        (["diff", "one.yaml", "missing.yaml"], 2, "missing.yaml"),
        (["diff", "one.yaml", "broken.yaml"], 2, "broken.yaml:2"),
        (["diff", "one.yaml", "same.yaml", "-o", "pdf"], 2, "pdf"),
        (["diff", "one.yaml", "same.yaml", "-o", "text=no/where/x"], 2, "no/where"),
        (["capture", "--from", "one.yaml", "-f", "no/where/x.tar.zst"], 2, "no/where"),
        (["capture", "--from", "one.yaml", "-f", "."], 2, ""),
        (["capture", "--from", "one.yaml", "-f", "x.tar", "-o", "yaml"], 2, "yaml"),
        (["capture", "-f", "x.tar.zst"], 2, ""),
        (["capture", "--kubeconfig", "missing", "-f", "x.tar.zst"], 2, "missing"),
        (["diff", "one.yaml", "cluster:"], 2, ""), (["diff", "one.yaml", "cluster:nowhere"], 2, ""),
        (["check", "one.yaml", "--baseline", "missing"], 2, "missing"), (["check", "one.yaml"], 2, "baseline"),
        (["diff", "secret.yaml", "secret.yaml", "--redaction-key", "short.key"], 2, "32"),
        (["diff", "secret.yaml", "secret.yaml", "--redaction-key", "open.key"], 2, "chmod 600"),
        (["diff", "secret.yaml", "secret.yaml", "--redaction-key", "missing.key"], 2, "missing.key"),
        (["baseline", "init", "one.yaml", "--output-dir", "."], 2, "not empty"), (["serve", "missing"], 2, "missing"),
        (["serve", "one.yaml", "--tls-key", "x"], 2, "tls"),
        // 3: incomparable.
        (["diff", "secret.tar.zst", "again.tar.zst"], 3, "login"),
        (["diff", "secret.tar.zst", "secret.yaml"], 3, "login"),
        // 4: evidence.
        (["diff", "cut.tar.zst", "one.tar.zst"], 4, "cut.tar.zst"),
        (["diff", "one.tar.zst", "forged.tar"], 4, "forged.tar"),
    ]

    @Test func everyStatusIsReached() async throws {
        let program = try await Self.program()
        for (arguments, status, says) in Self.cases {
            let result = try await program.run(arguments)
            #expect(result.status == status, "\(arguments): \(result.all.prefix(1500))")
            #expect(says.isEmpty || result.all.contains(says), "\(arguments): \(result.all.prefix(1500))")
            if status == 2 || status == 4 { #expect(!result.error.isEmpty, "\(arguments) fails in silence") }
        }
        #expect(Set(Self.cases.map(\.status)) == [0, 1, 2, 3, 4])
        // Nothing that failed left a file.
        let left = try DirectoryWalk(program.folder.path).files.filter { $0.hasPrefix("x.") || $0.hasPrefix(".") }
        #expect(left == [])
    }

    @Test func oneKeyForBothMakesSecretsComparable() async throws {
        let program = try await Self.program()
        for (file, name) in [("p", "secret.yaml"), ("q", "secret.yaml")] {
            let made = try await program.run(
                ["capture", "--from", name, "-f", "\(file).tar.zst", "--redaction-key", "good.key"])
            #expect(made.status == 0, "\(made.all)")
        }
        #expect(try await program.run(["diff", "p.tar.zst", "q.tar.zst"]).status == 0)
        let group = try await program.run([
            "capture", "--from", "secret.yaml", "-f", "r.tar.zst", "--redaction-key", "good.key", "--redaction-group",
            "dev",
        ])
        #expect(group.status == 0)
        #expect(try await program.run(["diff", "p.tar.zst", "r.tar.zst"]).status == 3)
    }

    /// 1 is weightier than 3, and the report says both.
    @Test func whenSeveralHoldTheWeightiestIsTheStatus() async throws {
        let program = try await Self.program()
        try program.folder.write(Self.object("a", "red") + Self.secret, to: "mixed.yaml")
        _ = try await program.run(["capture", "--from", "mixed.yaml", "-f", "mixed.tar.zst"])
        let result = try await program.run(["diff", "secret.tar.zst", "mixed.tar.zst"])
        #expect(result.status == 1, "\(result.all)")
        #expect(result.text.contains("login") && result.text.contains("color"))
    }

    /// Every hole that a capture can have ends in 3, in the capture and in what is made of it.
    @Test func aHoleIsNeverZero() async throws {
        let program = try await Self.program()
        let router = APIRouter(
            try FolderState.state(
                of: try ManifestReader.objects(
                    in: Array((Self.object("a") + "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n").utf8),
                    file: "x"
                ).map(\.value)))
        let holes: [(Misbehavior.Deed, String, [String])] = [
            (.forbidden, "/api/v1/configmaps", []), (.unavailable, "/apis/apps/v1/deployments", []),
            (.wrongKind, "/api/v1/configmaps", []), (.forbidden, "/api/v1/namespaces/shop/configmaps", ["-n", "shop"]),
            (.htmlError, "/nothing", ["-n", "typo"]),
        ]
        for (deed, path, arguments) in holes {
            try await FixtureServer.run(
                authentication: .token, misbehaving: [Misbehavior(deed, at: path)], answer: { router.answer($0) }
            ) { server in
                let folder = try TemporaryDirectory()
                let config = try FixtureKubeconfig(for: server, user: .token(), in: folder)
                let captured = try await program.run(
                    ["capture", "--kubeconfig", config.path, "-f", "hole.tar.zst"] + arguments)
                #expect(captured.status == 3, "\(path): \(captured.all)")
                #expect(captured.error.contains("gap: "))
                let same = try await program.run(["diff", "hole.tar.zst", "hole.tar.zst"])
                #expect(same.status == 3, "\(path): \(same.all)")
                let live = try await program.run(
                    ["diff", "hole.tar.zst", "cluster:", "--kubeconfig", config.path] + arguments)
                #expect([1, 3].contains(live.status), "\(path): \(live.all)")
                let made = try await program.run([
                    "baseline", "init", "hole.tar.zst", "--output-dir", "golden-\(UUID().uuidString)",
                ])
                #expect([2, 3].contains(made.status), "\(made.all)")
            }
        }
    }

    /// The server's certificate was not looked at: a verdict over that is never clean.
    @Test func anUnverifiedServerIsAHoleToo() async throws {
        let program = try await Self.program()
        let router = APIRouter(try FolderState.state(of: []))
        try await FixtureServer.run(certificate: .misnamed, answer: { router.answer($0) }) { server in
            let folder = try TemporaryDirectory()
            let config = try folder.write(
                """
                apiVersion: v1
                kind: Config
                current-context: x
                clusters: [{name: x, cluster: {server: "\(server.url)", insecure-skip-tls-verify: true}}]
                contexts: [{name: x, context: {cluster: x, user: x}}]
                users: [{name: x, user: {}}]

                """, to: "config")
            let captured = try await program.run(["capture", "--kubeconfig", config, "-f", "u.tar.zst"])
            #expect(captured.status == 0, "\(captured.all)")
            let compared = try await program.run(["diff", "u.tar.zst", "u.tar.zst"])
            #expect(compared.status == 3, "\(compared.all)")
            #expect(compared.text.contains("not verified"))
        }
    }
}
