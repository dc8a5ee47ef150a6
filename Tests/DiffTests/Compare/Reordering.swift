import Snapshot

/// A generator with a seed, so that a failure comes again.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The same object with its lists in another order.
enum Reordering {
    private static func isUnordered(_ elements: [Value], _ semantics: ListSemantics?) -> Bool {
        switch semantics {
        case .bag?, .map(_, isOrdered: false)?: true
        case .environment?: !Normalizer.refersWithin(elements)
        default: false
        }
    }

    /// Every list that the tables call unordered, shuffled.
    static func shuffled(
        _ value: Value, _ schema: FieldSchema, _ place: FieldSchema.Place?, _ generator: inout SplitMix
    ) -> Value {
        switch value {
        case .object(let object):
            var result = Object()
            for member in object.members {
                result[member.key] = shuffled(member.value, schema, schema.child(place, member.key), &generator)
            }
            return .object(result)
        case .array(let elements):
            var result: [Value] = []
            for element in elements { result.append(shuffled(element, schema, schema.element(place), &generator)) }
            if isUnordered(elements, place.flatMap { schema.node($0).list }) { result.shuffle(using: &generator) }
            return .array(result)
        default: return value
        }
    }

    /// One object for each list whose order carries meaning, with that list rotated by one.
    static func rotations(_ value: Value, _ schema: FieldSchema, _ place: FieldSchema.Place?) -> [Value] {
        switch value {
        case .object(let object):
            return object.members.flatMap { member in
                rotations(member.value, schema, schema.child(place, member.key)).map { changed in
                    var result = object
                    result[member.key] = changed
                    return .object(result)
                }
            }
        case .array(let elements):
            var results = elements.enumerated().flatMap { i, element in
                rotations(element, schema, schema.element(place)).map { changed in
                    var result = elements
                    result[i] = changed
                    return Value.array(result)
                }
            }
            let rotated = Array(elements.dropFirst() + elements.prefix(1))
            if !isUnordered(elements, place.flatMap { schema.node($0).list }), rotated != elements {
                results.append(.array(rotated))
            }
            return results
        default: return []
        }
    }
}
