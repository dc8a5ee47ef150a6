import Snapshot

/// Why something is a difference and what can be done about it, folded below it.
struct HTMLRemedy {
    let report: Report
    private let prose: Prose

    init(_ report: Report) {
        self.report = report
        prose = Prose(report)
    }

    /// - Parameter isShared: Whether it stands for several objects: then only what is the same for all of them is said.
    func details(of violation: Judgment.Violation, isShared: Bool = false) -> Markup {
        let why: [Markup] = reasons(violation).map { "<div><dt>Why</dt><dd>\($0)</dd></div>" }
        let title = isShared ? "Why" : "Why, and what to do"
        return """
            <details class="do"><summary>\(title)</summary><dl>\(why)\(isShared ? "" : steps(for: violation))</dl></details>

            """
    }

    /// What keeps it, what undoes it, and where to go on.
    private func steps(for violation: Judgment.Violation) -> Markup {
        let remedy = report.remedy(for: violation)
        let patch: Markup = remedy.patch.map { "<pre>\(lines(YAMLWriter.text($0)))</pre>" } ?? ""
        let left: [Markup] = remedy.left.map { "<p class=\"faint\">not in the patch: \($0)</p>" }
        let undo: [Markup] = remedy.undo.map { "<div><dt>Undo it</dt><dd>\(step($0))</dd></div>" }
        let next: [Markup] = prose.commands(for: violation.identity).map {
            "<div><dt>\(prose.isCheck ? "Accept it" : "Explain it")</dt><dd>\(command($0))</dd></div>"
        }
        return "<div><dt>Keep it</dt><dd>edit \(remedy.source)\(patch)\(left)</dd></div>\(undo)\(next)"
    }

    private func step(_ step: Remedy.Step) -> Markup {
        switch step {
        case .command(let text): command(text)
        case .sentence(let text): "\(text)"
        }
    }

    /// The script makes it something to click at that copies.
    private func command(_ text: String) -> Markup { "<code class=\"cmd\">\(text)</code>" }

    /// Line by line: a line's own text never ends it.
    private func lines(_ text: String) -> [Markup] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0).prefix(200)
            .map { "\(TextWidth.clipped(String($0), to: 400))\n" }
    }

    /// How it came to be a difference, and where the object comes from.
    private func reasons(_ violation: Judgment.Violation) -> [String] {
        var reasons: [String] = []
        func add(_ weight: Judgment.Weight, _ ruling: Judgment.Ruling, _ place: String) {
            let rule =
                Prose.ruling(ruling)
                ?? (prose.isCheck ? "no rule of the baseline accepts it" : "no normalization rule ignores it")
            let meaning = weight.meaning.map { "it \($0)" } ?? "no row of the severity table speaks of it"
            reasons.append("\(place)\(weight.severity.rawValue), for \(meaning); \(rule)")
        }
        if let (weight, ruling) = Prose.whole(violation.violated) { add(weight, ruling, "") }
        for field in violation.fields.prefix(8) { add(field.weight, field.ruling, "\(field.change.path): ") }
        if let origin = report.judgment.attributions[violation.identity]?.origin {
            reasons.append("the object comes from: \(origin.kind.rawValue), \(origin.evidence)")
        }
        return reasons
    }
}
