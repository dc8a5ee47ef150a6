import Snapshot
import TestSupport
import Testing

/// What a capture or a check does not look at is said once, in one line.
@Suite struct NarrowCaptureTests {
    @Test func aCaptureSaysWhatItsDefaultScopeLeavesOut() async throws {
        let program = try SmallCluster.program()
        let usual = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        #expect(usual.status == 0, "\(usual.all)")
        let lines = usual.error.split(separator: "\n").filter { $0.hasPrefix("left out by default: ") }
        #expect(lines.count == 1 && lines[0].contains("leases.coordination.k8s.io"), "\(usual.error)")
        // What somebody asked to leave out is no surprise.
        let asked = try await SmallCluster.capture(
            try SmallCluster.objects(), to: "b.tar.zst", with: program, ["--exclude", "secrets"])
        #expect(!asked.error.contains("default: secrets") && !asked.error.contains(", secrets"), "\(asked.error)")
        let all = try await SmallCluster.capture(
            try SmallCluster.objects(), to: "c.tar.zst", with: program, ["--include", "*"])
        #expect(!all.error.contains("left out by default"), "\(all.error)")
    }

    @Test func aCheckOfOneNamespaceSumsUpWhatItCannotAnswer() async throws {
        let program = try SmallCluster.program()
        _ = try await SmallCluster.capture(try SmallCluster.objects(), to: "a.tar.zst", with: program)
        _ = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        let text = String(decoding: try program.folder.read("golden/baseline.yaml"), as: UTF8.self)
        let required = (1...9).map { "- {name: needs-\($0), match: {kind: Deployment, namespace: other-\($0)}}\n" }
        try program.folder.write(text + "require:\n" + required.joined(), to: "golden/baseline.yaml")
        let run = try await SmallCluster.serving(try SmallCluster.objects()) { _, config in
            try await program.run([
                "check", "cluster:", "--kubeconfig", config.path, "--baseline", "golden", "-n", "shop",
            ])
        }
        #expect(run.status == 3, "\(run.all)")
        let about = run.text.split(separator: "\n").filter { $0.contains("needs-") }
        #expect(about.count == 1 && about[0].contains("9 requirements"), "\(run.text)")
        let unseen = run.text.split(separator: "\n").filter { $0.contains("that the baseline holds") }
        #expect(unseen.count == 1, "\(run.text)")
    }

    /// A word that means something elsewhere too is never proposed to be read as another one everywhere.
    @Test func aPatternOfCommonWordsIsNoMapping() async throws {
        let program = try SmallCluster.program()
        for (file, uid, level, region) in [
            ("a", SmallCluster.uid, "info", "eastus2"), ("b", SmallCluster.otherUID, "debug", "westeurope"),
        ] {
            let settings = (1...3).map { number in
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app-\(number), namespace: shop, uid: 00000000-0000-4000-8000-0000000000b\(number)}
                data: {LOG_LEVEL: \(level), REGION: \(region)}

                """
            }
            let more = try YAMLReader.documents(Array(settings.joined(separator: "---\n").utf8)).map(\.value)
            let captured = try await SmallCluster.capture(
                try SmallCluster.objects(uid: uid) + more, to: "\(file).tar.zst", with: program)
            #expect(captured.status == 0, "\(captured.all)")
        }
        let run = try await program.run(["diff", "a.tar.zst", "b.tar.zst"])
        #expect(run.status == 1, "\(run.all)")
        #expect(run.text.contains("--map value:eastus2=westeurope"), "\(run.text)")
        #expect(!run.text.contains("=debug"), "\(run.text)")
    }

    @Test func helpIsShortAndAllOfItCanBeHad() async throws {
        let program = try Program()
        let short = try await program.run(["check", "--help"])
        let all = try await program.run(["check", "--help-all"])
        #expect(short.status == 0 && all.status == 0)
        #expect(
            !short.text.contains("--kubeconfig") && short.text.contains("snapctl check --help-all"), "\(short.text)")
        #expect(all.text.contains("--kubeconfig") && all.text.contains("--redaction-key"), "\(all.text)")
        #expect(short.text.contains("REPORT") && short.text.contains("SIGNATURES"), "\(short.text)")
        // Every format that a command's help names is one that it makes.
        let compare = try await program.run(["compare", "--help"])
        #expect(!compare.text.contains("junit") && !compare.text.contains("--controls"), "\(compare.text)")
    }
}
