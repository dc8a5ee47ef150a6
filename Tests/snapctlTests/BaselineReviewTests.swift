import Foundation
import Snapshot
import TestSupport
import Testing

/// What `baseline init` writes is something that people can review, and nothing escapes through what it leaves out.
@Suite struct BaselineReviewTests {
    private static func made(_ objects: [Value], _ arguments: [String] = []) async throws -> Program {
        let program = try SmallCluster.program()
        let captured = try await SmallCluster.capture(objects, to: "a.tar.zst", with: program)
        try #require(captured.status == 0, "\(captured.all)")
        let made = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"] + arguments)
        try #require(made.status == 0, "\(made.all)")
        return program
    }

    private static let definition =
        "golden/resources/_cluster/CustomResourceDefinition.apiextensions.k8s.io/widgets.example.org.yaml"

    private static func text(_ file: String, of program: Program) throws -> String {
        String(decoding: try program.folder.read(file), as: UTF8.self)
    }

    @Test func whatToLookAtFirstIsWritten() async throws {
        let program = try await Self.made(try SmallCluster.objects())
        let review = try Self.text("golden/REVIEW.md", of: program)
        for words in [
            "What to look at first", "clusterrolebinding/ops", "cluster-admin → Group ops", "secret/login -n shop",
            "customresourcedefinition/widgets.example.org", "| `shop` |", "Owner not known",
        ] {
            #expect(review.contains(words), "\(words): \(review)")
        }
        #expect(!review.contains("hunter2"))
        // No command reads it.
        let same = try await program.run(["check", "a.tar.zst", "--baseline", "golden"])
        #expect(same.status == 0, "\(same.all)")
    }

    @Test func aDefinitionIsKeptAsADigestAndItsChangeIsDrift() async throws {
        let program = try await Self.made(try SmallCluster.objects())
        let kept = try Self.text(Self.definition, of: program)
        #expect(kept.contains("detail: digest") && !kept.contains("a widget"), "\(kept)")
        #expect(try await program.run(["check", "a.tar.zst", "--baseline", "golden"]).status == 0)
        #expect(try await program.run(["baseline", "lint", "golden"]).status == 0)
        _ = try await SmallCluster.capture(try SmallCluster.objects(note: "a trap"), to: "b.tar.zst", with: program)
        let drift = try await program.run(["check", "b.tar.zst", "--baseline", "golden"])
        #expect(drift.status == 1 && drift.text.contains("widgets.example.org"), "\(drift.all)")
        let gone = try SmallCluster.objects().filter { $0["kind"]?.string != "CustomResourceDefinition" }
        _ = try await SmallCluster.capture(gone, to: "c.tar.zst", with: program)
        let removed = try await program.run(["check", "c.tar.zst", "--baseline", "golden"])
        #expect(removed.status == 1 && removed.text.contains("widgets.example.org"), "\(removed.all)")
        // What was found right is taken over.
        let taken = try await program.run(["baseline", "init", "b.tar.zst", "--output-dir", "golden"])
        #expect(taken.status == 0, "\(taken.all)")
        #expect(try await program.run(["check", "b.tar.zst", "--baseline", "golden"]).status == 0)
        #expect(try await program.run(["check", "a.tar.zst", "--baseline", "golden"]).status == 1)
    }

    /// Of a digest under other rules nobody knows what it stands for: no drift, and no clean verdict.
    @Test func aDigestOfOtherRulesAsksForARefresh() async throws {
        let program = try await Self.made(try SmallCluster.objects())
        let kept = try Self.text(Self.definition, of: program)
        let lines = kept.split(separator: "\n").map { $0.hasPrefix("rules: ") ? "rules: 0a1b2c" : String($0) }
        try program.folder.write(lines.joined(separator: "\n") + "\n", to: Self.definition)
        for note in ["a widget", "a trap"] {
            _ = try await SmallCluster.capture(try SmallCluster.objects(note: note), to: "b.tar.zst", with: program)
            let run = try await program.run(["check", "b.tar.zst", "--baseline", "golden"])
            #expect(run.status == 3 && run.text.contains("refresh with `snapctl baseline init"), "\(run.all)")
        }
        let taken = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        #expect(taken.status == 0, "\(taken.all)")
        #expect(try await program.run(["check", "a.tar.zst", "--baseline", "golden"]).status == 0)
    }

