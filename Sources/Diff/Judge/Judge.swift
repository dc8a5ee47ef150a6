package import Snapshot

/// Judges the differences between two states by a baseline. Pure: today's date is an argument.
package struct Judge: Sendable {
    private let scope: Baseline.Scope
    private let rules: [Rule]
    private let expired: [Requirement]
    private let learned: [Baseline.Learned]
    private let unlearned: [String]
    private let severities: SeverityTable
    private let threshold: Severity
    private let today: CalendarDate
    private let ignoresSecretValues: Bool

    /// - Parameters:
    ///   - baseline: `nil` judges without scope and rules: every difference is a violation.
    ///   - failOn: The least severity that makes the verdict drift, whatever the baseline says.
    ///   - ignoresSecretValues: Whether differences between redacted values count for nothing.
    package init(
        baseline: Baseline?, severities: SeverityTable = .builtIn, failOn: Severity? = nil, today: CalendarDate,
        ignoresSecretValues: Bool = false
    ) {
        self.ignoresSecretValues = ignoresSecretValues
        scope = baseline?.scope ?? Baseline.Scope()
        rules = baseline?.rules ?? []
        expired = baseline?.requirements.filter { $0.isExpired(on: today) } ?? []
        learned = baseline?.learned ?? []
        unlearned = baseline?.unlearned ?? []
        self.severities = severities.extended(by: baseline?.severities ?? [])
        threshold = failOn ?? baseline?.failOn ?? .low
        self.today = today
    }

    /// The verdict on a comparison.
    ///
    /// - Parameter known: Every object of both states, to tell a rule that selects none of them from one that only had
    ///   nothing to decide this time. Without it no rule is called stale.
    /// - Parameter labels: The labels of objects that differ, see ``Rule/match``.
    /// - Parameter effects: What the differences do, see ``EffectFinder``.
    /// - Parameter requirements: What became of the baseline's requirements.
    /// - Parameter digests: What objects that came declare, by digest.
    package func judge(
        _ comparison: Comparison, completeness: Completeness = Completeness(), known: (some Sequence<Identity>)?,
        labels: [Identity: [String: String]] = [:], effects: Effect.Book = [:],
        requirements: [RequirementResult] = [], digests: [Identity: Digest] = [:]
    ) -> Judgment {
        var bench = Bench(
            rules: rules, severities: severities, labels: labels, effects: effects, digests: digests, today: today)
        bench.ignoresSecretValues = ignoresSecretValues
        var judgment = Judgment()
        judgment.ignoresSecretValues = ignoresSecretValues
        judgment.threshold = threshold
        judgment.requirements = requirements
        judgment.breaches = completeness.breaches
        judgment.skipped =
            completeness.skipped
            + unlearned.map {
                "the state has no value for the parameter \($0): its rules decided nothing"
            }
        for hole in completeness.holes {
            if hole.wasInScope, hole.gap.isOfAnyType || scope.couldContain(group: hole.gap.group, kind: hole.kind) {
                judgment.gaps.append(hole)
            } else {
                judgment.gapsOutOfScope.append(hole)
            }
        }
        var outside: Set<Identity> = []
        for change in comparison.changes {
            guard scope.contains(change.identity) else {
                outside.insert(change.identity)
                continue
            }
            if Self.isUnknown(change, completeness.holes) {
                judgment.unknown.append(change)
                continue
            }
            bench.decide(change, into: &judgment)
        }
        for change in comparison.incomparable {
            if scope.contains(change.identity) {
                bench.decide(change, into: &judgment)
            } else {
                outside.insert(change.identity)
            }
        }
        for consequence in comparison.consequences {
            if scope.contains(consequence.change.identity) {
                bench.decide(consequence, into: &judgment)
            } else {
                outside.insert(consequence.change.identity)
            }
        }
        judgment.violations = judgment.violations.map(bench.told.telling)
        for identity in outside { judgment.outOfScope[identity.groupKind, default: 0] += 1 }
        judgment.orderOnly += comparison.orderOnly.filter { scope.contains($0.identity) }
        judgment.signals = comparison.signals.filter { scope.contains($0.identity) }
        judgment.incomparable = Self.merged(judgment.incomparable)
        judgment.ignoredSecretValues = Self.merged(judgment.ignoredSecretValues)
        judgment.orderOnly = Self.merged(judgment.orderOnly)
        judgment.violations.sort { a, b in
            a.severity == b.severity ? a.identity < b.identity : a.severity > b.severity
        }
        judgment.effects = bench.effects
        judgment.findings = findings(bench.effects, known: bench.effects.isEmpty ? nil : known.map { Array($0) })
        return judgment
    }

    /// The verdict on a comparison, when nobody knows which other objects there are.
    package func judge(_ comparison: Comparison, completeness: Completeness = Completeness()) -> Judgment {
        judge(comparison, completeness: completeness, known: [Identity]?.none)
    }

    /// Whether an object seems to have come or gone only because the other state could not be read.
    private static func isUnknown(_ change: Change, _ holes: [Completeness.Hole]) -> Bool {
        let missingFrom: Side
        switch change.kind {
        case .added: missingFrom = .before
        case .removed: missingFrom = .after
        case .modified, .tampered: return false
        }
        return holes.contains { $0.side == missingFrom && $0.concerns(change.identity) }
    }

    /// One entry an object, by identity: the fields of an object may have come from two lists.
    private static func merged(_ changes: [Change]) -> [Change] {
        var fields: [Identity: [FieldChange]] = [:]
        for change in changes { fields[change.identity, default: []] += change.fields }
        return fields.map { Change(identity: $0, kind: .modified($1)) }.sorted { $0.identity < $1.identity }
    }

    private func findings(_ effects: [RuleEffect], known: [Identity]?) -> [Judgment.Finding] {
        let varied = learned.filter { !$0.others.isEmpty }.map {
            Judgment.Finding.variedParameter($0.name, taken: $0.value, others: $0.others)
        }
        let over = expired.compactMap { requirement in
            requirement.expires.map { Judgment.Finding.expiredRequirement(requirement.name, on: $0) }
        }
        return varied + over
            + effects.compactMap { effect in
                if effect.isExpired, let last = effect.rule.expires {
                    return .expiredRule(effect.rule.name, on: last, differences: effect.violated)
                }
                if let known, !known.contains(where: effect.rule.match.selector.selects) {
                    return .staleRule(effect.rule.name)
                }
                return effect.wide.map { .acceptedMuch(rule: effect.rule.name, $0) }
            }
    }
}

