import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// The golden baseline that the project ships, `golden/aks-regulated`, held against the example cluster it was made of.
///
/// `SNAPCTL_RECORD=1` writes its resources again and fails, so that a recording never passes.
@Suite struct GoldenBaselineTests {
    @Test(arguments: zip(ExampleCluster.allCases, [0, 0, 1] as [Int32]))
    func itJudgesTheExample(_ state: ExampleCluster, _ status: Int32) async throws {
        let folder = try TemporaryDirectory()
        let ending = try await check(try state.lay(in: folder), key: ExampleCluster.key(in: folder))
        #expect(ending.status == status, "\(ending.output)\(ending.errors)")
    }

    @Test func itNamesWhatPeopleDidAndNothingElse() async throws {
        let folder = try TemporaryDirectory()
        let state = try ExampleCluster.drifted.lay(in: folder)
        let ending = try await check(state, key: ExampleCluster.key(in: folder), "-o", "json")
        let violations = try JSONReader.value(Array(ending.output.utf8))["violations"]?.array ?? []
        let reported = Set(
            violations.map { violation in
                let object = violation["object"]
                return Identity(
                    group: object?["group"]?.string ?? "", kind: object?["kind"]?.string ?? "",
                    namespace: object?["namespace"]?.string, name: object?["name"]?.string ?? "")
            })
        let due = try ExampleCluster.truth().entries.filter(\.mustBeReported)
        #expect(due.count == 29)
        #expect(due.filter { !reported.contains($0.identity) }.map(\.id) == [])
        let explained = Set(due.map(\.identity))
        #expect(reported.filter { !explained.contains($0) }.map(\.description) == [])
    }

    /// Its second stage has other values in the same places, and is held to them as strictly.
    @Test func itJudgesTheOtherStageToo() async throws {
        let folder = try TemporaryDirectory()
        let key = try ExampleCluster.key(in: folder)
        let stage = try ExampleStage.lay(.cluster, in: folder)
        let clean = try await check(stage, key: key)
        #expect(clean.status == 0, "\(clean.output)\(clean.errors)")
        #expect(clean.output.contains("stage stage"))
        let drifted = try await check(try ExampleStage.lay(.drifted, in: folder), key: key, "-o", "json")
        #expect(drifted.status == 1, "\(drifted.errors)")
        let reported = Set(
            (try JSONReader.value(Array(drifted.output.utf8))["violations"]?.array ?? []).compactMap {
                $0["object"]?["name"]?.string
            })
        let due = try ExampleCluster.truth().entries.filter(\.mustBeReported)
        let missed = due.filter { !reported.contains(ExampleStage.identity($0.identity).name) }
        #expect(missed.map(\.id) == [])
        // Neither stage may say what only the other one may.
        let wrong = try await check(stage, key: key, "--stage", "prod")
        #expect(wrong.status == 1, "\(wrong.errors)")
    }

