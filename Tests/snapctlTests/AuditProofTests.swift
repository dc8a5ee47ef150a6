import Snapshot
import TestSupport
import Testing

/// Whom a report names for a field that a controller and somebody else wrote.
@Suite struct AuditProofTests {
    private static let flux = "system:serviceaccount:flux-system:kustomize-controller"
    private static let client = "kustomize-controller/v1.6.1"

    /// The classes of the authors of each field, in their order, and the verdict.
    private static func authors(
        _ before: String, _ after: String, _ events: [Value]
    ) async throws -> (classes: [[String]], verdict: String?, text: String) {
        let program = try Program()
        try program.folder.write(before, to: "one.yaml")
        try program.folder.write(after, to: "two.yaml")
        try program.folder.write(AuditLines.lines(events), to: "log")
        let result = try await program.run(["diff", "one.yaml", "two.yaml", "--audit-log", "log", "-o", "json"])
        #expect(result.status == 1, "\(result.all)")
        let report = try JSONReader.value(Array(result.text.utf8))
        let fields = report["violations"]?.array?.first?["fields"]?.array ?? []
        let classes = fields.map { field in
            (field["authors"]?.array ?? []).map { $0["class"]?.string ?? "" }
        }
        return (classes, report["verdict"]?["outcome"]?.string, result.text)
    }

    private static func deployment(_ containers: String, time: String) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: 'n'
          uid: 7b0e0000-0000-4000-8000-000000000001
          managedFields:
          - manager: kustomize-controller
            operation: Apply
            time: "\(time)"
            fieldsType: FieldsV1
            fieldsV1:
              f:spec: {f:template: {f:spec: {f:containers: {"k:{\\"name\\":\\"web\\"}": {.: {}, f:image: {}}}}}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [\(containers)]}

        """
    }

    @Test func whoeverLeavesAContainerOutOfAListIsNamedBeforeTheControllerThatWroteIt() async throws {
        func patch(_ id: String, _ user: String, _ client: String, at time: String, _ containers: Value) -> Value {
            AuditLines.event(
                id: id, user: user, client: client, group: "apps", resource: "deployments", namespace: "n", name: "web",
                at: time, request: ["spec": ["template": ["spec": ["containers": containers]]]])
        }
        let web: Value = ["name": "web", "image": "w:1"]
        let (classes, verdict, text) = try await Self.authors(
            Self.deployment("{name: web, image: 'w:1'}, {name: guard, image: 'g:1'}", time: "2026-03-01T00:00:00Z"),
            Self.deployment("{name: web, image: 'w:1'}", time: "2026-03-04T11:30:00Z"),
            [
                patch(
                    "f", Self.flux, Self.client, at: "2026-03-04T11:30:00Z", [web, ["name": "guard", "image": "g:1"]]),
                patch("p", "ada@example.org", "kubectl/v1.33.1", at: "2026-03-04T11:40:00Z", [web]),
            ])
        #expect(!classes.isEmpty && classes.allSatisfy { $0.first == "human-cli" }, "\(text)")
        #expect(verdict == "violated")
    }

    @Test func whoeverTakesTheNameOfAControllerIsNamedBeforeIt() async throws {
        func settings(_ value: String) -> String {
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n', uid: u1}\ndata: {k: \(value)}\n"
        }
        func write(_ id: String, _ groups: [String], at time: String) -> Value {
            AuditLines.event(
                id: id, user: Self.flux, groups: groups, client: Self.client, namespace: "n", name: "a",
                query: "fieldManager=kustomize-controller", at: time, request: ["data": ["k": "w"]])
        }
        let (classes, verdict, text) = try await Self.authors(
            settings("v"), settings("w"),
            [
                write("p", ["system:authenticated"], at: "2026-03-04T11:30:00Z"),
                write("f", ["system:serviceaccounts", "system:authenticated"], at: "2026-03-04T11:40:00Z"),
            ])
        #expect(classes == [["unknown", "gitops"]], "\(text)")
        #expect(verdict == "inconclusive")
    }
}
