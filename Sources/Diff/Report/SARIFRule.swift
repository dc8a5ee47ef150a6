import Snapshot

/// One sort of results of a SARIF log: what a difference means, or, where nothing says that, what happened; with its severity.
struct SARIFRule {
    /// Stable for ever: dismissals in code scanning hang on it.
    let id: String
    /// What happened, without the severity.
    let event: String
    /// `error`, `warning` or `note`.
    let level: String
    /// GitHub's number from 0 to 10.
    let score: String
    /// One sentence.
    let title: String
    /// What to do.
    let help: String

    /// As a reporting descriptor.
    var value: Value {
        [
            "id": .string(id), "name": .string(name), "shortDescription": ["text": .string(title)],
            "fullDescription": ["text": .string(title)], "help": ["text": .string(help), "markdown": .string(help)],
            "defaultConfiguration": ["level": .string(level)],
            "properties": [
                "security-severity": .string(score), "precision": "very-high",
                "tags": ["security", "drift", "kubernetes"],
                "problem.severity": .string(level == "note" ? "recommendation" : level),
            ],
        ]
    }

    /// How much it weighs beside others.
    var weight: Double { Double(score) ?? 0 }

    /// What a block of a report about what could not be seen is called: `not-read`.
    static func notification(_ title: String) -> String {
        title.lowercased().split(separator: " ").joined(separator: "-")
    }

    /// The id without hyphens, words capitalized, as viewers show it.
    private var name: String {
        id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The sort of a violation.
    static func of(_ violated: Judgment.Violated, _ weight: Judgment.Weight) -> SARIFRule {
        let event =
            switch violated {
            case .added: "added"
            case .removed: "removed"
            case .modified: "modified"
            case .tampered: "tampered"
            }
        let general = drift(event, weight.severity)
        guard let row = weight.meaning.flatMap(MeaningTable.row) else { return general }
        return SARIFRule(
            id: "\(row.id)-\(weight.severity.rawValue)", event: event, level: general.level, score: general.score,
            title: "It \(row.meaning). Severity: \(weight.severity.rawValue).", help: general.help)
    }

    /// The sort of a requirement that is not met.
    static func required(_ severity: Severity) -> SARIFRule { drift("required", severity) }

    /// The sorts of a log: the general ones, then those that its results have.
    static func all(in results: [CodeResult]) -> [SARIFRule] {
        var known = Set(all.map(\.id))
        return all + results.map(\.rule).filter { known.insert($0.id).inserted }
    }

    /// The sorts that say what happened and not what it means.
    private static let all: [SARIFRule] =
        ["added", "removed", "modified", "tampered", "required"].flatMap { event in
            Severity.allCases.map { drift(event, $0) }
        }
        + [expired, stale, varied, accepts]

    /// A rule of the baseline that is over.
    static let expired = SARIFRule(
        id: "baseline-rule-expired", event: "expired", level: "warning", score: "4.0",
        title: "A rule of the golden baseline has expired.",
        help: "Decide again: remove the rule, or give it a new date with a reason and a ticket.")

    /// A rule of the baseline that selects nothing.
    static let stale = SARIFRule(
        id: "baseline-rule-stale", event: "stale", level: "note", score: "1.0",
        title: "A rule of the golden baseline selects no object.",
        help: "Correct its selector or remove it: a rule that means nothing hides what its author meant.")

    /// A parameter that stands for more than one thing.
    static let varied = SARIFRule(
        id: "baseline-parameter-varies", event: "varied", level: "warning", score: "4.0",
        title: "One parameter of the golden baseline has different values in the state.",
        help: "Mend the places that differ, or give them a parameter of their own.")

    /// A baseline that accepts what nobody should.
    static let accepts = SARIFRule(
        id: "baseline-accepts-much", event: "accepts", level: "warning", score: "6.0",
        title: "The golden baseline accepts differences that it should notice.",
        help: "Give its rules names and paths, and its scope and tables only what has to be left out.")

    /// What the notifications of an invocation are called.
    static let notifications = [
        ("evidence", "A digest, a signature or a lineage does not hold."),
        ("not-read", "A resource type in scope could not be read."),
        ("not-known", "An object is of a type that one side could not read."),
        ("not-comparable", "A redacted value was made under another key."),
        ("not-answered", "A requirement could not be answered."),
        ("not-checked", "A check that belongs to the command could not be made."),
        ("results-left-out", "There are more results than code scanning takes."),
    ]

    private static func drift(_ event: String, _ severity: Severity) -> SARIFRule {
        let (level, score) =
            switch severity {
            case .critical: ("error", "9.5")
            case .high: ("error", "8.0")
            case .medium: ("warning", "5.5")
            case .low: ("note", "2.0")
            }
        let (title, help) =
            switch event {
            case "added":
                (
                    "An object is there that should not be.",
                    "Delete it, or put it into Git and into the golden baseline."
                )
            case "removed":
                ("An object is missing.", "Let the reconcile loop restore it, or remove it from the golden baseline.")
            case "required":
                (
                    "Something that the golden baseline requires is not so.",
                    "Put right what the message names, or change the requirement with a reason."
                )
            case "tampered":
                (
                    "A controller's copy differs from the template of its owner.",
                    "Somebody changed the copy manually: find out who, and let the controller make it again."
                )
            default:
                (
                    "A field differs from what was agreed.",
                    "Find out who changed it, then revert it or accept it with `snapctl baseline accept` and a reason."
                )
            }
        return SARIFRule(
            id: "\(event)-\(severity.rawValue)", event: event, level: level, score: score,
            title: "\(title) Severity: \(severity.rawValue).", help: help)
    }
}
