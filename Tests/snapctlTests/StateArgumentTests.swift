import Foundation
import Snapshot
import TestSupport
import Testing

/// Whatever a STATE can be is opened for what it is, by its bytes and not by its name.
@Suite struct StateArgumentTests {
    private static let configMap = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: shop}
        data: {color: blue}

        """
    private static let list = """
        {"kind":"PodList","apiVersion":"v1","items":[
          {"metadata":{"name":"web","namespace":"shop"},"spec":{"nodeName":"n1"}}]}
        """

    /// A dump as other tools leave it: lists without kinds in their items, logs, a link.
    private static func dump() throws -> Program {
        let program = try Program()
        try program.folder.write(configMap, to: "dump/shop/settings.yaml")
        try program.folder.write(list, to: "dump/shop/pods.json")
        try program.folder.write("just words", to: "dump/shop/web/logs.txt")
        try program.folder.write("replicas: 3\n", to: "dump/values.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: program.folder.file("dump/elsewhere.yaml"), withDestinationPath: "/etc/hostname")
        return program
    }

    private static func pack(_ program: Program, _ script: String) throws {
        try Tool.run(["sh", "-c", "cd \"$1\" && \(script)", "sh", program.folder.path])
    }

    static let forms: [(name: String, script: String)] = [
        ("dump", "true"), ("dump.tar", "tar -cf dump.tar dump"), ("dump.tar.gz", "tar -czf dump.tar.gz dump"),
        ("dump.tgz", "tar -czf dump.tgz ./dump"), ("dump.tar.zst", "tar -c dump | zstd -q > dump.tar.zst"),
        ("dump.zip", "python3 -c 'import shutil; shutil.make_archive(\"dump\", \"zip\", \".\", \"dump\")'"),
        ("dump.tar.xz", "tar -cJf dump.tar.xz dump"), ("velero", "tar -czf velero --format=pax dump"),
        ("outer.tar", "tar -czf dump.tar.gz dump && mkdir o && mv dump.tar.gz o && tar -cf outer.tar o"),
        ("folder", "mkdir folder && tar -czf folder/dump.tar.gz dump"),
    ]

    @Test(arguments: forms.indices)
    func everyFormOfADumpIsTheSameState(form: Int) async throws {
        let (name, script) = Self.forms[form]
        let program = try Self.dump()
        try Self.pack(program, script)
        let made = try await program.run(["capture", "--from", name, "-f", "s.tar.zst", "-o", "json"])
        #expect(made.status == 0, "\(made.all)")
        #expect(try JSONReader.value(made.output)["objects"]?.int == 2)
        // What held no object is counted and named. Python's zip holds what the link leads to.
        #expect(
            made.error.contains(
                name == "dump.zip" ? "2 files hold no Kubernetes object:" : "1 file holds no Kubernetes object: "))
        #expect(made.error.contains("values.yaml"))
        #expect(made.error.contains("logs.txt") && made.error.contains("elsewhere.yaml"))
        let compared = try await program.run(["diff", "dump", name])
        #expect(compared.status == 0, "\(compared.all)")
        #expect(try await program.run(["diff", "s.tar.zst", name]).status == 0)
        #expect(try await program.run(["diff", name, "s.tar.zst"]).status == 0)
    }

    @Test func aLinkIsPassedOverAndNamed() async throws {
        let program = try Self.dump()
        try Self.pack(program, "tar -cf dump.tar dump")
        for name in ["dump", "dump.tar"] {
            let result = try await program.run(["capture", "--from", name, "-f", "s.tar.zst"])
            #expect(result.error.contains("elsewhere.yaml"), "\(result.error)")
            #expect(result.error.contains("link or no regular file"))
        }
    }

    @Test func standardInputIsASnapshotOrManifestsByItsBytes() async throws {
        let program = try Self.dump()
        try Self.pack(program, "tar -czf dump.tgz dump && gzip -k dump/shop/settings.yaml")
        #expect(try await program.run(["capture", "--from", "dump", "-f", "s.tar.zst"]).status == 0)
        for name in ["s.tar.zst", "dump.tgz"] {
            let bytes = try program.folder.read(name)
            #expect(try await program.run(["diff", "-", "dump"], input: .pipe(bytes)).status == 0)
            #expect(try await program.run(["diff", "dump", "-"], input: .file(program.folder.file(name))).status == 0)
        }
        for name in ["dump/shop/settings.yaml", "dump/shop/settings.yaml.gz"] {
            let bytes = try program.folder.read(name)
            let result = try await program.run(["diff", "dump/shop/settings.yaml", "-"], input: .pipe(bytes))
            #expect(result.status == 0, "\(result.all)")
        }
        let two = try await program.run(["diff", "-", "-"], input: .pipe([]))
        #expect(two.status == 2)
        #expect(two.error.contains("standard input"))
    }

    @Test func severalJSONDocumentsInARowAreRead() async throws {
        let program = try Self.dump()
        let both = Self.list + "\n" + Self.list.replacingOccurrences(of: "web", with: "api")
        let made = try await program.run(
            ["capture", "--from", "-", "-f", "s.tar.zst", "-o", "json"], input: .pipe(Array(both.utf8)))
        #expect(try JSONReader.value(made.output)["objects"]?.int == 2, "\(made.all)")
    }

    /// The place of a mistake, inside archives too.
    @Test(arguments: [
        ("bad.yaml", "a: 1\nb: [1\nc: 2\n", "3:"), ("bad.json", "{\"a\": 1,\n  \"b\": 01}", "2:8"),
        ("twice.yaml", "a: 1\nb: 2\na: 3\n", ""), ("tab.yaml", "a:\n\tb: 1\n", "2:1"),
        ("same.json", "{\"a\":1,\"a\":2}", "1:1"),
    ])
    func brokenFilesAreErrorsWithTheirPlace(name: String, text: String, place: String) async throws {
        let program = try Self.dump()
        try program.folder.write(text, to: "dump/ns/\(name)")
        try Self.pack(program, "tar -czf dump.tar.gz dump")
        let folder = try await program.run(["capture", "--from", "dump", "-f", "s.tar.zst"])
        #expect(folder.status == 2)
        #expect(folder.error.contains("dump/ns/\(name):\(place)"), "\(folder.error)")
        let archive = try await program.run(["capture", "--from", "dump.tar.gz", "-f", "s.tar.zst"])
        #expect(archive.status == 2)
        #expect(archive.error.contains("dump.tar.gz!dump/ns/\(name):\(place)"), "\(archive.error)")
        #expect(!FileManager.default.fileExists(atPath: program.folder.file("s.tar.zst")))
    }

    @Test(arguments: [
        ("empty.tar", "tar -cf empty.tar --files-from=/dev/null"), ("logs", "mkdir logs && echo x > logs/a.txt"),
        ("void.yaml", "echo '# nothing' > void.yaml"), ("image.png", "head -c 4000 /dev/zero > image.png"),
    ])
    func aStateWithoutObjectsIsAMistakeAndNoEmptyCluster(name: String, script: String) async throws {
        let program = try Self.dump()
        try Self.pack(program, script)
        for arguments in [
            ["diff", name, name], ["diff", "dump", name], ["capture", "--from", name, "-f", "s.tar.zst"],
        ] {
            let result = try await program.run(arguments)
            #expect(result.status == 2, "\(arguments) \(result.all)")
            #expect(!result.error.isEmpty)
        }
    }

    @Test func aCutOffArchiveIsNoSmallerState() async throws {
        let program = try Self.dump()
        try Self.pack(program, "tar -czf dump.tar.gz dump && head -c 300 dump.tar.gz > cut.tar.gz")
        let result = try await program.run(["diff", "cut.tar.gz", "dump"])
        #expect([2, 4].contains(result.status), "\(result.all)")
        #expect(result.error.contains("cut.tar.gz"))
    }

    @Test func aSnapshotThatWasPackedAgainIsNotReadAsManifests() async throws {
        let program = try Self.dump()
        #expect(try await program.run(["capture", "--from", "dump", "-f", "s.tar"]).status == 0)
        try Self.pack(
            program, "mkdir x && tar -xf s.tar -C x && tar -C x -czf again.tar.gz SHA256SUMS resources manifest.json")
        let again = try await program.run(["diff", "again.tar.gz", "dump"])
        #expect(again.status == 4, "\(again.all)")
        try Self.pack(program, "tar -C x -cf plain.tar manifest.json index.jsonl SHA256SUMS meta resources")
        #expect(try await program.run(["diff", "plain.tar", "dump"]).status == 4)
        #expect(try await program.run(["capture", "--from", "s.tar", "-f", "t.tar"]).status == 2)
    }

    /// Velero keeps each object at every version that is served; the server's preferred one is taken.
    @Test func oneObjectAtSeveralVersionsIsOneObject() async throws {
        let program = try Program()
        func scaler(_ version: String, _ spec: String) -> String {
            """
            {"apiVersion":"autoscaling/\(version)","kind":"HorizontalPodAutoscaler",
             "metadata":{"name":"web","namespace":"shop"},"spec":{"maxReplicas":5,\(spec)}}
            """
        }
        let base = "dump/resources/horizontalpodautoscalers.autoscaling"
        try program.folder.write(
            scaler("v1", "\"targetCPUUtilizationPercentage\":80"), to: "\(base)/v1/namespaces/shop/web.json")
        try program.folder.write(
            scaler("v2", "\"metrics\":[]"), to: "\(base)/v2-preferredversion/namespaces/shop/web.json")
        try program.folder.write(scaler("v2", "\"metrics\":[]"), to: "\(base)/namespaces/shop/web.json")
        let made = try await program.run(["capture", "--from", "dump", "-f", "s.tar.zst", "-o", "json"])
        #expect(try JSONReader.value(made.output)["objects"]?.int == 1, "\(made.all)")
        let reader = try SnapshotReader.open(path: program.folder.file("s.tar.zst"), spoolFolder: program.folder.path)
        #expect(reader.entries.map(\.version) == ["v2"])
        // The same version with other content is a contradiction, and says both places.
        try program.folder.write(scaler("v2", "\"minReplicas\":2"), to: "dump/other.json")
        let twice = try await program.run(["capture", "--from", "dump", "-f", "s.tar.zst"])
        #expect(twice.status == 2)
        #expect(twice.error.contains("other.json:1:1") && twice.error.contains("web.json:1:1"), "\(twice.error)")
    }

    @Test func aServedSnapshotIsTheSameState() async throws {
        let program = try Self.dump()
        #expect(try await program.run(["capture", "--from", "dump", "-f", "s.tar.zst"]).status == 0)
        let server = try program.start(["serve", "s.tar.zst", "--kubeconfig-out", "k"])
        defer {
            kill(server.processIdentifier, SIGKILL)
            _ = server.wait()
        }
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: program.folder.file("k")) {
            try await Task.sleep(for: .milliseconds(25))
        }
        let live = try await program.run(["capture", "--kubeconfig", "k", "-f", "live.tar.zst"])
        #expect(live.status == 0, "\(live.all)")
        let compared = try await program.run(["diff", "s.tar.zst", "live.tar.zst"])
        #expect(compared.status == 0, "\(compared.all)")
        #expect(compared.text.contains("connection not encrypted"))
    }
}
