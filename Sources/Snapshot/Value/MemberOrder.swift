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
        for (i, j) in zip(left, right) where tape.text[i] != tape.text[j] { return tape.text[i] < tape.text[j] }
        return left.count < right.count
    }

    private static func beginning(_ node: Int, in tape: JSONTape) -> UInt64 {
        let range = tape.range(node)
        var result: UInt64 = 0
        for i in 0..<8 {
            result = result << 8
            if i < range.count { result |= UInt64(tape.text[range.lowerBound + i]) }
        }
        return result
    }
}
