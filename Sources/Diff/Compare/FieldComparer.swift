package import Snapshot

/// Compares two values field by field, with what the schema knows of each place.
package struct FieldComparer: Sendable {
    private let normalizer: Normalizer
    private var schema: FieldSchema { normalizer.schema }

    /// What came out of one comparison.
    package struct Result: Sendable {
        /// Fields that differ, are in another order without meaning, or cannot be compared.
        package var changes: [FieldChange] = []
        /// Differences that a rule made go away, by rule name.
        package var suppressed: [String: Int] = [:]
    }

    /// A comparer under these rules and schemas.
    package init(normalizer: Normalizer) { self.normalizer = normalizer }

    /// The differences between two declared states of one object.
    package func compare(_ before: Value, _ after: Value, apiVersion: String) -> Result {
        let kind = after["kind"]?.string ?? before["kind"]?.string ?? ""
        return compare(before, after, at: schema.root(apiVersion: apiVersion, kind: kind), path: FieldPath())
    }

    /// The differences between two values at a place.
    package func compare(_ before: Value?, _ after: Value?, at place: FieldSchema.Place?, path: FieldPath) -> Result {
        var result = Result()
        walk(before, after, place, path, &result)
        return result
    }

    /// The place of a chain of members from an object's root.
    package func place(apiVersion: String, kind: String, fields: [String]) -> FieldSchema.Place? {
        fields.reduce(schema.root(apiVersion: apiVersion, kind: kind)) { schema.child($0, $1) }
    }

    private func walk(
        _ before: Value?, _ after: Value?, _ place: FieldSchema.Place?, _ path: FieldPath, _ result: inout Result
    ) {
        switch (before.present, after.present) {
        case (nil, nil): return
        case (.some(let value), nil), (nil, .some(let value)):
            if saysNothing(value, place) {
                result.suppressed["default", default: 0] += 1
            } else {
                result.changes.append(FieldChange(path: path, kind: .value, before: before, after: after))
            }
        case (.object(let x)?, .object(let y)?):
            for key in Self.union(x.keys, y.keys) {
                walk(x[key], y[key], schema.child(place, key), path.appending(.field(key)), &result)
            }
        case (.array(let x)?, .array(let y)?):
            if x != y { lists(x, y, place, path, &result) }
        case (.some(let x), .some(let y)):
            scalars(x, y, place, path, &result)
        }
    }

    private func scalars(
        _ before: Value, _ after: Value, _ place: FieldSchema.Place?, _ path: FieldPath, _ result: inout Result
    ) {
        if before == after { return }
        if let place, let scalar = schema.node(place).scalar,
            ScalarText.canonical(before, as: scalar) == ScalarText.canonical(after, as: scalar)
        {
            result.suppressed["spelling", default: 0] += 1
            return
        }
        var kind = FieldChange.Kind.value
        if let x = before.string.flatMap(RedactionKey.keyID), let y = after.string.flatMap(RedactionKey.keyID), x != y {
            kind = .incomparable
        }
        result.changes.append(FieldChange(path: path, kind: kind, before: before, after: after))
    }

    /// Whether a value says no more than its absence: it is the default, or an object of nothing but defaults where the
    /// default is an empty object.
    private func saysNothing(_ value: Value, _ place: FieldSchema.Place?) -> Bool {
        guard let place else { return false }
        if let standard = schema.node(place).defaultValue {
            if normalizer.canonical(value, at: place) == normalizer.canonical(standard, at: place) { return true }
            if case .object(let members) = value, case .object(let base) = standard {
                return members.members.allSatisfy { member in
                    base[member.key] == member.value || saysNothing(member.value, schema.child(place, member.key))
                }
            }
        }
        return false
    }

    // MARK: Lists

    private func lists(
        _ before: [Value], _ after: [Value], _ place: FieldSchema.Place?, _ path: FieldPath, _ result: inout Result
    ) {
        switch place.flatMap({ schema.node($0).list }) {
        case .map(let keys, let isOrdered)?:
            keyed(before, after, keys, isOrdered: isOrdered, place, path, &result)
        case .environment?:
            let isOrdered = Normalizer.refersWithin(before) || Normalizer.refersWithin(after)
            keyed(before, after, ["name"], isOrdered: isOrdered, place, path, &result)
        case .bag(let keys)?: bag(before, after, keys, place, path, &result)
        case .ordered?, nil:
            // Entries with names are shown by name; their order counts all the same.
            if Self.haveDistinctNames(before), Self.haveDistinctNames(after) {
                keyed(before, after, ["name"], isOrdered: true, place, path, &result)
            } else {
                positional(before, after, place, path, &result)
            }
        }
    }

    private func keyed(
        _ before: [Value], _ after: [Value], _ keys: [String], isOrdered: Bool, _ place: FieldSchema.Place?,
        _ path: FieldPath, _ result: inout Result
    ) {
        let element = schema.element(place)
        let left = before.map { key(of: $0, keys, element) }
        let right = after.map { key(of: $0, keys, element) }
        guard let x = Self.distinct(left), let y = Self.distinct(right) else {
            // Keys that are missing or stand twice identify nothing.
            if isOrdered {
                positional(before, after, place, path, &result)
            } else {
                bag(before, after, [], place, path, &result)
            }
            return
        }
        for (i, key) in x.enumerated() {
            let j = y.firstIndex(of: key)
            walk(before[i], j.map { after[$0] }, element, path.appending(.key(key)), &result)
        }
        for (j, key) in y.enumerated() where !x.contains(key) {
            walk(nil, after[j], element, path.appending(.key(key)), &result)
        }
        if x.filter(y.contains) != y.filter(x.contains) {
            let names: ([Object]) -> Value = { .array($0.map(Value.object)) }
            result.changes.append(
                FieldChange(path: path, kind: isOrdered ? .value : .orderOnly, before: names(x), after: names(y)))
        }
    }

    private func key(of element: Value, _ keys: [String], _ place: FieldSchema.Place?) -> Object? {
        var key = Object()
        for name in keys {
            let field = schema.child(place, name)
            // An absent key field means its default: a port without a protocol is TCP.
            guard let value = element[name].present ?? field.flatMap({ schema.node($0).defaultValue }) else { continue }
            key[name] = normalizer.canonical(value, at: field)
        }
        return key.isEmpty ? nil : key
    }

    /// Elements in no order, each as often as it occurs.
    private func bag(
        _ before: [Value], _ after: [Value], _ keys: [String], _ place: FieldSchema.Place?, _ path: FieldPath,
        _ result: inout Result
    ) {
        let element = schema.element(place)
        var left = before.enumerated().map { ($0.offset, $0.element, normalizer.canonical($0.element, at: element)) }
        var right: [(Int, Value, Value)] = []
        for (position, value) in after.enumerated() {
            let canonical = normalizer.canonical(value, at: element)
            if let match = left.firstIndex(where: { $0.2 == canonical }) {
                left.remove(at: match)
            } else {
                right.append((position, value, canonical))
            }
        }
        if left.isEmpty, right.isEmpty {
            result.changes.append(
                FieldChange(path: path, kind: .orderOnly, before: .array(before), after: .array(after)))
            return
        }
        for (position, value, _) in left {
            let place = bagPath(path, value, position, keys, element)
            if let match = right.firstIndex(where: { pairs(value, $0.1, keys, element) }) {
                walk(value, right[match].1, element, place, &result)
                right.remove(at: match)
            } else {
                result.changes.append(FieldChange(path: place, kind: .value, before: value, after: nil))
            }
        }
        for (position, value, _) in right {
            let place = bagPath(path, value, position, keys, element)
            result.changes.append(FieldChange(path: place, kind: .value, before: nil, after: value))
        }
    }

    /// Whether two elements are shown as one that changed.
    private func pairs(_ a: Value, _ b: Value, _ keys: [String], _ place: FieldSchema.Place?) -> Bool {
        guard case .object(let x) = a, case .object(let y) = b else { return false }
        if keys.isEmpty { return x.keys == y.keys }
        return key(of: a, keys, place) == key(of: b, keys, place)
    }

    private func bagPath(
        _ path: FieldPath, _ value: Value, _ position: Int, _ keys: [String], _ place: FieldSchema.Place?
    ) -> FieldPath {
        if case .object = value {
            if !keys.isEmpty, let key = key(of: value, keys, place) { return path.appending(.key(key)) }
            return path.appending(.index(position))
        }
        return path.appending(.value(value))
    }

    /// Order counts: what is equal at both ends is left out, the rest is compared position by position.
    private func positional(
        _ before: [Value], _ after: [Value], _ place: FieldSchema.Place?, _ path: FieldPath, _ result: inout Result
    ) {
        let element = schema.element(place)
        let x = before.map { normalizer.canonical($0, at: element) }
        let y = after.map { normalizer.canonical($0, at: element) }
        if x == y { return }
        var start = 0
        while start < min(x.count, y.count), x[start] == y[start] { start += 1 }
        var end = 0
        while end < min(x.count, y.count) - start, x[x.count - 1 - end] == y[y.count - 1 - end] { end += 1 }
        for position in start..<max(x.count, y.count) - end {
            walk(
                position < x.count - end ? before[position] : nil, position < y.count - end ? after[position] : nil,
                element, path.appending(.index(position)), &result)
        }
    }

    // MARK: Small questions

    private static func union(_ a: [String], _ b: [String]) -> [String] {
        var result: [String] = []
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            let order = i == a.count ? 1 : j == b.count ? -1 : ByteOrder.compare(a[i], b[j])
            result.append(order <= 0 ? a[i] : b[j])
            if order <= 0 { i += 1 }
            if order >= 0 { j += 1 }
        }
        return result
    }

    private static func distinct(_ keys: [Object?]) -> [Object]? {
        let present = keys.compactMap { $0 }
        guard present.count == keys.count, Set(present).count == keys.count else { return nil }
        return present
    }

    private static func haveDistinctNames(_ elements: [Value]) -> Bool {
        let names = elements.map { $0["name"]?.string }
        return !names.contains(nil) && Set(names).count == names.count
    }
}

extension Optional<Value> {
    /// The value, with null as good as absent.
    fileprivate var present: Value? {
        if case .null? = self { nil } else { self }
    }
}
