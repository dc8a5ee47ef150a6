import Snapshot

/// The part of a text report that says what changed: by severity, then by namespace, the cluster's own objects first.
struct ChangeLines {
    let report: Report
    let options: TextReport.Options
    private var judgment: Judgment { report.judgment }

    /// What is to be said, with blank lines between severities.
    func violations() -> [StyledLine] {
        var lines: [StyledLine] = []
        for severity in Severity.allCases {
            let group = judgment.violations.filter { report.shownSeverity($0) == severity && !report.isExplained($0) }
            guard !group.isEmpty else { continue }
            if !lines.isEmpty { lines.append(StyledLine()) }
            lines.append(StyledLine(severity.rawValue.uppercased(), .severity(severity)))
            let groups = ChangeGroup.groups(group, in: report)
            for shared in groups where shared.isShared { lines += self.lines(of: shared) }
            // The cluster's own objects first, then namespaces in byte order.
            let single = groups.filter { !$0.isShared }.flatMap(\.members)
            let spaces = Dictionary(grouping: single) { $0.identity.namespace ?? "" }
            for space in spaces.keys.sorted(by: ByteOrder.precedes) {
                lines.append(
                    space.isEmpty
                        ? StyledLine("cluster-wide", .heading, indent: 2)
                        : StyledLine("namespace ", .faint, indent: 2).adding(space, .heading))
                for violation in spaces[space] ?? [] {
                    lines += self.lines(of: violation)
                }
            }
        }
        return lines
    }

    /// Objects that differ in the same way: the change once, then who they are.
    private func lines(of shared: ChangeGroup) -> [StyledLine] {
        var lines = [StyledLine("~ ", .warning, indent: 2).adding(shared.title, .place)]
        lines += report.remaining(shared.first).flatMap { self.lines(of: $0, in: shared.first) }
        lines += shared.members.prefix(Self.namesLimit).map { StyledLine($0.identity.reference, .faint, indent: 8) }
        let hidden = shared.members.count - Self.namesLimit
        if hidden > 0 {
            lines.append(StyledLine("… and \(Words.grouped(hidden)) more; -o json has all", .faint, indent: 8))
        }
        if let authors = Prose(report).authors(of: shared) { lines.append(StyledLine(authors, .faint, indent: 8)) }
        // One command for all of them, or each has its own.
        let remedies = shared.members.map { report.remedy(for: $0).undo }
        if let first = remedies.first, remedies.allSatisfy({ $0 == first }) { lines += undo(first) }
        return lines
    }

    /// The most names of objects that differ in the same way.
    private static let namesLimit = 8

    /// One object that differs, its fields below it, who is behind it, and what would undo it.
    func lines(of violation: Judgment.Violation) -> [StyledLine] {
        differences(of: violation) + authors(of: violation.identity) + undo(report.remedy(for: violation).undo)
    }

    /// What would undo it; a command stays on its line, so that it can be pasted.
    private func undo(_ steps: [Remedy.Step]) -> [StyledLine] {
        steps.map { step in
            var line = StyledLine("undo  ", .faint, indent: 8)
            guard case .command(let text) = step else { return line.adding(step.text, .faint) }
            guard TextWidth.columns(text) <= Self.commandLimit else {
                return line.adding("a long command: -o html, -o json and --adopt FILE have it", .faint)
            }
            line.isCommand = true
            return line.adding(text)
        }
    }

    /// The widest command on a terminal.
    private static let commandLimit = 240

    /// How an object's sign looks.
    static func role(of violated: Judgment.Violated) -> StyledLine.Role {
        switch violated {
        case .added: .after
        case .removed: .before
        case .modified: .warning
        case .tampered: .bad
        }
    }

    private func differences(of violation: Judgment.Violation) -> [StyledLine] {
        let event = Prose(report).event(violation.violated)
        let role = Self.role(of: violation.violated)
        func head(_ eventRole: StyledLine.Role) -> StyledLine {
            let line = Self.object(violation.identity, Prose.sign(violation.violated), role, inNamespace: true)
            let named = event.isEmpty ? line : line.adding("  " + event, eventRole)
            return Prose(report).standing(of: violation).map { named.adding("  [\($0)]", .warning) } ?? named
        }
        switch violation.violated {
        case .added(let weight, let ruling), .removed(let weight, let ruling):
            return whole(head(role), weight, ruling) + content(of: violation)
        case .modified, .tampered:
            return [head(.faint)] + report.remaining(violation).flatMap { lines(of: $0, in: violation) }
        }
    }

    /// What an object declares that came or went, folded when long.
    private func content(of violation: Judgment.Violation) -> [StyledLine] {
        guard let whole = violation.whole else { return [] }
        return FieldLines(width: options.width, lineLimit: Self.contentLimit).values(whole, indent: 8)
    }

    /// The most lines of an object that came or went.
    private static let contentLimit = 12

    /// Who is behind it, as far as that was asked.
    private func authors(of identity: Identity) -> [StyledLine] {
        Prose(report).authors(of: identity).map { StyledLine($0, .faint, indent: 8) }
    }

    private func whole(_ line: StyledLine, _ weight: Judgment.Weight, _ ruling: Judgment.Ruling) -> [StyledLine] {
        guard let note = note(weight, ruling, beside: weight.severity) else { return [line] }
        let joined = note.spans.reduce(line.adding("  ")) { $0.adding($1.text, $1.role) }
        var below = note
        below.indent = 8
        return joined.width <= options.width ? [joined] : [line, below]
    }

    private func lines(of field: Judgment.FieldViolation, in violation: Judgment.Violation) -> [StyledLine] {
        FieldLines(width: options.width, lineLimit: options.lineLimit).lines(
            of: field.change, note: note(field.weight, field.ruling, beside: report.shownSeverity(violation)), indent: 8
        )
    }

    /// What it means, and which rule said so.
    private func note(
        _ weight: Judgment.Weight, _ ruling: Judgment.Ruling, beside shown: Severity
    ) -> StyledLine? {
        var line = StyledLine()
        if weight.severity != shown { line = line.adding("[\(weight.severity.rawValue)]", .severity(weight.severity)) }
        if let meaning = weight.meaning {
            line = line.adding((line.spans.isEmpty ? "" : " ") + "(\(meaning))", .faint)
        }
        if let words = Prose.ruling(ruling) { line = line.adding((line.spans.isEmpty ? "" : " ") + words, .warning) }
        return line.spans.isEmpty ? nil : line
    }

    /// `~ Deployment.apps web`, with the namespace unless it stands above.
    static func object(
        _ identity: Identity, _ sign: String, _ role: StyledLine.Role, inNamespace: Bool = false
    ) -> StyledLine {
        let name = inNamespace ? "\(identity.groupKind) " : identity.namespace.map { "\(identity.groupKind) \($0)/" }
        return StyledLine(sign + " ", role, indent: inNamespace ? 4 : 2)
            .adding(name ?? "\(identity.groupKind) ").adding(identity.name, .place)
    }
}
