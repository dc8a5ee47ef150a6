import Foundation
import Snapshot
import TestSupport
import Testing

/// Thousands of planted credentials, in every place that the policy names, are in nothing that any command writes or says.
@Suite struct PlantedCorpusTests {
    /// Finds many values in one way through some bytes.
    private struct Needles {
        private var byStart: [UInt64: [[UInt8]]] = [:]

        init(_ values: some Sequence<String>) {
            for value in Set(values) {
                let bytes = Array(value.utf8)
                byStart[bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, default: []].append(bytes)
            }
        }

        func found(in bytes: [UInt8]) -> [String] {
            var found: [String] = []
            var window: UInt64 = 0
            for (i, byte) in bytes.enumerated() {
                window = window << 8 | UInt64(byte)
                guard let candidates = byStart[window] else { continue }
                for value in candidates where i >= 7 && bytes[(i - 7)...].starts(with: value) {
                    found.append(String(decoding: value, as: UTF8.self))
                }
            }
            return found
        }
    }

    @Test func nothingPlantedComesOutOfAnyCommand() async throws {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = String(repeating: "5a", count: 32)
        let rounds = EnvironmentFlag.isFull ? 20 : 6
        let states = [1, 2].map { CredentialCorpus.planted(rounds: rounds, seed: $0) }
        let needles = Needles(states.joined().map(\.value).filter { $0.utf8.count >= 8 })
        #expect(states.joined().count >= 3000)
        for (planted, name) in zip(states, ["a", "b"]) {
            let list: Value = ["apiVersion": "v1", "kind": "List", "items": .array(planted.map(\.object))]
            try program.folder.write(CanonicalJSON.text(list), to: "\(name).json")
            #expect(!needles.found(in: Array(CanonicalJSON.text(list).utf8)).isEmpty)
        }
        var found: [String] = []
        func run(_ arguments: [String], _ statuses: ClosedRange<Int32> = 0...3) async throws {
            let result = try await program.run(arguments)
            #expect(statuses.contains(result.status), "\(arguments): \(result.error.suffix(600))")
            for (bytes, place) in [(result.output, "stdout"), (Array(result.error.utf8), "stderr")] {
                found += needles.found(in: bytes).map { "\(place) of \(arguments.joined(separator: " ")): \($0)" }
            }
        }
        for name in ["a", "b"] {
            try await run(["capture", "--from", "\(name).json", "-f", "\(name).tar.zst"], 0...0)
            let archive = try Tool.run(["zstd", "-dc", program.folder.file("\(name).tar.zst")])
            found += needles.found(in: archive).map { "the archive \(name): \($0)" }
        }
        for format in ["text", "json", "yaml", "markdown", "html", "sarif", "junit", "github", "azure"] {
            try await run(["diff", "a.tar.zst", "b.tar.zst", "-o", format])
        }
        try await run(["diff", "a.json", "b.tar.zst", "--patch", "-"])
        try await run(["normalize", "a.json"])
        let kinds: [(kind: String, argument: String)] = [
            ("ConfigMap", "configmap"), ("Pod", "pod"), ("Widget", "widget.example.org"),
        ]
        for (kind, argument) in kinds {
            for planted in states[0].filter({ $0.object["kind"]?.string == kind }).prefix(4) {
                let name = planted.object[["metadata", "name"]]?.string ?? ""
                for options in [[], ["-o", "yaml"], ["-o", "json"], ["-o", "yaml", "--raw"]] {
                    try await run(["show", "a.tar.zst", "\(argument)/\(name)", "-n", "a"] + options)
                }
                try await run(["blame", "a.tar.zst", "\(argument)/\(name)", "-n", "a"])
                try await run(["explain", "a.tar.zst", "b.tar.zst", "\(argument)/a/\(name)"])
            }
        }
        // What is served is what was captured.
        let server = try program.start(["serve", "a.tar.zst", "--kubeconfig-out", "k"])
        for _ in 0..<400 where !FileManager.default.fileExists(atPath: program.folder.file("k")) {
            try await Task.sleep(for: .milliseconds(25))
        }
        try await run(["capture", "--kubeconfig", "k", "-f", "served.tar.zst"])
        kill(server.processIdentifier, SIGKILL)
        let said = server.wait()
        found += needles.found(in: said.output + Array(said.error.utf8)).map { "serve: \($0)" }
        found += needles.found(in: try Tool.run(["zstd", "-dc", program.folder.file("served.tar.zst")])).map {
            "what was served: \($0)"
        }
        // Texts that cannot be read are not repeated.
        for (i, planted) in states[0].prefix(20).enumerated() {
            for text in [
                "k: *\(planted.value)\n", "{\"\(planted.value)\": 1, \"\(planted.value)\": 2}", "a: [\(planted.value)",
            ] {
                try program.folder.write(text, to: "bad\(i).yaml")
                try await run(["normalize", "bad\(i).yaml"], 0...4)
                try await run(["capture", "--from", "bad\(i).yaml", "-f", "bad.tar"], 0...4)
            }
        }
        try await run(["baseline", "init", "a.tar.zst", "--output-dir", "golden"])
        for file in try DirectoryWalk(program.folder.file("golden")).files {
            found += needles.found(in: try program.folder.read("golden/\(file)")).map { "golden/\(file): \($0)" }
        }
        try await run(["check", "b.tar.zst", "--baseline", "golden", "-o", "json"])
        #expect(found.prefix(10) == [])
    }
}
