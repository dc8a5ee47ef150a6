import Foundation
import Snapshot
import TestSupport
import Testing

/// Figure F7 through the program: credentials planted in every place where clusters keep some are in nothing that it writes
/// or says, by any command, in any format.
@Suite struct PlantedSecretTests {
    private static let formats = ["text", "json", "yaml", "markdown", "html", "junit", "sarif", "github", "azure"]

    @Test(arguments: DoneWhenTests.Source.present)
    func nothingThatWasPlantedComesOutOfAnyCommand(source: DoneWhenTests.Source) async throws {
        var program = try Program()
        let redactionKey = String(repeating: "5a", count: 32)
        program.environment["SNAPCTL_REDACTION_KEY"] = redactionKey
        let signing = program.folder.file("sign.pem")
        try Tool.run([
            "openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", signing,
        ])
        try Tool.run(["chmod", "600", signing])
        let namespace = source == .recorded ? "a0005-i" : "payments-i"
        let (before, after) = (PlantedSecrets(in: namespace, seed: 1), PlantedSecrets(in: namespace, seed: 2))
        try FileManager.default.createDirectory(
            atPath: program.folder.file("store"), withIntermediateDirectories: false)
        var found: [String] = []
        func search(_ bytes: [UInt8], _ place: String) {
            found += before.leaks(in: bytes, place) + after.leaks(in: bytes, place)
            if String(decoding: bytes, as: UTF8.self).contains(redactionKey) { found.append("\(place): the key") }
        }
        @discardableResult
        func run(_ arguments: [String], _ statuses: ClosedRange<Int32> = 0...0, input: Program.Input = .nothing)
            async throws
            -> Program.Result
        {
            let result = try await program.run(arguments, input: input)
            #expect(statuses.contains(result.status), "\(arguments): \(result.error.suffix(600))")
            search(result.output, "stdout of \(arguments.joined(separator: " "))")
            search(Array(result.error.utf8), "stderr of \(arguments.joined(separator: " "))")
            return result
        }
        for (planted, state, name) in [(before, ExampleCluster.cluster, "a"), (after, .churned, "b")] {
            let handler = planted.among(try source.handler(state, in: try TemporaryDirectory()))
            try await FixtureServer.run(authentication: .token, answer: handler) { server in
                let folder = try TemporaryDirectory()
                let config = try FixtureKubeconfig(for: server, user: .token(), in: folder)
                try await run([
                    "capture", "--kubeconfig", config.path, "-f", "store/\(name).tar.zst", "--sign", signing,
                    "--log-format",
                    "json",
                ])
            }
            let reader = try SnapshotReader.open(
                path: program.folder.file("store/\(name).tar.zst"), spoolFolder: program.folder.path)
            #expect(reader.entries.count { $0.identity.name.contains("planted") } >= 9)
            search(try Tool.run(["zstd", "-dc", program.folder.file("store/\(name).tar.zst")]), "the archive \(name)")
        }
        for format in Self.formats {
            try await run(
                ["diff", "store/a.tar.zst", "store/b.tar.zst", "-o", format, "-o", "\(format)=report.\(format)"], 1...1)
            search(try program.folder.read("report.\(format)"), "report.\(format)")
        }
        try await run(["baseline", "init", "store/a.tar.zst", "--output-dir", "golden"])
        for file in try DirectoryWalk(program.folder.file("golden")).files {
            search(try program.folder.read("golden/\(file)"), "golden/\(file)")
        }
        try await run(
            ["check", "store/b.tar.zst", "--baseline", "golden", "--zero-kubectl", "--show-ignored"], 1...3)
        for object in ["secret/planted", "configmap/planted", "deployment.apps/planted"] {
            for options in [
                [], ["-o", "yaml"], ["-o", "json"], ["-o", "yaml", "--raw"], ["-o", "yaml", "--normalized"],
            ] {
                try await run(["show", "store/a.tar.zst", object, "-n", namespace] + options)
            }
            try await run(["blame", "store/a.tar.zst", object, "-n", namespace])
            try await run(["history", "store", object, "-n", namespace])
            let slash = object.replacing("/", with: "/\(namespace)/")
            try await run(["explain", "store/a.tar.zst", "store/b.tar.zst", slash])
        }
        try await run(["proof", "store/a.tar.zst", "Secret/planted", "-n", namespace])
        try await run(["verify", "store/a.tar.zst", "--trust-key", signing], 0...4)
        // A filter gets the objects raw.
        let list = CanonicalJSON.bytes(["apiVersion": "v1", "kind": "List", "items": .array(before.objects)])
        try await run(["normalize", "-"], input: .pipe(list))
        try await run(["normalize", "-o", "json", "-"], input: .pipe(list))
        // Nothing else was left behind, and what was is in nothing.
        for file in try DirectoryWalk(program.folder.path).files where file != "sign.pem" {
            search(try program.folder.read(file), file)
        }
        #expect(found == [])
        #expect(before.values.count >= 35)
    }

    /// The search finds what is there.
    @Test func theSearchFindsWhatIsThere() {
        let planted = PlantedSecrets(in: "a", seed: 1)
        let raw = CanonicalJSON.bytes(.array(planted.objects))
        #expect(planted.found(in: raw) == Set(planted.values))
        #expect(!planted.leaks(in: raw, "raw").isEmpty)
    }
}
