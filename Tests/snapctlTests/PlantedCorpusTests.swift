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
        for format in ["text", "json", "markdown", "html", "sarif", "junit"] {
            try await run(["diff", "a.tar.zst", "b.tar.zst", "-o", format])
        }
        try await run(["diff", "a.json", "b.tar.zst", "--patch", "-"])
        try await run(["normalize", "a.json"])
        try await run(["baseline", "init", "a.tar.zst", "--output", "golden"])
        for file in try DirectoryWalk(program.folder.file("golden")).files {
            found += needles.found(in: try program.folder.read("golden/\(file)")).map { "golden/\(file): \($0)" }
        }
        try await run(["check", "b.tar.zst", "--baseline", "golden", "-o", "json"])
        #expect(found.prefix(10) == [])
    }
}
