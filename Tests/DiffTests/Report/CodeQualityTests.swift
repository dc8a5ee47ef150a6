import Diff
import Snapshot
import Testing

/// What GitLab reads of a Code Quality report, and in which order results are listed where a platform takes only the first.
@Suite struct CodeQualityTests {
    private static func entries(_ report: Report) throws -> [Value] {
        try #require(try JSONReader.value(Array(ReportFormat.codequality.render(report).utf8)).array)
    }

    @Test(arguments: SampleReports.names)
    func everyEntryHasWhatGitLabReads(_ name: String) throws {
        let entries = try Self.entries(try SampleReports.report(name))
        for entry in entries {
            #expect(entry["description"]?.string?.isEmpty == false)
            #expect(entry["check_name"]?.string?.isEmpty == false)
            #expect(["info", "minor", "major", "critical", "blocker"].contains(entry["severity"]?.string))
            let path = try #require(entry["location"]?["path"]?.string)
            #expect(!path.hasPrefix("/") && !path.hasPrefix("./"))
            #expect((entry["location"]?["lines"]?["begin"]?.int ?? 0) >= 1)
        }
        let fingerprints = entries.compactMap { $0["fingerprint"]?.string }
        #expect(Set(fingerprints).count == entries.count)
    }

    @Test func aCleanRunIsAnEmptyListAndAnyOtherSaysItsVerdictFirst() throws {
        #expect(try Self.entries(try SampleReports.clean()).isEmpty)
        let first = try #require(try Self.entries(try SampleReports.drift()).first)
        #expect(first["check_name"]?.string == "verdict")
        #expect(first["description"]?.string?.contains("exit status 1") == true)
    }

    @Test(arguments: SampleReports.names)
    func whatWeighsMostComesFirst(_ name: String) throws {
        let report = try SampleReports.report(name)
        let order = ["blocker": 0, "critical": 1, "major": 2, "minor": 3, "info": 4]
        let found = try Self.entries(report).filter { entry in
            let check = entry["check_name"]?.string ?? ""
            return ["-critical", "-high", "-medium", "-low"].contains { check.hasSuffix($0) }
        }.compactMap { order[$0["severity"]?.string ?? ""] }
        #expect(found == found.sorted())
        let log = try JSONReader.value(Array(ReportFormat.sarif.render(report).utf8))
        let levels = (log["runs"]?.array?.first?["results"]?.array ?? []).compactMap {
            ["error": 0, "warning": 1, "note": 2][$0["level"]?.string ?? ""]
        }
        #expect(levels == levels.sorted())
    }
}
