/// How much a difference matters, most first.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Rights, admission, isolation or what runs is not what was agreed.
    case critical
    /// A protection or a limit is gone, or something unknown came.
    case high
    /// The object does something else.
    case medium
    /// Words about the object.
    case low

    private var rank: Int {
        switch self {
        case .critical: 3
        case .high: 2
        case .medium: 1
        case .low: 0
        }
    }

    /// `low < medium < high < critical`.
    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}
