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
            tables["comparison"] = .array(
                ComparisonRule.all.map { ["name": .string($0.name), "reason": .string($0.reason)] })
            tables["controllers"] = .array(
                ControllerTable.managers.map { ["manager": .string($0.name), "reason": .string($0.reason)] })
            tables["filled"] = .array(
                FilledTable.rows.map {
                    [
                        "kind": .string($0.kind?.description ?? "*"), "fields": .array($0.fields.map(Value.string)),
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
