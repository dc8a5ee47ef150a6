import Foundation
import Snapshot
import TestSupport
import Testing

/// The rights in `deploy/`, by the rules of RBAC: enough for every request of a capture, and for nothing that is no reading.
@Suite struct ReaderRoleTests {
    /// The roles of a file. Source: Kubernetes, RBAC; `*` in `resources` covers subresources too.
    private struct Rights {
        let rules: [Value]

        init(_ file: String) throws {
            let path = URL(fileURLWithPath: ExampleCluster.golden).deletingLastPathComponent()
                .appendingPathComponent("deploy/\(file)")
            let documents = try YAMLReader.documents(Array(Data(contentsOf: path)))
            rules = documents.filter { $0.value["kind"]?.string == "ClusterRole" }.flatMap {
                $0.value["rules"]?.array ?? []
            }
        }

        func allow(_ verb: String, _ resource: String, group: String, name: String? = nil) -> Bool {
            rules.contains { rule in
                let names = texts(rule["resourceNames"])
                return texts(rule["verbs"]).contains(verb)
                    && texts(rule["apiGroups"]).contains { $0 == "*" || $0 == group }
                    && texts(rule["resources"]).contains { $0 == "*" || $0 == resource }
                    && (names.isEmpty || name.map(names.contains) ?? false)
            }
        }

        func allow(path: String) -> Bool {
            rules.contains { rule in
                texts(rule["verbs"]).contains("get")
                    && texts(rule["nonResourceURLs"]).contains {
                        $0.hasSuffix("*") ? path.hasPrefix($0.dropLast()) : $0 == path
                    }
            }
        }

        private func texts(_ value: Value?) -> [String] { value?.array?.compactMap(\.string) ?? [] }
    }

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
            "/version", "/api", "/apis", "/api/v1", "/apis/apps/v1", "/openapi/v3", "/openapi/v3/apis/apps/v1",
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
}
