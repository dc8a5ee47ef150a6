import Snapshot

/// The part of a text report about two clusters' terms.
struct TranslationLines {
    let report: Report
    let options: TextReport.Options

    /// The most patterns that are listed, and the most objects named of one.
    private static let listLimit = 24
    private static let nameLimit = 3

    /// What the mapping did, and the patterns in what is left; empty when there is nothing to say.
    func lines() -> [StyledLine] {
        guard let translation = report.translation else { return [] }
        let blocks = [mapping(translation), patterns(translation)]
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
    }

    private func mapping(_ translation: Translation) -> [StyledLine] {
        guard translation.isMapped else { return [] }
        var lines = [
            StyledLine("MAPPED", .heading).adding(
                "  \(report.before.argument) was read in the terms of \(report.after.argument)", .faint)
        ]
        lines += translation.notes.map { StyledLine($0, .faint, indent: 2) }
        for use in translation.uses {
            lines.append(
                StyledLine(use.substitution.parameter.map { $0 + "  " } ?? "", .faint, indent: 2)
                    .adding(short(use.substitution.from), .before).adding(" → ", .faint)
                    .adding(short(use.substitution.to), .after)
                    .adding("  \(Words.count(use.places, "place")) in \(Words.count(use.objects, "object"))", .faint))
        }
        lines += translation.findings.map { StyledLine($0, .warning, indent: 2) }
        return lines
    }

    private func patterns(_ translation: Translation) -> [StyledLine] {
        let all = translation.patterns.patterns
        guard !all.isEmpty else { return [] }
        var lines = [
            StyledLine("PATTERNS", .heading).adding(
                "  \(Words.count(all.count, "value")) that the two clusters spell differently, each always alike, "
                    + "\(all.count == 1 ? "explains" : "explain") \(Words.count(translation.explainedCount, "difference"))"
            )
        ]
        for pattern in all.prefix(Self.listLimit) {
            let severity = report.severity(of: pattern)
            var head = StyledLine(pattern.name, .place, indent: 2).adding("  ")
                .adding(short(pattern.values.texts.first ?? ""), .before).adding(" → ", .faint)
                .adding(short(pattern.values.texts.last ?? ""), .after)
                .adding(
                    ": \(Words.count(pattern.fieldCount, "field")) in \(Words.count(pattern.objectCount, "object"))")
            if let severity { head = head.adding("  [\(severity.rawValue)]", .severity(severity)) }
            lines.append(head)
            let objects = pattern.objects
            lines.append(StyledLine(named(objects), .faint, indent: 6))
        }
        let hidden = all.count - Self.listLimit
        if hidden > 0 {
            lines.append(StyledLine("… and \(Words.grouped(hidden)) more; -o json has all", .faint, indent: 2))
        }
        lines += translation.patterns.contradictions.map { StyledLine($0, .warning, indent: 2) }
        let mappable = translation.mappable
        if !mappable.isEmpty {
            lines.append(StyledLine("to compare without them:", .faint, indent: 2))
            lines += mappable.prefix(Self.listLimit).map { StyledLine(Translation.option($0), .faint, indent: 4) }
        }
        return lines
    }

    /// As many objects as fit on a line, and how many more there are.
    private func named(_ objects: [Identity]) -> String {
        var text = ""
        for (place, object) in objects.enumerated() {
            let name = "\(object.kind) \(object.namespace.map { $0 + "/" } ?? "")\(object.name)"
            let next = text.isEmpty ? name : "\(text), \(name)"
            let isFull = place > 0 && (place == Self.nameLimit || TextWidth.columns(next) > options.width - 20)
            if isFull { return "\(text) and \(Words.grouped(objects.count - place)) more" }
            text = next
        }
        return text
    }

    private func short(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        let isCut = line.endIndex < text.endIndex
        return TextWidth.clipped(String(line) + (isCut ? "…" : ""), to: max(24, options.width / 2 - 12))
    }
}
