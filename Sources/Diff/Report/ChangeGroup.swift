import Snapshot

/// Objects that differ in the same way: one finding for a reader, however many there are.
struct ChangeGroup {
    /// At least one, in the report's order.
    private(set) var members: [Judgment.Violation]

    var first: Judgment.Violation { members[0] }
    /// Whether it is shown as one finding instead of each object for itself.
    var isShared: Bool { members.count >= Self.least }

    /// From how many objects on one finding is easier to read than each for itself.
    private static let least = 4

    /// The same objects by what they differ in, in the order of each group's first object. Objects that came or went differ as
    /// a whole, each in its own way.
    static func groups(_ violations: [Judgment.Violation], in report: Report) -> [ChangeGroup] {
        var places: [[Judgment.FieldViolation]: Int] = [:]
        var groups: [ChangeGroup] = []
        for violation in violations {
            guard case .modified = violation.violated else {
                groups.append(ChangeGroup(members: [violation]))
                continue
            }
            // What is shown of it.
            let fields = report.remaining(violation)
            if let place = places[fields] {
                groups[place].members.append(violation)
            } else {
                places[fields] = groups.count
                groups.append(ChangeGroup(members: [violation]))
            }
        }
        return groups
    }

    /// `4,644 objects, the same change: ConfigMap ×4,000, Deployment.apps ×644`.
    var title: String {
        var counts: [GroupKind: Int] = [:]
        for member in members { counts[member.identity.groupKind, default: 0] += 1 }
        let kinds = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
        let shown = kinds.prefix(4).map { "\($0.key) ×\(Words.grouped($0.value))" }
        let rest = kinds.count - shown.count
        return "\(Words.count(members.count, "object")), the same change: " + shown.joined(separator: ", ")
            + (rest > 0 ? " and \(Words.count(rest, "other kind"))" : "")
    }
}
