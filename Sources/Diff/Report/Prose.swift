import Snapshot

/// The sentences of a report. Every format for people takes its words from here, so that all of them say the same.
struct Prose {
    let report: Report
    var judgment: Judgment { report.judgment }

    init(_ report: Report) { self.report = report }

    /// Whether a baseline judged, so that the words are about what ought to be.
    var isCheck: Bool { report.command == .check }

    // MARK: The verdict

    /// How the verdict is meant.
    enum Tone: String {
        /// Nothing to worry about.
        case good
        /// Not enough is known.
        case warning
        /// Something is wrong.
        case bad
    }

    /// How the verdict is meant.
    var tone: Tone {
        switch judgment.status {
        case .same: judgment.allViolations.isEmpty && judgment.unmet.isEmpty ? .good : .warning
        case .inconclusive: .warning
        case .drift, .failed, .evidenceInvalid: .bad
        }
    }

    /// The verdict in a few words: `NO DRIFT`, with what takes most of its weight away.
    var verdict: String {
        ([outcome] + (report.trustsIndex ? ["INDEX NOT CHECKED"] : [])
            + (judgment.acceptsAlmostEverything ? ["THE BASELINE ACCEPTS ALMOST EVERYTHING"] : [])
            + (judgment.trustsAnybody ? ["THE BASELINE TRUSTS ANYBODY"] : [])
            + (judgment.ignoresSecretValues ? ["SECRET VALUES NOT COMPARED"] : []))
            .joined(separator: ", ")
    }

    private var outcome: String {
        switch judgment.status {
        case .evidenceInvalid: "EVIDENCE INVALID"
        case .failed: "FAILED"
        case .drift:
            if judgment.hasDifferences(from: judgment.threshold) {
                judgment.violations.isEmpty ? "UPGRADE TO REVIEW" : "DRIFT"
            } else {
                judgment.hasDrift ? "NOT AS REQUIRED" : "CHANGED MANUALLY"
            }
        case .inconclusive: "INCONCLUSIVE"
        case .same where !(judgment.allViolations.isEmpty && judgment.unmet.isEmpty): "BELOW THRESHOLD"
        case .same: report.before.kind == .nothing ? "CLEAN" : "NO DRIFT"
        }
    }

    /// What the verdict means here, and what it is not about.
    var sentence: String { [statement, notJudged ?? ""].filter { !$0.isEmpty }.joined(separator: "; ") }

    /// `515 objects not judged: no manifest declares them`; `nil` when everything was.
    var notJudged: String? {
        let count = report.counts.undeclared
        guard count > 0 else { return nil }
        return "\(Words.count(count, "object")) not judged: no manifest declares \(count == 1 ? "it" : "them")"
    }

    private var statement: String {
        switch judgment.status {
        case .evidenceInvalid: return "a signature or checksum of what was compared does not match"
        case .failed: return ""
        case .drift: return findings.isEmpty ? judgment.verdict?.statement ?? "" : findings
        case .same where !findings.isEmpty:
            return findings + "; fails from severity \(judgment.threshold.rawValue)"
        case .inconclusive where judgment.verdict?.outcome == .inconclusive: return judgment.verdict?.statement ?? ""
        case .same where report.before.kind == .nothing: return judgment.verdict?.statement ?? ""
        case .inconclusive: return "no drift was found, but something in scope could not be compared"
        case .same:
            let accepted = report.acceptedCount
            return accepted > 0
                ? Words.count(accepted, "difference") + ", all accepted by rules" : "nothing in scope differs"
        }
    }

    /// The verdict, what it means and the exit status, in one line.
    var verdictLine: String { verdict + (sentence.isEmpty ? "" : ": \(sentence)") + " (\(exit))" }

    /// What differs and what is not met, in one line; empty when neither is.
    var findings: String {
        [
            judgment.violations.isEmpty ? nil : differences, upgradeCount,
            judgment.unmet.isEmpty ? nil : unmetCount,
        ].compactMap { $0 }.joined(separator: "; ")
    }

    /// `upgrade 1.33 → 1.34 to review: 23 differences in 12 objects`; `nil` without one.
    var upgradeCount: String? {
        judgment.upgrade.map { upgrade in
            "upgrade \(upgrade.title) to review: \(Words.count(upgrade.differenceCount, "difference")) in "
                + Words.count(upgrade.violations.count, "object")
        }
    }

    /// `2 requirements not met`.
    var unmetCount: String { "\(Words.count(judgment.unmet.count, "requirement")) not met" }

    /// What a requirement lacks, a line each.
    static func faults(_ result: RequirementResult, limit: Int = .max) -> [String] {
        let hidden = result.faults.count - limit
        return result.faults.prefix(limit).map(\.text) + (hidden > 0 ? ["and \(Words.grouped(hidden)) more"] : [])
    }

