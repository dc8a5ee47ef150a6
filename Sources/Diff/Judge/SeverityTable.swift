package import Snapshot

/// What differences mean and how much they matter: rows of data, of which the first that matches a difference decides.
package struct SeverityTable: Sendable, Hashable {
    /// What happened to the object.
    package typealias Event = SeverityRow.Event

    /// What is asked of a value before or after.
    package typealias Test = SeverityRow.Test

    package typealias Row = SeverityRow

    /// The rows; the first that matches decides.
    package let rows: [Row]
    /// How many of them are a baseline's, which decide before what is computed.
    private let ownCount: Int
    /// The fields that the rows speak of; `nil` where that depends on the object.
    private let paths: [PathPattern]?

    package init(rows: [Row]) { self.init(rows: rows, ownCount: 0, paths: nil) }

    private init(rows: [Row], ownCount: Int, paths: [PathPattern]?) {
        self.rows = rows
        self.ownCount = ownCount
        self.paths = paths
    }

    /// The rows that may speak of objects of a kind: they say of those what the whole table says.
    package func narrowed(to kind: GroupKind) -> SeverityTable {
        func mayMatch(_ row: Row) -> Bool { row.objects.couldSelect(group: kind.group, kind: kind.kind) }
        let own = rows.prefix(ownCount).filter(mayMatch)
        let rows = own + rows.dropFirst(ownCount).filter(mayMatch)
        let isOfAll = rows.allSatisfy { $0.objects.names.isEmpty && $0.objects.namespaces.isEmpty }
        return SeverityTable(rows: rows, ownCount: own.count, paths: isOfAll ? rows.compactMap(\.path) : nil)
    }

    /// This table with a baseline's rows before its own.
    package func extended(by rows: [Row]) -> SeverityTable {
        SeverityTable(rows: rows + self.rows, ownCount: rows.count + ownCount, paths: nil)
    }

    /// How much a difference of a field matters, ``Severity/medium`` when no row speaks of it.
    ///
    /// A field that came or went with members inside weighs as much as the weightiest of them: `securityContext` that
    /// appears with `privileged: true` in it is a privileged container.
    ///
    /// - Parameter effects: what the change of this object does; they stand behind a baseline's rows and before all
    ///   others, but for rows that weigh more where an effect is not all that the change does.
    package func weight(
        of identity: Identity, _ event: Event, field: FieldChange, effects: [Effect] = []
    ) -> Judgment.Weight {
        let parts = [field] + FieldSplit.parts(of: field, for: paths(of: identity))
        return Self.worst(parts.compactMap { weight(identity, event, $0, effects) }) ?? Self.unspoken(field)
    }

    /// The worst of them, with what each of that severity means.
    private static func worst(_ weights: [Judgment.Weight]) -> Judgment.Weight? {
        guard let worst = weights.map(\.severity).max() else { return nil }
        var meanings: [String] = []
        for weight in weights where weight.severity == worst {
            if let meaning = weight.meaning, !meanings.contains(meaning) { meanings.append(meaning) }
        }
        return .init(severity: worst, meaning: meanings.isEmpty ? nil : EffectWords.listed(meanings, limit: 3))
    }

    /// How much it matters that an object came or went: as much as the weightiest of what it declares, of what it does and
    /// of that it is there at all.
    ///
    /// - Parameter content: what the object declares; `nil` when nobody opened it.
    package func weight(
        ofWhole identity: Identity, _ event: Event, content: Value? = nil, effects: [Effect] = []
    ) -> Judgment.Weight {
        if let own = rows.prefix(ownCount).first(where: { $0.path == nil && $0.matches(identity, event, nil) }) {
            return .init(severity: own.severity, meaning: own.meaning)
        }
        let computed = effects.filter { $0.path.elements.isEmpty }.map {
            Judgment.Weight(severity: $0.severity, meaning: $0.meaning)
        }
        var weights = computed
        if let row = weight(identity, event, nil, []) {
            // What is computed says more than the row that only knows that the object is there.
            weights.append(computed.isEmpty ? row : .init(severity: row.severity, meaning: nil))
        }
        let paths = paths(of: identity)
        for member in content?.object?.members ?? [] {
            let field = FieldChange(
                path: FieldPath(fields: member.key), kind: .value, before: event == .removed ? member.value : nil,
                after: event == .removed ? nil : member.value)
            weights += ([field] + FieldSplit.parts(of: field, for: paths)).compactMap {
                weight(identity, event, $0, [])
            }
        }
        return Self.worst(weights) ?? .init(severity: .medium, meaning: nil)
    }

    private func paths(of identity: Identity) -> [PathPattern] {
        paths ?? rows.filter { $0.objects.selects(identity) }.compactMap(\.path)
    }

    /// What no row speaks of. A text that says the same in other bytes weighs little: somebody wrote it, and nobody who
    /// reads the document sees it. Rows come first, because the program that reads it need not read it as we do.
    private static func unspoken(_ field: FieldChange) -> Judgment.Weight {
        if case .inside(let text)? = field.detail, text.isSameMeaning {
            return .init(severity: .low, meaning: nil)
        }
        return .init(severity: .medium, meaning: nil)
    }

    private func weight(
        _ identity: Identity, _ event: Event, _ field: FieldChange?, _ effects: [Effect]
    ) -> Judgment.Weight? {
        let place = rows.firstIndex { $0.matches(identity, event, field) }
        if place.map({ $0 < ownCount }) != true, let field,
            let effect = effects.filter({ $0.concerns(field.path) }).max(by: { $0.severity < $1.severity }
            ),
            // What selects by a field says more than a row about it, and never that it matters less.
            effect.isComplete || place.map({ rows[$0].severity <= effect.severity }) ?? true
        {
            return .init(severity: effect.severity, meaning: effect.meaning)
        }
        return place.map { .init(severity: rows[$0].severity, meaning: rows[$0].meaning) }
    }
}

/// The rows of a table by kind: chosen once, asked for every field of every object.
struct SeveritiesByKind {
    private let table: SeverityTable
    private var narrowed: [GroupKind: SeverityTable] = [:]

    init(_ table: SeverityTable) { self.table = table }

    subscript(kind: GroupKind) -> SeverityTable {
        mutating get {
            if let known = narrowed[kind] { return known }
            let found = table.narrowed(to: kind)
            narrowed[kind] = found
            return found
        }
    }
}
