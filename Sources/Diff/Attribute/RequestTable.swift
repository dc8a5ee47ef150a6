package import Snapshot

/// What requests do where their verb does not say it, and which answers mean that nothing was stored. Printed by
/// `snapctl rules` under `requests` and `answers`.
package enum RequestTable {
    /// What a kind of request does.
    package enum Effect: String, Sendable, Hashable {
        /// It opens a way into something and writes no declared state. Nothing of it is ever a dry run.
        case access
        /// The same, and what lies behind the API server gives the answer: a refusal may come from there.
        case relay
        /// It is answered and not stored.
        case review
    }

    /// One kind of request.
    package struct Row: Sendable, Hashable {
        /// What it does.
        package let effect: Effect
        /// API group; `nil` for any.
        package let group: String?
        /// Plural resource name; `nil` for any.
        package let resource: String?
        /// Subresource; `nil` for the resource itself.
        package let subresource: String?
        /// What was done, as reports say it.
        package let words: String
    }

    /// Source: Kubernetes API reference, "connect" operations of Pod, Node and Service, TokenRequest, the review types;
    /// KubeVirt API reference, `subresources.kubevirt.io`.
    package static let rows: [Row] = [
        Row(effect: .access, subresource: "exec", words: "ran a command in a container"),
        Row(effect: .access, subresource: "attach", words: "attached to a container"),
        Row(effect: .access, subresource: "portforward", words: "forwarded a port"),
        Row(effect: .access, subresource: "token", words: "made a token"),
        Row(effect: .relay, subresource: "proxy", words: "reached through the API server's proxy"),
        Row(effect: .relay, group: "subresources.kubevirt.io", subresource: "console", words: "opened a console"),
        Row(effect: .relay, group: "subresources.kubevirt.io", subresource: "vnc", words: "opened a screen"),
        Row(effect: .relay, group: "subresources.kubevirt.io", subresource: "vsock", words: "opened a socket"),
        Row(effect: .relay, group: "subresources.kubevirt.io", subresource: "usbredir", words: "attached a device"),
        review("authentication.k8s.io", "tokenreviews"),
        review("authentication.k8s.io", "selfsubjectreviews"),
        review("authorization.k8s.io", "subjectaccessreviews"),
        review("authorization.k8s.io", "localsubjectaccessreviews"),
        review("authorization.k8s.io", "selfsubjectaccessreviews"),
        review("authorization.k8s.io", "selfsubjectrulesreviews"),
    ]

    private static let bySubresource = Dictionary(grouping: rows) { $0.subresource ?? "" }

    /// The row about a request; `nil` when it is a plain one.
    package static func row(for target: AuditEvent.Target) -> Row? {
        bySubresource[target.subresource ?? ""]?.first { row in
            (row.group.map { ByteOrder.same($0, target.group) } ?? true)
                && (row.resource.map { ByteOrder.same($0, target.resource) } ?? true)
        }
    }

    /// An answer with one of these says that nothing was stored, with the reason. Every other one above 299 may come
    /// after the object was stored: from a time limit, a server that broke down, an admission of a part.
    ///
    /// Source: Kubernetes API conventions, HTTP status codes.
    package static let refusals: [(code: Int, reason: String)] = [
        (400, "the request cannot be read"), (401, "nobody is known who asks"), (403, "not allowed"),
        (404, "there is no such object"), (405, "the type does not allow it"), (406, "no such form of answer"),
        (409, "the object exists, or changed in between"), (410, "the version is gone"),
        (413, "the request is too large"), (415, "no such form of request"), (422, "the object is not valid"),
        (429, "too many requests, or a disruption budget"),
    ]

    /// Whether an answer says that nothing was stored.
    package static func isRefusal(_ code: Int) -> Bool { refusals.contains { $0.code == code } }

    /// The types for which the server is known to honour `dryRun`: its own, and those that a definition brings. A server
    /// behind the API server may ignore it.
    ///
    /// - Parameter defined: The names of the CustomResourceDefinitions that are there: `plural.group`.
    package static func honorsDryRun(_ target: AuditEvent.Target, defined: Set<String>) -> Bool {
        row(for: target) == nil
            && (BuiltinTypes.isBuiltin(group: target.group) || defined.contains("\(target.resource).\(target.group)"))
    }

    private static func review(_ group: String, _ resource: String) -> Row {
        Row(effect: .review, group: group, resource: resource, subresource: nil, words: "asked")
    }
}

extension RequestTable.Row {
    fileprivate init(effect: RequestTable.Effect, group: String? = nil, subresource: String, words: String) {
        self.init(effect: effect, group: group, resource: nil, subresource: subresource, words: words)
    }
}
