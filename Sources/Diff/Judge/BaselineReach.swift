package import Snapshot

/// Which test differences a baseline would not call a violation, and by which of its sentences.
///
/// Whoever may write `baseline.yaml` can write that everything is accepted, in many ways: a rule for every name, a scope
/// that leaves out every kind, a table that takes away `spec`, a severity for everything below the threshold. None of them
/// is looked for: the test differences are judged as real ones are, and what passes is said.
package struct BaselineReach: Sendable {
    /// A test difference that nobody would hear of.
    package struct Passed: Sendable, Hashable {
        package let area: String
        package let kind: GroupKind
        /// `added`, `removed`, `modified`
        package let event: SeverityRow.Event
        /// The sentence of the baseline that accepts it.
        package let sentence: String
        /// What it weighs where no baseline says otherwise.
        package let severity: Severity
    }

    /// What passed, in the order of the table.
    package let passed: [Passed]
    /// How many were tried.
    package let count: Int

    /// Tries every test difference, under names that the sentences of the baseline take in without naming them.
    package init(_ baseline: Baseline, today: CalendarDate) {
        let unknown = UnknownNames(baseline)
        let modified = Self.modifications(baseline)
        let judge = Judge(baseline: baseline, today: today)
        let weights = Self.weights(baseline, modified, as: unknown.plain, today)
        var asked: Set<Case> = []
        var parts: [[Case: Passed]] = []
        for calls in unknown.calls(of: baseline) {
            var part: [Case: Passed] = [:]
            for call in calls {
                for event in Self.events {
                    let items = Self.changes(event, as: call, modified)
                    var comparison = Comparison()
                    comparison.changes = items.compactMap(\.change).sorted { $0.identity < $1.identity }
                    let labels = Dictionary(uniqueKeysWithValues: items.map { ($0.identity, call.labels) })
                    let judgment = judge.judge(comparison, known: [Identity]?.none, labels: labels)
                    let violations = Dictionary(
                        uniqueKeysWithValues: judgment.violations.map { ($0.identity, $0.severity) })
                    for item in items {
                        let test = TestDifferences.all[item.place]
                        // What a scope takes in is what a baseline is about; what it leaves out again is not.
                        guard
                            baseline.scope.include.isEmpty
                                || baseline.scope.include.contains(where: { $0.selects(item.identity) })
                        else { continue }
                        let key = Case(place: item.place, event: event)
                        asked.insert(key)
                        let weight = weights[key] ?? .low
                        guard part[key] == nil,
                            let sentence = Self.sentence(
                                item, violations[item.identity], weight, baseline, call.labels, today)
                        else { continue }
                        part[key] = Passed(
                            area: test.area, kind: item.identity.groupKind, event: event, sentence: sentence,
                            severity: weight)
                    }
                }
            }
            parts.append(part)
        }
        count = asked.count
        // What only one part of the scope lets pass is a decision about that part.
        passed = (parts.first ?? [:]).filter { key, _ in parts.allSatisfy { $0[key] != nil } }
            .sorted { $0.key < $1.key }.map(\.value)
    }

    private static let events: [SeverityRow.Event] = [.added, .removed, .modified]

    /// A test difference and what becomes of its object.
    private struct Case: Hashable, Comparable {
        let place: Int
        let event: SeverityRow.Event

        static func < (a: Case, b: Case) -> Bool { (a.place, a.event.rawValue) < (b.place, b.event.rawValue) }
    }

    /// An object that is tried; without a change where the tables of the baseline see none.
    private struct Item {
        let place: Int
        let identity: Identity
        let change: Change?
    }

    private static func changes(
        _ event: SeverityRow.Event, as call: UnknownNames.Call, _ modified: [[FieldChange]]
    ) -> [Item] {
        TestDifferences.all.enumerated().map { place, test in
            let identity = test.identity(as: call)
            let change: Change? =
                switch event {
                case .added: Change(identity: identity, kind: .added)
                case .removed: Change(identity: identity, kind: .removed)
                case .modified, .tampered:
                    modified[place].isEmpty ? nil : Change(identity: identity, kind: .modified(modified[place]))
                }
            return Item(place: place, identity: identity, change: change)
        }
    }

    /// How the member of each test difference changes, as the tables of the baseline see it.
    private static func modifications(_ baseline: Baseline) -> [[FieldChange]] {
        let tables = baseline.tables
        let normalizer = Normalizer(
            schema: FieldSchema(BuiltinSchema.facts, tables: tables.schema), rules: tables.fieldRules)
        let fields = FieldComparer(normalizer: normalizer)
        let hasStatus = Set(BuiltinTypes.all.filter(\.hasStatus).map(\.groupKind))
        return TestDifferences.all.map { test in
            let after = test.object.setting(test.path[...], to: test.value)
            let pair = Declaration.pair(test.object, after, normalizer: normalizer, hasStatus: hasStatus)
            let apiVersion = test.object["apiVersion"]?.string ?? ""
            return fields.compare(pair.before, pair.after, apiVersion: apiVersion).changes.filter { $0.kind == .value }
        }
    }

    /// What the test differences weigh where no baseline says otherwise.
    private static func weights(
        _ baseline: Baseline, _ modified: [[FieldChange]], as call: UnknownNames.Call, _ today: CalendarDate
    ) -> [Case: Severity] {
        var plain = baseline
        plain.severities = []
        plain.rules = []
        plain.scope = Baseline.Scope()
        let judge = Judge(baseline: plain, today: today)
        var weights: [Case: Severity] = [:]
        for event in events {
            let items = changes(event, as: call, modified)
            var comparison = Comparison()
            comparison.changes = items.compactMap(\.change).sorted { $0.identity < $1.identity }
            let places = Dictionary(uniqueKeysWithValues: items.map { ($0.identity, $0.place) })
            for violation in judge.judge(comparison).violations {
                guard let place = places[violation.identity] else { continue }
                weights[Case(place: place, event: event)] = violation.severity
            }
        }
        return weights
    }

    /// The sentence of the baseline that lets a test difference pass; `nil` when it is noticed.
    private static func sentence(
        _ item: Item, _ severity: Severity?, _ weight: Severity, _ baseline: Baseline, _ labels: [String: String],
        _ today: CalendarDate
    ) -> String? {
        func rule(_ decides: (Rule) -> Bool) -> String? {
            baseline.rules.first {
                !$0.isExpired(on: today) && $0.selects(item.identity, labels: labels) && decides($0)
            }
            .map { "rule \($0.name)" }
        }
        if item.change == nil { return "tables" }
        if !baseline.scope.contains(item.identity) { return "scope" }
        if let severity {
            // A high threshold is said in the headline; rows and rules that lower what is high are not.
            guard severity < baseline.failOn, weight >= baseline.failOn else { return nil }
            return rule { $0.givenSeverity == severity } ?? "severities"
        }
        return rule { $0.action == .ignore || $0.isAllowance } ?? "rules"
    }

    /// Whether so much passes that a verdict without drift says next to nothing: half of what may come, go or change.
    package var isAlmostEverything: Bool {
        [SeverityRow.Event.added, .removed, .modified].contains { event in
            count > 0 && passed.count { $0.event == event } * 6 >= count
        }
    }

    /// Whether the authors should look at what passes: nearly everything, what a table or a row of severities lets pass, and
    /// of one rule what weighs much or is of several areas. A scope says itself what it leaves out, and a rule about one kind
    /// that may come and go is a decision.
    package var isMuch: Bool {
        let bySentence = Dictionary(grouping: passed.filter { $0.sentence != "scope" }, by: \.sentence)
        return isAlmostEverything
            || bySentence.contains { sentence, differences in
                !sentence.hasPrefix("rule ") || Set(differences.map(\.area)).count > 1
                    || differences.contains { $0.severity >= .high }
            }
    }

    /// What passes, in a sentence; `nil` when every test difference is noticed.
    package var words: String? {
        guard !passed.isEmpty else { return nil }
        let areas = TestDifferences.all.map(\.area).filter { area in passed.contains { $0.area == area } }
        let unique = areas.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let sentences = Set(passed.map(\.sentence)).sorted(by: ByteOrder.precedes)
        return "\(passed.count) of \(count) test differences would be accepted (\(unique.joined(separator: ", "))), by "
            + sentences.prefix(5).joined(separator: ", ") + (sentences.count > 5 ? ", …" : "")
    }
}

