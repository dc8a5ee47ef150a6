/// How much work the search for credentials in one object may take.
///
/// Counted in bytes looked at, so that a test can hold it against the size of a text. What is left when it is spent is replaced
/// as a whole and said.
struct ScanBudget {
    /// The bytes looked at.
    private(set) var steps = 0
    /// The most that are.
    let limit: Int

    /// The budget of an object with that many bytes of text.
    init(bytes: Int) { limit = (1 << 21) + 48 * bytes }

    var isSpent: Bool { steps > limit }

    mutating func spend(_ bytes: Int) { steps &+= bytes }
}

/// A part of a text that holds a credential.
struct CredentialSpan: Hashable {
    let range: Range<Int>
    let rule: String

    /// In the order of the text, none overlapping another.
    static func joined(_ spans: [CredentialSpan]) -> [CredentialSpan] {
        guard spans.count > 1 else { return spans }
        let sorted = spans.sorted {
            ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
        }
        var result: [CredentialSpan] = []
        for span in sorted {
            guard let last = result.last, span.range.lowerBound < last.range.upperBound else {
                result.append(span)
                continue
            }
            guard span.range.upperBound > last.range.upperBound else { continue }
            result[result.count - 1] = CredentialSpan(
                range: last.range.lowerBound..<span.range.upperBound, rule: last.rule)
        }
        return result
    }
}

/// The ends of runs of bytes of one sort, each walked once however often it is asked for.
struct RunEnds {
    private var start = 0
    private var end = 0

    /// The first place at or behind `place` whose byte is not in the run.
    mutating func end(
        from place: Int, in bytes: [UInt8], _ budget: inout ScanBudget, while isIn: (UInt8) -> Bool
    ) -> Int {
        if place >= start, place < end { return end }
        var behind = place
        while behind < bytes.count, isIn(bytes[behind]) { behind += 1 }
        budget.spend(behind - place + 1)
        (start, end) = (place, behind)
        return behind
    }

    /// The first place of the run that ends before `place`.
    mutating func start(
        before place: Int, in bytes: [UInt8], _ budget: inout ScanBudget, while isIn: (UInt8) -> Bool
    ) -> Int {
        if place > start, place <= end { return start }
        var first = place
        while first > 0, isIn(bytes[first - 1]) {
            first -= 1
            // What was walked before is not walked again.
            if first == end, start < end {
                budget.spend(place - first)
                (start, end) = (start, place)
                return start
            }
        }
        budget.spend(place - first + 1)
        (start, end) = (first, place)
        return first
    }
}
