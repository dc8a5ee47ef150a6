/// What somebody adds to the tables about lists and defaults that `snapctl rules` prints, and which of their rows are switched
/// off.
package struct SchemaChanges: Sendable, Hashable {
    /// Statements about lists; they win over the built-in ones.
    package var lists: [ListRule] = []
    /// Defaults; they win over the built-in ones.
    package var defaults: [DefaultRule] = []
    /// Durations in custom types, besides the built-in ones.
    package var durations: [DurationRule] = []
    /// What says nothing when empty in custom types, besides what their schemas say.
    package var empty: [EmptyRule] = []
    /// Built-in rows that are switched off.
    package var off = RowNames()

    package init() {}

    /// Whether the built-in tables hold as they are.
    package var isEmpty: Bool { self == SchemaChanges() }

    /// How many rows were added or switched off.
    package var count: Int {
        lists.count + defaults.count + durations.count + empty.count + off.count
    }

    /// The statements about lists that hold, the last one of a field deciding.
    package var listRules: [ListRule] {
        ListTable.rules.filter { !off.contains($0.rowName, of: .lists) } + lists
    }

    /// The defaults that hold, the last one of a field deciding.
    package var defaultRules: [DefaultRule] {
        DefaultTable.rules.filter { !off.contains($0.rowName, of: .defaults) } + defaults
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
