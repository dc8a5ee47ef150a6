package import Snapshot

/// A ClusterRole whose rules the aggregation controller computed anew, because other roles changed.
///
/// It is told with its cause as long as that is reported; else it is a difference of its own.
package struct Consequence: Sendable, Hashable {
    /// The role that follows, with the rules that differ.
    package let change: Change
    /// The roles whose labels or rules changed, in order; never empty.
    package let causes: [Identity]
    /// The rules that the role had, in canonical form.
    package let before: [Value]
    /// The rules that it has.
    package let after: [Value]
}

/// Finds what follows from changes of other roles.
struct ConsequenceFinder {
    let before: AggregatedRoles
    let after: AggregatedRoles

    /// Takes the computed rules of aggregated roles out of a comparison, where all of them have a cause in it.
    func settle(_ comparison: inout Comparison) {
        let changed = Dictionary(
            comparison.changes.filter { $0.identity.groupKind == AggregatedRoles.kind }.map { ($0.identity.name, $0) },
            uniquingKeysWith: { first, _ in first })
        var changes: [Change] = []
        for change in comparison.changes {
            guard let (rest, consequence) = split(change, changed) else {
                changes.append(change)
                continue
            }
            if let rest { changes.append(rest) }
            comparison.consequences.append(consequence)
        }
        comparison.changes = changes
    }

    /// What is left of a change, and what follows from others; `nil` when nothing of it does.
    private func split(_ change: Change, _ changed: [String: Change]) -> (Change?, Consequence)? {
        let name = change.identity.name
        guard change.identity.groupKind == AggregatedRoles.kind, change.formerly == nil,
            case .modified(let fields) = change.kind, before.isAggregated(name), after.isAggregated(name),
            before.standing(of: name) != .deviates, after.standing(of: name) != .deviates
        else { return nil }
        let rules = fields.filter(Self.isRule)
        let others = fields.filter { !Self.isRule($0) }
        // Whoever changes what is summed up is the cause himself.
        guard !rules.isEmpty, !others.contains(where: { Self.begins($0.path, "aggregationRule") }) else { return nil }
        let (old, new) = (before.rules(of: name), after.rules(of: name))
        let (gained, lost) = (new.subtracting(old), old.subtracting(new))
        var causes: Set<String> = []
        for (rules, state) in [(gained, after), (lost, before)] {
            for rule in rules {
                let found = self.causes(of: rule, in: name, state, changed, depth: 0)
                if found.isEmpty { return nil }
                causes.formUnion(found)
            }
        }
        guard !causes.isEmpty else { return nil }
        let consequence = Consequence(
            change: Change(identity: change.identity, kind: .modified(rules)),
            causes: causes.sorted(by: ByteOrder.precedes).map {
                Identity(group: AggregatedRoles.kind.group, kind: AggregatedRoles.kind.kind, namespace: nil, name: $0)
            }, before: Self.ordered(old), after: Self.ordered(new))
        return (others.isEmpty ? nil : Change(identity: change.identity, kind: .modified(others)), consequence)
    }

    /// The changed roles by which a rule came into the sum, or went out of it.
    private func causes(
        of rule: Value, in name: String, _ state: AggregatedRoles, _ changed: [String: Change], depth: Int
    ) -> Set<String> {
        // Sums of sums are seldom deeper than two; roles that sum up each other must not hold us up.
        guard depth < 8 else { return [] }
        var found: Set<String> = []
        for summand in state.summands(of: name) where state.rules(of: summand).contains(rule) {
            let isOwn = !state.isAggregated(summand) || state.standing(of: summand) == .deviates
            if isOwn || isNewSummand(summand, of: name) {
                // Its own change has to be in the comparison, or nobody would be told.
                if let change = changed[summand], isOwn || !isOnlyComputed(change) { found.insert(summand) }
            } else {
                found.formUnion(causes(of: rule, in: summand, state, changed, depth: depth + 1))
            }
        }
        return found
    }

    private func isNewSummand(_ summand: String, of name: String) -> Bool {
        before.summands(of: name).contains(summand) != after.summands(of: name).contains(summand)
    }

    /// Whether nothing but the rules of an aggregated role changed.
    private func isOnlyComputed(_ change: Change) -> Bool {
        guard case .modified(let fields) = change.kind, after.isAggregated(change.identity.name) else { return false }
        return fields.allSatisfy(Self.isRule)
    }

    private static func isRule(_ field: FieldChange) -> Bool { begins(field.path, "rules") }

    private static func begins(_ path: FieldPath, _ name: String) -> Bool { path.elements.first == .field(name) }

    private static func ordered(_ rules: Set<Value>) -> [Value] {
        rules.map { (CanonicalJSON.text($0), $0) }.sorted { ByteOrder.precedes($0.0, $1.0) }.map(\.1)
    }
}
