/// One event of an API server's audit log: who asked for what, when, and how it ended.
///
/// What was asked for and what came back stay the bytes of the log: they may hold secrets, and most of them nobody looks
/// at. Source: Kubernetes `audit.k8s.io/v1` Event.
package struct AuditEvent: Sendable {
    /// How far the request had come.
    package enum Stage: Int, Sendable, Hashable, Comparable {
        case received
        case responseStarted
        case panicked
        case complete

        package static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }

        init(_ text: String) {
            self =
                switch text {
                case "RequestReceived": .received
                case "ResponseStarted": .responseStarted
                case "Panic": .panicked
                default: .complete
                }
        }
    }

    /// What the request was about.
    package struct Target: Sendable, Hashable {
        /// API group; empty for the core group.
        package let group: String
        /// Plural resource name.
        package let resource: String
        /// `nil` for the cluster's own.
        package let namespace: String?
        /// `nil` for lists and names that the server makes.
        package let name: String?
        /// `nil` for the object itself.
        package let subresource: String?

        package init(group: String, resource: String, namespace: String?, name: String?, subresource: String? = nil) {
            self.group = group
            self.resource = resource
            self.namespace = namespace
            self.name = name
            self.subresource = subresource
        }
    }

    /// The request's id, the same in all of its events. A client may choose it, and use it again.
    package let id: String
    /// How much of the request the log holds: `Metadata`, `Request`, `RequestResponse`; empty when it does not say.
    package let level: String
    /// How far it had come.
    package let stage: Stage
    /// `create`, `update`, `patch`, `delete`, `deletecollection`, `get`…
    package let verb: String
    /// Path and query. May hold what nobody should read, such as the command of an exec.
    package let uri: String
    /// Whom the server authenticated; empty for nobody.
    package let user: String
    /// That user's groups.
    package let groups: [String]
    /// Whom the user claimed to be.
    package let impersonated: String?
    /// The groups that the user claimed to be in.
    package let impersonatedGroups: [String]
    /// The user agent.
    package let client: String
    /// What it was about; `nil` for what is no resource.
    package let target: Target?
    /// The uid that the log gives it beside its name; `nil` when it gives none.
    package let targetUID: String?
    /// The HTTP status of the answer; `nil` while there is none.
    package let code: Int?
    /// Whether the server's own authorization let it pass; `nil` when the log does not say.
    package let isAllowed: Bool?
    /// When the request came.
    package let receivedAt: Instant
    /// When this stage was reached.
    package let reachedAt: Instant
    let request: ArraySlice<UInt8>?
    let response: ArraySlice<UInt8>?

    /// When this stage was reached, in UTC.
    package var time: String { Self.text(reachedAt) }

    /// A time as it is shown.
    package static func text(_ instant: Instant) -> String { AuditTime.text(instant) }

    /// The object that was sent; `nil` when the log leaves it out. May hold secrets.
    package var requestObject: Value? { Self.value(request) }
    /// The object that came back; `nil` when the log leaves it out. May hold secrets.
    package var responseObject: Value? { Self.value(response) }

    /// Whether the log holds what was sent.
    package var hasRequestObject: Bool { request != nil }

    /// Text at a chain of members of the object that came back, without reading the rest of it.
    package func responseText(_ path: String...) -> String? {
        guard var bytes = response else { return nil }
        for name in path {
            guard let inner = Self.member(name, of: bytes) else { return nil }
            bytes = inner
        }
        return Self.value(bytes)?.string
    }

    /// The first value of a parameter of the query, which is the one that the server takes.
    package func parameter(_ name: String) -> String? { parameters(name).first }

    /// All values of a parameter of the query, in their order.
    package func parameters(_ name: String) -> [String] {
        guard let query = uri.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return uri[uri.utf8.index(after: query)...].split(separator: "&").compactMap { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { Percent.decode($0) ?? String($0) }
            return pair[0] == name ? pair.count == 2 ? pair[1] : "" : nil
        }
    }

    private static func value(_ bytes: ArraySlice<UInt8>?) -> Value? {
        bytes.flatMap { try? JSONReader.value(Array($0)) }
    }

    private static func member(_ name: String, of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = bytes.startIndex
        var cursor = 0
        var isFirst = true
        do throws(JSONError) {
            try JSONSkim.expect(UInt8(ascii: "{"), bytes.span, &cursor)
            while let key = try JSONSkim.nextKey(bytes.span, &cursor, &isFirst) {
                let value = cursor
                try JSONSkim.skipValue(bytes.span, &cursor)
                if key.count == name.utf8.count,
                    bytes[start + key.lowerBound..<start + key.upperBound].elementsEqual(name.utf8)
                {
                    return bytes[start + value..<start + cursor]
                }
            }
        } catch {}
        return nil
    }
}
