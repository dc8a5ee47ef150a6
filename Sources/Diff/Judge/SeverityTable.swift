package import Snapshot

/// What differences mean and how much they matter: rows of data, of which the first that matches a difference decides.
package struct SeverityTable: Sendable, Hashable {
    /// What happened to the object.
    package typealias Event = SeverityRow.Event

    /// What is asked of a value before or after.
    package typealias Test = SeverityRow.Test

    /// One row.
    package typealias Row = SeverityRow

    /// The rows; the first that matches decides.
    package let rows: [Row]

    package init(rows: [Row]) { self.rows = rows }

    /// This table with rows before its own.
    package func extended(by rows: [Row]) -> SeverityTable { SeverityTable(rows: rows + self.rows) }

    /// How much a difference matters, ``Severity/medium`` when no row speaks of it.
    ///
    /// A field that came or went with members inside weighs as much as the weightiest of them: `securityContext` that
    /// appears with `privileged: true` in it is a privileged container.
    package func weight(of identity: Identity, _ event: Event, field: FieldChange?) -> Judgment.Weight {
        guard let field else { return weight(identity, event, nil) ?? .init(severity: .medium, meaning: nil) }
        let paths = rows.filter { $0.objects.selects(identity) }.compactMap(\.path)
        let parts = [field] + FieldSplit.parts(of: field, for: paths)
        let weights = parts.compactMap { weight(identity, event, $0) }
        return weights.max { $0.severity < $1.severity } ?? Self.unspoken(field)
    }

    /// What no row speaks of. A text that says the same in other bytes weighs little: somebody wrote it, and nobody who
    /// reads the document sees it. Rows come first, because the program that reads it need not read it as we do.
    private static func unspoken(_ field: FieldChange) -> Judgment.Weight {
        if case .inside(let text)? = field.detail, text.isSameMeaning {
            return .init(severity: .low, meaning: nil)
        }
        return .init(severity: .medium, meaning: nil)
    }

    private func weight(_ identity: Identity, _ event: Event, _ field: FieldChange?) -> Judgment.Weight? {
        rows.first { $0.matches(identity, event, field) }.map { .init(severity: $0.severity, meaning: $0.meaning) }
    }
}
