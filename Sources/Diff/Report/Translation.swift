import Snapshot

/// How the terms of one cluster became those of the other in a report: what a mapping did, and which patterns are left.
package struct Translation: Sendable {
    /// What was substituted in the earlier state, in the order in which it was asked for.
    package let uses: [MappedState.Use]
    /// By what else the first state was read in the terms of the second, in sentences.
    package let notes: [String]
    /// What to look at: unused substitutions, values that stood already where others were expected.
    package let findings: [String]
    /// The patterns that are left.
    package let patterns: ComparisonPatterns

    package init(
        uses: [MappedState.Use] = [], notes: [String] = [], findings: [String] = [],
        patterns: ComparisonPatterns = .init()
    ) {
        self.uses = uses
        self.notes = notes
        self.findings = findings
        self.patterns = patterns
    }

    /// What the parameters of a baseline did, in sentences.
    package static func notes(_ translation: StageTranslation, objects: Int) -> [String] {
        let (from, to) = translation.stages
        return [
            "the baseline's parameters of stage \(from) were read as those of \(to), in \(Words.count(objects, "object"))",
            "copies that controllers made in the first state were left out, those in the second held against templates",
        ]
    }

    /// Whether there is nothing to say.
    package var isEmpty: Bool { !isMapped && patterns.patterns.isEmpty }

    /// Whether the first state was read in other terms than its own.
    var isMapped: Bool { !(uses.isEmpty && notes.isEmpty && findings.isEmpty) }

    /// Whether a field is different by a pattern alone.
    func explains(_ path: FieldPath, of identity: Identity) -> Bool {
        patterns.explained[identity]?.contains(path) ?? false
    }

    /// How many differing fields the patterns explain.
    var explainedCount: Int { patterns.explained.values.reduce(0) { $0 + $1.count } }

    /// The option that would map the pattern away.
    static func option(_ pattern: Pattern) -> String {
        "--map " + ShellWords.quoted("value:\(pattern.values.texts.first ?? "")=\(pattern.values.texts.last ?? "")")
    }

    /// Patterns that can be given on a command line: short, on one line, and no words that mean something elsewhere too.
    var mappable: [Pattern] {
        patterns.patterns.filter { pattern in
            pattern.values.texts.allSatisfy {
                $0.utf8.count <= 128 && !$0.utf8.contains(0x0A) && !CommonWords.contain($0)
            }
        }
    }
}

extension Report {
    /// The weightiest of the differences in which a pattern stands; `nil` when rules accept all of them.
    func severity(of pattern: Pattern) -> Severity? {
        let objects = Dictionary(grouping: pattern.sites, by: \.identity)
        return judgment.violations.compactMap { violation -> Severity? in
            guard let sites = objects[violation.identity] else { return nil }
            return violation.fields.filter { field in sites.contains { $0.path.isInside(field.change.path) } }
                .map(\.weight.severity).max()
        }.max()
    }

    /// The fields of an object that are said of it alone, not by a pattern. Formats for people list these.
    func remaining(_ violation: Judgment.Violation) -> [Judgment.FieldViolation] {
        guard let translation else { return violation.fields }
        return violation.fields.filter { !translation.explains($0.change.path, of: violation.identity) }
    }

    /// How much an object matters by what is said of it alone.
    func shownSeverity(_ violation: Judgment.Violation) -> Severity {
        remaining(violation).map(\.weight.severity).max() ?? violation.severity
    }

    /// Whether every difference of an object is said by the patterns.
    func isExplained(_ violation: Judgment.Violation) -> Bool {
        !violation.fields.isEmpty && remaining(violation).isEmpty
    }
}
