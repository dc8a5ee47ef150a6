package import Snapshot

/// The names of the built-in rows that the `without` of a baseline's `tables` can switch off. Printed by `snapctl rules rows`.
package enum TableRows {
    /// By table, in the order of ``RowNames/Table``.
    package static let names: [(table: RowNames.Table, rows: [String])] =
        TableChanges.rows + [
            (.injections, InjectionTable.builtIn.rules.map(\.name)),
            (.filled, FilledTable.rows.flatMap(\.rowNames)),
            (.stamps, StampTable.rows.map(\.rowName)), (.copies, CopyTable.rows.map(\.rowName)),
            (.upgrades, UpgradeTable.rows.map(\.name)),
        ]

    /// The table for people.
    package static var json: Value {
        var tables = Object()
        for (table, rows) in names { tables[table.rawValue] = .array(rows.map(Value.string)) }
        return .object(tables)
    }
}
