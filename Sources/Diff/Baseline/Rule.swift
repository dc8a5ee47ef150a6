package import Snapshot

/// One sentence of a baseline about differences: which, what is to be thought of them, why, and for how long.
package struct Rule: Sendable, Hashable {
    /// What becomes of a difference that the rule matches.
    package enum Action: Sendable, Hashable {
        /// It is not looked at; counted and sampled all the same.
        case ignore
        /// It is accepted while it stays within bounds, and a violation outside of them.
        case allow(Allowance)
        /// It is a violation, whatever rules below say; of this severity, or of the table's.
        case forbid(Severity?)
        /// It is a violation of this severity.
        case severity(Severity)

        /// `ignore`, `allow`, `forbid` or `severity`.
        package var word: String {
            switch self {
            case .ignore: "ignore"
            case .allow: "allow"
            case .forbid: "forbid"
            case .severity: "severity"
            }
        }
    }

    /// Its name, once in a baseline.
    package var name: String
    /// The objects it is about. Labels are as the baseline has them, or the state where the baseline does not hold the
    /// object: a label put on by hand takes nothing out of sight.
    package var match: ObjectMatch
    /// The fields it is about; `nil` for whole objects and everything in them.
    package var path: PathPattern?
    /// What becomes of a difference.
    package var action: Action
    /// Why; required.
    package var reason: String
    /// The owner: a team or a person.
    package var owner: String?
    /// Where it was decided.
    package var ticket: String?
    /// The last day on which it applies.
    package var expires: CalendarDate?
    /// Where it stands in its file.
    package var position: InputPosition

    package init(
        name: String, match: ObjectMatch, path: PathPattern? = nil, action: Action, reason: String,
        owner: String? = nil, ticket: String? = nil, expires: CalendarDate? = nil, position: InputPosition
    ) {
        self.name = name
        self.match = match
        self.path = path
        self.action = action
        self.reason = reason
        self.owner = owner
        self.ticket = ticket
        self.expires = expires
        self.position = position
    }

    /// Whether its last day is over.
    package func isExpired(on today: CalendarDate) -> Bool { expires.map { $0 < today } ?? false }

    /// Whether it is about an object.
    package func selects(_ identity: Identity, labels own: [String: String]) -> Bool {
        match.selects(identity, labels: own)
    }

    /// Whether it speaks of the appearance or disappearance of this object, or of all that happens to it.
    package func matchesWhole(_ identity: Identity, labels own: [String: String] = [:]) -> Bool {
        path == nil && selects(identity, labels: own)
    }

    /// Whether it speaks of this field of this object.
    ///
    /// A rule without a path that allows addition or removal speaks of objects, not of the fields inside them: otherwise
    /// "may be removed" would let every field of an object go.
    package func matches(_ path: FieldPath, of identity: Identity, labels own: [String: String] = [:]) -> Bool {
        guard selects(identity, labels: own) else { return false }
        if let pattern = self.path { return pattern.covers(path) }
        if case .allow = action { return false }
        return true
    }
}
