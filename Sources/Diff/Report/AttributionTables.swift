package import Snapshot

/// The tables of attribution as `snapctl rules` prints them.
package enum AttributionTables {
    /// `writers`, `platform`, `requests` and `answers`.
    package static var json: [(name: String, table: Value)] {
        [
            ("writers", .array(WriterTable.builtIn.rules.map(writer))),
            ("platform", .array(PlatformTable.builtIn.rules.map(platform))),
            ("requests", .array(RequestTable.rows.map(request))),
            (
                "answers",
                .array(
                    RequestTable.refusals.map { ["code": .number(Number($0.code)), "reason": .string($0.reason)] })
            ),
        ]
    }

    private static func writer(_ rule: WriterRule) -> Value {
        var object = Object()
        object["class"] = .string(rule.writer.rawValue)
        object["manager"] = rule.manager.map { .string($0.text) }
        object["operation"] = rule.operation.map(Value.string)
        object["user"] = rule.user.map { .string($0.text) }
        object["group"] = rule.group.map { .string($0.text) }
        if !rule.clients.isEmpty { object["clients"] = .array(rule.clients.map { .string($0.text) }) }
        object["account"] = rule.account.map(Value.string)
        if rule.isAmbiguous { object["isAmbiguous"] = true }
        object["reason"] = .string(rule.reason)
        return .object(object)
    }

    private static func request(_ row: RequestTable.Row) -> Value {
        var object = Object()
        object["effect"] = .string(row.effect.rawValue)
        object["group"] = row.group.map(Value.string)
        object["resource"] = row.resource.map(Value.string)
        object["subresource"] = row.subresource.map(Value.string)
        object["words"] = .string(row.words)
        return .object(object)
    }

    private static func platform(_ rule: PlatformRule) -> Value {
        var object = Object()
        object["name"] = .string(rule.name)
        object["origin"] = .string(rule.origin.rawValue)
        func patterns(_ key: String, _ patterns: [TextPattern]) {
            if !patterns.isEmpty { object[key] = .array(patterns.map { .string($0.text) }) }
        }
        patterns("groups", rule.objects.groups)
        patterns("kinds", rule.objects.kinds)
        patterns("namespaces", rule.objects.namespaces)
        patterns("names", rule.objects.names)
        patterns("managers", rule.managers)
        patterns("shared", rule.shared)
        if let label = rule.label {
            object["label"] = .string(label.key + (label.value.map { "=\($0.text)" } ?? ""))
        }
        object["reason"] = .string(rule.reason)
        return .object(object)
    }
}
