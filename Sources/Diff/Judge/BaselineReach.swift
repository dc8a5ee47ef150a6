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

    /// Tries every test difference.
    package init(_ baseline: Baseline, today: CalendarDate) {
        let names = UnknownNames(baseline)
        let tables = baseline.tables
        let normalizer = Normalizer(
            schema: FieldSchema(BuiltinSchema.facts, tables: tables.schema), rules: tables.fieldRules)
        let fields = FieldComparer(normalizer: normalizer)
        let hasStatus = Set(BuiltinTypes.all.filter(\.hasStatus).map(\.groupKind))
        var changes: [Change] = []
        var known: [Identity: (test: TestDifference, event: SeverityRow.Event)] = [:]
        for (place, test) in TestDifferences.all.enumerated() {
            for event in [SeverityRow.Event.added, .removed, .modified] {
                let name = "\(names.name)-\(place)-\(event.rawValue)"
                let object = test.object(name: name, namespace: names.namespace)
                let apiVersion = object["apiVersion"]?.string ?? ""
                let identity = Identity(
                    group: APIVersion.group(of: apiVersion), kind: object["kind"]?.string ?? "",
                    namespace: test.isNamespaced ? names.namespace : nil, name: name)
                known[identity] = (test, event)
                switch event {
                case .added: changes.append(Change(identity: identity, kind: .added))
                case .removed: changes.append(Change(identity: identity, kind: .removed))
                case .modified, .tampered:
                    let after = object.setting(test.path[...], to: test.value)
                    let pair = Declaration.pair(object, after, normalizer: normalizer, hasStatus: hasStatus)
                    let found = fields.compare(pair.before, pair.after, apiVersion: apiVersion).changes.filter {
                        $0.kind == .value
                    }
                    if !found.isEmpty { changes.append(Change(identity: identity, kind: .modified(found))) }
                }
            }
        }
        changes.sort { $0.identity < $1.identity }
        let seen = Set(changes.map(\.identity))
        var comparison = Comparison()
        comparison.changes = changes
        let judgment = Judge(baseline: baseline, today: today).judge(comparison)
        var plain = baseline
        plain.severities = []
        plain.rules = []
        let usual = Judge(baseline: plain, today: today).judge(comparison)
        let violations = Dictionary(uniqueKeysWithValues: judgment.violations.map { ($0.identity, $0.severity) })
        let weights = Dictionary(uniqueKeysWithValues: usual.violations.map { ($0.identity, $0.severity) })
        // What a scope takes in is what a baseline is about; what it leaves out again is not.
        let asked = known.filter { identity, _ in
            baseline.scope.include.isEmpty || baseline.scope.include.contains { $0.selects(identity) }
        }
        count = asked.count
        passed = asked.sorted { $0.key < $1.key }.compactMap { identity, item in
            let sentence: String
            let weight = weights[identity] ?? .low
            func rule(_ decides: (Rule) -> Bool) -> String? {
                baseline.rules.first { !$0.isExpired(on: today) && $0.selects(identity, labels: [:]) && decides($0) }
                    .map { "rule \($0.name)" }
            }
            if !seen.contains(identity) {
                sentence = "tables"
            } else if !baseline.scope.contains(identity) {
                sentence = "scope"
            } else if let severity = violations[identity] {
                // A high threshold is said in the headline; rows and rules that lower what is high are not.
                guard severity < baseline.failOn, weight >= baseline.failOn else { return nil }
                sentence = rule { $0.givenSeverity == severity } ?? "severities"
            } else {
                sentence = rule { $0.action == .ignore || $0.isAllowance } ?? "rules"
            }
            return Passed(
                area: item.test.area, kind: identity.groupKind, event: item.event, sentence: sentence, severity: weight)
        }
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

extension TestDifference {
    func object(name: String, namespace: String) -> Value {
        let metadata: Value =
            isNamespaced ? ["name": .string(name), "namespace": .string(namespace)] : ["name": .string(name)]
        guard case .object(var members) = object else { return object }
        members["metadata"] = metadata
        return .object(members)
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
    package mutating func note(_ reach: BaselineReach, _ writers: WriterReach) {
        if let words = reach.words {
            findings.append(.accepts(words))
            if reach.isAlmostEverything {
                acceptsAlmostEverything = true
                skipped.append("the baseline accepts almost everything: \(words)")
            }
        }
        findings += writers.rows.map { .accepts("\($0.section): \($0.words)") }
        trustsAnybody = !writers.everything.isEmpty
        skipped += writers.everything.map { "the baseline trusts anybody: \($0)" }
    }
}
