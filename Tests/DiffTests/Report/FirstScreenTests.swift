import Diff
import Snapshot
import TestSupport
import Testing

/// What stands on the first screen of a text report.
struct FirstScreenTests {
    private static func screen(_ report: Report) -> [String] {
        FirstScreen(report: report, width: 100).lines().map { $0.text(inColor: false) }
    }

    @Test func everyCriticalFindingIsOnItOrCountedOnIt() throws {
        let report = try SampleReports.hands()
        let lines = Self.screen(report)
        let critical = report.judgment.violations.filter { $0.severity == .critical }
        for violation in critical {
            #expect(lines.contains { $0.contains(violation.identity.reference) }, "\(lines)")
        }
        #expect(lines.first?.hasPrefix("changed by") == true)
    }

    @Test func rightsComeBeforeWhatRunsAndWhatRunsBeforeNetworks() throws {
        let lines = try Self.screen(SampleReports.hands())
        let places = ["clusterrolebinding/", "deployment/", "networkpolicy/"].map { name in
            lines.firstIndex { $0.contains(name) }
        }
        #expect(
            places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(lines)"
        )
    }

    @Test(arguments: [
        ("rbac.authorization.k8s.io", "ClusterRole", nil, "clusterrole/x"),
        ("", "ConfigMap", "a", "configmap/x -n a"),
        ("networking.istio.io", "Gateway", "a", "gateway.networking.istio.io/x -n a"),
        ("serving.knative.dev", "Service", "a", "service.serving.knative.dev/x -n a"),
    ])
    func namesCanBePasted(_ group: String, _ kind: String, _ namespace: String?, _ reference: String) {
        #expect(Identity(group: group, kind: kind, namespace: namespace, name: "x").reference == reference)
    }

    @Test(arguments: ReportFormat.allCases.filter { $0 != .codequality })
    func whatWasNotJudgedIsSaidWithTheVerdict(_ format: ReportFormat) throws {
        var comparison = Comparison()
        comparison.undeclaredCount = 515
        let text = format.render(try SampleReports.make(comparison), options: .init(width: 200))
        #expect(
            text.contains(
                [.json, .yaml, .sarif].contains(format) ? "515" : "515 objects not judged: no manifest declares them"))
        comparison.changes = [
            Change(identity: SampleReports.identity("ConfigMap", "", "a", "b"), kind: .removed)
        ]
        let drift = TextReport.render(try SampleReports.make(comparison), options: .init(width: 200))
        #expect(drift.split(separator: "\n").first?.contains("515 objects not judged") == true)
    }

    @Test func selfReportedIsExplainedOnce() throws {
        let report = try SampleReports.hands()
        for format in [ReportFormat.text, .markdown, .html] {
            let text = format.render(report, options: .init(width: 400))
            #expect(text.matches(of: #/self-reported: the name/#).count == 1, "\(format)")
        }
    }
}
