import Snapshot

/// Lists are aligned by what identifies their elements; whether their order counts is another question.
extension FieldWalk {
    mutating func lists(_ before: [Value], _ after: [Value], _ place: FieldSchema.Place?, _ path: FieldPath) {
        switch place.flatMap({ schema.node($0).list }) {
        case .map(let keys, let isOrdered)?: keyed(before, after, keys, isOrdered: isOrdered, place, path)
        case .environment?:
            let isOrdered = Normalizer.refersWithin(before) || Normalizer.refersWithin(after)
            keyed(before, after, ["name"], isOrdered: isOrdered, place, path)
        case .bag(let keys)?: bag(before, after, keys, place, path)
        case .ordered?, nil:
            // Entries with names are shown by name; their order counts all the same.
            keyed(before, after, ["name"], isOrdered: true, place, path)
        }
    }

    /// The keys by which the schema identifies the elements of a list.
    func mapKeys(_ place: FieldSchema.Place?) -> [String]? {
        switch place.flatMap({ schema.node($0).list }) {
        case .map(let keys, _)?: keys
        case .environment?: ["name"]
        default: nil
        }
    }

    /// The key of each element; `nil` where one has none, or two have the same.
    func distinctKeys(of elements: [Value], _ keys: [String], _ place: FieldSchema.Place?) -> [Object]? {
        let element = schema.element(place)
        var seen: Set<Object> = []
        var result: [Object] = []
        for value in elements {
            guard let key = normalizer.key(of: value, keys, at: element), seen.insert(key).inserted else { return nil }
            result.append(key)
        }
        return result
    }

    // MARK: By key

    private mutating func keyed(
        _ before: [Value], _ after: [Value], _ keys: [String], isOrdered: Bool, _ place: FieldSchema.Place?,
        _ path: FieldPath
    ) {
        guard let x = distinctKeys(of: before, keys, place), let y = distinctKeys(of: after, keys, place) else {
            // Keys that are missing or stand twice identify nothing; of two variables of one name the later one wins.
            return positional(before, after, place, path)
        }
        let element = schema.element(place)
        let places = Dictionary(uniqueKeysWithValues: zip(y, y.indices))
        let left = Set(x)
        for (i, key) in x.enumerated() {
            walk(before[i], places[key].map { after[$0] }, element, path.appending(.key(key)))
        }
        for (j, key) in y.enumerated() where !left.contains(key) {
            walk(nil, after[j], element, path.appending(.key(key)))
        }
        reordered(x, y, places, isOrdered: isOrdered, path)
    }

    /// What both lists have, when it stands in another order.
    private mutating func reordered(
        _ x: [Object], _ y: [Object], _ places: [Object: Int], isOrdered: Bool, _ path: FieldPath
    ) {
        let common = x.indices.filter { places[x[$0]] != nil }
        let targets = common.compactMap { places[x[$0]] }
        guard targets != targets.sorted() else { return }
        let names: ([Object]) -> Value = { .array($0.map(Value.object)) }
        let staying = Set(LongestRun.positions(of: targets))
        let moves = targets.indices.filter { !staying.contains($0) }.map {
            Move(entry: .key(x[common[$0]]), from: common[$0], to: targets[$0])
        }
        report(
            path, isOrdered ? .value : .orderOnly, names(common.map { x[$0] }), names(targets.sorted().map { y[$0] }),
            isOrdered ? .moved(moves) : nil)
    }

    // MARK: In no order

    /// Elements in no order, each as often as it occurs, matched by what they say once defaults are known.
    private mutating func bag(
        _ before: [Value], _ after: [Value], _ keys: [String], _ place: FieldSchema.Place?, _ path: FieldPath
    ) {
        let element = schema.element(place)
        // The first of equal ones last, where it is taken from.
        var waiting: [Value: [Int]] = [:]
        for (position, value) in before.enumerated().reversed() {
            waiting[bare(value, element, path), default: []].append(position)
        }
        var matched: Set<Int> = []
        var order: [Int] = []
        var right: [Int] = []
        for (position, value) in after.enumerated() {
            let key = bare(value, element, path)
            if let match = waiting[key]?.popLast() {
                matched.insert(match)
                order.append(match)
                // Equal in meaning; what only the spelling hides is said by the walk.
                if before[match] != value {
                    walk(before[match], value, element, bagPath(path, value, position, keys, element))
                }
            } else {
                right.append(position)
            }
        }
        let left = before.indices.filter { !matched.contains($0) }
        if left.isEmpty, right.isEmpty {
            if order != order.sorted() { report(path, .orderOnly, .array(before), .array(after)) }
            return
        }
        var alike: [Value: [Int]] = [:]
        for position in right.reversed() {
            if let mark = mark(after[position], keys, element, path) { alike[mark, default: []].append(position) }
        }
        var taken: Set<Int> = []
        for position in left {
            let value = before[position]
            let place = bagPath(path, value, position, keys, element)
            if let mark = mark(value, keys, element, path), let match = alike[mark]?.popLast() {
                walk(value, after[match], element, place)
                taken.insert(match)
            } else {
                walk(value, nil, element, place)
            }
        }
        for position in right where !taken.contains(position) {
            let value = after[position]
            walk(nil, value, element, bagPath(path, value, position, keys, element))
        }
    }

