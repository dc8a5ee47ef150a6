import Snapshot

/// A report about many states for people at a terminal: outliers first, then a matrix of what differs, as wide as the page.
struct FleetText {
    private let report: FleetReport
    private let prose: FleetProse
    private let options: TextReport.Options
    private var comparison: FleetComparison { report.comparison }

    /// The most members, patterns and rows that are listed; what is left out is counted.
    private static let memberLimit = 20
    private static let patternLimit = 24
    private static let rowLimit = 400

    init(_ report: FleetReport, _ options: TextReport.Options) {
        self.report = report
        self.options = options
        prose = FleetProse(report)
    }

    var text: String {
        let blocks = [
            head(), holes(), members(), mapped(), patterns(), options.showsDifferences ? matrix() : [], rest(),
            limits(),
        ]
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
            .map { $0.text(inColor: options.isColored) + "\n" }.joined()
    }

    private func head() -> [StyledLine] {
        let role: StyledLine.Role =
            switch report.status {
            case .same: .good
            case .inconclusive: .warning
            default: .bad
            }
        var lines = [StyledLine(prose.verdict, role).adding("  " + prose.sentence)]
        if !prose.outliers.isEmpty { lines.append(StyledLine(prose.outliers)) }
        lines.append(StyledLine(prose.exit, .faint))
        if let authority = report.authority {
            lines.append(StyledLine("baseline  ", .faint).adding(Prose.facts(authority).joined(separator: " · ")))
        }
        return lines
    }

    private func holes() -> [StyledLine] {
        let rows = prose.blindness
        guard !rows.isEmpty else { return [] }
        return [StyledLine("NOT SEEN", .warning)] + rows.map { StyledLine($0, indent: 2) }
    }

    private func members() -> [StyledLine] {
        let counts = comparison.deviations
        // Of many states only those are listed that have something to say.
        let telling = prose.order.filter { counts[$0] > 0 || !report.members[$0].gaps.isEmpty }
        let shown = (prose.order.count > Self.memberLimit ? telling : prose.order).prefix(Self.memberLimit)
        let width = shown.map { TextWidth.columns(prose.name($0)) }.max() ?? 0
        var lines = [StyledLine("STATES", .heading)]
        for (column, member) in shown.enumerated() {
            let source = report.members[member].source
            let name = prose.name(member)
            let facts = [
                source.cluster.map { "cluster \($0.name)" }, report.members[member].stage.map { "stage \($0)" },
                Words.count(source.objectCount, "object"), source.startedAt.map { "captured \($0)" },
                source.isComplete ? nil : "incomplete",
            ].compactMap { $0 }
            let count = counts[member] == 0 ? "deviates in nothing" : "deviates in \(Words.grouped(counts[member]))"
            let pad = String(repeating: " ", count: max(0, min(width, 40) - TextWidth.columns(name)))
            lines.append(
                StyledLine(Self.number(column + 1), .faint, indent: 2).adding("  ").adding(name, .place).adding(
                    pad + "  "
                )
                .adding(count, counts[member] == 0 ? .good : .warning)
                .adding("  " + facts.joined(separator: " · "), .faint))
        }
        let hidden = report.members.count - shown.count
        if hidden > 0 {
            let quiet = report.members.count - telling.count
            let words = hidden == quiet ? "\(Words.count(hidden, "other")) in nothing" : "\(Words.grouped(hidden)) more"
            lines.append(StyledLine("… and \(words); -o json has all", .faint, indent: 2))
        }
        return lines
    }

    private static func number(_ number: Int) -> String { (number < 10 ? " " : "") + String(number) }

    private func mapped() -> [StyledLine] {
        let rows = prose.mapped
        guard !rows.isEmpty else { return [] }
        return [StyledLine("MAPPED", .heading).adding("  the states were read in common terms", .faint)]
            + rows.map { StyledLine($0, indent: 2) }
    }

    private func patterns() -> [StyledLine] {
        let all = comparison.patterns
        guard !all.isEmpty else { return [] }
        var lines = [
            StyledLine("PATTERNS", .heading).adding(
                "  values that the states spell differently, each always alike; their fields are not repeated below",
                .faint)
        ]
        for pattern in all.prefix(Self.patternLimit) {
            lines.append(
                StyledLine(pattern.name, .place, indent: 2).adding(
                    "  \(Words.count(pattern.fieldCount, "field")) in \(Words.count(pattern.objectCount, "object"))"))
            lines.append(
                StyledLine(TextWidth.clipped(prose.spelled(pattern), to: options.width - 6), .faint, indent: 6))
        }
        let hidden = all.count - Self.patternLimit
        if hidden > 0 { lines.append(StyledLine("… and \(Words.grouped(hidden)) more", .faint, indent: 2)) }
        return lines + comparison.contradictions.prefix(8).map { StyledLine($0, .warning, indent: 2) }
    }

    // MARK: The matrix

