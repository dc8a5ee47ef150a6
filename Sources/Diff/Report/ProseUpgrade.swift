import Snapshot

/// An upgrade of the cluster, in words.
extension Prose {
    /// What the finding is, and how it is accepted.
    var upgradeWords: String {
        guard let upgrade = judgment.upgrade else { return "" }
        let command = "snapctl baseline init STATE --output-dir \(report.before.argument)"
        let next = isCheck ? "; review it, then take it with `\(command)`" : ""
        return "\(upgrade.title), \(Words.count(upgrade.differenceCount, "difference")) by the platform, "
            + "one finding of severity \(upgrade.severity.rawValue)\(next)"
    }

    /// The evidence, then everything that the finding holds.
    var upgradeRows: [String] {
        guard let upgrade = judgment.upgrade else { return [] }
        let rows = upgrade.rows.sorted { ByteOrder.precedes($0.key, $1.key) }
            .map { "\($0.key) ×\(Words.grouped($0.value))" }
        return ["server version \(upgrade.from), then \(upgrade.to)", "by rows of the table: \(Words.list(rows))"]
            + upgrade.violations.map(upgradeRow)
    }

    private func upgradeRow(_ violation: Judgment.Violation) -> String {
        var parts: [String] = []
        if let (weight, ruling) = Self.whole(violation.violated) {
            parts = [event(violation.violated), Self.note(weight, ruling)].filter { !$0.isEmpty }
        }
        parts += violation.fields.map { field in
            let note = Self.note(field.weight, field.ruling)
            return field.change.path.description + (note.isEmpty ? "" : " (\(note))")
        }
        let authors = judgment.attributions[violation.identity].map { attribution in
            violation.fields.isEmpty
                ? attribution.authors : violation.fields.flatMap { attribution.authors(of: $0.change.path) }
        }
        let names = Set((authors ?? []).map { $0.user ?? $0.manager ?? "nobody" }).sorted(by: ByteOrder.precedes)
        let behind = names.isEmpty ? "" : ", by \(Words.list(names))"
        return "\(violation.severity.rawValue) \(violation.identity): \(parts.joined(separator: ", "))\(behind)"
    }
}
