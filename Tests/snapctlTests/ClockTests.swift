import Foundation
import Snapshot
import TestSupport
import Testing

/// Figure F16: a clock that is wrong changes what is said about time, and no verdict.
@Suite struct ClockTests {
    private static let tenYears = 315_576_000

    @Test(arguments: [-tenYears, -3600, 0, 3600, tenYears])
    func theSkewAgainstTheServerIsToldWithinASecond(offset: Int) async throws {
        let handler = try DoneWhenTests.Source.example.handler(.cluster, in: try TemporaryDirectory())
        let program = try Program()
        try await FixtureServer.run(certificate: .none, clockOffset: offset, answer: handler) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .anonymous, in: folder)
            let captured = try await program.run(["capture", "--kubeconfig", config.path, "-f", "a.tar.zst"])
            #expect(captured.status == 0, "\(captured.all)")
        }
        let reader = try SnapshotReader.open(path: program.folder.file("a.tar.zst"), spoolFolder: program.folder.path)
        let skew = try #require(reader.manifest.times.skewMilliseconds)
        #expect(abs(skew + offset * 1000) <= 1000 + 500, "\(skew)")
    }

    /// Rules with an end are about today, and today is what the clock says; everything else is not.
    @Test(.enabled(if: Tool.exists("faketime"), "faketime is missing"))
    func aVerdictIsTheSameTenYearsEarlierAndLater() async throws {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = String(repeating: "5a", count: 32)
        let folder = program.folder
        let paths = try [ExampleCluster.cluster, .drifted].map { try $0.lay(in: folder) }
        let made = try await program.runShell(
            """
            set -e; "$0" capture --from '\(paths[0])' -f a.tar.zst; "$0" capture --from '\(paths[1])' -f b.tar.zst
            "$0" baseline init a.tar.zst --output-dir golden
            """)
        #expect(made.status == 0, "\(made.all)")
        var reports: Set<String> = []
        // Before, now, after; on the night when clocks are put back, in a place where they are; at the last leap second.
        for (zone, clock) in [
            ("UTC", "-f -10y"), ("UTC", "-f +0"), ("UTC", "-f +10y"), ("America/New_York", "'2026-11-01 01:30:00'"),
            ("Pacific/Apia", "'2011-12-31 00:00:01'"), ("right/UTC", "'2016-12-31 23:59:59'"),
        ] {
            let judged = try await program.runShell(
                "export TZ=\(zone); faketime \(clock) \"$0\" check b.tar.zst --baseline golden -o json")
            #expect(judged.status == 1, "\(zone) \(clock): \(judged.all.suffix(400))")
            guard case .object(var report) = try JSONReader.value(judged.output) else { continue }
            #expect(report["madeAt"]?.string?.hasSuffix("Z") == true)
            for member in ["madeAt", "invocation"] { report[member] = nil }
            reports.insert(CanonicalJSON.text(.object(report)))
        }
        #expect(reports.count == 1)
    }
}
