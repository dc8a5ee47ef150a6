package import Snapshot

/// What to think of the differences between two states.
package struct Judgment: Sendable {
    /// Why a difference is a violation.
    package enum Ruling: Sendable, Hashable {
        /// No rule speaks of it.
        case unruled
        /// Forbidden by a rule, or with the severity of one.
        case forbidden(rule: String)
        /// A rule allows something else.
        case outsideAllowance(rule: String, allowed: String)
        /// The rule that accepted it applies no longer.
        case expired(rule: String, on: CalendarDate)
    }

    /// How much a violation matters, and why.
    package struct Weight: Sendable, Hashable {
        /// How much.
        package let severity: Severity
        /// What it means, by the severity table; `nil` when no row of it speaks of this.
        package let meaning: String?
    }

    /// A field that nobody may have changed so.
    package struct FieldViolation: Sendable, Hashable {
        /// What changed.
        package let change: FieldChange
        /// How much it matters.
        package let weight: Weight
        /// Why it is a violation.
        package let ruling: Ruling
    }

    /// How an object violates the baseline.
    package enum Violated: Sendable, Hashable {
        /// It should not be there.
        case added(Weight, Ruling)
        /// It should be there.
        case removed(Weight, Ruling)
        /// Some of its fields are wrong; never an empty list.
        case modified([FieldViolation])
        /// A controller's copy differs from its owner's template; never an empty list.
        case tampered([FieldViolation], owner: Identity)
    }

    /// An object that differs in a way that nobody accepted.
    package struct Violation: Sendable, Hashable {
        /// Which object.
        package let identity: Identity
        /// How.
        package let violated: Violated
        /// What an object declares that came or went; `nil` for others, and where nobody opened it.
        package let content: Value?

        package init(identity: Identity, violated: Violated, content: Value? = nil) {
            self.identity = identity
            self.violated = violated
            self.content = content
        }

        /// An object that came or went as one change, without what names it; `nil` for others, and when nothing is left.
        package var whole: FieldChange? {
            guard let declared else { return nil }
            switch violated {
            case .added: return FieldChange(path: FieldPath([]), kind: .value, before: nil, after: declared)
            case .removed:
                return FieldChange(path: FieldPath([]), kind: .value, before: declared, after: nil)
            case .modified, .tampered: return nil
            }
        }

        private var declared: Value? {
            guard case .object(var members)? = content else { return nil }
            members["apiVersion"] = nil
            members["kind"] = nil
            if case .object(var metadata)? = members["metadata"] {
                metadata["name"] = nil
                metadata["namespace"] = nil
                members["metadata"] = metadata.isEmpty ? nil : .object(metadata)
            }
            return members.isEmpty ? nil : .object(members)
        }

        /// The fields; empty for a whole object.
        package var fields: [FieldViolation] {
            switch violated {
            case .added, .removed: []
            case .modified(let fields), .tampered(let fields, _): fields
            }
        }

        /// The greatest severity of its parts.
        package var severity: Severity {
            switch violated {
            case .added(let weight, _), .removed(let weight, _): weight.severity
            case .modified(let fields), .tampered(let fields, _): fields.map(\.weight.severity).max() ?? .medium
            }
        }
    }

    /// Something about the baseline itself that its authors should look at.
    package enum Finding: Sendable, Hashable {
        /// A rule is over; that many differences which it would have decided are judged without it.
        case expiredRule(String, on: CalendarDate, differences: Int)
        /// A rule selects no object of either state: a slip of the pen, or a leftover.
        case staleRule(String)
        /// A requirement is over, and was not looked at.
        case expiredRequirement(String, on: CalendarDate)
        /// Differences that nobody would hear of, see ``BaselineReach``.
        case accepts(String)
        /// A rule accepted more than a decision about one thing, see ``AcceptedBreadth``.
        case acceptedMuch(rule: String, String)
        /// The state says different things where a parameter stands; each place that does not say the first is a difference.
        case variedParameter(String, taken: String, others: [String])
    }

    /// What differs in a way that nobody accepted, the weightiest first, then by identity.
    package var violations: [Violation] = []
    /// What an upgrade of the cluster brought, as one finding; `nil` without one. Its differences are not in ``violations``.
    package var upgrade: Upgrade?
    /// What each rule of the baseline did, in the baseline's order.
    package var effects: [RuleEffect] = []
    /// What the authors of the baseline should look at.
    package var findings: [Finding] = []
    /// What could not be read in scope.
    package var gaps: [Completeness.Hole] = []
    /// What could not be read and is out of scope: said, without effect.
    package var gapsOutOfScope: [Completeness.Hole] = []
    /// Objects that one state lacks because their type could not be read there: neither there nor gone.
    package var unknown: [Change] = []
    /// Redacted values in scope that could not be compared.
    package var incomparable: [Change] = []
    /// Whether values that were redacted count for nothing, as somebody asked.
    package var ignoresSecretValues = false
    /// Redacted values in scope that differ or could not be compared, and count for nothing.
    package var ignoredSecretValues: [Change] = []
    /// Differences of order only, in scope; never drift.
    package var orderOnly: [Change] = []
    /// What tells of a hand without being drift, in scope.
    package var signals: [Signal] = []
    /// Objects that differ out of scope, how many of each kind.
    package var outOfScope: [GroupKind: Int] = [:]
    /// Digests, signatures or lineages that do not hold.
    package var breaches: [Completeness.Breach] = []
    /// Checks that could not be made.
    package var skipped: [String] = []
    /// Who is behind what differs, as far as it was asked and the evidence says.
    package var attributions: [Identity: Attribution] = [:]
    /// Whether anybody changed the state by hand; `nil` when that was not asked.
    package var verdict: Verdict?

    /// Whether the baseline lets nearly any difference pass, see ``BaselineReach``.
    package var acceptsAlmostEverything = false
    /// Whether it takes any writer, or any object, for the platform's or Git's own.
    package var trustsAnybody = false
    /// What became of the baseline's requirements, in its order.
    package var requirements: [RequirementResult] = []
    /// The least severity that makes the verdict drift; below it a difference is reported and no more.
    package var threshold: Severity = .low

    /// Requirements that are not met, the weightiest first.
    package var unmet: [RequirementResult] {
        requirements.enumerated().filter { $0.element.isUnmet }.sorted { a, b in
            let (left, right) = (a.element.requirement.severity, b.element.requirement.severity)
            return left == right ? a.offset < b.offset : left > right
        }.map(\.element)
    }

    /// Whether anything weighs enough to be drift.
    package var hasDrift: Bool {
        hasDifferences(from: threshold)
            || requirements.contains { $0.isUnmet && $0.requirement.severity >= threshold }
    }

    /// Whether a difference weighs so much, those of an upgrade included.
    package func hasDifferences(from severity: Severity) -> Bool { allViolations.contains { $0.severity >= severity } }

    /// What differs in a way that nobody accepted, that of an upgrade included.
    package var allViolations: [Violation] { violations + (upgrade?.violations ?? []) }

    /// Every exit status that holds; ``ExitStatus/same`` only when nothing else does.
    package var statuses: Set<ExitStatus> {
        var statuses: Set<ExitStatus> = []
        if !breaches.isEmpty { statuses.insert(.evidenceInvalid) }
        if hasDrift || verdict?.outcome == .violated { statuses.insert(.drift) }
        if verdict?.outcome == .inconclusive { statuses.insert(.inconclusive) }
        if requirements.contains(where: \.isInconclusive) { statuses.insert(.inconclusive) }
        if !(gaps.isEmpty && incomparable.isEmpty && unknown.isEmpty && skipped.isEmpty) {
            statuses.insert(.inconclusive)
        }
        return statuses.isEmpty ? [.same] : statuses
    }

    /// The status to exit with.
    package var status: ExitStatus { .leading(of: statuses) }

    /// How many single differences are violations: an object that came or went counts as one, else each field does.
    package var violationCount: Int { violations.reduce(0) { $0 + max(1, $1.fields.count) } }

    /// How many violating objects there are of each severity.
    package func count(of severity: Severity) -> Int { violations.count { $0.severity == severity } }
}
