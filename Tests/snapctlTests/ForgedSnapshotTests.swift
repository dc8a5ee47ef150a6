import Foundation
import Snapshot
import TestSupport
import Testing

/// A snapshot whose index says something else than its objects, through the built program: every command that reads it as
/// evidence refuses it, and one that was told to believe the index says so wherever it says anything.
@Suite struct ForgedSnapshotTests {
    private static func objects(_ color: String, _ verb: String) -> String {
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}, data: {color: \(color)}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: reader}
        rules: [{apiGroups: [""], resources: [pods], verbs: ["\(verb)"]}]

        """
    }

    /// Two snapshots of one state, one of another, and what the third one's index has to lie about to look like the others.
    private static func program() async throws -> Program {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = try program.folder.write(
            String(repeating: "5a", count: 32), to: "redaction.key")
        for (name, color, verb) in [("a", "blue", "get"), ("b", "blue", "get"), ("c", "red", "*")] {
            try program.folder.write(objects(color, verb), to: "\(name).yaml")
            let captured = try await program.run(["capture", "--from", "\(name).yaml", "-f", "\(name).tar.zst"])
            #expect(captured.status == 0, "\(captured.all)")
        }
        let made = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        #expect(made.status == 0, "\(made.all)")
        return program
    }

    /// Writes `forged.tar`: the third snapshot, whose index is changed.
    private static func forge(
        _ program: Program, _ change: (_ line: inout Object, _ honest: Object) -> Void
    ) throws {
        let honest = try Forgery(try program.folder.read("a.tar.zst")).index
        var forgery = try Forgery(try program.folder.read("c.tar.zst"))
        for i in forgery.index.indices {
            guard let other = honest.first(where: { $0["path"] == forgery.index[i]["path"] }) else { continue }
            change(&forgery.index[i], other)
        }
        try program.folder.write(try forgery.tar(), to: "forged.tar")
    }

    private static let lies: [(String, @Sendable (inout Object, Object) -> Void)] = [
        ("digests of another state", { line, honest in line["normalized"] = honest["normalized"] }),
        (
            "declared objects that are called bookkeeping",
            { line, honest in if line["normalized"] != honest["normalized"] { line["role"] = "bookkeeping" } }
        ),
        (
            "declared objects that are called copies",
            { line, honest in
                guard line["normalized"] != honest["normalized"] else { return }
                line["role"] = "derived"
                line["controller"] = ["group": "apps", "kind": "Deployment", "name": "x", "namespace": "shop"]
            }
        ),
    ]

    @Test(arguments: lies.indices)
    func everyCommandComputesWhatTheIndexSays(lie: Int) async throws {
        let program = try await Self.program()
        try Self.forge(program, Self.lies[lie].1)
        for arguments in [
            ["verify", "forged.tar"], ["diff", "a.tar.zst", "forged.tar"],
            ["check", "forged.tar", "--baseline", "golden"],
            ["compare", "a.tar.zst", "b.tar.zst", "forged.tar"],
            ["compare", "a.tar.zst", "forged.tar", "--baseline", "golden"],
        ] {
            let result = try await program.run(arguments)
            #expect(result.status == 4, "\(Self.lies[lie].0): \(arguments): \(result.all)")
            #expect(result.all.contains("forged.tar"), "\(result.all)")
        }
    }

    /// Nobody is told that nothing differs by what may be a part.
    @Test(arguments: ["names", "labels", "fields"])
    func everyCommandRefusesALimitThatItDoesNotKnow(limit: String) async throws {
        let program = try await Self.program()
        var forgery = try Forgery(try program.folder.read("a.tar.zst"))
        forgery.inManifest = { manifest in
            var scope = manifest["scope"]?.object ?? Object()
            scope[limit] = "web"
            manifest["scope"] = .object(scope)
        }
        try program.folder.write(try forgery.tar(), to: "forged.tar")
        for arguments in [
            ["verify", "forged.tar"], ["show", "forged.tar"], ["show", "forged.tar", "cm/web", "-n", "shop"],
            ["diff", "a.tar.zst", "forged.tar"], ["diff", "forged.tar", "a.tar.zst", "--trust-index"],
            ["check", "forged.tar", "--baseline", "golden"],
            ["check", "forged.tar", "--baseline", "golden", "--trust-index"],
            ["baseline", "init", "forged.tar", "--output-dir", "other"],
        ] {
            let result = try await program.run(arguments)
            #expect(result.status == 2, "\(arguments): \(result.all)")
            #expect(result.all.contains("scope.\(limit)"), "\(arguments): \(result.all)")
        }
        let fleet = try await program.run(["compare", "a.tar.zst", "b.tar.zst", "forged.tar"])
        #expect(fleet.status >= 2 && fleet.all.contains("scope.\(limit)"), "\(fleet.all)")
    }

    /// Files that a later version adds are checked, named, and change no verdict.
    @Test func whatIsCarriedIsNamedAndChangesNothing() async throws {
        let program = try await Self.program()
        var forgery = try Forgery(try program.folder.read("a.tar.zst"))
        forgery.meta.append((SnapshotFile.events, Array("{}\n".utf8)))
        forgery.meta.append((SnapshotFile.openAPI, Array("{}\n".utf8)))
        forgery.meta.sort { $0.path < $1.path }
        try program.folder.write(try forgery.tar(), to: "more.tar")
        for arguments in [["verify", "more.tar"], ["show", "more.tar"]] {
            let result = try await program.run(arguments)
            #expect(result.status == 0, "\(result.all)")
            #expect(result.text.contains("meta/events.jsonl, meta/openapi.json"), "\(result.text)")
        }
        for (arguments, status) in [
            (["diff", "a.tar.zst", "more.tar"], 0), (["check", "more.tar", "--baseline", "golden"], 0),
            (["diff", "more.tar", "c.tar.zst"], 1),
        ] {
            let result = try await program.run(arguments)
            #expect(result.status == status, "\(arguments): \(result.all)")
        }
    }

    @Test func theHonestOneDiffers() async throws {
        let program = try await Self.program()
        let result = try await program.run(["compare", "a.tar.zst", "b.tar.zst", "c.tar.zst"])
        #expect(result.status == 1, "\(result.all)")
        #expect(result.text.contains("c deviates in 2"), "\(result.text)")
    }

    // MARK: --trust-index

    @Test func aReportThatBelievedTheIndexSaysSoInItsHeadlineAndIsNeverSigned() async throws {
        let program = try await Self.program()
        try Self.forge(program, Self.lies[0].1)
        let formats = ["text", "json", "yaml", "markdown", "html", "junit", "sarif"]
        for (name, arguments) in [
            ("diff", ["diff", "a.tar.zst", "forged.tar"]), ("check", ["check", "forged.tar", "--baseline", "golden"]),
        ] {
            let outputs = formats.flatMap { ["-o", "\($0)=\(name).\($0)"] }
            let result = try await program.run(arguments + ["--trust-index"] + outputs)
            for format in formats {
                let text = String(decoding: try program.folder.read("\(name).\(format)"), as: UTF8.self)
                #expect(
                    text.contains("INDEX NOT CHECKED"), "\(name) as \(format), \(result.status): \(text.prefix(600))")
            }
        }
        let key = try await program.runShell(
            "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem 2>/dev/null && chmod 600 key.pem"
        )
        try #require(key.status == 0, "\(key.all)")
        for more in [[], ["--statement-only"], ["--form", "dsse"], ["--form", "ssh"]] {
            let signed = try await program.run(["sign", "check.json", "--signing-key", "key.pem"] + more)
            #expect(signed.status == 2 && signed.error.contains("--trust-index"), "\(more): \(signed.all)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
        #expect(!left.contains { $0.hasPrefix("check.json.") }, "\(left)")
    }

    /// Another program may sign what it likes: the signature holds, and what it is of is still unchecked.
    @Test(.enabled(if: Tool.exists("ssh-keygen"), "ssh-keygen is missing"))
    func aSignatureByAnotherProgramDoesNotMakeItChecked() async throws {
        let program = try await Self.program()
        let result = try await program.run([
            "check", "a.tar.zst", "--baseline", "golden", "--trust-index", "-o", "json=v.json",
        ])
        #expect(result.status == 0, "\(result.all)")
        let signed = try await program.runShell(
            """
            ssh-keygen -q -t ed25519 -N "" -C ops -f key && ssh-keygen -q -Y sign -f key -n snapctl.dev/verdict/v1 v.json
            """)
        try #require(signed.status == 0, "\(signed.all)")
        let verified = try await program.run(["verify", "v.json", "--trust-key", "key.pub"])
        #expect(verified.status == 3, "\(verified.all)")
        #expect(verified.all.contains("--trust-index"), "\(verified.all)")
    }
}