    /// What two elements have in common that are shown as one that changed; `nil` for what is no object.
    private func mark(_ value: Value, _ keys: [String], _ element: FieldSchema.Place?, _ path: FieldPath) -> Value? {
        guard value.object != nil else { return nil }
        guard keys.isEmpty else { return normalizer.key(of: value, keys, at: element).map(Value.object) ?? .null }
        return bare(value, element, path).object.map { .array($0.keys.map(Value.string)) } ?? .null
    }

    private func bagPath(
        _ path: FieldPath, _ value: Value, _ position: Int, _ keys: [String], _ element: FieldSchema.Place?
    ) -> FieldPath {
        if case .object = value {
            if !keys.isEmpty, let key = normalizer.key(of: value, keys, at: element) {
                return path.appending(.key(key))
            }
            return path.appending(.index(position))
        }
        return path.appending(.value(value))
    }

    // MARK: Position by position

    /// The longest list that is aligned entry by entry; beyond it, only equal ends are left out.
    private static let alignmentLimit = 2000

    /// Order counts: what stands in both in the same order is left out, what stands in both elsewhere has moved, the rest
    /// is compared where it stands.
    private mutating func positional(
        _ before: [Value], _ after: [Value], _ place: FieldSchema.Place?, _ path: FieldPath
    ) {
        let element = schema.element(place)
        let x = before.map { bare($0, element, path) }
        let y = after.map { bare($0, element, path) }
        let aligned = Self.alignment(x, y)
        let moved = Self.moved(x, y, aligned)
        if !moved.isEmpty {
            let staying = aligned + moved
            let moves = moved.map { i, j in
                let isNamed = before[i].object == nil && before[i].array == nil
                return Move(entry: isNamed ? .value(before[i]) : .index(i), from: i, to: j)
            }
            report(
                path, .value, .array(staying.map(\.0).sorted().map { before[$0] }),
                .array(staying.map(\.1).sorted().map { after[$0] }), .moved(moves))
        }
        let gone = Set(moved.map(\.0))
        let came = Set(moved.map(\.1))
        var (i, j) = (0, 0)
        for (a, b) in aligned + [(x.count, y.count)] {
            // What stands between two common entries: pairs first, then what only one side has.
            let left = (i..<a).filter { !gone.contains($0) }
            let right = (j..<b).filter { !came.contains($0) }
            for k in 0..<max(left.count, right.count) {
                let (l, r) = (k < left.count ? left[k] : nil, k < right.count ? right[k] : nil)
                walk(
                    l.map { before[$0] }, r.map { after[$0] }, element, path.appending(.index(r ?? l ?? 0)))
            }
            if a < x.count, before[a] != after[b] {
                walk(before[a], after[b], element, path.appending(.index(b)))
            }
            (i, j) = (a + 1, b + 1)
        }
        for (a, b) in moved where before[a] != after[b] {
            walk(before[a], after[b], element, path.appending(.index(b)))
        }
    }

    /// Entries that are equal and stand in other places: the first with the first.
    private static func moved(_ x: [Value], _ y: [Value], _ aligned: [(Int, Int)]) -> [(Int, Int)] {
        let gone = Set(aligned.map(\.0))
        let came = Set(aligned.map(\.1))
        let left = x.indices.filter { !gone.contains($0) }
        let right = y.indices.filter { !came.contains($0) }
        // Beyond the limit nothing was aligned between the ends: equal entries have not moved.
        guard max(left.count, right.count) <= alignmentLimit else { return [] }
        var waiting: [Value: [Int]] = [:]
        for i in left.reversed() { waiting[x[i], default: []].append(i) }
        return right.compactMap { j in waiting[y[j]]?.popLast().map { ($0, j) } }
    }

    /// Positions of a longest common subsequence, in order.
    private static func alignment(_ x: [Value], _ y: [Value]) -> [(Int, Int)] {
        var start = 0
        while start < min(x.count, y.count), x[start] == y[start] { start += 1 }
        var end = 0
        while end < min(x.count, y.count) - start, x[x.count - 1 - end] == y[y.count - 1 - end] { end += 1 }
        var pairs = (0..<start).map { ($0, $0) }
        let (left, right) = (x[start..<x.count - end], y[start..<y.count - end])
        if max(left.count, right.count) <= alignmentLimit {
            let difference = right.difference(from: left)
            let removed = Set(difference.removals.map(\.position))
            let inserted = Set(difference.insertions.map(\.position))
            let kept = left.indices.filter { !removed.contains($0 - start) }
            let came = right.indices.filter { !inserted.contains($0 - start) }
            pairs += zip(kept, came)
        }
        return pairs + (0..<end).reversed().map { (x.count - 1 - $0, y.count - 1 - $0) }
    }
}

extension CollectionDifference.Change {
    fileprivate var position: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
