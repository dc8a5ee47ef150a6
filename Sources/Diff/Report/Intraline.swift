import Snapshot

/// Where two lines that resemble each other differ: what they share at both ends, and the parts between.
struct Intraline {
    /// What both begin with.
    let head: String
    /// What only the first has between head and tail.
    let before: String
    /// What only the second has there.
    let after: String
    /// What both end with.
    let tail: String

    /// `nil` when they share too little for an emphasis to help a reader.
    init?(_ a: String, _ b: String) {
        let x = Array(a.unicodeScalars)
        let y = Array(b.unicodeScalars)
        let shorter = min(x.count, y.count)
        var start = 0
        while start < shorter, x[start] == y[start] { start += 1 }
        var end = 0
        while end < shorter - start, x[x.count - 1 - end] == y[y.count - 1 - end] { end += 1 }
        // A mark belongs to the character before it.
        while start > 0, Self.isMark(x, start) || Self.isMark(y, start) { start -= 1 }
        while end > 0, Self.isMark(x, x.count - end) || Self.isMark(y, y.count - end) { end -= 1 }
        guard start + end > 0, (start + end) * 3 >= max(x.count, y.count) else { return nil }
        func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(scalars)) }
        head = text(x[..<start])
        before = text(x[start..<(x.count - end)])
        after = text(y[start..<(y.count - end)])
        tail = text(x[(x.count - end)...])
    }

    private static func isMark(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
        guard scalars.indices.contains(place) else { return false }
        switch scalars[place].properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return true
        default: return scalars[place].value == 0x200D
        }
    }
}
