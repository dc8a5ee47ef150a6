package import Snapshot

/// One place of an object where two versions of it say different things, as deep as the two can be laid beside each other.
package struct LeafPair: Sendable, Hashable {
    /// Where, in the terms of the first version: elements of lists are named as they are called there.
    package let path: FieldPath
    /// What the first one says; `nil` when it says nothing there.
    package let before: Value?
    /// What the second one says; `nil` when it says nothing there.
    package let after: Value?
    /// Positions of the field changes it is a part of: one, or an element that went and the one that came for it.
    package let changes: [Int]
}

/// Takes field changes apart into the texts and numbers that differ.
///
/// A list whose elements are told by what they say shows a changed element as one that went and one that came; where as
/// many came as went, they are laid beside each other.
package enum LeafPairs {
    /// The differing leaves behind the changes of one object.
    package static func pairs(of fields: [FieldChange]) -> [LeafPair] {
        var result: [LeafPair] = []
        var went: [FieldPath: [Int]] = [:]
        var came: [FieldPath: [Int]] = [:]
        for (place, field) in fields.enumerated() where field.kind == .value {
            switch (field.before.present, field.after.present) {
            case (.some(let before), .some(let after)):
                descend(before, after, field.path, [place], into: &result)
            case (let before, let after):
                guard let list = list(of: field.path) else {
                    result.append(LeafPair(path: field.path, before: before, after: after, changes: [place]))
                    continue
                }
                if before != nil {
                    went[list, default: []].append(place)
                } else {
                    came[list, default: []].append(place)
                }
            }
        }
        for (list, old) in went {
            let new = came.removeValue(forKey: list) ?? []
            if old.count == new.count {
                for (x, y) in partners(old, new, fields) {
                    guard let before = fields[x].before, let after = fields[y].after else { continue }
                    descend(before, after, fields[x].path, [x, y], into: &result)
                }
            } else {
                came[list] = new
                result += old.map {
                    LeafPair(path: fields[$0].path, before: fields[$0].before, after: nil, changes: [$0])
                }
            }
        }
        for place in came.values.joined() {
            result.append(LeafPair(path: fields[place].path, before: nil, after: fields[place].after, changes: [place]))
        }
        return result.sorted { a, b in
            a.changes == b.changes
                ? ByteOrder.precedes(a.path.description, b.path.description)
                : a.changes.lexicographicallyPrecedes(b.changes)
        }
    }

    /// The list that a path names an element of.
    private static func list(of path: FieldPath) -> FieldPath? {
        switch path.elements.last {
        case .key?, .value?, .index?: FieldPath(Array(path.elements.dropLast()))
        case .field?, nil: nil
        }
    }

    /// Who came for whom: those that have most in common, in their order among equals.
    private static func partners(_ old: [Int], _ new: [Int], _ fields: [FieldChange]) -> [(Int, Int)] {
        guard old.count > 1 else { return Array(zip(old, new)) }
        var free = new
        return old.map { x in
            let before = fields[x].before.map(leaves) ?? []
            let scores = free.map { y in likeness(before, fields[y].after.map(leaves) ?? []) }
            let best = scores.indices.max { scores[$0] < scores[$1] || scores[$0] == scores[$1] && $0 > $1 } ?? 0
            return (x, free.remove(at: best))
        }
    }

    private static func leaves(_ value: Value) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(leaves)
        case .object(let object): object.members.flatMap { [$0.key] + leaves($0.value) }
        default: [CanonicalJSON.text(value)]
        }
    }

    /// How many bytes two flattened values share at their beginnings and ends.
    private static func likeness(_ a: [String], _ b: [String]) -> Int {
        guard a.count == b.count else { return -1 }
        return zip(a, b).reduce(0) { sum, pair in
            let (x, y) = (Array(pair.0.utf8), Array(pair.1.utf8))
            let head = zip(x, y).prefix { $0 == $1 }.count
            let tail = zip(x.dropFirst(head).reversed(), y.dropFirst(head).reversed()).prefix { $0 == $1 }.count
            return sum + head + tail
        }
    }

    private static func descend(
        _ before: Value, _ after: Value, _ path: FieldPath, _ changes: [Int], into result: inout [LeafPair]
    ) {
        switch (before, after) {
        case _ where before == after: return
        case (.object(let x), .object(let y)):
            for member in x.members {
                let place = path.appending(.field(member.key))
                if let other = y[member.key] {
                    descend(member.value, other, place, changes, into: &result)
                } else {
                    result.append(LeafPair(path: place, before: member.value, after: nil, changes: changes))
                }
            }
            for member in y.members where x[member.key] == nil {
                let place = path.appending(.field(member.key))
                result.append(LeafPair(path: place, before: nil, after: member.value, changes: changes))
            }
        case (.array(let x), .array(let y)) where x.count == y.count:
            for (position, pair) in zip(x, y).enumerated() {
                descend(pair.0, pair.1, path.appending(.index(position)), changes, into: &result)
            }
        default: result.append(LeafPair(path: path, before: before, after: after, changes: changes))
        }
    }
}
