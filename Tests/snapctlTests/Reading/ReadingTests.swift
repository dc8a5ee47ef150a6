import Foundation
import Snapshot
import TestSupport
import Testing

/// `show`, `blame`, `history` and `normalize` on the example cluster.
@Suite struct ReadingTests {
    private static let example = "\(SourceFile.root)/golden/example/cluster"

    /// The example as a snapshot file.
    private static func snapshot() async throws -> Program {
        let program = try Program()
        let made = try await program.run(["capture", "--from", example, "-f", "s.tar.zst"])
        #expect(made.status == 0, "\(made.all)")
        return program
    }

    @Test func aSummaryCountsEverything() async throws {
        let program = try await Self.snapshot()
        let shown = try await program.run(["show", "s.tar.zst", "-o", "json"])
        #expect(shown.status == 0, "\(shown.all)")
        let summary = try JSONReader.value(shown.output)
        let count = try #require(summary["objects"]?.int)
        #expect(summary["manifest"]?["objectCount"]?.int == count)
        #expect((summary["kinds"]?.array ?? []).compactMap { $0["objects"]?.int }.reduce(0, +) == count)
        #expect((summary["namespaces"]?.array ?? []).compactMap { $0["objects"]?.int }.reduce(0, +) == count)
        let text = try await program.run(["show", "s.tar.zst"]).text
        #expect(text.contains("Deployment.apps"))
        #expect(text.contains("payments-i"))
    }

