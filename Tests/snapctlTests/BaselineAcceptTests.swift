import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// `baseline accept` and `baseline lint` on a copy of the shipped baseline and the example cluster.
@Suite struct BaselineAcceptTests {
    private let folder: TemporaryDirectory
    private let golden: String
    private let state: String
    private let key: String

    init() throws {
        folder = try TemporaryDirectory()
        golden = folder.file("golden")
        try FileManager.default.copyItem(atPath: ExampleCluster.baseline, toPath: golden)
        state = try ExampleCluster.drifted.lay(in: folder)
        key = try ExampleCluster.key(in: folder)
    }

    private var document: String {
        get throws { try String(contentsOfFile: "\(golden)/\(Baseline.fileName)", encoding: .utf8) }
    }

    private func run(_ arguments: String...) async throws -> SnapctlProgram.Ending {
        try await SnapctlProgram.run(arguments, environment: ["SNAPCTL_REDACTION_KEY_FILE": key])
    }

    @Test func everythingCanBeAcceptedOnceAndIsRead() async throws {
        let before = try document
        let accepted = try await run(
            "baseline", "accept", golden, state, "--all", "--reason", "reviewed: \"all\"", "--owner", "us",
            "--ticket", "CHG-1", "--expires", "2099-01-31")
        #expect(accepted.status == 0, "\(accepted.errors)")
        let after = try document
        #expect(after != before)
        // Not a line of what a person wrote is gone or moved.
        var rest = after.split(separator: "\n", omittingEmptySubsequences: false)[...]
        for line in before.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let place = rest.firstIndex(of: line) else {
                Issue.record("`\(line)` is gone")
                return
            }
            rest = rest[rest.index(after: place)...]
        }
        let checked = try await run("check", state, "--baseline", golden)
        #expect(!checked.output.contains("\nDIFFERENCES"), "\(checked.output)")
        let violations = try JSONReader.value(
            Array(try await run("check", state, "--baseline", golden, "-o", "json").output.utf8))["violations"]
        #expect(violations?.array?.count == 0)
        let again = try await run("baseline", "accept", golden, state, "--all", "--reason", "again")
        #expect(again.status == 0)
        #expect(again.errors.contains("nothing to accept"))
        #expect(try document == after)
    }

    /// What is accepted is an object as it was reviewed, not whatever stands under its name later.
    @Test func otherContentOfAnAcceptedObjectIsDriftAgain() async throws {
        func state(_ role: String) -> String {
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: ops}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: \(role)}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: ops}]

            """
        }
        let own = folder.file("own")
        let empty = try folder.write("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n", to: "none.yaml")
        #expect(try await run("baseline", "init", empty, "--output-dir", own).status == 0)
        let reviewed = try folder.write(state("view"), to: "reviewed.yaml")
        #expect(try await run("check", reviewed, "--baseline", own).status == 1)
        let accepted = try await run("baseline", "accept", own, reviewed, "--all", "--reason", "reviewed")
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(try String(contentsOfFile: "\(own)/\(Baseline.fileName)", encoding: .utf8).contains("digest: "))
        let same = try await run("check", reviewed, "--baseline", own)
        #expect(same.status == 0, "\(same.output)")
        let other = try folder.write(state("cluster-admin"), to: "other.yaml")
        let later = try await run("check", other, "--baseline", own)
        #expect(later.status == 1, "\(later.output)")
        #expect(later.output.contains("ClusterRoleBinding.rbac.authorization.k8s.io ops"), "\(later.output)")
        // Gone again is what the baseline says.
        #expect(try await run("check", empty, "--baseline", own).status == 0)
    }

    @Test func onlyWhatIsChosenIsAccepted() async throws {
        let report = folder.file("verdict.json")
        _ = try await run("check", state, "--baseline", golden, "-o", "json=\(report)")
        func places() async throws -> Set<String> {
            let text = try await run("check", state, "--baseline", golden, "-o", "json").output
            let violations = try JSONReader.value(Array(text.utf8))["violations"]?.array ?? []
            return Set(
                violations.flatMap { violation -> [String] in
                    let object = CanonicalJSON.text(violation["object"] ?? .null)
                    let paths = (violation["fields"]?.array ?? []).compactMap { $0["path"]?.string }
                    return paths.isEmpty ? [object] : paths.map { "\(object) \($0)" }
                })
        }
        let all = try await places()
        let dry = try await run(
            "baseline", "accept", golden, state, "--object", "Deployment.apps/payments-*/*", "--reason", "r",
            "--dry-run")
        #expect(dry.status == 0 && dry.output.contains("- name: accepted-deployment-payments-"))
        #expect(try await places() == all)
        let chosen = try await run(
            "baseline", "accept", golden, state, "--object", "Deployment.apps/payments-*/*", "--reason", "r")
        #expect(chosen.status == 0, "\(chosen.errors)")
        let left = try await places()
        #expect(
            left == all.filter { !($0.contains("\"kind\":\"Deployment\"") && $0.contains("\"namespace\":\"payments-")) }
        )
        let rest = try await run("baseline", "accept", golden, state, "--report", report, "--reason", "r")
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(try await places() == [])
    }

    @Test(arguments: [
        (["--all", "--reason", " "], "--reason is empty"), (["--reason", "r"], "no differences were chosen"),
        (["--all", "--reason", "r", "--expires", "soon"], "`soon` is no date"),
        (["--path", "a[", "--reason", "r"], "`a[` is no path"),
        (["--object", "a/b/c/d", "--reason", "r"], "names no objects"),
        (["--report", "\(ExampleCluster.baseline)/baseline.yaml", "--reason", "r"], "is no JSON report"),
    ])
    func whatCannotBeMeantIsRefused(_ arguments: [String], _ words: String) async throws {
        let ending = try await SnapctlProgram.run(
            ["baseline", "accept", golden, state] + arguments, environment: ["SNAPCTL_REDACTION_KEY_FILE": key])
        #expect(ending.status == 2)
        #expect(ending.errors.contains(words), "\(ending.errors)")
    }

    @Test func theShippedBaselineHasNothingToSayOfItself() async throws {
        let cluster = try ExampleCluster.cluster.lay(in: folder)
        let alone = try await run("baseline", "lint", golden)
        #expect(alone.status == 0, "\(alone.output)\(alone.errors)")
        let held = try await run("baseline", "lint", golden, cluster, "--json")
        let kinds = try JSONReader.value(Array(held.output.utf8))["findings"]?.array?.compactMap { $0["kind"]?.string }
        // One quiet cluster cannot show how far its autoscalers and node images go.
        #expect(Set(kinds ?? ["?"]).isSubset(of: ["tooWide"]), "\(held.output)")
    }

    @Test func staleRulesEndWithOneAndALineEach() async throws {
        let rule = "- {name: stale, match: {kind: Deplyoment}, ignore: true, reason: r}\n"
        let text = try document.replacing("\nrules:\n", with: "\nrules:\n\(rule)")
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(golden)/\(Baseline.fileName)"))
        let ending = try await run("baseline", "lint", golden, state)
        #expect(ending.status == 1, "\(ending.errors)")
        #expect(ending.output.contains("/baseline.yaml:"), "\(ending.output)")
        #expect(ending.output.contains(": rule stale selects no object, golden or of a state"))
    }

    @Test func theSchemaIsPrinted() async throws {
        let ending = try await run("baseline", "schema")
        let shipped = "\(SourceFile.root)/docs/baseline.schema.json"
        #expect(ending.output == (try String(contentsOfFile: shipped, encoding: .utf8)))
    }
}
