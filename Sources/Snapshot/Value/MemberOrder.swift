/// Puts the members of an object on a tape into the byte order of their keys.
struct MemberOrder {
    /// One member: its key's first bytes, which decide nearly every comparison, and where it stands.
    private struct Place {
        let beginning: UInt64
        let node: Int
    }

    private var places: [Place] = []
    private var moved: [JSONTape.Node] = []

    /// Sorts the members of the last object on the tape; everything in them moves along.
    ///
    /// - Returns: a key that stands twice, when there is one.
    mutating func sort(_ object: Int, in tape: inout JSONTape) -> String? {
        places.removeAll(keepingCapacity: true)
        var place = object + 1
        for _ in 0..<tape.nodes[object].count {
            places.append(Place(beginning: Self.beginning(place, in: tape), node: place))
            place = tape.end(place + 1)
        }
        if places.count <= 16 { insert(tape) } else { places.sort { Self.precedes($0, $1, tape) } }
        for i in places.indices.dropFirst() where !Self.precedes(places[i - 1], places[i], tape) {
            return tape.words(places[i].node)
        }
        moved.removeAll(keepingCapacity: true)
        for member in places { moved += tape.nodes[member.node..<tape.end(member.node + 1)] }
        tape.nodes.replaceSubrange(object + 1..<place, with: moved)
        return nil
    }

    private mutating func insert(_ tape: JSONTape) {
        for i in places.indices.dropFirst() {
            let member = places[i]
            var hole = i
            while hole > 0, Self.precedes(member, places[hole - 1], tape) {
                places[hole] = places[hole - 1]
                hole -= 1
            }
            places[hole] = member
        }
    }

    /// Whether one key sorts before another one of the tape.
    static func precedes(_ a: Int, _ b: Int, in tape: JSONTape) -> Bool {
        precedes(
            Place(beginning: beginning(a, in: tape), node: a), Place(beginning: beginning(b, in: tape), node: b), tape)
    }

    private static func precedes(_ a: Place, _ b: Place, _ tape: JSONTape) -> Bool {
        if a.beginning != b.beginning { return a.beginning < b.beginning }
        let left = tape.range(a.node)
        let right = tape.range(b.node)
        // The first eight are the same.
        var place = 8
        while place < min(left.count, right.count) {
            let (x, y) = (tape.text[left.lowerBound + place], tape.text[right.lowerBound + place])
            if x != y { return x < y }
            place += 1
        }
        return left.count < right.count
    }

    private static func beginning(_ node: Int, in tape: JSONTape) -> UInt64 {
        let range = tape.range(node)
        guard range.lowerBound + 8 > tape.text.count else {
            let word = tape.text.span.word(at: range.lowerBound).bigEndian
            return range.count >= 8 ? word : word & ~(UInt64.max >> UInt64(range.count * 8))
        }
        return range.prefix(8).enumerated().reduce(0) {
            $0 | UInt64(tape.text[$1.element]) << UInt64(56 - 8 * $1.offset)
        }
    }
}