/// The rules at work: who decided what so far.
private struct Bench {
    private(set) var effects: [RuleEffect]
    private let paths: [PathPattern]
    private var severities: SeveritiesByKind
    private let labels: [Identity: [String: String]]
    private let book: Effect.Book
    private let digests: [Identity: Digest]
    /// Objects of which a rule allowed a difference, and those of which one took a difference out of sight.
    private var allowed: Set<Identity> = []
    private var ignored: Set<Identity> = []
    private(set) var told = ConsequenceWords()
    /// Whether differences between redacted values count for nothing.
    var ignoresSecretValues = false

    init(
        rules: [Rule], severities: SeverityTable, labels: [Identity: [String: String]], effects book: Effect.Book,
        digests: [Identity: Digest], today: CalendarDate
    ) {
        self.labels = labels
        self.book = book
        self.digests = digests
        effects = rules.map { RuleEffect(rule: $0, isExpired: $0.isExpired(on: today)) }
        paths = rules.compactMap(\.path)
        self.severities = SeveritiesByKind(severities)
    }

    mutating func decide(_ change: Change, into judgment: inout Judgment) {
        let identity = change.identity
        switch change.kind {
        case .added:
            if let (weight, ruling) = wholeObject(change, .added) {
                judgment.violations.append(
                    .init(identity: identity, violated: .added(weight, ruling), content: change.content))
            }
        case .removed:
            if let (weight, ruling) = wholeObject(change, .removed) {
                judgment.violations.append(
                    .init(identity: identity, violated: .removed(weight, ruling), content: change.content))
            }
        case .modified(let fields):
            let violations = decide(fields, of: identity, isCopy: false, into: &judgment)
            if !violations.isEmpty {
                judgment.violations.append(.init(identity: identity, violated: .modified(violations)))
            }
        case .tampered(let fields, let owner):
            let violations = decide(fields, of: identity, isCopy: true, into: &judgment)
            if !violations.isEmpty {
                judgment.violations.append(.init(identity: identity, violated: .tampered(violations, owner: owner)))
            }
        }
    }

    /// What follows from differences that are reported, or that rules allow by name, is told there. Where a cause is out of
    /// sight it is a difference of its own.
    mutating func decide(_ consequence: Consequence, into judgment: inout Judgment) {
        let identity = consequence.change.identity
        let fields = decide(consequence.change.fields, of: identity, isCopy: false, into: &judgment)
        guard let severity = fields.map(\.weight.severity).max() else { return }
        let reported = Set(judgment.violations.map(\.identity))
        let isTold = consequence.causes.allSatisfy {
            reported.contains($0) || allowed.contains($0) && !ignored.contains($0)
        }
        guard isTold else {
            if let place = judgment.violations.firstIndex(where: { $0.identity == identity }),
                case .modified(let own) = judgment.violations[place].violated
            {
                judgment.violations[place] = .init(identity: identity, violated: .modified(fields + own))
            } else {
                judgment.violations.append(.init(identity: identity, violated: .modified(fields)))
            }
            return
        }
        told.add(consequence, at: consequence.causes.filter(reported.contains), severity)
    }