extension Rule {
    fileprivate var isAllowance: Bool { if case .allow = action { true } else { false } }

    /// The severity that it gives to what it forbids.
    fileprivate var givenSeverity: Severity? {
        switch action {
        case .severity(let severity): severity
        case .forbid(let severity): severity
        case .ignore, .allow: nil
        }
    }
}

extension Value {
    /// The value with another one at a path of members.
    fileprivate func setting(_ path: ArraySlice<String>, to value: Value) -> Value {
        guard let name = path.first else { return value }
        var members = object ?? Object()
        members[name] = (members[name] ?? .object(Object())).setting(path.dropFirst(), to: value)
        return .object(members)
    }
}

extension Judgment {
    /// Takes in what a baseline accepts and whom it trusts: where that is nearly everything, a verdict without drift proves
    /// nothing.
    ///
    /// - Parameter known: every object of both states.
    package mutating func note(_ reach: BaselineReach, _ writers: WriterReach, known: some Sequence<Identity>) {
        if let words = reach.words { findings.append(.accepts(words)) }
        let much = reach.isAlmostEverything ? reach.words : AcceptedBreadth.almostEverything(effects, of: known)
        if let much {
            acceptsAlmostEverything = true
            skipped.append("the baseline accepts almost everything: \(much)")
        }
        findings += writers.rows.map { .accepts("\($0.section): \($0.words)") }
        trustsAnybody = !writers.everything.isEmpty
        skipped += writers.everything.map { "the baseline trusts anybody: \($0)" }
    }
}