    private func matrix() -> [StyledLine] {
        let findings = comparison.findings.filter { !comparison.isExplained($0) }
        guard !findings.isEmpty else { return [] }
        // Columns need three places each; half of the page is for words.
        let room = max(3, options.width / 2 / 3)
        let counts = comparison.deviations
        let order = prose.order
        // Of many states only the outliers get columns: in all others every row says what most say.
        let columns = order.count <= room ? order : Array(order.filter { counts[$0] > 0 }.prefix(room))
        let label = options.width - columns.count * 3 - 4
        var lines = [
            StyledLine("DIFFERENCES", .heading).adding(
                "  · like most, A B … otherwise, - missing, + only there, ? not known", .faint)
        ]
        if columns.count < order.count {
            lines.append(
                StyledLine(
                    columns.isEmpty
                        ? "\(Words.count(order.count, "state")), none an outlier: who says what stands below each row"
                        : "columns are the outliers; \(Words.count(order.count - columns.count, "other state")) without one",
                    .faint, indent: 2))
        }
        if !columns.isEmpty {
            lines.append(
                columns.indices.reduce(StyledLine(String(repeating: " ", count: max(1, label)), indent: 2)) {
                    $0.adding(" " + Self.number($1 + 1), .faint)
                })
        }
        var last: Identity?
        for finding in findings.prefix(Self.rowLimit) {
            if finding.identity != last {
                let place = finding.identity.namespace.map { $0 + "/" } ?? ""
                let head = "\(finding.identity.groupKind) \(place)\(finding.identity.name)"
                lines.append(
                    finding.path == nil
                        ? row(head, finding, columns, label, .place) : StyledLine(head, .place, indent: 2))
                last = finding.identity
            }
            if let path = finding.path { lines.append(row("    \(path)", finding, columns, label, .plain)) }
            lines += legend(finding)
        }
        let hidden = findings.count - Self.rowLimit
        if hidden > 0 {
            lines.append(StyledLine("… and \(Words.grouped(hidden)) more; -o json has all", .faint, indent: 2))
        }
        return lines
    }

    private func row(
        _ words: String, _ finding: FleetComparison.Finding, _ columns: [Int], _ label: Int, _ role: StyledLine.Role
    ) -> StyledLine {
        let text = TextWidth.clipped(SafeText.terminal(words), to: max(10, label))
        var line = StyledLine(text, role, indent: 2)
        guard !columns.isEmpty else { return line }
        line = line.adding(String(repeating: " ", count: max(0, label - TextWidth.columns(text))))
        for member in columns {
            let (sign, role) = Self.sign(finding, member)
            line = line.adding("  ").adding(sign, role)
        }
        return line
    }

    /// One cell.
    static func sign(_ finding: FleetComparison.Finding, _ member: Int) -> (String, StyledLine.Role) {
        if finding.unknown.contains(member) { return ("?", .warning) }
        guard let place = finding.groups.firstIndex(where: { $0.members.contains(member) }) else {
            return (" ", .plain)
        }
        if place == 0, finding.hasReference { return ("·", .faint) }
        switch finding.groups[place].said {
        case .missing: return ("-", .before)
        case .present: return ("+", .after)
        case .nothing, .value:
            let letter = place - (finding.hasReference ? 1 : 0)
            return (letter < 26 ? String(UnicodeScalar(UInt8(65 + letter))) : "*", .warning)
        }
    }

    /// The most groups of a row that get a line each.
    private static let groupLimit = 6

    /// Who says what: on one line where there is room, else a line each.
    private func legend(_ finding: FleetComparison.Finding) -> [StyledLine] {
        let all = prose.says(finding, valueLimit: 200)
        let texts = all.enumerated().map { place, group -> (mark: String, words: String, who: String) in
            let mark =
                group.isReference || finding.path == nil
                ? "" : Self.sign(finding, finding.groups[place].members.first ?? -1).0 + " "
            return (mark, SafeText.terminal(group.words), " (\(group.who))")
        }
        let severity = "  [\(finding.weight.severity.rawValue)]"
        let width = texts.reduce(8 + severity.utf8.count) { $0 + TextWidth.columns($1.mark + $1.words + $1.who) + 3 }
        func ending(_ line: StyledLine) -> StyledLine { line.adding(severity, .severity(finding.weight.severity)) }
        if width <= options.width {
            return [
                ending(
                    texts.enumerated().reduce(StyledLine("", indent: 8)) { line, item in
                        line.adding(item.offset > 0 ? " · " : "", .faint).adding(
                            item.element.mark + item.element.words + item.element.who,
                            all[item.offset].isReference ? .faint : .plain)
                    })
            ]
        }
        var lines = zip(texts, all).prefix(Self.groupLimit).map { text, group -> StyledLine in
            let room = options.width - 8 - TextWidth.columns(text.mark + text.who) - severity.utf8.count
            let words = TextWidth.clipped(text.words, to: max(12, room))
            return StyledLine(text.mark + words + text.who, group.isReference ? .faint : .plain, indent: 8)
        }
        let rest = all.count - lines.count
        if rest > 0 { lines.append(StyledLine("… \(Words.count(rest, "more value"))", .faint, indent: 8)) }
        if let last = lines.popLast() { lines.append(ending(last)) }
        return lines
    }

    private func rest() -> [StyledLine] {
        var facts = ["\(Words.count(comparison.objectCount - comparison.differingCount, "object")) alike in all states"]
        if comparison.derivedCount > 0 {
            facts.append(
                "\(Words.grouped(comparison.derivedCount)) controller-created objects in all of them, not compared")
        }
        if comparison.bookkeepingCount > 0 {
            facts.append("\(Words.grouped(comparison.bookkeepingCount)) system objects")
        }
        return [StyledLine("also      ", .faint).adding(facts.joined(separator: " · "))]
    }

    private func limits() -> [StyledLine] {
        report.limits.isEmpty
            ? [] : [StyledLine("LIMITS", .faint)] + report.limits.map { StyledLine($0, .faint, indent: 2) }
    }
}
