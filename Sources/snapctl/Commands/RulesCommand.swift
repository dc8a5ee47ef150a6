import ArgumentParser
import Diff
import Snapshot

/// `snapctl rules`
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Print the built-in tables: what is noise, how lists compare, who writes, controls.",
        discussion: """
            Example:
              snapctl rules | less
            """)

    func run() async throws {
        let session = Session()
        try await perform(session) {
            guard case .object(var tables) = RuleSet.json else { return .same }
            tables["scope"] = .array(
                ScopeTable.rules.map {
                    ["exclude": .array($0.patterns.map(Value.string)), "reason": .string($0.reason)]
                })
            tables["defaults"] = .array(
                DefaultTable.rules.map { rule in
                    var row: Object = Object()
                    row["definition"] = .string(rule.definition)
                    row["field"] = .string(rule.field)
                    row["value"] = rule.value
                    row["since"] = rule.since.map { .string("1.\($0)") }
                    row["until"] = rule.until.map { .string("1.\($0)") }
                    return .object(row)
                })
            tables["impliedDefaults"] = .array(
                ImpliedDefault.rules.map { rule in
                    var row: Object = Object()
                    row["definition"] = .string(rule.definition)
                    row["field"] = .string(rule.field)
                    row["value"] = .string(rule.reason)
                    row["since"] = rule.since.map { .string("1.\($0)") }
                    return .object(row)
                })
            tables["empty"] = .array(
                (EmptyTable.nothing + EmptyTable.something).map { row in
                    [
                        "definition": .string(row.definition), "fields": .array(row.fields.map(Value.string)),
                        "says": .string(row.meaning ?? "nothing"),
                    ]
                })
            tables["comparison"] = .array(
                ComparisonRule.all.map { ["name": .string($0.name), "reason": .string($0.reason)] })
            tables["controllers"] = .array(
                ControllerTable.managers.map { ["manager": .string($0.name), "reason": .string($0.reason)] })
            tables["filled"] = .array(
                FilledTable.rows.map {
                    [
                        "kind": .string($0.kind.description), "fields": .array($0.fields.map(Value.string)),
                        "reason": .string($0.reason),
                    ]
                })
            tables["unfilled"] = .array(
                UnfilledTable.fields.map { ["field": .string($0.name), "reason": .string($0.reason)] })
            for (name, table) in AttributionTables.json { tables[name] = table }
            for (name, table) in JudgmentTables.json { tables[name] = table }
            for (name, table) in MappingTables.json { tables[name] = table }
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
            try session.console.result(YAMLWriter.text(.object(tables)))
            return .same
        }
    }
}
