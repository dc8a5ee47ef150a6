package import Snapshot

/// What became of one requirement.
package struct RequirementResult: Sendable, Hashable {
    /// Whether it is met.
    package enum Outcome: Sendable, Hashable {
        /// It is.
        case met
        /// It is not: what is wrong, each in a sentence.
        case unmet([Fault])
        /// Not evaluated: what could not be seen, each in a sentence.
        case inconclusive([Fault])
    }

    /// One thing that is wrong, or could not be seen.
    package struct Fault: Sendable, Hashable {
        /// In which object; `nil` when none is meant.
        package let identity: Identity?
        /// What.
        package let words: String
        /// Why it may be otherwise: what was not read; `nil` when that is in the words, or nothing.
        package let obstacle: String?

        package init(_ identity: Identity? = nil, _ words: String, obstacle: String? = nil) {
            self.identity = identity
            self.words = words
            self.obstacle = obstacle
        }

        /// What, and why it may be otherwise.
        package var details: String { obstacle.map { "\(words); \($0)" } ?? words }

        /// With the object in front.
        package var text: String { identity.map { "\($0): \(details)" } ?? details }
    }

    package let requirement: Requirement
    /// Whether it is met.
    package let outcome: Outcome
    /// How many objects matched.
    package let count: Int

    package init(requirement: Requirement, outcome: Outcome, count: Int) {
        self.requirement = requirement
        self.outcome = outcome
        self.count = count
    }

    /// What is wrong or could not be seen.
    package var faults: [Fault] {
        switch outcome {
        case .met: []
        case .unmet(let faults), .inconclusive(let faults): faults
        }
    }

    /// Whether it is known not to be met.
    package var isUnmet: Bool { if case .unmet = outcome { true } else { false } }

    /// Whether it was not evaluated.
    package var isInconclusive: Bool { if case .inconclusive = outcome { true } else { false } }
}
