/// What somebody adds to the tables that `snapctl rules` prints, and which of their rows are switched off.
///
/// Digests of the declared state were made under the built-in tables alone: with changes they stand for nothing, and objects
/// are opened.
package struct TableChanges: Sendable, Hashable {
    /// Field rules, before the built-in ones.
    package var fields: [FieldRule] = []
    /// Names of built-in field rules that are switched off.
    package var fieldsOff: Set<String> = []
    /// Controllers and what they make, besides the built-in ones.
    package var makers: [MakerRule] = []
    /// What is changed in the tables about lists and defaults.
    package var schema = SchemaChanges()

    package init() {}

    /// Whether the built-in tables hold as they are.
    package var isEmpty: Bool { self == TableChanges() }

    /// How many rows were added or switched off.
    package var count: Int { fields.count + fieldsOff.count + makers.count + schema.count }

    /// The field rules that hold.
    package var fieldRules: [FieldRule] { fields + FieldTable.rules.filter { !fieldsOff.contains($0.name) } }
}
