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
        ("rbac.authorization.k8s.io", "ClusterRole", nil, "clusterrole/x", "clusterrole/x"),
        ("", "ConfigMap", "a", "configmap/x -n a", "configmap/a/x"),
        (
            "networking.istio.io", "Gateway", "a", "gateway.networking.istio.io/x -n a",
            "gateway.networking.istio.io/a/x"
        ),
        (
            "serving.knative.dev", "Service", "a", "service.serving.knative.dev/x -n a",
            "service.serving.knative.dev/a/x"
        ),
    ])
    func namesCanBePasted(
        _ group: String, _ kind: String, _ namespace: String?, _ reference: String, _ path: String
    ) {
        let identity = Identity(group: group, kind: kind, namespace: namespace, name: "x")
        #expect(identity.reference == reference)
        #expect(identity.path == path)
    }
}
