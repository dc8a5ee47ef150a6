package import Snapshot

/// Two versions of an object as trees of what may differ between them: what is large and equal in both is
/// replaced by a placeholder.
///
/// Two captures of one cluster differ in a few fields of most objects, and those that nobody declares are the largest. Trees
/// of everything else would be built and compared only to find them equal. What comes out of a comparison is the same, but
/// for the values of what was ignored: whoever lists those compares the whole trees.
///
/// What an absent field means may depend on the fields beside it, so an object with a field that only one version has keeps
/// everything; so does one in which people wrote a status or taints, all metadata but its largest field, and whatever
/// redaction knows.
package struct AbridgedPair {
    package let before: Value
    package let after: Value

    /// Stands on both sides for what is alike.
    private static let alike = Value.bool(true)
    /// Stand for what differs and is ignored as a whole.
    private static let old = Value.string("before")
    private static let new = Value.string("after")

    /// - Parameter hasStatus: whether `status` belongs to a controller and is ignored as a whole.
    package init(_ x: JSONTape, _ y: JSONTape, hasStatus: Bool) {
        let isSecret = x.member("kind", of: 0).map { x.isText($0, "Secret") } ?? true
        // Absent labels of some objects are those of their templates.
        let labels = ["metadata", "labels"]
        let hasLabels = (x.member(labels, of: 0) != nil, y.member(labels, of: 0) != nil)
        guard !isSecret, !HandFields.areOn(x), !HandFields.areOn(y), hasLabels.0 == hasLabels.1,
            x.nodes[0].kind == .object, y.nodes[0].kind == .object
        else {
            (before, after) = (x.value(), y.value())
            return
        }
        // No other absent field of an object itself means what another one says.
        (before, after) = Self.members(x, 0, y, 0) { key, i, j in
            if x.isText(key, "metadata") { return Self.metadata(x, i, y, j) }
            if hasStatus, x.isText(key, "status") { return Self.opaque(x, i, y, j) }
            return Self.pair(x, i, y, j)
        }
    }

    private typealias Pair = (before: Value, after: Value)

    private static func metadata(_ x: JSONTape, _ i: Int, _ y: JSONTape, _ j: Int) -> Pair {
        guard x.nodes[i].kind == .object, y.nodes[j].kind == .object else { return (x.value(i), y.value(j)) }
        return members(x, i, y, j) { key, i, j in
            x.isText(key, "managedFields") ? opaque(x, i, y, j) : (x.value(i), y.value(j))
        }
    }

    private static func opaque(_ x: JSONTape, _ i: Int, _ y: JSONTape, _ j: Int) -> Pair {
        x.isSame(i, as: y, j) ? (alike, alike) : (old, new)
    }

    private static func pair(_ x: JSONTape, _ i: Int, _ y: JSONTape, _ j: Int) -> Pair {
        let isContainer = x.nodes[i].kind == .object || x.nodes[i].kind == .array
        if isContainer, x.isSame(i, as: y, j) { return (alike, alike) }
        guard x.nodes[i].kind == .object, y.nodes[j].kind == .object, hasSameKeys(x, i, y, j) else {
            return (x.value(i), y.value(j))
        }
        return members(x, i, y, j) { _, i, j in pair(x, i, y, j) }
    }

    /// Whether both objects have the same fields, null being as good as absent.
    private static func hasSameKeys(_ x: JSONTape, _ i: Int, _ y: JSONTape, _ j: Int) -> Bool {
        guard x.nodes[i].count == y.nodes[j].count else { return false }
        var (a, b) = (i + 1, j + 1)
        for _ in 0..<x.nodes[i].count {
            guard x.compareKeys(a, with: y, b) == 0, x.nodes[a + 1].kind != .null, y.nodes[b + 1].kind != .null else {
                return false
            }
            (a, b) = (x.end(a + 1), y.end(b + 1))
        }
        return true
    }

    /// Two objects whose common members are read by `common`, all others as they are.
    private static func members(
        _ x: JSONTape, _ i: Int, _ y: JSONTape, _ j: Int, common: (_ key: Int, _ x: Int, _ y: Int) -> Pair
    ) -> Pair {
        var old: [Object.Member] = []
        var new: [Object.Member] = []
        old.reserveCapacity(Int(x.nodes[i].count))
        new.reserveCapacity(Int(y.nodes[j].count))
        var (a, b) = (i + 1, j + 1)
        while a < x.end(i) || b < y.end(j) {
            let order = a == x.end(i) ? 1 : b == y.end(j) ? -1 : x.compareKeys(a, with: y, b)
            if order == 0 {
                let key = x.words(a)
                let pair = common(a, a + 1, b + 1)
                old.append(Object.Member(key: key, value: pair.before))
                new.append(Object.Member(key: key, value: pair.after))
            } else if order < 0 {
                old.append(Object.Member(key: x.words(a), value: x.value(a + 1)))
            } else {
                new.append(Object.Member(key: y.words(b), value: y.value(b + 1)))
            }
            if order <= 0 { a = x.end(a + 1) }
            if order >= 0 { b = y.end(b + 1) }
        }
        return (.object(Object(ordered: old)), .object(Object(ordered: new)))
    }
}
