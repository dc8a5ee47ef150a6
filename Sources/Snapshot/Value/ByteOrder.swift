/// Comparison of text by its UTF-8 bytes.
///
/// Swift's own `==` and `<` on `String` follow Unicode canonical equivalence: `é` as one scalar equals `e` plus an
/// accent. An API server stores bytes, and two objects whose bytes differ are two objects. Wherever snapctl asks whether
/// cluster text is the same, or puts it in order, it asks here.
package enum ByteOrder {
    /// Whether both strings hold the same UTF-8 bytes.
    package static func same(_ a: String, _ b: String) -> Bool {
        // The lengths are known: most strings that differ need no look at their bytes.
        a.utf8.count == b.utf8.count && compare(a, b) == 0
    }

    /// Whether the bytes of a string begin with those of another one.
    package static func begins(_ text: String, with start: String) -> Bool {
        let whole = text.utf8Span.span
        let part = start.utf8Span.span
        guard part.count <= whole.count else { return false }
        for i in part.indices where whole[i] != part[i] { return false }
        return true
    }

    /// Whether `a` sorts before `b` by unsigned bytes, which is also the order of Unicode code points and of `jq -S`.
    package static func precedes(_ a: String, _ b: String) -> Bool {
        compare(a, b) < 0
    }

    /// Negative, zero or positive as `a` sorts before, with or after `b` by unsigned bytes.
    package static func compare(_ a: String, _ b: String) -> Int {
        let left = a.utf8Span.span
        let right = b.utf8Span.span
        let count = min(left.count, right.count)
        for i in 0..<count where left[i] != right[i] {
            return left[i] < right[i] ? -1 : 1
        }
        return left.count - right.count
    }
}