    /// `8 differences in 6 objects: 3 critical, 2 high`.
    var differences: String {
        let head =
            "\(Words.count(judgment.violationCount, "difference")) in \(Words.count(judgment.violations.count, "object"))"
        let parts = severities.map { "\(Words.grouped($0.count)) \($0.severity.rawValue)" }
        return parts.isEmpty ? head : head + ": " + parts.joined(separator: ", ")
    }

    /// How many violating objects there are of each severity that occurs.
    var severities: [(severity: Severity, count: Int)] {
        Severity.allCases.map { ($0, judgment.count(of: $0)) }.filter { $0.1 > 0 }
    }

    /// `exit status 1 (drift); also holds: 3 (…)`.
    var exit: String { Self.exit(report.statuses) }

    /// The same of statuses that hold, the one to exit with first.
    static func exit(_ statuses: [ExitStatus]) -> String {
        let words = statuses.map { "\($0.rawValue) (\($0.words))" }
        let also = words.dropFirst()
        return "exit status " + words[0] + (also.isEmpty ? "" : "; also holds: " + also.joined(separator: ", "))
    }

    // MARK: Differences

    /// The sign before an object: `+`, `-`, `~`, `!`.
    static func sign(_ violated: Judgment.Violated) -> String {
        switch violated {
        case .added: "+"
        case .removed: "-"
        case .modified: "~"
        case .tampered: "!"
        }
    }

    /// What happened to an object; empty for one whose fields tell.
    func event(_ violated: Judgment.Violated) -> String {
        switch violated {
        case .added: isCheck ? "unexpected" : "added"
        case .removed: isCheck ? "missing" : "removed"
        case .modified: ""
        case .tampered(_, let owner): "differs from the template of its owner \(owner.kind) \(owner.name)"
        }
    }

    /// What the difference of a whole object means, and why it is a violation; `nil` for one whose fields tell.
    static func whole(_ violated: Judgment.Violated) -> (weight: Judgment.Weight, ruling: Judgment.Ruling)? {
        switch violated {
        case .added(let weight, let ruling), .removed(let weight, let ruling): (weight, ruling)
        case .modified, .tampered: nil
        }
    }

    /// Which rule made it a violation, and how; `nil` when none speaks of it.
    static func ruling(_ ruling: Judgment.Ruling) -> String? {
        switch ruling {
        case .unruled: nil
        case .forbidden(let rule): "forbidden by rule \(rule)"
        case .outsideAllowance(let rule, let allowed): "rule \(rule) allows \(allowed)"
        case .expired(let rule, let date): "rule \(rule) expired on \(date)"
        }
    }

    /// What it means and which rule says so, in one line; empty when there is nothing to say.
    static func note(_ weight: Judgment.Weight, _ ruling: Judgment.Ruling) -> String {
        [weight.meaning, Self.ruling(ruling)].compactMap { $0 }.joined(separator: "; ")
    }

    // MARK: What could not be seen

    /// What one of the states is called.
    func side(_ side: Side) -> String {
        switch side {
        case .before: isCheck ? "baseline" : "before"
        case .after: isCheck ? "state" : "after"
        }
    }

    /// One kind of thing that could not be seen, with what it was.
    struct Blindness {
        let title: String
        let words: String
        let rows: [String]
        /// Whether it makes the evidence false, rather than less.
        var isBreach = false
    }

    /// Everything that could not be seen or does not hold; empty when all is well.
    var blindness: [Blindness] {
        let gaps = judgment.gaps.map { "\(side($0.side)): \(Words.gap($0.gap))" }
        let unknown = judgment.unknown.map { change in
            let absent = if case .added = change.kind { Side.before } else { Side.after }
            return "\(change.identity): not readable in \(side(absent))"
        }
        let incomparable = judgment.incomparable.map { change in
            "\(change.identity): " + change.fields.map(\.path.description).joined(separator: ", ")
        }
        let mismatch = KeyMismatch(report)
        return [
            Blindness(
                title: "EVIDENCE", words: "does not hold",
                rows: judgment.breaches.map { "\($0.subject): \($0.words)" }, isBreach: true),
            Blindness(title: "UPGRADE", words: upgradeWords, rows: upgradeRows),
            Blindness(title: "NOT READ", words: "\(Words.count(gaps.count, "type")) in scope", rows: gaps),
            Blindness(
                title: "NOT KNOWN",
                words: "\(Words.count(unknown.count, "object")) of a type that one side could not read", rows: unknown),
            Blindness(
                title: "NOT COMPARABLE",
                words:
                    "\(Words.count(incomparable.count, "object")) with values redacted under another key, or on one side only",
                rows: (mismatch.map { ["values are \($0.words)"] + $0.cure } ?? []) + incomparable),
            Blindness(
                title: "NOT EVALUATED",
                words:
                    "\(Words.count(judgment.requirements.count(where: \.isInconclusive), "requirement")) not evaluated",
                rows: unanswered),
            Blindness(title: "NOT CHECKED", words: "", rows: judgment.skipped),
        ].filter { !$0.rows.isEmpty }
    }

