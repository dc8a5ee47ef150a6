import Snapshot

/// The part of a text report that says whether anybody changed the cluster by hand.
struct VerdictLines {
    let verdict: Verdict

    /// The most findings of one leg and weight before the rest is only counted.
    private static let limit = 12

    /// The outcome, what stands in its way, and each leg.
    func lines() -> [StyledLine] {
        let role: StyledLine.Role =
            switch verdict.outcome {
            case .clean: .good
            case .violated: .bad
            case .inconclusive: .warning
            }
        var lines = [
            StyledLine("ZERO KUBECTL", .heading).adding("  ").adding(verdict.outcome.rawValue.uppercased(), role)
                .adding("  " + verdict.statement)
        ]
        lines += verdict.obstacles.map { StyledLine($0, .warning, indent: 2) }
        let origins = Origin.Kind.allCases.compactMap { kind in
            verdict.origins[kind].map { "\(Words.grouped($0)) \(kind.rawValue)" }
        }
        if !origins.isEmpty {
            lines.append(StyledLine("origins: " + origins.joined(separator: ", "), .faint, indent: 2))
        }
        for leg in verdict.legs { lines += self.lines(of: leg) }
        return lines
    }

    private func lines(of leg: Verdict.Leg) -> [StyledLine] {
        var lines = [
            StyledLine(leg.leg.rawValue, .heading, indent: 2).adding("  " + (leg.basis ?? "missing"), .faint)
        ]
        for weight in Verdict.Weight.allCases {
            let findings = leg.findings.filter { $0.weight == weight }
            for finding in findings.prefix(Self.limit) { lines.append(line(of: finding)) }
            let hidden = findings.count - Self.limit
            if hidden > 0 {
                lines.append(
                    StyledLine(
                        "… and \(Words.grouped(hidden)) more (\(weight.rawValue)); -o json has all", .faint, indent: 4))
            }
        }
        lines += leg.blindSpots.map { StyledLine("cannot show: " + $0, .faint, indent: 4) }
        return lines
    }

    private func line(of finding: Verdict.Finding) -> StyledLine {
        let (sign, role): (String, StyledLine.Role) =
            switch finding.weight {
            case .hand: ("!", .bad)
            case .doubt: ("?", .warning)
            case .harmless: ("·", .faint)
            }
        var line =
            finding.identity.map { ChangeLines.object($0, sign, role) } ?? StyledLine(sign + " ", role, indent: 2)
        line.indent = 4
        line = line.adding("  " + finding.words)
        if let author = finding.author { line = line.adding("  " + author.words, .faint) }
        return line
    }
}
