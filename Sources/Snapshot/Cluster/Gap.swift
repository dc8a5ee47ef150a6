/// Something in a cluster that could not be read, and why. A gap in scope makes a verdict inconclusive, never clean.
public struct Gap: Sendable, Hashable {
    /// Why it could not be read.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The credentials may not list it (403).
        case forbidden
        /// The credentials were refused even after a renewal (401).
        case unauthorized
        /// The server behind this API does not answer (503, and discovery that failed).
        case unavailable
        /// Discovery knows the group only from memory: what it holds is unknown.
        case stale
        /// Stored objects could not be converted to the served version (500 naming a conversion).
        case conversionFailed
        /// Discovery names it, the list does not exist or does not exist for reading (404, 405, 406).
        case notListable
        /// An object says that it is served, and discovery never named it.
        case undiscovered
        /// The server said that it has not started yet, or works no more.
        case notReady
        /// A namespace that was asked for does not exist.
        case absent
        /// A bound of snapctl was reached: pages, bytes of one object, bytes of one list, the time for all.
        case limitReached
        /// The list kept expiring while it was read (410).
        case expired
        /// What came is not a list of this type.
        case malformed
        /// A file holds objects and does not say of which kind; the file stands for the resource.
        case kindUnknown
        /// Another answer of the server (5xx, a redirect).
        case serverError
        /// Objects hold a value of a Secret where it cannot be replaced, and were left out.
        case withheld
        /// The connection broke or nothing came in time.
        case connectionLost
    }

    /// API group; empty for the core group.
    public let group: String
    /// Version; `nil` when the whole group is unknown.
    public let version: String?
    /// Plural resource name; `nil` when everything in the group or version is unknown.
    public let resource: String?
    /// Why.
    public let reason: Reason
    /// The HTTP status that said so.
    public let status: Int?
    /// The server's words, shortened; cluster text.
    public let message: String

    /// A gap of its parts.
    public init(group: String, version: String?, resource: String?, reason: Reason, status: Int?, message: String) {
        self.group = group
        self.version = version
        self.resource = resource
        self.reason = reason
        self.status = status
        self.message = String(message.prefix(500))
    }

    /// Whether objects of any type may be missing.
    public var isOfAnyType: Bool { reason == .kindUnknown }

    /// `deployments.apps`, `pods`, or `external.metrics.k8s.io` when a whole group is missing.
    public var subject: String {
        if reason == .notReady { return "API server" }
        guard let resource else { return group.isEmpty ? "core group" : group }
        return group.isEmpty ? resource : "\(resource).\(group)"
    }
}
