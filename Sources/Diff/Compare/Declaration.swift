import Snapshot

/// What two versions of an object declare, and which of their differences lie outside of that.
struct Declaration {
    let before: Value
    let after: Value
    /// Differences in fields that are no declared state.
    let suppressions: [Suppression]

    static func pair(
        _ before: Value, _ after: Value, normalizer: Normalizer, hasStatus: Set<GroupKind>
    ) -> Declaration {
        // A copy that lost its owner, or found one, keeps the labels of copies: they are read alike on both sides.
        let isCopy = (FieldSieve.hasController(before), FieldSieve.hasController(after))
        let isControlled: Bool? = isCopy.0 == isCopy.1 ? nil : false
        // What a person wrote in one of them is held against what the other one says there.
        let hand = HandFields(of: before).union(HandFields(of: after))
        let (x, droppedBefore) = declared(before, isControlled, hand, normalizer, hasStatus)
        let (y, droppedAfter) = declared(after, isControlled, hand, normalizer, hasStatus)
        var suppressions: [Suppression] = []
        for (path, left) in droppedBefore where droppedAfter[path]?.value != left.value {
            suppressions.append(
                Suppression(
                    path: path, rule: left.rule.name, before: left.value, after: droppedAfter[path]?.value,
                    note: left.rule.reason))
        }
        for (path, right) in droppedAfter where droppedBefore[path] == nil {
            suppressions.append(
                Suppression(
                    path: path, rule: right.rule.name, before: nil, after: right.value, note: right.rule.reason))
        }
        let others = [
            ("apiVersion", IgnoredFields.versionRule, "one object, asked for in two versions"),
            ("status", IgnoredFields.statusRule, "what a controller saw, not what anybody declares"),
            ("stringData", "string-data", "the API server writes it into data"),
        ]
        for (field, rule, note) in others where before[field] != after[field] && x[field] == y[field] {
            suppressions.append(
                Suppression(
                    path: FieldPath(fields: field), rule: rule, before: before[field], after: after[field], note: note))
        }
        suppressions.sort { ByteOrder.precedes($0.path.description, $1.path.description) }
        return Declaration(before: x, after: y, suppressions: suppressions)
    }

    private static func declared(
        _ object: Value, _ isControlled: Bool?, _ hand: HandFields, _ normalizer: Normalizer,
        _ hasStatus: Set<GroupKind>
    ) -> (Value, [FieldPath: FieldSieve.Dropped]) {
        let kind = GroupKind(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "")
        var dropped: [FieldPath: FieldSieve.Dropped] = [:]
        let value = normalizer.declared(
            object, hasStatus: hasStatus.contains(kind), isControlled: isControlled, hand: hand
        ) { dropped[$0.path] = $0 }
        return (value, dropped)
    }
}
