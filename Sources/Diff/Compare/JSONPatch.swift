package import Snapshot

/// A difference as the operations of RFC 6902 that lead from one value to the other.
///
/// Positions in lists are those of the raw values: lists are compared where they stand, not by meaning.
package enum JSONPatch {
    /// Fields of an object that the API server sets: left out of a patch for people.
    package static let serverFields: Set<String> = [
        "/status", "/metadata/managedFields", "/metadata/resourceVersion", "/metadata/uid", "/metadata/generation",
        "/metadata/creationTimestamp", "/metadata/selfLink",
    ]

    /// The operations `add`, `remove` and `replace`, in the order in which they apply.
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

    private mutating func write(_ x: [Value], _ y: [Value], _ pointer: String) {
        var start = 0
        while start < min(x.count, y.count), x[start] == y[start] { start += 1 }
        var end = 0
        while end < min(x.count, y.count) - start, x[x.count - 1 - end] == y[y.count - 1 - end] { end += 1 }
        let (old, new) = (x.count - start - end, y.count - start - end)
        for i in 0..<min(old, new) { write(x[start + i], y[start + i], "\(pointer)/\(start + i)") }
        // From the end, so that the positions of the others stay what they were.
        for i in (min(old, new)..<max(min(old, new), old)).reversed() {
            operations.append(["op": "remove", "path": .string("\(pointer)/\(start + i)")])
        }
        for i in min(old, new)..<max(min(old, new), new) {
            operations.append(["op": "add", "path": .string("\(pointer)/\(start + i)"), "value": y[start + i]])
        }
    }

    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