    private mutating func wholeObject(
        _ change: Change, _ event: SeverityTable.Event
    ) -> (Judgment.Weight, Judgment.Ruling)? {
        let identity = change.identity
        let weight = severities[identity.groupKind].weight(
            ofWhole: identity, event, content: change.content, effects: book[identity] ?? [])
        let own = labels[identity] ?? [:]
        let digest = digests[identity]
        return verdict(on: identity, event, nil, weight) {
            $0.matchesWhole(identity, labels: own)
        } admits: { allowance in
            event == .added ? allowance.admitsAddition(of: digest) : allowance.removal
        }
    }

    private mutating func decide(
        _ fields: [FieldChange], of identity: Identity, isCopy: Bool, into judgment: inout Judgment
    ) -> [Judgment.FieldViolation] {
        var violations: [Judgment.FieldViolation] = []
        var incomparable: [FieldChange] = []
        var reordered: [FieldChange] = []
        var secret: [FieldChange] = []
        let own = labels[identity] ?? [:]
        let severities = severities[identity.groupKind]
        for field in fields {
            switch field.kind {
            case .orderOnly: reordered.append(field)
            case .incomparable where ignoresSecretValues: secret.append(field)
            case .value where ignoresSecretValues && Self.isSecret(field): secret.append(field)
            case .incomparable: if !isIgnored(field, of: identity) { incomparable.append(field) }
            case .value:
                for part in FieldSplit.parts(of: field, for: paths) {
                    let event: SeverityTable.Event = isCopy ? .tampered : .modified
                    let weight = severities.weight(
                        of: identity, event, field: part, effects: book[identity] ?? [])
                    let verdict = verdict(on: identity, event, part, weight) {
                        $0.matches(part.path, of: identity, labels: own)
                    } admits: {
                        $0.admits(before: part.before, after: part.after)
                    }
                    if let (weight, ruling) = verdict {
                        violations.append(.init(change: part, weight: weight, ruling: ruling))
                    }
                }
            }
        }
        violations = violations.weightiestFirst { $0.weight.severity }
        if !incomparable.isEmpty {
            judgment.incomparable.append(Change(identity: identity, kind: .modified(incomparable)))
        }
        if !secret.isEmpty {
            judgment.ignoredSecretValues.append(Change(identity: identity, kind: .modified(secret)))
        }
        if !reordered.isEmpty { judgment.orderOnly.append(Change(identity: identity, kind: .modified(reordered))) }
        return violations
    }

    private static func isSecret(_ field: FieldChange) -> Bool {
        guard let before = field.before, let after = field.after else { return false }
        return SecretDifference.isAll(between: before, and: after)
    }

    /// Only being told not to look makes it harmless that a value cannot be seen: no bound can be checked.
    private mutating func isIgnored(_ field: FieldChange, of identity: Identity) -> Bool {
        let first = effects.firstIndex {
            !$0.isExpired && $0.rule.matches(field.path, of: identity, labels: labels[identity] ?? [:])
        }
        guard let first, effects[first].rule.action == .ignore else { return false }
        effects[first].accept(identity, .modified, field, nil)
        return true
    }

    /// The first rule that matches and applies decides; an expired one above it is remembered as the reason why it does
    /// not help any more.
    private mutating func verdict(
        on identity: Identity, _ event: SeverityTable.Event, _ field: FieldChange?, _ weight: Judgment.Weight,
        matches: (Rule) -> Bool, admits: (Allowance) -> Bool
    ) -> (Judgment.Weight, Judgment.Ruling)? {
        var expired: Int?
        for i in effects.indices where matches(effects[i].rule) {
            let rule = effects[i].rule
            if effects[i].isExpired {
                expired = expired ?? i
                continue
            }
            switch rule.action {
            case .ignore:
                effects[i].accept(identity, event, field, weight.severity)
                ignored.insert(identity)
                return nil
            case .allow(let allowance):
                if admits(allowance) {
                    effects[i].accept(identity, event, field, weight.severity)
                    allowed.insert(identity)
                    return nil
                }
                effects[i].violate()
                return (weight, .outsideAllowance(rule: rule.name, allowed: allowance.words))
            case .forbid(let severity):
                effects[i].violate()
                return (
                    severity.map { .init(severity: $0, meaning: weight.meaning) } ?? weight, .forbidden(rule: rule.name)
                )
            case .severity(let severity):
                effects[i].violate()
                return (.init(severity: severity, meaning: weight.meaning), .forbidden(rule: rule.name))
            }
        }
        guard let expired, let last = effects[expired].rule.expires else { return (weight, .unruled) }
        effects[expired].violate()
        return (weight, .expired(rule: effects[expired].rule.name, on: last))
    }
}
