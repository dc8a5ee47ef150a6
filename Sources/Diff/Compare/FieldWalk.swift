import Snapshot

/// One walk through two values at once. Lists are in `ListWalk.swift`, what an absent field means in `Absence.swift`.
struct FieldWalk {
    /// An object that both sides have.
    struct Enclosing {
        /// What the schema calls it, such as `core.Container`.
        let definition: String?
        let before: Object
        let after: Object

        subscript(side: Side) -> Object { side == .before ? before : after }
    }

    let normalizer: Normalizer
    let context: FieldComparer.Context
    var result = FieldComparer.Result()
    /// The objects around the present place, of both sides, from the outside in.
    var enclosing: [Enclosing] = []
    var schema: FieldSchema { normalizer.schema }

    init(normalizer: Normalizer, context: FieldComparer.Context) {
        self.normalizer = normalizer
        self.context = context
    }

    mutating func walk(_ before: Value?, _ after: Value?, _ place: FieldSchema.Place?, _ path: FieldPath) {
        let node = place.map(schema.node)
        if node?.nullIsEmpty == true, before != after, before.textForNull == after.textForNull {
            return suppress("null", path, before, after, note: "null is the empty text in a map of texts")
        }
        let (before, after) = node?.nullIsEmpty == true ? (before.textForNull, after.textForNull) : (before, after)
        if before != after, before == .some(.null) || after == .some(.null), node?.keepsNull ?? false {
            return report(path, .value, before, after)
        }
        let (x, y) = (declared(before, .before, place), declared(after, .after, place))
        if let x, let y, let (rule, note) = emptyBeside(x, y, place, path) {
            return suppress(rule, path, before, after, note: note)
        }
        switch (x, y) {
        case (nil, nil):
            if (before == nil) != (after == nil) {
                let isNull = (before ?? after) == .some(.null)
                suppress(isNull ? "null" : "default", path, before, after)
            }
        case (.some(let value), nil): oneSided(value, .before, before, after, place, path)
        case (nil, .some(let value)): oneSided(value, .after, before, after, place, path)
        case (.object(let x)?, .object(let y)?):
            enclosing.append(Enclosing(definition: node?.definition, before: x, after: y))
            for key in Self.union(x.keys, y.keys) {
                let (a, b) = (x[key], y[key])
                if let a, let b, a == b { continue }
                walk(a, b, schema.child(place, key), path.appending(.field(key)))
            }
            enclosing.removeLast()
        case (.array(let x)?, .array(let y)?):
            if x != y { lists(x, y, place, path) }
        case (.some(let x), .some(let y)): scalars(x, y, place, path)
        }
    }

    private mutating func scalars(_ before: Value, _ after: Value, _ place: FieldSchema.Place?, _ path: FieldPath) {
        if before == after { return }
        if let place, let scalar = schema.node(place).scalar,
            ScalarText.canonical(before, as: scalar) == ScalarText.canonical(after, as: scalar)
        {
            return suppress("spelling", path, before, after, note: "both are the same \(scalar.rawValue)")
        }
        // A value that the server does not write down is as good as none.
        if let unset = place.flatMap({ schema.node($0).unset }), (before == unset) != (after == unset),
            let (rule, note) = meaningless(
                before == unset ? after : before, place, path, lacking: before == unset ? .before : .after)
        {
            return suppress(rule, path, before, after, note: note)
        }
        guard !isUnknown(before, after) else { return report(path, .incomparable, before, after) }
        var detail: FieldChange.Detail?
        if case .string(let x) = before, case .string(let y) = after {
            detail = TextDifference(x, y, depth: context.depth).map(FieldChange.Detail.inside)
        }
        report(path, .value, before, after, detail)
    }

    private func isUnknown(_ before: Value, _ after: Value) -> Bool {
        TokenText.isUnknown(before, after, knows: context.knowsToken)
    }

    // MARK: What becomes of a difference

    mutating func report(
        _ path: FieldPath, _ kind: FieldChange.Kind, _ before: Value?, _ after: Value?,
        _ detail: FieldChange.Detail? = nil
    ) {
        result.changes.append(
            FieldChange(path: path, kind: kind, before: before, after: after, detail: detail))
    }

    mutating func suppress(
        _ rule: String, _ path: FieldPath, _ before: Value?, _ after: Value?, note: String? = nil
    ) {
        result.suppressions.append(Suppression(path: path, rule: rule, before: before, after: after, note: note))
    }

    /// The keys of both, in order.
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
}

extension Optional<Value> {
    /// The value where null means the empty text.
    fileprivate var textForNull: Value? {
        if case .null? = self { "" } else { self }
    }
}
