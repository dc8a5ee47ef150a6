package import Snapshot

/// One sentence of a baseline about what a state must hold as a whole, which no list of resources can say.
package struct Requirement: Sendable, Hashable {
    /// How many of the matching objects there must be.
    package struct Count: Sendable, Hashable {
        /// At least this many.
        package var least: Int?
        /// At most this many.
        package var most: Int?

        package init(least: Int? = nil, most: Int? = nil) {
            self.least = least
            self.most = most
        }

        /// In words: `exactly 3`, `at least 2`.
        package var words: String {
            switch (least, most) {
            case (let least?, let most?) where least == most: "exactly \(least)"
            case (let least?, let most?): "\(least) to \(most)"
            case (let least?, nil): "at least \(least)"
            case (nil, let most?): "at most \(most)"
            case (nil, nil): "any number"
            }
        }
    }

    /// What is demanded of groups of objects.
    package enum Choice: String, Sendable, Hashable, CaseIterable {
        /// Exactly one of the alternatives is there.
        case oneOf
        /// At least one of the alternatives is there.
        case anyOf
        /// Each of the alternatives is there.
        case allOf
        /// None of them is there.
        case noneOf
    }

    /// What is demanded.
    package enum Demand: Sendable, Hashable {
        /// Objects are there in number, and each of them is as it should be.
        case objects(ObjectMatch, Count, [Quality])
        /// Alternatives are there, or are not.
        case choice(Choice, [ObjectMatch])
    }

    /// What is demanded of each matching object; read from what the server stored of it.
    package enum Quality: Sendable, Hashable {
        /// Its `status.conditions` say so: condition and status.
        case condition(String, TextPattern)
        /// All of its copies are there, up to date and ready, by ``StatusTable``.
        case complete
        /// Its audit found nothing, by ``StatusTable``.
        case noViolations
        /// Together the matching ones run on every node of these pools, of all when it is empty, and are complete.
        case coversNodes(pools: [TextPattern])
    }

    /// Its name, once in a baseline.
    package var name: String
    /// What it is called where only objects have rows.
    package var row: Identity { Identity(group: "snapctl.dev", kind: "Requirement", namespace: nil, name: name) }
    /// What is demanded.
    package var demand: Demand
    /// Namespaces in each of which it is demanded; empty for the state as a whole.
    package var namespaces: [TextPattern]
    /// How much it matters.
    package var severity: Severity
    /// Why; `nil` when its name says enough.
    package var reason: String?
    /// The owner: a team or a person.
    package var owner: String?
    /// Where it was decided.
    package var ticket: String?
    /// The last day on which it applies.
    package var expires: CalendarDate?
    /// Where it stands in its file.
    package var position: InputPosition

    package init(
        name: String, demand: Demand, namespaces: [TextPattern] = [], severity: Severity = .high,
        reason: String? = nil, owner: String? = nil, ticket: String? = nil, expires: CalendarDate? = nil,
        position: InputPosition
    ) {
        self.name = name
        self.demand = demand
        self.namespaces = namespaces
        self.severity = severity
        self.reason = reason
        self.owner = owner
        self.ticket = ticket
        self.expires = expires
        self.position = position
    }

    /// The objects that it asks for.
    package var matches: [ObjectMatch] {
        switch demand {
        case .objects(let match, _, _): [match]
        case .choice(_, let matches): matches
        }
    }

    /// What is demanded of each object.
    package var qualities: [Quality] { if case .objects(_, _, let qualities) = demand { qualities } else { [] } }

    /// Whether its last day is over.
    package func isExpired(on today: CalendarDate) -> Bool { expires.map { $0 < today } ?? false }
}
