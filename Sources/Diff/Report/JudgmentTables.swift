package import Snapshot

/// The tables of judging as `snapctl rules` prints them.
package enum JudgmentTables {
    /// `severities`, `effects`, `status` and others.
    package static var json: [(name: String, table: Value)] {
        [
            ("severities", .array(SeverityTable.builtIn.rows.map(severity))),
            (
                "effects",
                .array(
                    EffectTable.rows.map {
                        [
                            "severity": .string($0.severity.rawValue), "meaning": .string($0.meaning),
                            "reason": .string($0.reason),
                        ]
                    })
            ), ("status", StatusTable.json), ("selections", SelectionTable.json),
            ("upgrades", UpgradeTable.json),
            (
                "cleaners",
                .array(
                    UpgradeTable.cleaners.map { ["user": .string($0.user), "reason": .string($0.reason)] })
            ),
            ("patchKeys", .object(Object(MergePatch.mergeKeys.mapValues(Value.string)))),
            ("testDifferences", .array(TestDifferences.all.map(test))),
        ]
    }

    private static func test(_ test: TestDifference) -> Value {
        [
            "area": .string(test.area), "object": test.object, "field": .string(test.path.joined(separator: ".")),
            "becomes": test.value,
        ]
    }

    /// A row in the form in which the `severities` of a baseline are written, as far as words can say it.
    private static func severity(_ row: SeverityRow) -> Value {
        var match = Object()
        func patterns(_ key: String, _ patterns: [TextPattern]) {
            let texts = patterns.map { Value.string($0.text) }
            if let first = texts.first { match[key] = texts.count == 1 ? first : .array(texts) }
        }
        patterns("group", row.objects.groups)
        patterns("kind", row.objects.kinds)
        patterns("namespace", row.objects.namespaces)
        patterns("name", row.objects.names)
        match["path"] = row.path.map { .string($0.text) }
        var object = Object()
        object["severity"] = .string(row.severity.rawValue)
        object["meaning"] = .string(row.meaning)
        if !match.isEmpty { object["match"] = .object(match) }
        if row.events != SeverityRow.Event.allCases {
            object["events"] = .array(row.events.map { .string($0.rawValue) })
        }
        object["before"] = row.before == .any ? nil : .string(row.before.words)
        object["after"] = row.after == .any ? nil : .string(row.after.words)
        if row.onlyTagDiffers { object["when"] = "only the tag of an image differs" }
        return .object(object)
    }
}
