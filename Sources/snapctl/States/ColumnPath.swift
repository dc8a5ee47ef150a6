import Snapshot

/// A place in an object as the printer columns of CustomResourceDefinitions name it: a small part of JSONPath.
///
/// `.spec.replicas`, `.spec.ports[*].port`, `.status.conditions[?(@.type=="Ready")].status`, `.metadata.labels.a\.b`.
/// Source: Kubernetes, "JSONPath Support"; what is beyond this part gives no column.
struct ColumnPath {
    private enum Step {
        case member(String)
        case element(Int)
        case all
        case matching([String], String)
    }

    private let steps: [Step]

    /// `nil` for a path beyond what is understood.
    init?(_ text: String) {
        var steps: [Step] = []
        var rest = Array(text)[...]
        while let first = rest.first {
            if first == "." {
                rest = rest.dropFirst()
                var name = ""
                while let next = rest.first, next != ".", next != "[" {
                    rest = rest.dropFirst()
                    if next == "\\", let literal = rest.first {
                        name.append(literal)
                        rest = rest.dropFirst()
                    } else {
                        name.append(next)
                    }
                }
                guard !name.isEmpty else { return nil }
                steps.append(.member(name))
            } else if first == "[" {
                guard let end = rest.firstOutsideQuotes("]") else { return nil }
                let inner = String(rest[rest.index(after: rest.startIndex)..<end])
                guard let step = Self.step(inner) else { return nil }
                steps.append(step)
                rest = rest[(end + 1)...]
            } else {
                return nil
            }
        }
        self.steps = steps
    }

    /// The values there, in their order.
    func values(in object: Value) -> [Value] {
        var values = [object]
        for step in steps {
            values = values.flatMap { value -> [Value] in
                switch step {
                case .member(let name): value[name].map { [$0] } ?? []
                case .element(let place): value.array.flatMap { $0.indices.contains(place) ? [$0[place]] : nil } ?? []
                case .all: value.array ?? value.object?.members.map(\.value) ?? []
                case .matching(let path, let text):
                    (value.array ?? []).filter { element in
                        element[path].map { ByteOrder.same(Self.text($0), text) } ?? false
                    }
                }
            }
        }
        return values
    }

    /// A value in a cell.
    static func text(_ value: Value) -> String { CanonicalJSON.plain(value) }

    private static func step(_ inner: String) -> Step? {
        if inner == "*" { return .all }
        if let place = Int(inner) { return .element(place) }
        if inner.hasPrefix("?(@."), inner.hasSuffix(")") {
            let parts = inner.dropFirst(4).dropLast().split(separator: "==", maxSplits: 1).map {
                $0.trimmingBlanksAndQuotes
            }
            guard parts.count == 2 else { return nil }
            return .matching(parts[0].split(separator: ".").map(String.init), parts[1])
        }
        guard let first = inner.first, first == "'" || first == "\"", inner.count > 2, inner.last == first else {
            return nil
        }
        return .member(String(inner.dropFirst().dropLast()))
    }
}

extension Substring {
    fileprivate var trimmingBlanksAndQuotes: String {
        String(
            drop { $0 == " " || $0 == "\"" || $0 == "'" }.reversed().drop { $0 == " " || $0 == "\"" || $0 == "'" }
                .reversed())
    }
}

extension Collection where Element == Character {
    /// Where a character is that no quotes are around: the bracket that ends a step, strings in it left out.
    func firstOutsideQuotes(_ wanted: Character) -> Index? {
        var quote: Character?
        for place in indices {
            let character = self[place]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == wanted {
                return place
            }
        }
        return nil
    }
}
