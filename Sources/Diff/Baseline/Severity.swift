/// How much a difference matters, most first.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Rights, admission, isolation or what runs is not what was agreed.
    case critical
    /// A protection or a limit is gone, or something unknown came.
    case high
    /// The object does something else.
    case medium
    /// A label or an annotation that nothing is known to act on.
    case low

    /// The greater the worse.
    var rank: Int {
        switch self {
        case .critical: 3
        case .high: 2
        case .medium: 1
        case .low: 0
        }
    }

    /// `low < medium < high < critical`.
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

extension Sequence {
    /// The weightiest first, and as they came among equals.
    func weightiestFirst(by weight: (Element) -> some Comparable) -> [Element] {
        map { (weight: weight($0), element: $0) }.enumerated().sorted { a, b in
            a.element.weight == b.element.weight
                ? a.offset < b.offset : a.element.weight > b.element.weight
        }.map(\.element.element)
    }
}