    @Test func itSaysWhatTheTeamKeepsToItself() async throws {
        let folder = try TemporaryDirectory()
        let state = try ExampleCluster.cluster.lay(in: folder)
        let file = URL(fileURLWithPath: "\(state)/payments-i/ConfigMap.web-frontend-settings.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(text.replacing("BRANCH_CODE: \"017\"", with: "BRANCH_CODE: \"4711-secret\"").utf8).write(to: file)
        let ending = try await check(state, key: ExampleCluster.key(in: folder))
        #expect(ending.status == 1, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("BRANCH_CODE") && !ending.output.contains("4711"), "\(ending.output)")
    }

    @Test func withAnotherKeyItsSecretsCannotBeJudged() async throws {
        let folder = try TemporaryDirectory()
        let key = try folder.write(String(repeating: "0f", count: 32), to: "other.key")
        let ending = try await check(try ExampleCluster.cluster.lay(in: folder), key: key)
        #expect(ending.status == 3, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("ledger-credentials"))
    }

    @Test func withoutSecretsItJudgesTheRestAndSaysSo() async throws {
        let folder = try TemporaryDirectory()
        let key = try folder.write(String(repeating: "0f", count: 32), to: "other.key")
        let ending = try await check(try ExampleCluster.cluster.lay(in: folder), key: key, "--without-secrets")
        #expect(ending.status == 3, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("left out 4 objects of Secret that the baseline holds"), "\(ending.output)")
        #expect(!ending.output.contains("\nDIFFERENCES"), "\(ending.output)")
    }

    @Test func makingItAgainChangesNothing() async throws {
        let folder = try TemporaryDirectory()
        if ProcessInfo.processInfo.environment["SNAPCTL_RECORD"] == "1" {
            _ = try await make(ExampleCluster.baseline, of: try ExampleCluster.cluster.lay(in: folder), folder)
            Issue.record("recorded \(ExampleCluster.baseline); look at the difference, then run without SNAPCTL_RECORD")
            return
        }
        let copy = try copy(in: folder)
        let ending = try await make(copy, of: try ExampleCluster.cluster.lay(in: folder), folder)
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.errors.contains("is up to date"), "\(ending.errors)")
        #expect(try Self.contents(copy) == Self.contents(ExampleCluster.baseline))
    }

    @Test func commentsAndOrderStayAsAPersonWroteThem() async throws {
        let folder = try TemporaryDirectory()
        let copy = try copy(in: folder)
        let file = "\(copy)/resources/payments-o/Deployment.apps/api.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let head = "apiVersion: apps/v1\nkind: Deployment\n"
        try #require(text.hasPrefix(head))
        let mine = "# Ours: ask the shop team.\nkind: Deployment\napiVersion: \"apps/v1\"   # stable\n"
        try Data((mine + text.dropFirst(head.count)).utf8).write(to: URL(fileURLWithPath: file))
        let before = try Self.contents(copy)
        let ending = try await make(copy, of: try ExampleCluster.cluster.lay(in: folder), folder)
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(try Self.contents(copy) == before)
    }

    @Test func onlyWhatChangedIsWrittenAndKeepsItsParameters() async throws {
        let folder = try TemporaryDirectory()
        let copy = try copy(in: folder)
        let state = try ExampleCluster.cluster.lay(in: folder)
        let source = "\(state)/falco-system/DaemonSet.falco.yaml"
        let text = try String(contentsOfFile: source, encoding: .utf8)
            .replacing("initialDelaySeconds: 60", with: "initialDelaySeconds: 61")
        try Data(text.utf8).write(to: URL(fileURLWithPath: source))
        try FileManager.default.removeItem(atPath: "\(state)/payments-o/ConfigMap.worker-settings.yaml")
        let before = try Self.contents(copy)
        let ending = try await make(copy, of: state, folder)
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.errors.contains("worker-settings.yaml is of an object that the state does not declare"))
        let after = try Self.contents(copy)
        let falco = "resources/falco-system/DaemonSet.apps/falco.yaml"
        #expect(before.keys.filter { before[$0] != after[$0] } == [falco])
        let written = String(decoding: after[falco] ?? [], as: UTF8.self)
        #expect(written.contains("initialDelaySeconds: 61"))
        #expect(written.contains("image: ${registry}/mirror/falco:0.42.0"))
    }

    /// One stage's state says nothing of the others: what it costs them to take it over is said.
    @Test func aParameterThatAFileLosesIsNamed() async throws {
        let folder = try TemporaryDirectory()
        let copy = try copy(in: folder)
        let stage = try ExampleStage.lay(.cluster, in: folder)
        let source = URL(fileURLWithPath: "\(stage)/payments-i/Deployment.web-frontend.yaml")
        let text = try String(contentsOf: source, encoding: .utf8)
        try Data(text.replacing("replicas: 3", with: "replicas: 5").utf8).write(to: source)
        let before = try Self.contents(copy)
        let ending = try await make(copy, of: stage, folder)
        #expect(ending.status == 0, "\(ending.errors)")
        let after = try Self.contents(copy)
        let file = "resources/payments-i/Deployment.apps/web-frontend.yaml"
        #expect(after.keys.filter { before[$0] != after[$0] } == [file])
        #expect(String(decoding: after[file] ?? [], as: UTF8.self).contains("replicas: 5"))
        #expect(ending.errors.contains("names ${webFrontendReplicas} no longer"), "\(ending.errors)")
        #expect(ending.errors.contains("only stage was looked at"), "\(ending.errors)")
    }

    private func make(
        _ golden: String, of state: String, _ folder: TemporaryDirectory
    ) async throws -> SnapctlProgram.Ending {
        try await SnapctlProgram.run(
            ["baseline", "init", state, "--output-dir", golden],
            environment: ["SNAPCTL_REDACTION_KEY_FILE": try ExampleCluster.key(in: folder)])
    }

    private func copy(in folder: TemporaryDirectory) throws -> String {
        let copy = folder.file("golden")
        try FileManager.default.copyItem(atPath: ExampleCluster.baseline, toPath: copy)
        return copy
    }

    private func check(_ state: String, key: String, _ more: String...) async throws -> SnapctlProgram.Ending {
        try await SnapctlProgram.run(
            ["check", state, "--baseline", ExampleCluster.baseline, "--redaction-key", key] + more)
    }

    /// The bytes of every file below a folder.
    private static func contents(_ folder: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            contents[name] = FileManager.default.contents(atPath: "\(folder)/\(name)").map { Array($0) }
        }
        return contents
    }
}
