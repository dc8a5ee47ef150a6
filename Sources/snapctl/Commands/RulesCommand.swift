import ArgumentParser
import Diff
import Snapshot

/// `snapctl rules`
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Print the built-in tables: what is noise, how lists compare, who writes, controls.",
        discussion: """
            Examples:
              snapctl rules | less
              snapctl rules severities
              snapctl rules rows
            """)

    @Argument(help: "Print only this table: \"severities\", \"defaults\", \"writers\" …")
    var table: String?

    func run() async throws {
        let session = Session()
        try await perform(session) {
            guard case .object(var tables) = RuleSet.json else { return .same }
            tables["comparison"] = .array(
                ComparisonRule.all.map { ["name": .string($0.name), "reason": .string($0.reason)] })
            tables["controllers"] = .array(
                ControllerTable.managers.map { row in
                    [
                        "manager": .string(row.name),
                        "kinds": .array((row.kinds?.map(\.description) ?? ["*"]).map(Value.string)),
                        "reason": .string(row.reason),
                    ]
                })
            tables["copyAdditions"] = .array(
                CopyAdditions.rows.map {
                    [
                        "kind": .string($0.kind?.description ?? "*"),
                        "field": .string($0.field.joined(separator: ".")),
                        "members": .array($0.prefixes.map { .string("\($0)*") }), "reason": .string($0.reason),
                    ]
                })
            tables["cohabiting"] = .array(
                CohabitTable.rows.map {
                    [
                        "dropped": .string($0.dropped.description), "kept": .string($0.kept.description),
                        "reason": .string($0.reason),
                    ]
                })
            tables["copies"] = CopyTable.json
            tables["digests"] = DigestTable.json
            tables["packs"] = RulePack.json
            tables["injections"] = InjectionTable.json
            tables["stamps"] = StampTable.json
            tables["filled"] = .array(
                FilledTable.rows.map {
                    [
                        "kind": .string($0.kind.description), "fields": .array($0.fields.map(Value.string)),
                        "reason": .string($0.reason), "needsManagedFields": .bool($0.needsManagers),
                    ]
                })
            tables["unfilled"] = .array(
                UnfilledTable.fields.map { ["field": .string($0.name), "reason": .string($0.reason)] }
                    + UnfilledTable.customFields.map {
                        ["field": .string($0.name), "of": "custom types", "reason": .string($0.reason)]
                    })
            for (name, table) in AttributionTables.json { tables[name] = table }
            for (name, table) in JudgmentTables.json { tables[name] = table }
            for (name, table) in MappingTables.json { tables[name] = table }
            tables["rows"] = TableRows.json
            tables["redaction"] = RedactionPolicy().json
            tables["controls"] = .array(
                ControlTable.all.map { control in
                    [
                        "framework": .string(control.framework.title), "requirement": .string(control.id),
                        "title": .string(control.title), "needs": .array(control.needs.map { .string($0.rawValue) }),
                        "shownBy": .array(control.needs.map { .string($0.words) }),
                        "outside": .string(control.outside),
                    ]
                })
            tables["digest"] = .string(RuleSet.digest.hex)
            guard let table else {
                try session.console.result(YAMLWriter.text(.object(tables)))
                return .same
            }
            guard let rows = tables[table] else {
                throw CommandError(
                    "there is no table `\(table)`",
                    hint: (Suggestion.nearest(to: table, among: tables.keys).map { "did you mean `\($0)`? " } ?? "")
                        + "There are \(Words.list(tables.keys))")
            }
            // What is computed belongs to what rows say of severities.
            let shown: Value = table == "severities" ? ["effects": tables["effects"] ?? [], "severities": rows] : rows
            try session.console.result(YAMLWriter.text(shown))
            return .same
        }
    }
}
