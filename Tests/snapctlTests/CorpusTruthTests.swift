import Foundation
import Snapshot
import TestSupport
import Testing

/// The corpus of the benchmarks: two states that differ in a known way, under noise that says nothing.
@Suite struct CorpusTruthTests {
    /// Objects; the largest are for `make figures`.
    private static let sizes = [1000, 10_000] + (EnvironmentFlag.isFull ? [50_000] : [])

    @Test(.enabled(if: Tool.exists("python3"), "no python3"), arguments: sizes)
    func exactlyWhatTheGeneratorChangedIsDrift(count: Int) async throws {
        var program = try Program()
        let folder = program.folder.path
        let key = try program.folder.write(String(repeating: "5a", count: 32), to: "redaction.key")
        program.environment["SNAPCTL_REDACTION_KEY_FILE"] = key
        let benchmarks = "\(SourceFile.root)/Benchmarks"
        try await Tool.runBeside(["python3", "\(benchmarks)/corpus.py", "\(count)", "\(folder)/corpus"])
        for state in ["before", "noise", "drift"] {
            let captured = try await program.run(
                ["capture", "-q", "--from", "corpus/\(state).json", "-f", "\(state).tar.zst"])
            #expect(captured.status == 0, "\(captured.all.suffix(2000))")
        }
        let quiet = try await program.run(["diff", "before.tar.zst", "noise.tar.zst"])
        #expect(quiet.status == 0, "\(quiet.all.prefix(2000))")
        for mode in [[], ["--trust-index"]] {
            let drifted = try await program.run(
                ["diff", "before.tar.zst", "drift.tar.zst", "-o", "json=report.json"] + mode)
            #expect(drifted.status == 1, "\(drifted.all.suffix(2000))")
            let judged = try await Tool.runBeside(
                ["python3", "\(benchmarks)/truth.py", "\(folder)/report.json", "\(folder)/corpus/truth.json"])
            #expect(String(decoding: judged, as: UTF8.self).contains(" 0 disagreements"))
        }
    }
}
