import Snapshot

/// A scalar or an empty collection somewhere in an object: what a mutation test changes.
struct Leaf {
    enum Step: Hashable {
        case member(String)
        case element(Int)
    }

    let steps: [Step]

    /// The member names on the way, which are all that stays the same once lists are aligned by meaning.
    var names: [String] {
        steps.compactMap { if case .member(let name) = $0 { name } else { nil } }
    }

    /// All leaves of a value.
    static func all(in value: Value) -> [Leaf] {
        var leaves: [Leaf] = []
        collect(value, [], &leaves)
        return leaves
    }

    private static func collect(_ value: Value, _ steps: [Step], _ leaves: inout [Leaf]) {
        switch value {
        case .object(let object) where !object.isEmpty:
            for member in object.members { collect(member.value, steps + [.member(member.key)], &leaves) }
        case .array(let elements) where !elements.isEmpty:
            for (i, element) in elements.enumerated() { collect(element, steps + [.element(i)], &leaves) }
        default: leaves.append(Leaf(steps: steps))
        }
    }

    /// The value with something else at this place.
    func mutated(_ value: Value, with change: (Value) -> Value?) -> Value {
        Self.replace(value, steps[...], change) ?? .null
    }

    private static func replace(_ value: Value, _ steps: ArraySlice<Step>, _ change: (Value) -> Value?) -> Value? {
        guard let step = steps.first else { return change(value) }
        switch (step, value) {
        case (.member(let name), .object(var object)):
            object[name] = object[name].flatMap { replace($0, steps.dropFirst(), change) }
            return .object(object)
        // Another mutation may have taken the element away.
        case (.element(let position), .array(var elements)) where elements.indices.contains(position):
            if let changed = replace(elements[position], steps.dropFirst(), change) {
                elements[position] = changed
            } else {
                elements.remove(at: position)
            }
            return .array(elements)
        default: return value
        }
    }

    /// A value of the same type that says something else.
    static func other(than value: Value) -> Value {
        switch value {
        case .null: "was null"
        case .bool(let flag): .bool(!flag)
        case .number(let number): .number(Number((number.int ?? 7) + 1))
        case .string(let text): .string(text + "-changed")
        case .array: ["was empty"]
        case .object: ["was": "empty"]
        }
    }
}
