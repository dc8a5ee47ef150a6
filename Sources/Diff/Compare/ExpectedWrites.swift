import Snapshot

/// What others write into an object by design, so that its declaration has it not: injected certificates, marks of GitOps,
/// the rules of aggregated roles.
package struct ExpectedWrites: Sendable {
    let tables: ComparisonTables
    /// The side of the live objects when the other one is manifests.
    var live: Side?
    /// What GitOps tools of the live side list; `nil` when no side is manifests.
    var stamps: StampInventory?
    var before = AggregatedRoles()
    var after = AggregatedRoles()

    /// Ignores what was expected.
    func settled(
        _ result: FieldComparer.Result, _ identity: Identity, before: Value, after: Value
    ) -> FieldComparer.Result {
        var settled = FieldComparer.Result(suppressions: result.suppressions)
        for change in result.changes {
            if change.kind == .value, let (rule, note) = reason(change, identity, before, after) {
                settled.suppressions.append(
                    Suppression(
                        path: change.path, rule: rule, before: change.before, after: change.after, note: note))
            } else {
                settled.changes.append(change)
            }
        }
        return settled
    }

    /// Whether any of the differences could be one of these, so that the objects have to be looked at.
    func mayConcern(_ result: FieldComparer.Result, _ kind: GroupKind) -> Bool {
        result.changes.contains { change in
            guard case .field(let name)? = change.path.elements.last else {
                return kind == AggregatedRoles.kind
            }
            return name == "rules" || tables.injections.names.contains(name)
                || stamps != nil && StampTable.row(for: change.path, in: tables.stamps) != nil
        }
    }

    private func reason(
        _ change: FieldChange, _ identity: Identity, _ before: Value, _ after: Value
    ) -> (rule: String, note: String)? {
        if let rule = injection(change, identity, before, after) {
            return ("injected-certificate", "\(rule.name): \(rule.reason)")
        }
        if identity.groupKind == AggregatedRoles.kind, change.path.elements.first == .field("rules"),
            isComputed(identity.name)
        {
            return ("aggregated-rules", "the aggregation controller sums them up")
        }
        guard let live, let stamps, let row = StampTable.row(for: change.path, in: tables.stamps)
        else { return nil }
        let (object, value, other) =
            live == .before ? (before, change.before, change.after) : (after, change.after, change.before)
        guard other == nil, let text = value?.string else { return nil }
        let managed = ManagedFields(of: object)
        guard
            managed.isEmpty
                || managed.owners(of: change.path).contains(where: { owner in
                    row.managers.contains { $0.matches(owner.name) }
                }), let stamper = stamps.stamper(row, text, of: identity, in: object)
        else { return nil }
        return ("gitops-stamp", "\(stamper) lists the object")
    }

    /// The rule by which the certificate of the live object was injected, and that of the other one when it is live, too.
    private func injection(
        _ change: FieldChange, _ identity: Identity, _ before: Value, _ after: Value
    ) -> InjectionRule? {
        let sides = [(before, change.before), (after, change.after)]
        let (object, value) = sides[live == .before ? 0 : 1]
        let (other, otherValue) = sides[live == .before ? 1 : 0]
        guard value != nil,
            let rule = tables.injections.rule(
                for: change.path, of: identity, in: object, ManagedFields(of: object))
        else { return nil }
        let managed = ManagedFields(of: other)
        if otherValue != nil, !managed.isEmpty,
            tables.injections.rule(for: change.path, of: identity, in: other, managed) == nil
        {
            return nil
        }
        return rule
    }

    /// Whether an aggregated role's rules are what they should be, where the other side leaves them to the controller.
    private func isComputed(_ name: String) -> Bool {
        guard before.isAggregated(name), after.isAggregated(name) else { return false }
        switch live {
        case .before?: return before.standing(of: name) != .deviates
        case .after?: return after.standing(of: name) != .deviates
        case nil:
            return before.leavesRulesOpen(name) && after.standing(of: name) != .deviates
                || after.leavesRulesOpen(name) && before.standing(of: name) != .deviates
        }
    }
}
