import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// One golden baseline for two stages, made and held through the built program: on the example and a stage of our own, and on
/// the recordings where they are present.
@Suite struct StageBaselineTests {
    private static func program() throws -> Program {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = try program.folder.write(
            String(repeating: "5a", count: 32), to: "redaction.key")
        return program
    }

    /// The files of the example and of its stage, with the baseline of both in `golden`.
    private static func staged() async throws -> (program: Program, prod: String, stage: String) {
        let program = try program()
        let prod = try ExampleCluster.cluster.lay(in: program.folder)
        let stage = try ExampleStage.lay(.cluster, in: program.folder)
        let made = try await program.run([
            "baseline", "init", "--stage", "prod=\(prod)", "--stage", "stage=\(stage)", "--output-dir", "golden",
        ])
        #expect(made.status == 0, "\(made.all)")
        return (program, prod, stage)
    }

    /// Captures what a handler serves.
    private static func capture(_ handler: @escaping HTTPServer.Handler, to file: String, with program: Program)
        async throws
    {
        let captured = try await FixtureServer.run(authentication: .clientCertificate, answer: handler) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .clientCertificateFiles, in: folder)
            return try await program.run(["capture", "--kubeconfig", config.path, "-f", file])
        }
        try #require(captured.status == 0, "\(captured.all)")
    }

    /// The objects that a check calls violating, with the fields it names; `nil` for a whole object.
    private static func violations(_ json: [UInt8]) throws -> [Identity: [String]] {
        var result: [Identity: [String]] = [:]
        for violation in try JSONReader.value(json)["violations"]?.array ?? [] {
            let object = violation["object"]
            let identity = Identity(
                group: object?["group"]?.string ?? "", kind: object?["kind"]?.string ?? "",
                namespace: object?["namespace"]?.string, name: object?["name"]?.string ?? "")
            result[identity] = (violation["fields"]?.array ?? []).compactMap { $0["path"]?.string }
        }
        return result
    }

    /// The entries of a truth that a report says nothing of.
    private static func missed(
        _ truth: DriftTruth, in violations: [Identity: [String]], named: (DriftTruth.Entry) -> Identity
    ) -> [String] {
        truth.entries.filter(\.mustBeReported).filter { entry in
            guard let fields = violations[named(entry)] else { return true }
            guard entry.operation == "modify" else { return false }
            return !entry.pointers.contains { pointer in
                let due = pointer.split(separator: "/")
                    .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }.filter { Int($0) == nil }
                // Where a whole came or went, the report names the whole.
                return fields.contains { field in
                    let said = (FieldPath(parsing: field)?.elements ?? []).compactMap { element -> String? in
                        if case .field(let name) = element { name } else { nil }
                    }
                    return said.starts(with: due) || due.starts(with: said)
                }
            }
        }.map(\.id)
    }

    private static func parameters(_ program: Program, _ folder: String) throws -> [String: Value] {
        let document = try YAMLReader.documents(try program.folder.read("\(folder)/baseline.yaml")).first?.value
        return Dictionary(
            (document?["parameters"]?.object?.members ?? []).map { ($0.key, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    // MARK: The example

    @Test func theExampleAndItsStageShareABaseline() async throws {
        let (program, prod, stage) = try await Self.staged()
        let parameters = try Self.parameters(program, "golden")
        #expect(parameters["registry"] == ["prod": "acrnorthwindprod", "stage": "acrnorthwindstage"])
        #expect(parameters["region"] == ["prod": "westeurope", "stage": "northeurope"])
        #expect(parameters["subscription"]?["stage"] == "55555555-6666-7777-8888-999999999999")
        #expect(parameters["host"] == ["prod": "pay.northwind.example", "stage": "pay.stage.northwind.example"])
        for (state, status) in [(prod, 0), (stage, 0)] as [(String, Int32)] {
            let judged = try await program.run(["check", state, "--baseline", "golden"])
            #expect(judged.status == status, "\(judged.all.prefix(4000))")
        }
        // The other way round, each is far from the other's values.
        for (state, other) in [(prod, "stage"), (stage, "prod")] {
            #expect(try await program.run(["check", state, "--baseline", "golden", "--stage", other]).status == 1)
        }
    }

    @Test(arguments: [false, true])
    func whatPeopleDidInOneStageFailsThere(_ isStage: Bool) async throws {
        let (program, _, _) = try await Self.staged()
        let folder = try TemporaryDirectory()
        let drifted =
            isStage ? try ExampleStage.lay(.drifted, in: folder) : try ExampleCluster.drifted.lay(in: folder)
        let judged = try await program.run(["check", drifted, "--baseline", "golden", "-o", "json"])
        #expect(judged.status == 1, "\(judged.error)")
        let violations = try Self.violations(judged.output)
        let missed = Self.missed(try ExampleCluster.truth(), in: violations) {
            isStage ? ExampleStage.identity($0.identity) : $0.identity
        }
        #expect(missed == [], "\(violations.keys.sorted())")
    }

    /// The parameters are a mapping between the stages: what is left of a diff is what somebody changed in one of them.
    @Test func theParametersMapOneStageToTheOther() async throws {
        let (program, prod, stage) = try await Self.staged()
        for (before, after, words) in [
            (prod, stage, "prod were read as those of stage"), (stage, prod, "stage were read as"),
        ] {
            let alike = try await program.run(["diff", before, after, "--parameters", "golden"])
            #expect(alike.status == 0, "\(alike.all.prefix(4000))")
            #expect(alike.text.contains(words), "\(alike.text)")
        }
        let file = "\(stage)/payments-i/Deployment.web-frontend.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data(text.replacing("replicas: 3", with: "replicas: 4").utf8).write(to: URL(fileURLWithPath: file))
        let odd = try await program.run(["diff", prod, stage, "--parameters", "golden", "-o", "json"])
        #expect(odd.status == 1, "\(odd.error)")
        let violations = try Self.violations(odd.output)
        let deployment = Identity(
            group: "apps", kind: "Deployment", namespace: "payments-i", name: "web-frontend")
        #expect(violations == [deployment: ["spec.replicas"]])
        // What prod says there is three in the terms of the stage, not two.
        let field = try JSONReader.value(odd.output)["violations"]?.array?.first?["fields"]?.array?.first
        #expect(field?["before"] == 3 && field?["after"] == 4)
    }

    @Test func parametersNeedStagesThatTheStatesBelongTo() async throws {
        let (program, prod, stage) = try await Self.staged()
        #expect(try await program.run(["baseline", "init", prod, "--output-dir", "single"]).status == 0)
        let single = try await program.run(["diff", prod, stage, "--parameters", "single"])
        #expect(single.status == 2 && single.error.contains("has no stages"), "\(single.all)")
        let yaml = program.folder.file("golden/baseline.yaml")
        let text = try String(contentsOfFile: yaml, encoding: .utf8)
        try Data(text.replacing(ExampleStage.uid, with: "99999999-7a34-4b6e-9d1c-2f8b5a60c3e7").utf8)
            .write(to: URL(fileURLWithPath: yaml))
        let stranger = try await program.run(["diff", prod, stage, "--parameters", "golden"])
        #expect(stranger.status == 2 && stranger.error.contains(ExampleStage.uid), "\(stranger.all)")
        let nowhere = try await program.run(["diff", prod, stage, "--parameters", "nowhere"])
        #expect(nowhere.status == 2 && nowhere.error.contains("nowhere"), "\(nowhere.all)")
    }

    /// A stage that takes over what another one says has drifted.
    @Test func anotherStagesValueIsDrift() async throws {
        let (program, _, stage) = try await Self.staged()
        let changes = [
            ("payments-i/Deployment.web-frontend.yaml", "replicas: 3", "replicas: 2"),
            ("payments-i/ConfigMap.web-frontend-settings.yaml", "LOG_LEVEL: Debug", "LOG_LEVEL: Warning"),
            ("payments-i/Deployment.ledger.yaml", "acrnorthwindstage", "acrnorthwindprod"),
        ]
        for (file, own, other) in changes {
            let path = "\(stage)/\(file)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains(own))
            try Data(text.replacing(own, with: other).utf8).write(to: URL(fileURLWithPath: path))
            let judged = try await program.run(["check", stage, "--baseline", "golden"])
            #expect(judged.status == 1, "\(file): \(judged.all.prefix(2000))")
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(try await program.run(["check", stage, "--baseline", "golden"]).status == 0)
    }

    @Test func whatOnlyOneStageHasIsNamedAndMayBeMissingInTheOthers() async throws {
        let program = try Self.program()
        let prod = try ExampleCluster.cluster.lay(in: program.folder)
        let stage = try ExampleStage.lay(.cluster, in: program.folder)
        let budget = "payments-o/PodDisruptionBudget.worker.yaml"
        try FileManager.default.removeItem(atPath: "\(stage)/\(budget)")
        let made = try await program.run([
            "baseline", "init", "--stage", "prod=\(prod)", "--stage", "stage=\(stage)", "--output-dir", "golden",
        ])
        #expect(made.error.contains("only prod has"), "\(made.all)")
        #expect(try await program.run(["check", stage, "--baseline", "golden"]).status == 0)
        #expect(try await program.run(["check", prod, "--baseline", "golden"]).status == 0)
        // In the other stage nobody expects it, and in its own nobody may miss it.
        try FileManager.default.moveItem(atPath: "\(prod)/\(budget)", toPath: "\(stage)/\(budget)")
        for state in [prod, stage] {
            let judged = try await program.run(["check", state, "--baseline", "golden"])
            #expect(judged.status == 1, "\(judged.all)")
        }
        // A folder that belongs to no stage would hold resources that nobody ever asks for.
        try FileManager.default.moveItem(
            atPath: program.folder.file("golden/stages/prod"), toPath: program.folder.file("golden/stages/prd"))
        let refused = try await program.run(["check", stage, "--baseline", "golden"])
        #expect(refused.status == 2 && refused.error.contains("did you mean `prod`?"), "\(refused.all)")
    }

    @Test func makingItAgainGivesTheSameBytes() async throws {
        let program = try Self.program()
        let prod = try ExampleCluster.cluster.lay(in: program.folder)
        let stage = try ExampleStage.lay(.cluster, in: program.folder)
        for name in ["one", "two"] {
            let made = try await program.run([
                "baseline", "init", "--stage", "prod=\(prod)", "--stage", "stage=\(stage)", "--output-dir",
                "\(name)/golden",
            ])
            #expect(made.status == 0, "\(made.all)")
        }
        let difference = try await program.runShell(
            "diff -r one/golden two/golden | grep -v '^[<>-] *#\\|^diff\\|^[0-9,c]*$\\|^---$'")
        #expect(difference.text == "", "\(difference.text)")
    }

    // MARK: The recordings

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func productionAndStageShareABaselineThatEveryDriftViolates() async throws {
        let program = try Self.program()
        for (recording, file) in [
            (Recordings.prodBaseline, "prod"), (.stageBaseline, "stage"), (.prodDrifted, "drifted"),
        ] {
            let cluster = try RecordedCluster(recording)
            try await Self.capture({ await cluster.answer($0) }, to: "\(file).tar.zst", with: program)
        }
        let truth = try Recordings.file("drift-truth.json")
        let planted = try PlantedCluster(.stageBaseline, truth: truth)
        #expect(planted.count == 29)
        try await Self.capture({ await planted.answer($0) }, to: "planted.tar.zst", with: program)
        let made = try await program.run([
            "baseline", "init", "--stage", "prod=prod.tar.zst", "--stage", "stage=stage.tar.zst", "--output-dir",
            "golden",
        ])
        #expect(made.status == 0, "\(made.all)")
        let parameters = try Self.parameters(program, "golden")
        #expect(parameters["registry"] == ["prod": "acraksprod7q3xk2", "stage": "acraksstg1m9cw8"])
        #expect(parameters["region"] == ["prod": "eastus2", "stage": "centralus"])
        for name in ["subscription", "host", "vault", "client-id", "cluster"] {
            #expect(parameters[name] != nil, "\(name)")
        }
        for file in ["prod", "stage"] {
            let judged = try await program.run(["check", "\(file).tar.zst", "--baseline", "golden"])
            #expect(judged.status == 0, "\(file): \(judged.all.prefix(4000))")
        }
        let entries = try DriftTruth(truth)
        for (file, isStage) in [("drifted", false), ("planted", true)] {
            let judged = try await program.run(["check", "\(file).tar.zst", "--baseline", "golden", "-o", "json"])
            #expect(judged.status == 1, "\(file): \(judged.error)")
            let violations = try Self.violations(judged.output)
            let missed = Self.missed(entries, in: violations) { entry in
                guard isStage, violations[entry.identity] == nil, ["Node", "Pod"].contains(entry.identity.kind) else {
                    return entry.identity
                }
                // What is called otherwise there is found by the beginning of its name.
                let stem = entry.identity.name.split(separator: "-").prefix(2).joined(separator: "-")
                return violations.keys.first {
                    $0.kind == entry.identity.kind && $0.namespace == entry.identity.namespace
                        && $0.name.hasPrefix(stem)
                } ?? entry.identity
            }
            #expect(missed == [], "\(file)")
        }
    }
}
