/// What somebody adds to the tables that `snapctl rules` prints, and which of their rows are switched off.
///
/// Digests of the declared state were made under the built-in tables alone: with changes they stand for nothing, and objects
/// are opened.
package struct TableChanges: Sendable, Hashable {
    /// Field rules, before the built-in ones.
    package var fields: [FieldRule]
    /// Statements about lists; they win over the built-in ones.
    package var lists: [ListRule]
    /// Defaults; they win over the built-in ones.
    package var defaults: [DefaultRule]
    /// Names of built-in field rules that are switched off.
    package var fieldsOff: Set<String>
    /// Built-in statements about lists that are switched off: `core.PodSpec.tolerations`.
    package var listsOff: Set<String>
    /// Built-in defaults that are switched off, implied ones too: `core.Container.imagePullPolicy`.
    package var defaultsOff: Set<String>

    package init(
        fields: [FieldRule] = [], lists: [ListRule] = [], defaults: [DefaultRule] = [], fieldsOff: Set<String> = [],
        listsOff: Set<String> = [], defaultsOff: Set<String> = []
    ) {
        self.fields = fields
        self.lists = lists
        self.defaults = defaults
        self.fieldsOff = fieldsOff
        self.listsOff = listsOff
        self.defaultsOff = defaultsOff
    }

    /// Whether the built-in tables hold as they are.
    package var isEmpty: Bool { self == TableChanges() }

    /// How many rows were added or switched off.
    package var count: Int {
        fields.count + lists.count + defaults.count + fieldsOff.count + listsOff.count + defaultsOff.count
    }

    /// The field rules that hold.
    package var fieldRules: [FieldRule] { fields + FieldTable.rules.filter { !fieldsOff.contains($0.name) } }

    /// The statements about lists that hold, the last one of a field deciding.
    package var listRules: [ListRule] {
        ListTable.rules.filter { !listsOff.contains("\($0.definition).\($0.field)") } + lists
    }

    /// The defaults that hold, the last one of a field deciding.
    package var defaultRules: [DefaultRule] {
        DefaultTable.rules.filter { !defaultsOff.contains("\($0.definition).\($0.field)") } + defaults
    }

    /// The built-in rows that can be switched off.
    package static var switches: (fields: [String], lists: [String], defaults: [String]) {
        (
            FieldTable.rules.map(\.name), ListTable.rules.map { "\($0.definition).\($0.field)" },
            DefaultTable.rules.map { "\($0.definition).\($0.field)" }
                + ImpliedDefault.rules.map { "\($0.definition).\($0.field)" }
        )
    }
}

extension ListSemantics {
    /// Reads what ``words`` writes; `nil` for anything else.
    package init?(words: String) {
        func keys(_ text: Substring) -> [String] {
            text.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
        let inOrder = ", in order"
        switch words {
        case "position by position": self = .ordered
        case "by name, in order where $(NAME) refers": self = .environment
        case "in any order": self = .bag(keys: [])
        case _ where words.hasPrefix("in any order, shown by "):
            self = .bag(keys: keys(words.dropFirst("in any order, shown by ".count)))
        case _ where words.hasPrefix("by ") && words.hasSuffix(inOrder):
            self = .map(keys: keys(words.dropFirst(3).dropLast(inOrder.count)), isOrdered: true)
        case _ where words.hasPrefix("by "): self = .map(keys: keys(words.dropFirst(3)), isOrdered: false)
        default: return nil
        }
    }
}
