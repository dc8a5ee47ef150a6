/// What somebody adds to the tables that `snapctl rules` prints, and which of their rows are switched off.
///
/// Digests of the declared state were made under the built-in tables alone: with changes they stand for nothing, and objects
/// are opened.
package struct TableChanges: Sendable, Hashable {
    /// Field rules, before the built-in ones.
    package var fields: [FieldRule] = []
    /// Controllers and what they make, besides the built-in ones.
    package var makers: [MakerRule] = []
    /// What is changed in the tables about lists, defaults, durations and emptiness, and all rows of normalization that are
    /// switched off.
    package var schema = SchemaChanges()

    package init() {}

    /// Whether the built-in tables hold as they are.
    package var isEmpty: Bool { self == TableChanges() }

    /// How many rows were added or switched off.
    package var count: Int { fields.count + makers.count + schema.count }

    /// The field rules that hold.
    package var fieldRules: [FieldRule] {
        fields + FieldTable.rules.filter { !schema.off.contains($0.name, of: .fields) }
    }

    /// Switches off what is of these tables.
    package mutating func remove(_ off: RowNames) { schema.off = off.ofNormalization }

    /// The names of the built-in rows that can be switched off.
    package static var rows: [(table: RowNames.Table, rows: [String])] {
        [
            (.fields, FieldTable.rules.map(\.name)),
            (.lists, ListTable.rules.map(\.rowName) + ListTable.groupRules.map(\.rowName)),
            (.defaults, DefaultTable.rules.map(\.rowName) + ImpliedDefault.rules.map(\.rowName)),
            (.durations, DurationTable.rules.flatMap(\.rowNames)),
            (.empty, EmptyTable.nothing.flatMap { row in row.fields.map { "\(row.definition).\($0)" } }),
            (
                .textMaps, TextMapTable.rows.flatMap { row in row.fields.map { "\(row.definition).\($0)" } }
            ),
        ]
    }
}