    @Test func aDamagedDigestIsRefused() async throws {
        let program = try await Self.made(try SmallCluster.objects())
        let kept = try Self.text(Self.definition, of: program)
        try program.folder.write(kept.replacing("digest: ", with: "digest: x", maxReplacements: 2), to: Self.definition)
        try program.folder.write(
            kept.split(separator: "\n").filter { !$0.hasPrefix("rules") }.joined(separator: "\n"), to: Self.definition)
        let run = try await program.run(["check", "a.tar.zst", "--baseline", "golden"])
        #expect(run.status == 2 && run.error.contains("detail: digest"), "\(run.all)")
    }

    @Test func fullDetailKeepsEverything() async throws {
        let program = try await Self.made(try SmallCluster.objects(), ["--detail", "full"])
        #expect(try Self.text(Self.definition, of: program).contains("a widget"))
        #expect(try await program.run(["check", "a.tar.zst", "--baseline", "golden"]).status == 0)
        let wrong = try await program.run(["baseline", "init", "a.tar.zst", "--output-dir", "b", "--detail", "half"])
        #expect(wrong.status == 2)
    }

    /// The suggestions at the end are comments, and valid without their marks.
    @Test func theSuggestionsAreValid() async throws {
        var objects = try SmallCluster.objects()
        objects += try YAMLReader.documents(
            Array(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: aks-np-1, uid: 00000000-0000-4000-8000-000000000009, labels: {agentpool: np, kubernetes.azure.com/cluster: c}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: default-deny, namespace: shop, uid: 00000000-0000-4000-8000-00000000000a}
                spec: {podSelector: {}}

                """.utf8)
        ).map(\.value)
        let program = try await Self.made(objects)
        let text = try Self.text("golden/baseline.yaml", of: program)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("# include:") })
        let plain = lines[start...].map { $0.hasPrefix("# ") ? String($0.dropFirst(2)) : $0 == "#" ? "" : $0 }
        let taken = (lines[..<start].filter { $0 != "rules: []" } + plain).joined(separator: "\n")
        #expect(
            taken.contains("nodes-np") && taken.contains("default-deny") && taken.contains("aks/platform"), "\(text)")
        try program.folder.write(taken, to: "golden/baseline.yaml")
        let run = try await program.run(["check", "a.tar.zst", "--baseline", "golden"])
        #expect([0, 1, 3].contains(run.status), "\(run.all)")
    }

    @Test func aBaselineIsOfOneCluster() async throws {
        let program = try await Self.made(try SmallCluster.objects())
        #expect(try Self.text("golden/baseline.yaml", of: program).contains("cluster: \(SmallCluster.uid)"))
        _ = try await SmallCluster.capture(
            try SmallCluster.objects(uid: SmallCluster.otherUID), to: "b.tar.zst", with: program)
        for arguments in [
            ["check", "b.tar.zst", "--baseline", "golden"],
            ["baseline", "init", "b.tar.zst", "--output-dir", "golden"],
            ["baseline", "accept", "golden", "b.tar.zst", "--all", "--reason", "r"],
        ] {
            let refused = try await program.run(arguments)
            #expect(refused.status == 2, "\(refused.all)")
            #expect(refused.error.contains(SmallCluster.uid) && refused.error.contains(SmallCluster.otherUID))
            #expect(refused.error.contains("--other-cluster"))
        }
        let meant = try await program.run(["check", "b.tar.zst", "--baseline", "golden", "--other-cluster"])
        #expect(meant.status == 0 && meant.text.contains("as --other-cluster allows"), "\(meant.all)")
    }
}
