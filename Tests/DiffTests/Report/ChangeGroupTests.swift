import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// The same change in many objects is one finding.
struct ChangeGroupTests {
    private static func report(_ count: Int) throws -> Report {
        let label = SampleReports.changed(FieldPath(fields: "metadata", "labels", "team"), "a", "b")
        var comparison = Comparison()
        comparison.changes = (0..<count).map { number in
            Change(
                identity: Identity(group: "", kind: "ConfigMap", namespace: "n\(number % 3)", name: "c\(number)"),
                kind: .modified([label]))
        }
        let replicas = SampleReports.changed(FieldPath(fields: "spec", "replicas"), 1, 2)
        comparison.changes.append(
            Change(
                identity: Identity(group: "apps", kind: "Deployment", namespace: "n0", name: "web"),
                kind: .modified([label, replicas])))
        return try SampleReports.make(comparison)
    }

    @Test func fewObjectsStandForThemselves() throws {
        let text = TextReport.render(try Self.report(3))
        #expect(!text.contains("the same change") && text.components(separatedBy: "metadata.labels.team").count == 5)
    }

    @Test func manyObjectsAreOneFindingWithACountAndAList() throws {
        let text = TextReport.render(try Self.report(4_000))
        #expect(text.contains("4,000 objects, the same change: ConfigMap ×4,000"))
        #expect(text.contains("configmap/c0 -n n0") && text.contains("… and 3,992 more"))
        #expect(text.contains("Deployment.apps web"))
        #expect(text.utf8.count < 4_000, "\(text.utf8.count)")
        let markdown = ReportFormat.markdown.render(try Self.report(4_000), options: .init())
        #expect(markdown.contains("4,000 objects, the same change") && markdown.utf8.count < 6_000)
        #expect(!markdown.contains("not shown here"))
    }
}
