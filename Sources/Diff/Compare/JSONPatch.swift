package import Snapshot

/// A difference as the operations of RFC 6902 that lead from one value to the other.
///
/// Positions in lists are those of the raw values: lists are compared where they stand, not by meaning.
package enum JSONPatch {
    /// Fields of an object that the API server sets: left out of a patch for people.
    package static let serverFields: Set<String> = [
        "/metadata/managedFields", "/metadata/resourceVersion", "/metadata/uid", "/metadata/generation",
        "/metadata/creationTimestamp", "/metadata/selfLink",
    ]

    /// The operations `add`, `remove`, `replace` and `move`, in the order in which they apply.
    ///
    /// - Parameter skipping: JSON pointers (RFC 6901) of fields that are left as they are.
    package static func operations(from before: Value, to after: Value, skipping: Set<String> = []) -> [Value] {
        var writer = PatchWriter(skipping: skipping)
        writer.write(before, after, "")
        return writer.operations
    }
}

private struct PatchWriter {
    let skipping: Set<String>
    var operations: [Value] = []

    mutating func write(_ before: Value, _ after: Value, _ pointer: String) {
        if before == after { return }
        switch (before, after) {
        case (.object(let x), .object(let y)):
            for member in x.members {
                let place = "\(pointer)/\(Self.escaped(member.key))"
                if skipping.contains(place) { continue }
                if let other = y[member.key] {
                    write(member.value, other, place)
                } else {
                    operations.append(["op": "remove", "path": .string(place)])
                }
            }
            for member in y.members where x[member.key] == nil {
                let place = "\(pointer)/\(Self.escaped(member.key))"
                if skipping.contains(place) { continue }
                operations.append(["op": "add", "path": .string(place), "value": member.value])
            }
        case (.array(let x), .array(let y)): write(x, y, pointer)
        default: operations.append(["op": "replace", "path": .string(pointer), "value": after])
        }
    }

    /// First what is gone, from the end, so that the positions of the others stay what they were; then each entry that
    /// moved or came to its place behind the one before it; at last what changed inside of those that stayed.
    private mutating func write(_ x: [Value], _ y: [Value], _ pointer: String) {
        let pairs = ListPairs(x, y)
        for position in x.indices.reversed() where pairs.partner[position] == nil {
            operations.append(["op": "remove", "path": .string("\(pointer)/\(position)")])
        }
        var standing = x.indices.filter { pairs.partner[$0] != nil }.compactMap { pairs.partner[$0] }
        let origin = Dictionary(
            uniqueKeysWithValues: x.indices.compactMap { i in pairs.partner[i].map { ($0, i) } })
        let staying = Set(LongestRun.positions(of: standing).map { standing[$0] })
        for target in y.indices where !staying.contains(target) {
            let from = standing.firstIndex(of: target)
            if let from { standing.remove(at: from) }
            // Whatever stands before it in the end is where it belongs already, or moves later.
            let place = target == 0 ? 0 : (standing.firstIndex(of: target - 1) ?? standing.count - 1) + 1
            standing.insert(target, at: place)
            if let from {
                guard from != place else { continue }
                operations.append([
                    "op": "move", "from": .string("\(pointer)/\(from)"), "path": .string("\(pointer)/\(place)"),
                ])
            } else {
                operations.append(["op": "add", "path": .string("\(pointer)/\(place)"), "value": y[target]])
            }
        }
        for target in y.indices {
            if let source = origin[target] { write(x[source], y[target], "\(pointer)/\(target)") }
        }
    }

    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

/// Which entries of two lists are the same: equal ones, else those of one name, else those left over in their order.
private struct ListPairs {
    /// The position in the second list of each entry of the first that has one.
    private(set) var partner: [Int: Int] = [:]

    /// Longer lists are paired from both ends and position by position: a move costs their length.
    private static let limit = 2000

    init(_ x: [Value], _ y: [Value]) {
        var start = 0
        while start < min(x.count, y.count), x[start] == y[start] { start += 1 }
        var end = 0
        while end < min(x.count, y.count) - start, x[x.count - 1 - end] == y[y.count - 1 - end] { end += 1 }
        for i in 0..<start { partner[i] = i }
        for i in 0..<end { partner[x.count - 1 - i] = y.count - 1 - i }
        var left = Array(start..<x.count - end)
        var right = Array(start..<y.count - end)
        guard max(left.count, right.count) <= Self.limit else {
            for (i, j) in zip(left, right) { partner[i] = j }
            return
        }
        pair(&left, &right, by: { $0 }, x, y)
        pair(&left, &right, by: { $0["name"] }, x, y)
        // Of what is left only an entry behind the same neighbor is taken for one that changed.
        for i in left {
            guard let j = right.first, i == 0 ? j == 0 : partner[i - 1] == j - 1 else { continue }
            partner[i] = j
            right.removeFirst()
        }
    }

    /// Pairs the entries that have equal marks, the first with the first.
    private mutating func pair(
        _ left: inout [Int], _ right: inout [Int], by mark: (Value) -> Value?, _ x: [Value], _ y: [Value]
    ) {
        var waiting: [Value: [Int]] = [:]
        for j in right.reversed() {
            if let mark = mark(y[j]) { waiting[mark, default: []].append(j) }
        }
        var taken: Set<Int> = []
        left.removeAll { i in
            guard let mark = mark(x[i]), let j = waiting[mark]?.popLast() else { return false }
            partner[i] = j
            taken.insert(j)
            return true
        }
        right.removeAll(where: taken.contains)
    }
}
