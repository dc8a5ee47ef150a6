package import Snapshot

/// The tables that say what others write by design, as a comparison uses them: the built-in rows, with what a baseline adds and
/// switches off.
package struct ComparisonTables: Sendable, Hashable {
    /// Who may write certificates into which objects.
    package var injections = InjectionTable.builtIn
    /// What servers fill in.
    package var filled = FilledTable.rows
    /// Marks of GitOps tools.
    package var stamps = StampTable.rows
    /// What controllers copy.
    package var copies = CopyTable.rows

    package init() {}

    /// Takes rows out, by the names that `snapctl rules rows` prints.
    package mutating func remove(_ off: RowNames) {
        if let names = off[.injections] {
            injections = InjectionTable(rules: injections.rules.filter { !names.contains($0.name) })
        }
        if let names = off[.filled] { filled = filled.compactMap { $0.without(names) } }
        if let names = off[.stamps] { stamps.removeAll { names.contains($0.rowName) } }
        if let names = off[.copies] { copies.removeAll { names.contains($0.rowName) } }
    }
}
