package import Snapshot

extension PathPattern {
    /// What stands at the places of an object that the pattern names, in the object's order. Elements of lists are found by
    /// what they say, whether or not a schema knows their keys.
    package func values(in value: Value) -> [Value] {
        var found: [Value] = []
        Self.search(steps[...], value, &found)
        return found
    }

    private static func search(_ steps: ArraySlice<Step>, _ value: Value, _ found: inout [Value]) {
        guard let step = steps.first else {
            found.append(value)
            return
        }
        let rest = steps.dropFirst()
        if case .anyDepth = step {
            // What `**` passes over is searched once for what follows it, however many ways lead there.
            search(rest, value, &found)
            for part in parts(of: value) { search(steps, part.value, &found) }
            return
        }
        for part in parts(of: value) where part.elements.contains(where: step.matches) {
            search(rest, part.value, &found)
        }
    }

    /// The members of a value, with every way in which a path can name them.
    private static func parts(of value: Value) -> [(elements: [PathElement], value: Value)] {
        switch value {
        case .object(let object): object.members.map { ([.field($0.key)], $0.value) }
        case .array(let elements):
            elements.enumerated().map { place, element in
                if case .object(let keys) = element { return ([.index(place), .key(keys)], element) }
                return ([.index(place), .value(element)], element)
            }
        default: []
        }
    }
}
