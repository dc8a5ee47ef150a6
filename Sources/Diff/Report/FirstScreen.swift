import Snapshot

/// What a person needs before anything else: who changed it, how complete the states are, the top findings, and what to
/// type next. Everything below it is detail.
package struct FirstScreen {
    private let report: Report
    private let width: Int
    private let prose: Prose
    private var judgment: Judgment { report.judgment }

    /// The most findings on it; the others are counted.
    private static let limit = 8

    package init(report: Report, width: Int) {
        self.report = report
        self.width = width
        prose = Prose(report)
    }

    /// The lines below the verdict.
    package func lines() -> [StyledLine] {
        var lines = labeled("changed by", prose.writers + (prose.proof.map { [$0] } ?? []))
        lines += labeled(prose.isComplete ? "complete" : "incomplete", prose.completeness)
        lines += labeled("since", prose.since)
        let shown = ranked
        lines += findings(shown)
        let first = (shown.first?.violation ?? judgment.violations.first)?.identity
        return lines
            + (first.map { prose.commands(for: $0) } ?? []).flatMap { labeled("next", [$0]) }.map { line in
                var line = line
                line.isCommand = true
                return line
            }
    }

    private func labeled(_ label: String, _ facts: [String]) -> [StyledLine] {
        facts.isEmpty ? [] : StyledLine.flow(label, facts, width: width)
    }

    /// Findings that weigh most, what matters most first.
    private var ranked: [(severity: Severity, violation: Judgment.Violation)] {
        var shown = judgment.violations.filter { !report.isExplained($0) && report.shownSeverity($0) >= .high }
            .map { (severity: report.shownSeverity($0), violation: $0) }
        shown.sort { a, b in
            if a.severity != b.severity { return a.severity > b.severity }
            let (left, right) = (Self.rank(a.violation.identity), Self.rank(b.violation.identity))
            return left == right ? a.violation.identity < b.violation.identity : left < right
        }
        return shown
    }

    private func findings(_ shown: [(severity: Severity, violation: Judgment.Violation)]) -> [StyledLine] {
        let rows = shown.prefix(Self.limit).map { ($0.severity, $0.violation, $0.violation.identity.reference) }
        let room = min(48, rows.map { TextWidth.columns($0.2) }.max() ?? 0)
        // Behind the label and the sign.
        let start = StyledLine.labelColumn + 2
        var lines: [StyledLine] = []
        var label: Severity?
        for (severity, violation, name) in rows {
            let head = label == severity ? "" : severity.rawValue
            label = severity
            let sign = Prose.sign(violation.violated)
            var line = StyledLine(
                head + String(repeating: " ", count: StyledLine.labelColumn - head.count), .severity(severity)
            )
            .adding(sign + " ", ChangeLines.role(of: violation.violated)).adding(name, .place)
            line.hang = start + 2
            guard let words = prose.gist(of: violation) else {
                lines.append(line)
                continue
            }
            let columns = (name: TextWidth.columns(name), words: TextWidth.columns(SafeText.terminal(words)))
            if start + max(room, columns.name) + 2 + columns.words <= width {
                lines.append(line.adding(String(repeating: " ", count: max(0, room - columns.name) + 2) + words))
            } else if start + columns.name + 2 + columns.words <= width {
                lines.append(line.adding("  " + words))
            } else {
                var below = StyledLine(words, indent: start + 2)
                below.hang = start + 2
                lines += [line, below]
            }
        }
        let hidden = Dictionary(grouping: shown.dropFirst(Self.limit), by: \.severity)
        if !hidden.isEmpty {
            let counts = Severity.allCases.compactMap { severity in
                hidden[severity].map { "\(Words.grouped($0.count)) \(severity.rawValue)" }
            }
            lines.append(
                StyledLine("and \(counts.joined(separator: ", ")) more below", .faint, indent: StyledLine.labelColumn))
        }
        return lines
    }

    /// What matters most among findings of one severity: rights, what judges all writes, what runs, what reaches what.
    private static func rank(_ identity: Identity) -> Int {
        switch identity.group {
        case "rbac.authorization.k8s.io", "certificates.k8s.io": 0
        case "admissionregistration.k8s.io", "apiregistration.k8s.io", "templates.gatekeeper.sh",
            "constraints.gatekeeper.sh":
            1
        case "apps", "batch": 2
        case "networking.k8s.io": 3
        default: identity.kind == "Pod" ? 2 : 4
        }
    }
}

