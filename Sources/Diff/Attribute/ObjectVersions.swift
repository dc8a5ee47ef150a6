import Snapshot

/// Follows the versions of objects, to tell writes that changed nothing: their answer gives a version that was there.
struct ObjectVersions {
    /// How many objects are followed; what is forgotten counts as written.
    private static let limit = 500_000
    /// The clocks of several API servers differ. Of two writes that end in one version within this time either may have
    /// made it, and both count as written.
    private static let tolerance = 1000

    private var known: [String: (version: String, reachedAt: Instant)] = [:]

    /// What an object is followed by; `nil` for what is not: lists, and events, which come and go by themselves.
    static func key(_ target: AuditEvent.Target) -> String? {
        guard let name = target.name, target.resource != "events" else { return nil }
        return [target.group, target.resource, target.namespace ?? "", name].joined(separator: "\u{0}")
    }

    /// Takes the version in an answer.
    ///
    /// - Returns: Whether another request had ended in it before this one came.
    mutating func isKnown(_ version: String, of object: String, receivedAt: Instant, reachedAt: Instant) -> Bool {
        guard let former = known[object], former.version == version else {
            // A late answer with a version that is no longer the latest says nothing about what comes.
            if let former = known[object], former.reachedAt > reachedAt { return false }
            if known.count >= Self.limit { known = [:] }
            known[object] = (version, reachedAt)
            return false
        }
        if reachedAt < former.reachedAt { known[object] = (version, reachedAt) }
        return former.reachedAt.milliseconds + Self.tolerance <= receivedAt.milliseconds
    }
}
