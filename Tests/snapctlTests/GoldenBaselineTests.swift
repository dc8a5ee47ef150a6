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
        #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
    }

    @Test func makingItAgainChangesNothing() async throws {
        let folder = try TemporaryDirectory()
        let key = try ExampleCluster.key(in: folder)
        let made = folder.file("made")
        let ending = try await SnapctlProgram.run(
            ["baseline", "init", try ExampleCluster.cluster.lay(in: folder), "--output", made],
            environment: ["SNAPCTL_REDACTION_KEY_FILE": key])
        try #require(ending.status == 0, "\(ending.errors)")
        let fresh = "\(made)/\(BaselineLayout.folder)"
        let kept = "\(ExampleCluster.baseline)/\(BaselineLayout.folder)"
        if ProcessInfo.processInfo.environment["SNAPCTL_RECORD"] == "1" {
            try? FileManager.default.removeItem(atPath: kept)
            try FileManager.default.copyItem(atPath: fresh, toPath: kept)
            Issue.record("recorded \(kept); look at the difference, then run without SNAPCTL_RECORD")
            return
        }
        let names = try Self.files(fresh)
        #expect(try Self.files(kept) == names)
        for name in names {
            #expect(
                FileManager.default.contents(atPath: "\(kept)/\(name)")
                    == FileManager.default.contents(atPath: "\(fresh)/\(name)"), "\(name)")
        }
    }

    private func check(_ state: String, key: String, _ more: String...) async throws -> SnapctlProgram.Ending {
        try await SnapctlProgram.run(
            ["check", state, "--baseline", ExampleCluster.baseline, "--redaction-key", key] + more)
    }

    private static func files(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    }
}
