import Snapshot

/// What a report says to one requirement. It never says that a requirement is met.
package struct ControlAssessment: Sendable, Hashable {
    /// How much evidence the report holds; what that evidence says is another matter.
    package enum Evidence: String, Sendable, Hashable, CaseIterable {
        /// Everything that a report of this kind can show for it is there.
        case present = "evidence present"
        /// A part of that is there.
        case partly = "evidence partly present"
        /// Nothing of it.
        case absent = "no evidence"
    }

    /// The requirement.
    package let control: Control
    /// How much evidence the report holds.
    package let evidence: Evidence
    /// With what.
    package let with: [ControlNeed]
    /// What is missing in this report.
    package let without: [ControlNeed]
    /// How many findings of the report speak against it: objects that differ and requirements of the baseline that are not met,
    /// of the part of the cluster that it is about, and evidence that does not hold.
    package let against: Int

    /// `evidence present, findings against it: 26`.
    package var words: String {
        evidence.rawValue + (against > 0 ? ", findings against it: \(Words.grouped(against))" : "")
    }
}

extension Report {
    /// What the report says to the requirements that were asked for.
    package var controls: [ControlAssessment] {
        guard !requirements.isEmpty else { return [] }
        let shown = shownNeeds
        return requirements.map { control in
            let with = control.needs.filter(shown.contains)
            let evidence: ControlAssessment.Evidence =
                with.isEmpty ? .absent : with.count == control.needs.count ? .present : .partly
            return ControlAssessment(
                control: control, evidence: evidence, with: with,
                without: control.needs.filter { !shown.contains($0) }, against: findings(against: control))
        }
    }

    private func findings(against control: Control) -> Int {
        let needs = Set(control.needs)
        let breaches = needs.contains(.integrity) ? judgment.breaches.count : 0
        // Clocks, logs and inventories are not wrong because something changed.
        guard !needs.isDisjoint(with: [.baseline, .difference, .reasons, .network, .access, .admission]) else {
            return breaches
        }
        let areas = needs.filter { $0.kinds != nil }
        guard !areas.isEmpty else { return breaches + judgment.allViolations.count + judgment.unmet.count }
        return breaches
            + judgment.allViolations.count { violation in areas.contains { $0.concerns(violation.identity) } }
            + judgment.unmet.count { result in
                result.faults.contains { fault in
                    fault.identity.map { identity in areas.contains { $0.concerns(identity) } } ?? true
                }
            }
    }

    /// What this report shows, by what it holds and not by what was meant.
    private var shownNeeds: Set<ControlNeed> {
        var shown: Set<ControlNeed> = []
        func add(_ need: ControlNeed, _ holds: Bool) { if holds { shown.insert(need) } }
        add(.baseline, authority != nil)
        add(.difference, before.kind != .nothing)
        let isWhole =
            judgment.gaps.isEmpty && judgment.unknown.isEmpty && judgment.incomparable.isEmpty
            && judgment.skipped.isEmpty && judgment.breaches.isEmpty
        add(.complete, isWhole && before.kind != .nothing)
        let coverage = after.manifest?.coverage.filter { $0.state == .complete } ?? []
        func has(_ resources: [String]) -> Bool {
            resources.allSatisfy { name in coverage.contains { ByteOrder.same($0.resource, name) } }
        }
        add(.network, has(["networkpolicies", "ingresses", "services"]))
        add(.access, has(["roles", "rolebindings", "clusterroles", "clusterrolebindings", "serviceaccounts"]))
        add(.admission, has(["validatingwebhookconfigurations", "mutatingwebhookconfigurations"]))
        add(.inventory, !coverage.isEmpty && after.isComplete)
        let audited = judgment.verdict?.legs.contains { $0.leg == .auditLog && $0.basis != nil } ?? false
        let attributed = judgment.violations.allSatisfy { judgment.attributions[$0.identity] != nil }
        add(.authors, judgment.verdict != nil || attributed && !judgment.attributions.isEmpty)
        add(.audit, audited)
        let used = judgment.effects.filter { $0.accepted > 0 }
        add(.reasons, authority != nil && used.allSatisfy { $0.rule.owner != nil && $0.rule.ticket != nil })
        add(.integrity, after.digest != nil && judgment.breaches.isEmpty)
        add(.time, after.startedAt != nil && after.manifest?.times.skewMilliseconds != nil)
        return shown
    }
}
