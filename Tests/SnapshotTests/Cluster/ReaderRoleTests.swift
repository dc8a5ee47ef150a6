import Foundation
import Snapshot
import TestSupport
import Testing

/// The rights in `deploy/`, by the rules of RBAC: enough for every request of a capture, and for nothing that is no reading.
@Suite struct ReaderRoleTests {
    private static func types() throws -> [ResourceType] {
        let folder = URL(fileURLWithPath: "\(ExampleCluster.golden)/example/cluster/_cluster")
        let definitions = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("CustomResourceDefinition.") }
            .flatMap { try YAMLReader.documents(Array(Data(contentsOf: $0))).map(\.value) }
        let scope = Scope()
        return (BuiltinTypes.all + definitions.flatMap(CustomTypes.types)).filter {
            scope.contains(group: $0.group, resource: $0.plural)
        }
    }

    @Test(arguments: ["reader.yaml", "reader-without-secrets.yaml"])
    func everyRequestOfACaptureIsAllowed(_ file: String) throws {
        let rights = try Rights(file)
        var refused = try Self.types().filter { !rights.allow("list", $0.plural, group: $0.group) }.map(\.groupResource)
        // Whoever may not read Secrets says so, and the flag leaves them out; a type of one's own wants a role of one's own.
        if file == "reader-without-secrets.yaml" {
            refused.removeAll { ["secrets", "capacityreservations.platform.northwind.example"].contains($0) }
        }
        #expect(refused == [])
        #expect(rights.allow("get", "namespaces", group: "", name: "kube-system"))
        #expect(rights.allow("create", "selfsubjectreviews", group: "authentication.k8s.io"))
        for path in [
            "/version", "/readyz", "/api", "/apis", "/api/v1", "/apis/apps/v1", "/openapi/v3",
            "/openapi/v3/apis/apps/v1",
        ] {
            #expect(rights.allow(path: path), "\(path)")
        }
    }

    @Test(arguments: ["reader.yaml", "reader-without-secrets.yaml"])
    func nothingElseIs(_ file: String) throws {
        let rights = try Rights(file)
        for verb in [
            "get", "create", "update", "patch", "delete", "deletecollection", "watch", "bind", "escalate",
            "impersonate",
        ] {
            for resource in ["pods", "pods/exec", "pods/log", "nodes/proxy", "secrets", "serviceaccounts/token"] {
                #expect(!rights.allow(verb, resource, group: "", name: "x"), "\(verb) \(resource)")
            }
        }
        #expect(!rights.allow("get", "namespaces", group: "", name: "payments"))
        #expect(rights.allow("list", "secrets", group: "") == (file == "reader.yaml"))
    }

    private static let lists: Value = ["apiGroups": ["*"], "resources": ["*"], "verbs": ["list"]]
    private static let paths: Value = [
        "nonResourceURLs": ["/version", "/api", "/api/*", "/apis", "/apis/*", "/openapi/*"], "verbs": ["get"],
    ]

    private static func capture(_ rights: Rights, namespaces: [String]) async throws -> CapturedState {
        let router = APIRouter(try ServedExample.state())
        return try await FixtureServer.run(answer: rights.guarding { router.answer($0) }) { server in
            try await Capturing.capture(
                server, scope: Scope(exclude: ["secrets"], namespaces: namespaces))
        }
    }

    /// Neither role may get any Namespace but one: a name that nobody has must not look like an empty namespace.
    @Test(arguments: ["reader.yaml", "reader-without-secrets.yaml"])
    func aMistypedNamespaceIsAGap(_ file: String) async throws {
        let rights = try Rights(file, besides: [Self.lists])
        let right = try await Self.capture(rights, namespaces: ["a"])
        #expect(right.manifest.gaps == [])
        #expect(!right.entries.isEmpty)
        let wrong = try await Self.capture(rights, namespaces: ["a", "typo"])
        #expect(wrong.manifest.gaps.map(\.reason) == [.absent])
        #expect(wrong.manifest.gaps.first?.message.contains("`typo`") == true)
    }

    /// Who may not even list namespaces: where nothing is found nobody can say that there is nothing.
    @Test func anEmptyNamespaceThatNobodyVouchesForIsAGap() async throws {
        let rights = Rights(rules: [
            ["apiGroups": [""], "resources": ["pods"], "verbs": ["list"]],
            ["apiGroups": ["shop.example"], "resources": ["widgets"], "verbs": ["list"]], Self.paths,
        ])
        let right = try await Self.capture(rights, namespaces: ["a"])
        #expect(right.entries.count == 6)
        #expect(!right.manifest.gaps.contains { $0.resource == "namespaces" })
        let wrong = try await Self.capture(rights, namespaces: ["typo"])
        let gap = try #require(wrong.manifest.gaps.first { $0.resource == "namespaces" })
        #expect(gap.reason == .forbidden)
        #expect(gap.message.contains("`typo`"))
        #expect(wrong.entries.isEmpty)
    }
}
