import Snapshot

/// What a report says to one requirement. It never says that a requirement is met.
package struct ControlAssessment: Sendable, Hashable {
    /// How far.
    package enum Rating: String, Sendable, Hashable, CaseIterable {
        /// Everything that a report of this kind can show for it is there.
        case supports
        /// A part of that is there.
        case partly = "partly supports"
        /// Nothing of it.
        case no = "does not address"
    }

    /// The requirement.
    package let control: Control
    /// How far the report speaks to it.
    package let rating: Rating
    /// With what.
    package let with: [ControlNeed]
    /// What is missing in this report.
    package let without: [ControlNeed]
}

extension Report {
    /// What the report says to the requirements that were asked for.
    package var controls: [ControlAssessment] {
        guard !requirements.isEmpty else { return [] }
        let shown = shownNeeds
        return requirements.map { control in
            let with = control.needs.filter(shown.contains)
            let rating: ControlAssessment.Rating =
                with.isEmpty ? .no : with.count == control.needs.count ? .supports : .partly
            return ControlAssessment(
                control: control, rating: rating, with: with, without: control.needs.filter { !shown.contains($0) })
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
