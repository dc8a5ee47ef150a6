import Snapshot

/// Reads `severities`: rows before those of the built-in table.
enum SeverityReader {
    private static let keys = ["severity", "meaning", "match", "events", "before", "after"]

    static func rows(_ node: BaselineNode?) throws(BaselineError) -> [SeverityRow] {
        guard let node else { return [] }
        var rows: [SeverityRow] = []
        for element in try node.elements() {
            let members = try element.members(known: keys)
            let severity = try element.required("severity", in: members)
            let meaning = try element.required("meaning", in: members)
            let match = try element.required("match", in: members)
            let (objects, path) = try match.match(allowsPath: true)
            if !objects.labels.isEmpty { throw match.bad("has labels, which no severity asks for") }
            rows.append(
                SeverityRow(
                    try severity.word(Severity.self), try meaning.words(), objects: objects.selector,
                    events: try events(members["events"]), path: path, before: try test(members["before"]),
                    after: try test(members["after"])))
        }
        return rows
    }

    private static func events(_ node: BaselineNode?) throws(BaselineError) -> [SeverityRow.Event] {
        guard let node else { return SeverityRow.Event.allCases }
        var events: [SeverityRow.Event] = []
        for element in try node.elementsOrOne() { events.append(try element.word(SeverityRow.Event.self)) }
        return events
    }

    /// `{values: […]}`, `{not: […]}`, `{absent: true}`, `{absent: true, values: […]}`
    private static func test(_ node: BaselineNode?) throws(BaselineError) -> SeverityRow.Test {
        guard let node else { return .any }
        let members = try node.members(known: ["values", "not", "absent"])
        try members["absent"]?.flag()
        var values: [Value] = []
        for element in try members["values"]?.elementsOrOne() ?? [] { values.append(try element.boundValue()) }
        switch (members["values"], members["not"], members["absent"]) {
        case (.some, nil, nil): return .oneOf(values)
        case (.some, nil, .some): return .absentOr(values)
        case (nil, nil, .some): return .absent
        case (nil, let not?, nil):
            var others: [Value] = []
            for element in try not.elementsOrOne() { others.append(try element.boundValue()) }
            return .presentAndNot(others)
        default: throw node.bad("needs values, not, absent, or absent with values")
        }
    }
}
