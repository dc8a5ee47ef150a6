import Foundation
import Snapshot
import TestSupport
import Testing

/// `snapctl compare` through the built program.
@Suite struct CompareTests {
    /// The example three times under one key, and its stage.
    private static func program(stages: Int = 3) async throws -> Program {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = try program.folder.write(
            String(repeating: "5a", count: 32), to: "redaction.key")
        let folder = try TemporaryDirectory()
        let cluster = try ExampleCluster.cluster.lay(in: folder)
        for number in 0..<stages {
            try FileManager.default.copyItem(atPath: cluster, toPath: program.folder.file("c\(number)"))
        }
        return program
    }

    private static func edit(_ program: Program, _ file: String, _ old: String, _ new: String) throws {
        let url = URL(fileURLWithPath: program.folder.file(file))
        let text = try String(contentsOf: url, encoding: .utf8)
        try #require(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: url)
    }

    @Test func alikeIsZeroAndTheOutlierIsNamed() async throws {
        let program = try await Self.program()
        let same = try await program.run(["compare", "c0", "c1", "c2"])
        #expect(same.status == 0, "\(same.all)")
        #expect(same.text.contains("ALIKE  3 states"))
        try Self.edit(program, "c1/payments-i/Deployment.web-frontend.yaml", "replicas: 2", "replicas: 5")
        let odd = try await program.run(["compare", "c0", "c1", "c2", "-o", "text", "-o", "json=fleet.json"])
        #expect(odd.status == 1, "\(odd.all)")
        #expect(odd.text.contains("c1 deviates in 1; 2 others in nothing"), "\(odd.text)")
        let json = try JSONReader.value(try program.folder.read("fleet.json"))
        #expect(json["states"]?.array?.map { $0["deviations"]?.int } == [0, 1, 0])
        let groups = json["differences"]?.array?.first?["groups"]
        #expect(
            groups == [
                ["says": "value", "value": 2, "states": [0, 2]], ["says": "value", "value": 5, "states": [1]],
            ])
        for name in ["c0", "c1", "c2"] {
            #expect(try await program.run(["capture", "--from", name, "--file", "\(name).tar.zst"]).status == 0)
        }
        let files = try await program.run(["compare", "c0.tar.zst", "c1.tar.zst", "c2.tar.zst"])
        #expect(files.status == 1 && files.text.contains("c1 deviates in 1"), "\(files.all)")
    }

    @Test(
        arguments: [
            (["c0"], "there is only one state"), (["c0", "c0"], "is named twice"),
            (["c0", "nothing"], "there is no file"),
            (["c0", "c1", "-o", "junit"], "compare has no junit report"),
            (["c0", "c1", "--baseline", "golden", "--map", "a=b"], "both say how"),
            (["c0", "c1", "--map", "a"], "neither OLD=NEW nor a file"),
        ] as [([String], String)])
    func wrongInputIsTwo(_ arguments: [String], _ words: String) async throws {
        let program = try await Self.program(stages: 2)
        let result = try await program.run(["compare"] + arguments)
        #expect(result.status == 2, "\(result.all)")
        #expect(result.error.contains(words), "\(result.error)")
    }

    @Test func secretsUnderOtherKeysAreNamedAsNotCompared() async throws {
        var program = try await Self.program(stages: 2)
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = nil
        for name in ["c0", "c1"] {
            #expect(try await program.run(["capture", "--from", name, "--file", "\(name).tar.zst"]).status == 0)
        }
        let result = try await program.run(["compare", "c0.tar.zst", "c1.tar.zst"])
        #expect(result.status == 3, "\(result.all)")
        #expect(result.text.contains("INCONCLUSIVE") && result.text.contains("ledger-credentials"), "\(result.text)")
    }

    @Test func statesAreReadInCommonTerms() async throws {
        let program = try await Self.program(stages: 2)
        _ = try ExampleStage.lay(.cluster, in: program.folder)
        let maps = ExampleStage.values.filter { $0.example != "ce98ba4c-b8db-4a56-a9cd-98446c97f789" }
            .flatMap { ["--map", "\($0.example)=\($0.stage)"] }
        let plain = try await program.run(["compare", "c0", "c1", "stage-cluster"])
        let mapped = try await program.run(["compare", "c0", "c1", "stage-cluster", "-o", "json"] + maps)
        #expect(plain.status == 1 && plain.text.contains("PATTERNS"), "\(plain.all)")
        let json = try JSONReader.value(mapped.output)
        let objects = json["differences"]?.array?.compactMap { $0["object"]?["name"]?.string } ?? []
        #expect(
            Set(objects) == ["web-frontend", "web-frontend-settings", "ledger-credentials"],
            "\(mapped.all.prefix(4000))")
        #expect(json["mappings"]?.array?.allSatisfy { $0["states"] == 2 } == true)
    }

    @Test func aBaselineIsTheMeasureOfEveryStage() async throws {
        let program = try await Self.program(stages: 1)
        _ = try ExampleStage.lay(.cluster, in: program.folder)
        let made = try await program.run([
            "baseline", "init", "--stage", "prod=c0", "--stage", "stage=stage-cluster", "--output-dir", "golden",
        ])
        #expect(made.status == 0, "\(made.all)")
        let clean = try await program.run(["compare", "c0", "stage-cluster", "--baseline", "golden"])
        #expect(clean.status == 0, "\(clean.all)")
        try Self.edit(program, "stage-cluster/payments-i/Deployment.web-frontend.yaml", "replicas: 3", "replicas: 2")
        let drifted = try await program.run(["compare", "c0", "stage-cluster", "--baseline", "golden"])
        #expect(drifted.status == 1, "\(drifted.all)")
        #expect(drifted.text.contains("stage-cluster deviates in 1"), "\(drifted.text)")
    }

    /// Two alike states, and a baseline of the first in `golden` that says more.
    private static func program(baselineSaying more: String) async throws -> Program {
        let program = try await program(stages: 2)
        #expect(try await program.run(["baseline", "init", "c0", "--output-dir", "golden"]).status == 0)
        let file = URL(fileURLWithPath: program.folder.file("golden/baseline.yaml"))
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data("\(text)\n\(more)\n".utf8).write(to: file)
        return program
    }

    @Test func anUnmetRequirementIsARowAndTheThresholdCounts() async throws {
        let program = try await Self.program(
            baselineSaying: "require:\n- {name: three, match: {kind: Namespace, name: nowhere}, severity: medium}")
        let unmet = try await program.run([
            "compare", "c0", "c1", "--baseline", "golden", "-o", "text", "-o", "json=f.json",
        ])
        #expect(unmet.status == 1, "\(unmet.all)")
        #expect(unmet.text.contains("Requirement.snapctl.dev three"), "\(unmet.text)")
        #expect(unmet.text.contains("DRIFT") && !unmet.text.contains("NO DRIFT"), "\(unmet.text)")
        let row = try JSONReader.value(try program.folder.read("f.json"))["differences"]?.array?.first
        #expect(row?["severity"] == "medium" && row?["groups"]?.array?.last?["states"] == [0, 1])
        // What a baseline lets pass in every single state passes among many.
        try Self.edit(program, "golden/baseline.yaml", "\nrequire:", "\nfailOn: high\nrequire:")
        let passed = try await program.run(["compare", "c0", "c1", "--baseline", "golden"])
        #expect(passed.status == 0, "\(passed.all)")
        #expect(passed.text.contains("three"), "\(passed.text)")
    }

    @Test func whatTheBaselineRedactsIsRedactedHereToo() async throws {
        let program = try await Self.program(
            baselineSaying: "redaction:\n  rules: [{kind: ConfigMap, path: data.LOG_LEVEL, reason: ours}]")
        try Self.edit(program, "c1/payments-i/ConfigMap.web-frontend-settings.yaml", "Warning", "Tattletale")
        let result = try await program.run(["compare", "c0", "c1", "--baseline", "golden"])
        #expect(result.status == 1, "\(result.all)")
        #expect(!result.all.contains("Tattletale"), "\(result.text)")
    }
}
