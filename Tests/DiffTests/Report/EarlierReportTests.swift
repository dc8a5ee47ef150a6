import Diff
import Snapshot
import Testing

/// What is new, gone and known since an earlier report.
@Suite struct EarlierReportTests {
    private static func report(_ replicas: [String: Int]) throws -> Report {
        var comparison = Comparison()
        comparison.changes = replicas.sorted { $0.key < $1.key }.map { name, count in
            Change(
                identity: SampleReports.identity("Deployment", "apps", "shop", name),
                kind: .modified([
                    SampleReports.changed(FieldPath(fields: "spec", "replicas"), 1, .number(Number(count)))
                ]))
        }
        return try SampleReports.make(comparison)
    }

    @Test(arguments: [ReportFormat.text, .json, .markdown, .html])
    func everyFormatSaysWhatIsNewAndWhatIsGone(_ format: ReportFormat) throws {
        var report = try Self.report(["same": 2, "again": 4, "fresh": 2])
        let before = JSONReport.value(try Self.report(["same": 2, "again": 3, "over": 2]))
        let earlier = try #require(EarlierReport(before, file: "monday.json"))
        report.earlier = earlier
        #expect(report.judgment.violations.map { earlier.standing(of: $0) } == [.changed, .new, .known])
        #expect(earlier.gone(in: report.judgment).map(\.identity.name) == ["over"])
        let text = format.render(report, options: .init(width: 200))
        if format == .json {
            let value = try JSONReader.value(Array(text.utf8))
            #expect(value["since"]?["gone"]?.array?.count == 1)
            #expect(value["violations"]?.array?.compactMap { $0["standing"]?.string } == ["changed", "new", "known"])
        } else {
            #expect(text.contains("1 new object") && text.contains("1 difference gone"), "\(text)")
        }
    }

    @Test func whatIsNoReportIsRefused() {
        #expect(EarlierReport(["format": "snapctl.dev/fleet/v1", "violations": []], file: "x") == nil)
        #expect(
            EarlierReport(["violations": [["object": ["kind": "A"]]], "format": "snapctl.dev/report/v1"], file: "x")
                == nil)
    }
}
