package import Snapshot

/// The answer to "did anybody change this cluster by hand?", with its evidence and its limits.
package struct Verdict: Sendable, Hashable {
    /// The answer.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Every leg was there, none found a hand, and everything is accounted for.
        case clean
        /// A hand was found.
        case violated
        /// No hand was found, and that proves nothing: a leg is missing, or something is not accounted for.
        case inconclusive
    }

    /// How much a finding weighs.
    package enum Weight: String, Sendable, Hashable, CaseIterable {
        /// Somebody's hand.
        case hand
        /// Something that nobody accounts for: it may be a hand.
        case doubt
        /// A hand that changed nothing.
        case harmless
    }

    /// One thing that was found.
    package struct Finding: Sendable, Hashable {
        /// How much it weighs.
        package let weight: Weight
        /// In which object; `nil` when it is none that the state could hold.
        package let identity: Identity?
        /// What a request was about whose type the state does not know: `deployments.extensions shop/web`.
        package let target: String?
        /// What, in words that hold cluster text.
        package let words: String
        /// Whose hand, when that is known.
        package let author: Author?
        /// Where the object comes from, when that is known.
        package let origin: Origin?

        package init(
            _ weight: Weight, _ identity: Identity?, _ words: String, target: String? = nil, author: Author? = nil,
            origin: Origin? = nil
        ) {
            self.weight = weight
            self.identity = identity
            self.target = target
            self.words = words
            self.author = author
            self.origin = origin
        }
    }

    /// How many things findings are about: objects, and what requests name that is no object of the state.
    package static func subjects(_ findings: [Finding]) -> Int {
        let targets = findings.lazy.filter { $0.identity == nil }.map(\.target)
        return Set(findings.compactMap(\.identity)).count + Set(targets).count
    }

    /// What one leg of the evidence says, and what it cannot say.
    package struct Leg: Sendable, Hashable {
        /// Which.
        package let leg: Author.Leg
        /// What was looked at, in words; `nil` when the leg is missing.
        package let basis: String?
        /// What was found.
        package let findings: [Finding]
        /// What this leg cannot show, in sentences.
        package let blindSpots: [String]

        package init(_ leg: Author.Leg, basis: String?, findings: [Finding] = [], blindSpots: [String]) {
            self.leg = leg
            self.basis = basis
            self.findings = findings
            self.blindSpots = blindSpots
        }
    }

    /// The answer.
    package let outcome: Outcome
    /// What may be said, in one sentence, and no more than that.
    package let statement: String
    /// All legs, also the missing ones.
    package let legs: [Leg]
    /// How many objects in scope come from where.
    package let origins: [Origin.Kind: Int]
    /// Why the answer is not clean although no hand was found, in sentences.
    package let obstacles: [String]

    package init(
        outcome: Outcome, statement: String, legs: [Leg], origins: [Origin.Kind: Int], obstacles: [String]
    ) {
        self.outcome = outcome
        self.statement = statement
        self.legs = legs
        self.origins = origins
        self.obstacles = obstacles
    }

    /// All findings of a weight, leg by leg.
    package func findings(_ weight: Weight) -> [Finding] { legs.flatMap(\.findings).filter { $0.weight == weight } }
}
