package import Snapshot

/// Looks for sentences of a baseline that say nothing, or more than they have to: for its authors, without effect on a verdict.
///
/// What can be told from the document alone is found at once; the rest by looking at the golden resources and at states.
package struct BaselineLint: Sendable {
    /// What is wrong with a sentence.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Its last day is over.
        case expired
        /// An earlier rule decides everything that it could.
        case shadowed
        /// It selects no object of any state, nor a golden one.
        case selectsNothing
        /// Its path names no field of the objects that it selects; of rules that guard against a field that is to be
        /// nowhere this is not asked.
        case namesNothing
        /// It allows what no state has.
        case tooWide
        /// It would accept test differences that a baseline should notice.
        case acceptsMuch
        /// Nothing refers to it.
        case unused
        /// It says what cannot be.
        case impossible
    }

    /// One thing that the authors should look at.
    package struct Finding: Sendable, Hashable {
        /// What sort of thing.
        package let kind: Kind
        /// What it is about: `rule hpa-owns-replicas`.
        package let subject: String
        /// What is to be said of it, as a clause about the subject.
        package let words: String
        /// Where it stands in the document.
        package let position: InputPosition
    }

    /// Distinct values that are kept of one rule; more are not needed to tell whether it is too wide.
    private static let valueLimit = 1_000

    /// What was seen of one rule.
    private struct Sight: Sendable {
        var rule: Rule
        var isSelecting = false
        var selectedCount = 0
        var isNaming = false
        var values: Set<Value> = []
        var hasAddition = false
        var hasRemoval = false
    }

    private let today: CalendarDate
    private var sights: [String: Sight] = [:]
    private var findings: [Finding] = []
    /// How many states were looked at.
    package private(set) var stateCount = 0
    /// How many objects were looked at, golden and of states.
    private var objectCount = 0

    package init(today: CalendarDate) { self.today = today }

    // MARK: The document

    /// Looks at what a document says for one stage.
    package mutating func read(_ baseline: Baseline) {
        for (place, rule) in baseline.rules.enumerated() {
            if rule.isExpired(on: today), let last = rule.expires {
                add(.expired, "rule \(rule.name)", "expired on \(last) and accepts nothing", rule.position)
                continue
            }
            let above = baseline.rules[..<place].first { !$0.isExpired(on: today) && $0.shadows(rule) }
            guard let above else { continue }
            add(
                .shadowed, "rule \(rule.name)",
                "decides nothing: \(above.name) at line \(above.position.line) comes first",
                rule.position)
        }
        let reach = BaselineReach(baseline, today: today)
        if let words = reach.words, reach.isMuch {
            add(.acceptsMuch, "baseline \(baseline.name)", "accepts much: \(words)", InputPosition(line: 1, column: 1))
        }
        for row in WriterReach(baseline).rows {
            add(.acceptsMuch, row.section, row.words, InputPosition(line: 1, column: 1))
        }
        if let time = baseline.capturedAt, let day = CalendarDate(secondsSince1970: time.seconds),
            day > today
        {
            add(
                .impossible, "metadata.capturedAt",
                "is still to come (\(time.utcText)), so it does not tell who wrote before and who since",
                InputPosition(line: 1, column: 1))
        }
        for requirement in baseline.requirements where requirement.isExpired(on: today) {
            guard let last = requirement.expires else { continue }
            add(
                .expired, "requirement \(requirement.name)", "expired on \(last) and is not looked at",
                requirement.position)
        }
    }

    /// Takes down parameters to which nothing refers.
    package mutating func read(_ parameters: [Parameter], used: Set<String>) {
        for parameter in parameters {
            guard case .pattern(let pattern) = parameter.source,
                ["t1x", "/", "0.0.0.0/0 "].allSatisfy({ pattern.matches($0) })
            else { continue }
            add(
                .acceptsMuch, "parameter \(parameter.name)",
                "matches any value: its pattern matches everything", parameter.position)
        }
        for parameter in parameters where !used.contains(parameter.name) {
            add(.unused, "parameter \(parameter.name)", "is used in no resource and no rule", parameter.position)
        }
    }

    // MARK: Objects

    /// Begins with one state, judged by a baseline with these golden objects.
    package mutating func begin(_ baseline: Baseline, golden: EntryTable, state: EntryTable) {
        stateCount += 1
        for rule in baseline.rules where !rule.isExpired(on: today) {
            var sight = sights[rule.name] ?? Sight(rule: rule)
            sight.rule = rule
            if case .allow(let allowance) = rule.action, rule.path == nil {
                if allowance.addition {
                    sight.hasAddition =
                        sight.hasAddition
                        || state.contains { rule.match.selector.selects($0.identity) && golden[$0.identity] == nil }
                }
                if allowance.removal {
                    sight.hasRemoval =
                        sight.hasRemoval
                        || golden.contains { rule.match.selector.selects($0.identity) && state[$0.identity] == nil }
                }
            }
            sights[rule.name] = sight
        }
    }

    /// Looks at one object, golden or of a state.
    package mutating func look(at identity: Identity, _ object: Value) {
        let labels = ObjectTrace.labels(of: object)
        objectCount += 1
        for (name, sight) in sights where sight.rule.selects(identity, labels: labels) {
            sights[name]?.isSelecting = true
            sights[name]?.selectedCount += 1
            guard let path = sight.rule.path else { continue }
            let values = path.values(in: object)
            if values.isEmpty { continue }
            sights[name]?.isNaming = true
            if sight.values.count < Self.valueLimit { sights[name]?.values.formUnion(values) }
        }
    }

    // MARK: The result

    /// Everything that was found, in the order of the document.
    package var result: [Finding] {
        let seen = sights.values.flatMap { sight -> [Finding] in
            let subject = "rule \(sight.rule.name)"
            func finding(_ kind: Kind, _ words: String) -> Finding {
                Finding(kind: kind, subject: subject, words: words, position: sight.rule.position)
            }
            guard sight.isSelecting else {
                return [finding(.selectsNothing, "selects no object, golden or of a state")]
            }
            if let path = sight.rule.path, !sight.isNaming, !sight.rule.isGuard {
                return [finding(.namesNothing, "selects objects, and none of them has a field \(path.text)")]
            }
            return width(of: sight).map { finding(.tooWide, $0) } + share(of: sight).map { finding(.acceptsMuch, $0) }
        }
        let shadowed = Set(findings.filter { $0.kind == .shadowed }.map(\.subject))
        return (findings + seen.filter { !shadowed.contains($0.subject) }).sorted { a, b in
            (a.position.line, a.position.column, a.words) < (b.position.line, b.position.column, b.words)
        }
    }

    /// What a rule takes in that accepts whatever becomes of its objects, where that is half of them all.
    private func share(of sight: Sight) -> [String] {
        guard sight.rule.isUnlimited, objectCount >= Self.fewObjects, sight.selectedCount * 2 >= objectCount else {
            return []
        }
        return ["accepts whatever becomes of \(sight.selectedCount) of \(Words.count(objectCount, "object"))"]
    }

    /// Of fewer objects a share says nothing.
    private static let fewObjects = 8

    /// What a rule allows beyond everything that was seen.
    private func width(of sight: Sight) -> [String] {
        guard case .allow(let allowance) = sight.rule.action else { return [] }
        let held = Self.list(sight.values)
        guard sight.rule.path != nil else {
            return
                (allowance.addition && !sight.hasAddition
                ? ["allows objects that no state has besides the golden ones"] : [])
                + (allowance.removal && !sight.hasRemoval ? ["allows that objects are missing, and none is"] : [])
        }
        var words: [String] = []
        if let range = allowance.range {
            if let seen = ClosedBounds(spanning: sight.values.filter(range.contains)) {
                if seen.isNarrower(than: range) {
                    words.append("allows \(range.text), and \(seen.text) is all that was seen")
                }
            } else {
                words.append("allows \(range.text), and nothing that was seen lies there; seen was \(held)")
            }
        }
        let unseen = allowance.values.filter { !sight.values.contains($0) }
        if !unseen.isEmpty { words.append("unused: allows \(Self.list(unseen)), found \(held)") }
        let matched = sight.values.filter { value in
            allowance.patterns.contains { $0.matches(CanonicalJSON.plain(value)) }
        }
        if let pattern = allowance.patterns.first, matched.count <= 1 {
            words.append(
                "allows /\(pattern.text)/, and \(matched.isEmpty ? "nothing that was seen matches" : "\(Self.list(matched)) is all that was seen")"
            )
        }
        return words
    }

    private static func list(_ values: some Collection<Value>) -> String {
        let texts = values.map { value in
            let text = CanonicalJSON.text(value)
            return text.count > 80 ? "\(text.prefix(79))…" : text
        }.sorted(by: ByteOrder.precedes)
        return texts.prefix(5).joined(separator: ", ") + (texts.count > 5 ? " and \(texts.count - 5) more" : "")
    }

    private mutating func add(_ kind: Kind, _ subject: String, _ words: String, _ position: InputPosition) {
        let finding = Finding(kind: kind, subject: subject, words: words, position: position)
        if !findings.contains(finding) { findings.append(finding) }
    }
}
