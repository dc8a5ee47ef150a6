/// Rows of built-in tables by name, to switch them off.
package struct RowNames: Sendable, Hashable {
    /// The tables whose rows can be switched off, as `snapctl rules` calls them. Implied defaults are among the defaults.
    package enum Table: String, Sendable, Hashable, CaseIterable {
        case fields
        case lists
        case defaults
        case durations
        case empty
        case textMaps
        case injections
        case filled
        case stamps
        case copies
        case upgrades
    }

    private var names: [Table: Set<String>] = [:]

    package init() {}

    package subscript(table: Table) -> Set<String>? { names[table] }

    package mutating func insert(_ name: String, of table: Table) {
        names[table, default: []].insert(name)
    }

    func contains(_ name: String, of table: Table) -> Bool { names[table]?.contains(name) ?? false }

    /// How many there are.
    package var count: Int { names.values.reduce(0) { $0 + $1.count } }

    /// The rows of the tables of normalization: a digest was made under all of them.
    var ofNormalization: RowNames {
        var result = RowNames()
        result.names = names.filter {
            [.fields, .lists, .defaults, .durations, .empty, .textMaps].contains($0.key)
        }
        return result
    }
}

extension ListRule {
    /// `core.PodSpec.tolerations`
    package var rowName: String { "\(definition).\(field)" }
}

extension ListTable.GroupRule {
    /// `cert-manager.io spec.dnsNames`
    package var rowName: String { "\(group) \(path.joined(separator: "."))" }
}

extension DefaultRule {
    /// `core.Container.imagePullPolicy`
    package var rowName: String { "\(definition).\(field)" }
}

extension ImpliedDefault {
    /// `core.Container.imagePullPolicy`
    package var rowName: String { "\(definition).\(field)" }
}

extension DurationRule {
    /// `Certificate.cert-manager.io spec.duration`, one for each kind.
    package var rowNames: [String] { kinds.map { "\($0) \(path)" } }

    /// The rule for the kinds whose row is not switched off; `nil` when there is none.
    func without(_ off: RowNames) -> DurationRule? {
        let kept = kinds.filter { !off.contains("\($0) \(path)", of: .durations) }
        return kept.isEmpty ? nil : DurationRule(kinds: kept, path: path, form: form)
    }
}