extension Prose {
    /// Whether everything in scope was read and compared.
    var isComplete: Bool {
        judgment.gaps.isEmpty && judgment.unknown.isEmpty && judgment.incomparable.isEmpty && judgment.skipped.isEmpty
            && judgment.breaches.isEmpty
    }

    /// How much was read and compared, and whether signatures were checked.
    var completeness: [String] {
        var facts: [String] = []
        if let coverage = report.after.manifest?.coverage, report.after.kind == .cluster {
            let inScope = coverage.filter { $0.state == .complete || $0.state == .gap }
            let read = inScope.count { $0.state == .complete }
            // A gap that the baseline's scope leaves out is said below and decides nothing.
            let rest = read < inScope.count && isComplete ? ", the rest out of scope" : ""
            facts.append("\(Words.grouped(read)) of \(Words.grouped(inScope.count)) types" + rest)
        } else {
            facts.append(Words.count(report.after.objectCount, "object"))
        }
        let sources = [report.before, report.after]
        if !judgment.incomparable.isEmpty {
            facts.append("\(Words.count(judgment.incomparable.count, "object")) not comparable")
        } else if judgment.ignoresSecretValues {
            facts.append("secret values not compared")
        } else if sources.contains(where: { $0.leftOut.contains("secrets") }) {
            facts.append("secrets left out")
        } else if sources.allSatisfy({ $0.redactionKeyID != nil }) {
            facts.append("secrets compared")
        }
        let signatures = sources.compactMap(Self.voucher)
        if let first = signatures.first {
            facts +=
                signatures.allSatisfy { $0 == first }
                ? [first]
                : sources.compactMap { source in
                    Self.voucher(source).map { "\(source.argument): \($0)" }
                }
        }
        return facts
    }

    /// What a finding means in a few words: the meaning of its worst part, else what happened; `nil` when the fields tell.
    func gist(of violation: Judgment.Violation) -> String? {
        if let whole = Self.whole(violation.violated) { return whole.weight.meaning ?? event(violation.violated) }
        let worst = violation.fields.max { $0.weight.severity < $1.weight.severity }
        return worst.map { field in
            field.weight.meaning ?? Self.ruling(field.ruling) ?? field.change.path.description
        }
    }

    /// Commands that go on from one object; empty when a state cannot be named again.
    func commands(for identity: Identity) -> [String] {
        let sources = [report.before, report.after]
        guard sources.allSatisfy({ $0.kind != .nothing && $0.argument != "-" }), !sources.contains(where: \.isLive)
        else {
            return []
        }
        let states = [report.before.argument, report.after.argument]
        // A state that says of which cluster it is needs no word about its stage.
        let stage = report.after.cluster == nil ? report.authority?.stage.map { ["--stage", $0] } ?? [] : []
        let words =
            isCheck
            ? ["baseline", "accept"] + states + ["--object"] + identity.words
                + stage + ["--reason", "WHY", "--dry-run"]
            : ["explain"] + states + identity.words
        let command = ShellWords.text(words)
        // What would be spelled out on a terminal is no longer the name.
        return ByteOrder.same(SafeText.terminal(command), command) ? [command] : []
    }
}

extension Report {
    /// The verdict in one line, without cluster text: `DRIFT  4 differences in 4 objects: 4 medium`.
    package var headline: String {
        let prose = Prose(self)
        return prose.verdict + (prose.sentence.isEmpty ? "" : "  " + prose.sentence)
    }
}

extension ReportSource {
    /// Whether it was read from a cluster just now, so that naming it again would read it again.
    fileprivate var isLive: Bool { kind == .cluster && digest == nil }
}

extension Identity {
    /// Groups whose kinds kubectl finds by the kind alone.
    private static let builtInGroups: Set<String> = [
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps", "autoscaling",
        "batch", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io", "node.k8s.io", "policy", "rbac.authorization.k8s.io", "scheduling.k8s.io",
        "storage.k8s.io",
    ]

    private var type: String {
        kind.lowercased() + (Self.builtInGroups.contains(group) ? "" : ".\(group)")
    }

    /// Type and name in one word, as kubectl takes them: `clusterrolebinding/ops`.
    private var typedName: String { "\(type)/\(name)" }

    /// The words that name it on a command line of kubectl and snapctl.
    var words: [String] { [typedName] + (namespace.map { ["-n", $0] } ?? []) }

    /// As kubectl takes it: `clusterrolebinding/ops`, `networkpolicy/default -n payments`.
    package var reference: String { typedName + (namespace.map { " -n \($0)" } ?? "") }
}