    @Test(arguments: [
        "deploy", "deployment", "deployments", "Deployment", "deployments.apps", "Deployment.apps",
        "deployments.v1.apps",
    ])
    func aKindIsNamedAsPeopleNameIt(_ word: String) async throws {
        let shown = try await Program().run(["show", Self.example, word, "-n", "payments-i", "-o", "name"])
        #expect(shown.status == 0, "\(shown.all)")
        #expect(
            shown.text.split(separator: "\n") == [
                "deployments.apps/ledger", "deployments.apps/tokenizer", "deployments.apps/web-frontend",
            ])
    }

    @Test func listingsHaveColumnsAndKeepToTheNamespaceAndTheLabels() async throws {
        let program = try Program()
        let all = try await program.run(["show", Self.example, "deploy"]).text.split(separator: "\n")
        #expect(
            all.first?.split(separator: " ").map(String.init) == [
                "NAMESPACE", "NAME", "READY", "IMAGES", "ROLE", "AGE",
            ])
        #expect(all.count > 4)
        let some = try await program.run([
            "show", Self.example, "deploy", "-n", "payments-i", "-l", "app.kubernetes.io/name in (ledger, x)",
        ]).text.split(separator: "\n")
        #expect(some.count == 2)
        #expect(some.last?.hasPrefix("ledger ") == true)
        let none = try await program.run(["show", Self.example, "deploy", "-n", "nowhere"])
        #expect(none.text.isEmpty)
        #expect(none.error.contains("no such objects"))
        let category = try await program.run(["show", Self.example, "all", "-n", "payments-i", "-o", "name"]).text
        #expect(category.contains("deployments.apps/ledger") && category.contains("services/ledger"))
    }

    @Test func oneObjectIsWhatWasStored() async throws {
        let program = try await Self.snapshot()
        let what = ["show", "s.tar.zst", "deploy/ledger", "-n", "payments-i"]
        let plain = try await program.run(what)
        let object = try #require(try YAMLReader.documents(plain.output).first?.value)
        #expect(object["metadata"]?["name"] == "ledger")
        #expect(object["metadata"]?["managedFields"] == nil)
        #expect(object["status"] != nil)
        let raw = try JSONReader.value(try await program.run(what + ["--raw", "-o", "json"]).output)
        #expect(raw["metadata"]?["managedFields"] != nil)
        let declared = try #require(
            try YAMLReader.documents(await program.run(what + ["--normalized"]).output).first?.value)
        #expect(declared["status"] == nil)
        #expect(declared["metadata"]?["uid"] == nil)
        #expect(declared["spec"]?["replicas"] == object["spec"]?["replicas"])
    }

    /// Whoever has the object's bytes and the proof comes to the root of the manifest, without snapctl.
    @Test func aProofLeadsToTheRoot() async throws {
        let program = try await Self.snapshot()
        let shown = try await program.run(["show", "s.tar.zst", "netpol/default-deny", "-n", "payments-i", "--proof"])
        #expect(shown.status == 0, "\(shown.all)")
        try program.folder.write(shown.output, to: "proof.json")
        let script = """
            import hashlib, json, subprocess, sys
            p = json.load(open("proof.json"))
            h = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
            body = subprocess.run(["sh", "-c", "zstd -dqc s.tar.zst | tar -xO " + p["path"]], stdout=subprocess.PIPE).stdout
            digest = h(b"\\0", p["path"].encode(), b"\\0", h(body))
            assert digest.hex() == p["leaf"]
            index, last = p["index"], p["count"] - 1
            for other in map(bytes.fromhex, p["proof"]):
                if index & 1 or index == last:
                    digest = h(b"\\1", other, digest)
                    while not index & 1 and index: index >>= 1; last >>= 1
                else:
                    digest = h(b"\\1", digest, other)
                index >>= 1; last >>= 1
            manifest = json.loads(subprocess.run(["sh", "-c", "zstd -dqc s.tar.zst | tar -xO manifest.json"], stdout=subprocess.PIPE).stdout)
            assert last == 0 and digest.hex() == p["root"] == manifest["roots"]["content"]
            print("proved")
            """
        let path = try program.folder.write(Array(script.utf8), to: "check.py")
        let proved = try await Tool.runBeside(["sh", "-c", "cd '\(program.folder.path)' && python3 '\(path)'"])
        #expect(String(decoding: proved, as: UTF8.self) == "proved\n")
    }

    @Test(arguments: [
        (["show", "@", "deploi"], "did you mean `deploy`?"),
        (["show", "@", "deploy/legder", "-n", "payments-i"], "did you mean `ledger`?"),
        (["show", "@", "cm/kube-root-ca.crt"], "choose one with -n"), (["show", "@", "deploy/"], "write KIND/NAME"),
        (["blame", "@", "deploy"], "write KIND/NAME"), (["shwo", "@"], "did you mean `show`?"),
        (["diff", "@", "@", "--sumary"], "--summary"), (["diff", "@", "@", "-o", "htlm"], "did you mean `html`?"),
        (["diff", "@", "@", "--controls", "pci"], "pci-dss"),
        (["show", "@", "deploy", "-l", "a in b"], "cannot be read"),
    ])
    func mistakesNameWhatWasMeantAndEndWithTwo(_ words: [String], _ expected: String) async throws {
        let run = try await Program().run(words.map { $0 == "@" ? Self.example : $0 })
        #expect(run.status == 2, "\(run.all)")
        #expect(run.text.isEmpty)
        #expect(run.error.hasPrefix("error: "))
        #expect(run.error.contains("hint: "))
        #expect(run.error.contains(expected), "\(run.error)")
    }

    @Test func blameNamesPeopleFirst() async throws {
        let drifted = "\(SourceFile.root)/golden/example"
        let program = try Program()
        try Tool.run([
            "sh", "-c",
            "cp -r '\(drifted)/cluster' '\(program.folder.path)/live' && cp -r '\(drifted)/drifted/.' '\(program.folder.path)/live'",
        ])
        let run = try await program.run(["blame", "live", "deploy/api", "-n", "payments-o", "-o", "json"])
        #expect(run.status == 0, "\(run.all)")
        let fields = try #require(try JSONReader.value(run.output)["fields"]?.array)
        let classes = fields.compactMap { $0["class"]?.string }
        #expect(classes.first == "human-cli")
        let lastPerson = try #require(classes.lastIndex { $0.hasPrefix("human") })
        #expect(!classes[...lastPerson].contains { !$0.hasPrefix("human") })
        #expect(fields.allSatisfy { $0["manager"] != nil && $0["operation"] != nil })
        #expect(fields.contains { $0["path"]?.string?.contains("containers[name=api].image") == true })
        let text = try await program.run(["blame", "live", "deploy/api", "-n", "payments-o"]).text
        #expect(text.split(separator: "\n").dropFirst().first?.contains("human-cli") == true)
    }

    @Test func historySaysWhenWhatChanged() async throws {
        let program = try Program()
        let example = "\(SourceFile.root)/golden/example"
        let folder = program.folder.path
        try Tool.run(["sh", "-c", "mkdir '\(folder)/store' && cp -r '\(example)/cluster' '\(folder)/live'"])
        for (place, name) in ["a", "b", "c"].enumerated() {
            if place == 2 { try Tool.run(["sh", "-c", "cp -r '\(example)/drifted/.' '\(folder)/live'"]) }
            let made = try await program.run(["capture", "--from", "live", "-f", "store/\(name).tar.zst"])
            #expect(made.status == 0, "\(made.all)")
        }
        let run = try await program.run(["history", "store", "deploy/api", "-n", "payments-o", "-o", "json"])
        #expect(run.status == 0, "\(run.all)")
        let snapshots = try #require(try JSONReader.value(run.output)["snapshots"]?.array)
        #expect(snapshots.map { $0["event"]?.string } == ["there", "equal", "changed"])
        let paths = (snapshots.last?["fields"]?.array ?? []).compactMap { $0["path"]?.string }
        #expect(paths.contains { $0.hasSuffix("containers[name=api].image") })
        let fresh = try await program.run(["history", "store", "clusterrolebinding/ops-breakglass"]).text
        #expect(fresh.contains("not there") && fresh.contains("  there"))
    }

    @Test func normalizeIsAFilterThatSettles() async throws {
        let program = try Program()
        let path = "\(Self.example)/payments-i/Deployment.ledger.yaml"
        let once = try await program.run(["normalize"], input: .file(path))
        #expect(once.status == 0, "\(once.all)")
        #expect(!once.text.contains("managedFields") && !once.text.contains("status:"))
        let twice = try await program.run(["normalize"], input: .pipe(once.output))
        #expect(twice.text == once.text)
    }

    @Test func errorsAndNotesCanBeJSON() async throws {
        let run = try await Program().run(["show", Self.example, "deploi", "--log-format", "json"])
        #expect(run.status == 2)
        let line = try JSONReader.value(Array(run.error.utf8.prefix { $0 != UInt8(ascii: "\n") }))
        #expect(line["level"] == "error")
        #expect(line["hint"]?.string?.contains("deploy") == true)
        #expect(line["time"]?.string.flatMap { RFC3339($0) } != nil)
    }
}
