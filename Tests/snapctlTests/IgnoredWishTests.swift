import Snapshot
import TestSupport
import Testing

/// What somebody asks for is done or refused by name, never passed over in silence.
@Suite struct IgnoredWishTests {
    private static func program() async throws -> Program {
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {color: blue}\n", to: "a.yaml"
        )
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {color: red}\n", to: "b.yaml")
        for name in ["a", "b"] {
            _ = try await program.run(["capture", "--from", "\(name).yaml", "-f", "\(name).tar.zst"])
        }
        try Tool.run(["sh", "-c", "cd \"$1\"; mkdir kept; cp a.tar.zst b.tar.zst kept", "sh", program.folder.path])
        return program
    }

    @Test(arguments: [
        (["diff", "a.tar.zst", "b.tar.zst", "-n", "shop"], "--namespace does not apply to the snapshot a.tar.zst"),
        (["diff", "a.tar.zst", "b.tar.zst", "--include", "events"], "--include does not apply"),
        (
            ["compare", "a.tar.zst", "b.tar.zst", "--exclude", "pods"],
            "--exclude does not apply to the snapshot a.tar.zst"
        ),
        (["diff", "a.tar.zst", "b.tar.zst", "--without-secrets"], "--without-secrets does not apply"),
        (["diff", "kept", "a.yaml"], "the folder kept holds snapshots"), (["show", "kept"], "`history`"),
        (["capture", "--from", "a.yaml", "-f", "new.zip"], "cannot be a .zip file"),
        (["diff", "a.yaml", "b.yaml", "--redaction-key", "kept"], "the redaction key kept is a folder"),
    ])
    func isRefusedByName(_ arguments: [String], _ words: String) async throws {
        let run = try await Self.program().run(arguments)
        #expect(run.status == 2, "\(run.all)")
        #expect(run.error.contains(words), "\(run.all)")
    }

    @Test func aSnapshotIsNormalizedWithAllThatItHolds() async throws {
        let run = try await Self.program().run(["normalize", "a.tar.zst"])
        #expect(run.status == 0 && run.text.contains("color: blue"), "\(run.all)")
    }

    @Test func aKindThatNobodyHasIsNoChoice() async throws {
        let program = try await Self.program()
        let made = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        #expect(made.status == 0, "\(made.all)")
        let accept = ["baseline", "accept", "golden", "b.tar.zst", "--reason", "r", "--dry-run", "--object"]
        let slip = try await program.run(accept + ["ConfigMpa/shop/a"])
        #expect(slip.status == 2 && slip.error.contains("did you mean `configmap"), "\(slip.all)")
        for object in ["configmap/shop/a", "cm/shop/a", "ConfigMap/a", "configmaps", "Config*"] {
            let chosen = try await program.run(accept + [object])
            #expect(chosen.status == 0 && chosen.text.contains("data.color"), "\(object): \(chosen.all)")
        }
    }

    @Test func reportsInFilesLeaveTheVerdictOnTheTerminal() async throws {
        let program = try await Self.program()
        let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "-o", "json=report.json"])
        #expect(run.error.contains("DRIFT  1 difference in 1 object") && run.text.isEmpty, "\(run.all)")
        let quiet = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "-o", "json=report.json", "-q"])
        #expect(quiet.all.isEmpty, "\(quiet.all)")
    }

    @Test(arguments: [["-n", "shpo"], ["--exclude", "*"]])
    func aScopeThatHoldsNothingIsNoSameness(_ scope: [String]) async throws {
        let program = try await Self.program()
        let run = try await program.run(["diff", "a.yaml", "b.yaml"] + scope)
        #expect(run.status == 3 && run.text.contains("nothing was compared"), "\(run.all)")
    }

    /// The command that the first screen ends with runs as it is printed.
    @Test func theNextCommandRunsAsPrinted() async throws {
        let program = try await Self.program()
        let report = try await program.run(["diff", "a.tar.zst", "b.tar.zst"])
        let line = try #require(report.text.split(separator: "\n").first { $0.hasPrefix("next ") })
        let words = line.split(separator: " ").dropFirst(2).map(String.init)
        let run = try await program.run(words)
        #expect(run.status == 0 && run.text.contains("data.color"), "\(words): \(run.all)")
    }
}
