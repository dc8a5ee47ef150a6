import Diff
import Foundation
import Snapshot
import Testing

/// Reports beside what they must look like, in `golden/cases/report`.
///
/// `SNAPCTL_RECORD=1` writes the files and fails, so that a recording never passes.
@Suite struct GoldenReportTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "golden/cases/report")

    private static func ending(_ format: ReportFormat) -> String {
        switch format {
        case .github, .azure: "\(format.rawValue).txt"
        case .codequality: "\(format.rawValue).json"
        default: format.fileExtension
        }
    }

    @Test(arguments: SampleReports.names, ReportFormat.allCases)
    func reportsLookAsTheyDid(_ name: String, _ format: ReportFormat) throws {
        let rendered = format.render(try SampleReports.report(name))
        let file = Self.folder.appending(path: "\(name)/expected.\(Self.ending(format))")
        if ProcessInfo.processInfo.environment["SNAPCTL_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(rendered.utf8).write(to: file)
            Issue.record(
                "recorded \(file.lastPathComponent) of \(name); look at the difference, then run without SNAPCTL_RECORD"
            )
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(rendered == expected, "run with SNAPCTL_RECORD=1 to record")
    }
}
