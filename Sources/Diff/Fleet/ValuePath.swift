import Snapshot

/// Finds and replaces parts of a value by their paths.
enum ValuePath {
    /// What stands at a path; `nil` when nothing does.
    static func value(_ value: Value, at path: ArraySlice<PathElement>) -> Value? {
        guard let element = path.first else { return value }
        let rest = path.dropFirst()
        switch (element, value) {
        case (.field(let name), .object(let object)): return object[name].flatMap { self.value($0, at: rest) }
        case (.index(let place), .array(let elements)):
            return elements.indices.contains(place) ? self.value(elements[place], at: rest) : nil
        case (.key, .array(let elements)), (.value, .array(let elements)):
            return elements.first { matches($0, element) }.flatMap { self.value($0, at: rest) }
        default: return nil
        }
    }

    /// The value with other ones at some paths, none of which lies inside another, and everything else passed through
    /// `unchanged`. A field that is not there is made; an element of a list is not.
    static func replacing(
        _ replacements: [(path: ArraySlice<PathElement>, value: Value)], in value: Value, unchanged: (Value) -> Value,
        key: (String) -> String
    ) -> Value {
        if replacements.isEmpty { return unchanged(value) }
        if let whole = replacements.first(where: { $0.path.isEmpty }) { return whole.value }
        func inside(_ matches: (PathElement) -> Bool) -> [(path: ArraySlice<PathElement>, value: Value)] {
            replacements.compactMap { item in
                item.path.first.map(matches) == true ? (item.path.dropFirst(), item.value) : nil
            }
        }
        switch value {
        case .object(let object):
            var result = Object()
            var names = object.keys
            for case .field(let name)? in replacements.map(\.path.first) where object[name] == nil {
                names.append(name)
            }
            for name in names {
                let parts = inside { if case .field(let other) = $0 { ByteOrder.same(name, other) } else { false } }
                result[key(name)] = replacing(parts, in: object[name] ?? .null, unchanged: unchanged, key: key)
            }
            return .object(result)
        case .array(let elements):
            return .array(
                elements.enumerated().map { place, element in
                    let parts = inside {
                        if case .index(let other) = $0 { other == place } else { matches(element, $0) }
                    }
                    return replacing(parts, in: element, unchanged: unchanged, key: key)
                })
        default: return unchanged(value)
        }
    }

    private static func matches(_ element: Value, _ step: PathElement) -> Bool {
        switch step {
        case .key(let keys):
            // A key that the element leaves out is its default; the others identify it well enough.
            keys.members.allSatisfy { element[$0.key] == nil || element[$0.key] == $0.value }
                && keys.members.contains { element[$0.key] == $0.value }
        case .value(let value): element == value
        case .field, .index: false
        }
    }
}
