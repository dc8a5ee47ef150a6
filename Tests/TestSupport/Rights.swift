import Foundation
package import Snapshot

/// The roles of a file in `deploy/`, by the rules of RBAC. Source: Kubernetes, RBAC; `*` in `resources` covers subresources
/// too.
package struct Rights: Sendable {
    private let rules: [Value]

    /// The rights that all ClusterRoles of a file give together, and some more.
    package init(_ file: String, besides more: [Value] = []) throws {
        let path = URL(fileURLWithPath: ExampleCluster.golden).deletingLastPathComponent()
            .appendingPathComponent("deploy/\(file)")
        let documents = try YAMLReader.documents(Array(Data(contentsOf: path)))
        rules =
            documents.filter { $0.value["kind"]?.string == "ClusterRole" }.flatMap { $0.value["rules"]?.array ?? [] }
            + more
    }

    /// No rights but these rules.
    package init(rules: [Value]) { self.rules = rules }

    /// Whether a verb is allowed on a resource.
    package func allow(_ verb: String, _ resource: String, group: String, name: String? = nil) -> Bool {
        rules.contains { rule in
            let names = texts(rule["resourceNames"])
            return texts(rule["verbs"]).contains(verb)
                && texts(rule["apiGroups"]).contains { $0 == "*" || $0 == group }
                && texts(rule["resources"]).contains { $0 == "*" || $0 == resource }
                && (names.isEmpty || name.map(names.contains) ?? false)
        }
    }

    /// Whether a path that is no resource may be read.
    package func allow(path: String) -> Bool {
        rules.contains { rule in
            texts(rule["verbs"]).contains("get")
                && texts(rule["nonResourceURLs"]).contains {
                    $0.hasSuffix("*") ? path.hasPrefix($0.dropLast()) : $0 == path
                }
        }
    }

    /// What an API server with these rights answers: 403 to what they do not allow.
    package func guarding(_ handler: @escaping HTTPServer.Handler) -> HTTPServer.Handler {
        { request in
            let path = request.pathOnly
            let isAllowed: Bool
            if request.method == "POST" {
                isAllowed = allow("create", "selfsubjectreviews", group: "authentication.k8s.io")
            } else if let resource = APIPath(path) {
                isAllowed = allow(
                    resource.name == nil ? "list" : "get", resource.plural, group: resource.group, name: resource.name)
            } else {
                isAllowed = allow(path: path)
            }
            guard isAllowed else {
                return HTTPServerResponse(failure: 403, reason: "Forbidden", message: "\(path) is not for you")
            }
            return await handler(request)
        }
    }

    private func texts(_ value: Value?) -> [String] { value?.array?.compactMap(\.string) ?? [] }
}