    /// Requirements that could not be evaluated: those for one and the same reason in one line.
    private var unanswered: [String] {
        var rows: [String: [(name: String, text: String)]] = [:]
        var reasons: [String] = []
        for result in judgment.requirements where result.isInconclusive {
            for fault in result.faults {
                let reason = fault.obstacle ?? fault.text
                if rows[reason] == nil { reasons.append(reason) }
                rows[reason, default: []].append((result.requirement.name, fault.text))
            }
        }
        return reasons.map { reason in
            let rows = rows[reason] ?? []
            // Those of one requirement stand together.
            let names = rows.reduce(into: [String]()) { if $0.last != $1.name { $0.append($1.name) } }
            return names.count == 1
                ? "\(names[0]): " + rows.map(\.text).joined(separator: ", ")
                : "\(Words.count(names.count, "requirement")): \(reason): \(names.joined(separator: ", "))"
        }
    }

    // MARK: What else

    /// What the authors of the baseline should look at.
    static func finding(_ finding: Judgment.Finding) -> String {
        switch finding {
        case .expiredRule(let rule, let date, let count):
            "rule \(rule) expired on \(date): \(Words.count(count, "difference")) judged without it"
        case .staleRule(let rule): "rule \(rule) selects no object of either state"
        case .expiredRequirement(let name, let date): "requirement \(name) expired on \(date) and was not looked at"
        case .accepts(let words): "the baseline was tried out: \(words)"
        case .acceptedMuch(let rule, let words): "rule \(rule) \(words)"
        case .variedParameter(let name, let taken, let others):
            "parameter \(name) was taken as \(taken), and other places say \(others.joined(separator: ", "))"
        }
    }

    /// What an accepted difference was: its field and values, or what became of the whole object.
    static func words(_ sample: RuleEffect.Sample) -> String {
        guard let field = sample.field else { return sample.event ?? "" }
        switch (field.before.flatMap(FieldLines.inline), field.after.flatMap(FieldLines.inline)) {
        case (let before?, let after?): return "\(field.path)  \(before) → \(after)"
        case (nil, let after?) where field.before == nil: return "\(field.path)  + \(after)"
        case (let before?, nil) where field.after == nil: return "\(field.path)  - \(before)"
        default: return field.path.description
        }
    }

    /// Where something was ignored.
    static func place(_ item: Suppression) -> String {
        item.path.elements.isEmpty ? "(the whole object)" : item.path.description
    }

    /// The values that were ignored, short; `nil` where they say nothing.
    static func values(_ item: Suppression) -> (before: String, after: String)? {
        item.isBulky ? nil : (short(item.before), short(item.after))
    }

    private static func short(_ value: Value?) -> String {
        guard let value else { return "absent" }
        let text = CanonicalJSON.text(value)
        return text.count > 80 ? text.prefix(80) + "…" : text
    }

    /// Who answers for a rule, where it was decided, until when; empty when nobody says.
    static func responsibility(_ rule: Rule) -> String {
        responsibility(owner: rule.owner, ticket: rule.ticket, expires: rule.expires)
    }

    /// Who answers for something, where it was decided, until when; empty when nobody says.
    static func responsibility(owner: String?, ticket: String?, expires: CalendarDate?) -> String {
        [owner, ticket, expires.map { "until \($0)" }].compactMap { $0 }.joined(separator: ", ")
    }

    /// What made no work, in words.
    var alsoFacts: [String] {
        let counts = report.counts
        return [
            Words.count(counts.equal + counts.normalized, "object") + " equal",
            counts.derived > 0
                ? "\(Words.grouped(counts.derived)) controller-created, checked through their owners" : nil,
            counts.bookkeeping > 0 ? "\(Words.grouped(counts.bookkeeping)) system objects" : nil,
            judgment.orderOnly.isEmpty ? nil : "\(Words.grouped(judgment.orderOnly.count)) in another order only",
        ].compactMap { $0 }
    }

    /// What differs out of scope, by kind.
    var outsideFacts: [String] {
        judgment.outOfScope.sorted { $0.key < $1.key }.map { "\($0.key) ×\(Words.grouped($0.value))" }
    }

    /// What could not be read out of scope.
    var gapsOutside: [String] {
        judgment.gapsOutOfScope.map { "\(side($0.side)): \(Words.gap($0.gap)); out of scope" }
    }
}

extension Report {
    /// Differences that rules accepted.
    var acceptedCount: Int { judgment.effects.reduce(0) { $0 + $1.accepted } }
}
