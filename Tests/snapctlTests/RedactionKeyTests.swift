import Snapshot
import TestSupport
import Testing

/// What is kept without a redaction key compares with nothing: it is refused before, with the line that cures it.
@Suite struct RedactionKeyTests {
    private static let cure = "snapctl key new redaction.key && export SNAPCTL_REDACTION_KEY_FILE="

    @Test(arguments: [
        ["capture", "--store", "store"], ["baseline", "init", "cluster:", "--output-dir", "golden"],
    ])
    func aLiveClusterIsNotReadForNothing(_ arguments: [String]) async throws {
        let program = try Program()
        try await SmallCluster.serving(try SmallCluster.objects()) { server, config in
            let run = try await program.run(arguments + ["--kubeconfig", config.path])
            #expect(run.status == 2 && run.error.contains(Self.cure), "\(run.all)")
            #expect(server.seen.isEmpty)
            let meant = try await program.run(
                arguments + ["--kubeconfig", config.path, "--ignore-secret-values"])
            #expect(meant.status == 0, "\(meant.all)")
        }
    }

    @Test func aSnapshotWithoutAKeyMakesNoBaseline() async throws {
        let program = try Program()
        let captured = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        #expect(captured.status == 0 && captured.error.contains(Self.cure), "\(captured.all)")
        let run = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        #expect(run.status == 2 && run.error.contains("a.tar.zst was captured without a redaction key"), "\(run.all)")
        #expect(run.error.contains(Self.cure))
    }

    @Test func manifestsWithoutSecretValuesNeedNone() async throws {
        let program = try Program()
        try program.folder.write("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n", to: "plain.yaml")
        try program.folder.write(
            "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: {password: hunter2-hunter2}}\n",
            to: "secret.yaml")
        for (file, status) in [("plain", 0), ("secret", 2)] as [(String, Int32)] {
            let made = try await program.run(["baseline", "init", "\(file).yaml", "--output-dir", "golden-\(file)"])
            #expect(made.status == status, "\(made.all)")
            let stored = try await program.run(["capture", "--from", "\(file).yaml", "--store", "store-\(file)"])
            #expect(stored.status == status, "\(stored.all)")
        }
    }

    /// Two keys, one key that is gone, no key on one side: every report names what there is, and what to do.
    @Test func whatCannotBeComparedNamesBothKeysAndTheCure() async throws {
        let program = try Program()
        var ids: [String] = []
        for name in ["one", "two"] {
            let key = try program.folder.write(
                String(repeating: name == "one" ? "5a" : "a5", count: 32), to: "\(name).key")
            let made = try await SmallCluster.capture(
                try SmallCluster.objects(), to: "\(name).tar.zst", with: program, ["--redaction-key", key])
            #expect(made.status == 0, "\(made.all)")
            ids.append(
                try await program.run(["key", "id", "--redaction-key", key]).text.split(separator: "\n").joined())
        }
        _ = try await SmallCluster.capture(try SmallCluster.objects(), to: "gone.tar.zst", with: program)
        for format in ["text", "json", "markdown", "html", "junit", "sarif", "codequality", "github"] {
            let run = try await program.run(["diff", "one.tar.zst", "two.tar.zst", "-o", format])
            #expect(run.status == 3, "\(format): \(run.all)")
            #expect(ids.allSatisfy { run.text.contains($0) }, "\(format): \(run.text)")
            #expect(run.text.contains("redaction-key"), "\(format): \(run.text)")
        }
        let gone = try await program.run(["diff", "one.tar.zst", "gone.tar.zst"])
        #expect(gone.text.contains("capture gone.tar.zst again with --redaction-key"), "\(gone.text)")
        #expect(gone.text.contains(ids[0]))
        let explained = try await program.run(["explain", "one.tar.zst", "two.tar.zst", "secret/shop/login"])
        #expect(ids.allSatisfy { explained.text.contains($0) }, "\(explained.all)")
    }

    @Test func ignoredSecretValuesAreSaidInEveryReportAndHideNothingElse() async throws {
        let program = try Program()
        _ = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        _ = try await SmallCluster.capture(
            try SmallCluster.objects(secret: "b3RoZXItb3RoZXItb3RoZXI="), to: "b.tar.zst", with: program)
        _ = try await SmallCluster.capture(try SmallCluster.objects(color: "red"), to: "c.tar.zst", with: program)
        let ignoring = ["--ignore-secret-values"]
        #expect(try await program.run(["diff", "a.tar.zst", "b.tar.zst"]).status == 3)
        for format in ["text", "json", "yaml", "markdown", "html", "junit", "sarif", "codequality", "github", "azure"] {
            let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "-o", format] + ignoring)
            #expect(run.status == 0, "\(format): \(run.all)")
            #expect(run.text.uppercased().contains("SECRET VALUES NOT COMPARED"), "\(format): \(run.text)")
        }
        let json = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "-o", "json"] + ignoring)
        let report = try JSONReader.value(json.output)
        #expect(report["ignoredSecretValues"]?.array?.count == 1)
        let changed = try await program.run(["diff", "a.tar.zst", "c.tar.zst"] + ignoring)
        #expect(changed.status == 1 && changed.text.contains("color"), "\(changed.all)")
    }

    /// Under one key a changed value is known to be another one, and still counts for nothing when asked so.
    @Test func aKnownChangeOfASecretIsIgnoredOnlyWhenAsked() async throws {
        let program = try SmallCluster.program()
        _ = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        _ = try await SmallCluster.capture(
            try SmallCluster.objects(secret: "b3RoZXItb3RoZXItb3RoZXI="), to: "b.tar.zst", with: program)
        #expect(try await program.run(["diff", "a.tar.zst", "b.tar.zst"]).status == 1)
        let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst", "--ignore-secret-values"])
        #expect(run.status == 0 && run.text.contains("1 value of 1 object would have differed"), "\(run.all)")
    }
}
