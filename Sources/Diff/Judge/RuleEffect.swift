package import Snapshot

/// What one rule did to the verdict: ignored is not absent.
package struct RuleEffect: Sendable, Hashable {
    /// One of the differences that the rule decided.
    package struct Sample: Sendable, Hashable {
        /// In which object.
        package let identity: Identity
        /// In which field; `nil` when the whole object came or went.
        package let field: FieldChange?
        /// `added` or `removed` when the whole object came or went.
        package let event: String?
    }

    /// The most samples kept of one rule.
    package static let sampleLimit = 3

    /// The rule.
    package let rule: Rule
    /// Whether its last day is over.
    package let isExpired: Bool
    /// Differences that it accepted or took out of sight.
    package private(set) var accepted = 0
    /// Differences that it made, or would not let pass, as violations.
    package private(set) var violated = 0
    /// The first of the accepted differences, in the order of the comparison.
    package private(set) var samples: [Sample] = []
    /// What the accepted differences are about, see ``AcceptedBreadth``.
    private(set) var breadth = AcceptedBreadth()

    init(rule: Rule, isExpired: Bool) {
        self.rule = rule
        self.isExpired = isExpired
    }

    /// - Parameter severity: what the difference would weigh; `nil` when its values cannot be seen.
    mutating func accept(
        _ identity: Identity, _ event: SeverityTable.Event, _ field: FieldChange?, _ severity: Severity?
    ) {
        accepted += 1
        breadth.add(identity, field, severity)
        guard samples.count < Self.sampleLimit else { return }
        samples.append(Sample(identity: identity, field: field, event: field == nil ? event.rawValue : nil))
    }

    mutating func violate() { violated += 1 }
}
