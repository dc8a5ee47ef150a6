import Foundation
import Snapshot
import TestSupport
import Testing

/// Reports say who vouches for the states that they are about, as it was checked when they were made.
@Suite(.enabled(if: Tool.exists("openssl"), "openssl is missing"))
struct SealedReportTests {
    /// Two signed snapshots of the same manifests, `a` and `b`, and the keys of the signer and of a stranger.
    private static func signed() async throws -> Program {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = try program.folder.write(
            String(repeating: "5a", count: 32), to: "redaction.key")
        let run = try await program.runShell(
            """
            set -e
            chmod 600 redaction.key
            for name in ops stranger; do
                openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.pem 2>/dev/null
                openssl pkey -in $name.pem -pubout -out $name.pub
                chmod 600 $name.pem
            done
            # Made within one second they would be one file, and share their signature.
            for name in a b; do [ $name = a ] || sleep 1.1; "$0" capture --from '\(SourceFile.root)/golden/example/cluster/payments-i' --sign ops.pem -f $name.tar.zst -q; done
            """)
        #expect(run.status == 0, "\(run.all)")
        return program
    }

    private static let formats = ["text", "json", "yaml", "markdown", "html", "junit", "sarif"]
    private static let outputs = formats.flatMap { ["-o", "\($0)=r.\($0)"] }

    private static func reports(_ program: Program) throws -> [(format: String, text: String)] {
        try formats.map { ($0, try String(contentsOfFile: "\(program.folder.path)/r.\($0)", encoding: .utf8)) }
    }

    @Test func everyFormatSaysWhoVouchesForBothStates() async throws {
        let program = try await Self.signed()
        let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "--trust-key", "ops.pub"] + Self.outputs)
        #expect(run.status == 0, "\(run.all)")
        for (format, text) in try Self.reports(program) {
            #expect(text.contains("ops.pub"), "\(format)")
            #expect(!text.contains("signature not checked"), "\(format)")
        }
        let report = try JSONReader.value(Array(Self.reports(program)[1].text.utf8))
        for side in ["before", "after"] {
            #expect(report[side]?["signature"]?["result"]?.string == "valid")
            #expect(report[side]?["signature"]?["signedBy"]?.array?.count == 2)
        }
    }

    @Test func withoutAKeyTheySayThatNobodyChecked() async throws {
        let program = try await Self.signed()
        let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst"] + Self.outputs)
        #expect(run.status == 0)
        for (format, text) in try Self.reports(program) {
            #expect(text.contains("signature not checked") || text.contains("notChecked"), "\(format)")
        }
    }

    /// Never 0 when a check that was asked for could not be made, 4 when it found something wrong.
    @Test(arguments: [
        (["--trust-key", "stranger.pub"], "", 4, "INVALID"),
        (["--trust-key", "ops.pub"], "rm b.tar.zst.sig*", 3, "unsigned"),
        (["--trust-key", "ops.pub"], "cp a.tar.zst.sig b.tar.zst.sig", 4, "is no signature of this file"),
        (["--trust-key", "ops.pub", "--timestamp-authority", "ops.pub"], "", 3, "timestamp: no trusted timestamp"),
        (["--trust-key", "absent.pub"], "", 2, "absent.pub"), (["--identity", "ops"], "", 2, "--allowed-signers"),
    ])
    func whatDoesNotHoldDecides(_ options: [String], _ before: String, _ status: Int32, _ words: String) async throws {
        let program = try await Self.signed()
        #expect(try await program.runShell(before).status == 0)
        let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst"] + options)
        #expect(run.status == status, "\(run.all)")
        #expect(run.all.contains(words), "\(run.all)")
    }

    @Test func manifestsAndStandardInputAreVouchedForByNobody() async throws {
        let program = try await Self.signed()
        let manifests = "\(SourceFile.root)/golden/example/cluster/payments-i"
        let run = try await program.run(["diff", manifests, "b.tar.zst", "--trust-key", "ops.pub"])
        #expect([1, 3].contains(run.status) && run.text.contains("only snapshots are signed"), "\(run.all)")
        let piped = try await program.run(
            ["diff", "-", "b.tar.zst", "--trust-key", "ops.pub"], input: .file("\(program.folder.path)/a.tar.zst"))
        #expect(piped.status == 3 && piped.text.contains("standard input"), "\(piped.all)")
    }

    @Test func aVerdictAboutASignedStateSaysSo() async throws {
        let program = try await Self.signed()
        let made = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        #expect(made.status == 0, "\(made.all)")
        let run = try await program.run(["check", "b.tar.zst", "-b", "golden", "--trust-key", "ops.pub"])
        #expect(run.text.contains("signed by ops.pub"), "\(run.all)")
        // The verdict names everything that was reviewed by a digest that anybody can compute.
        _ = try await program.run(["check", "b.tar.zst", "-b", "golden", "-o", "json=verdict.json"])
        let verdict = try JSONReader.value(program.folder.read("verdict.json"))
        let tree = try await program.runShell(
            "cd golden && find baseline.yaml resources -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1"
        )
        #expect(verdict["baseline"]?["dirHash"]?.string == tree.text.split(separator: "\n").first.map(String.init))
        let signed = try await program.run(["sign", "verdict.json", "--signing-key", "ops.pem", "--statement-only"])
        #expect(tree.text.count > 60 && signed.text.contains(tree.text.prefix(64)), "\(signed.all)")
        let wrong = try await program.run(["check", "b.tar.zst", "-b", "golden", "--trust-key", "stranger.pub"])
        #expect(wrong.status == 4, "\(wrong.all)")
    }
}
