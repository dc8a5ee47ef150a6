import Snapshot

/// What a rule accepted in one comparison: of which kinds, and how much of it weighs something.
///
/// ``BaselineReach`` tries a baseline with differences of its own, which a pattern may leave out. What was accepted here
/// nobody can leave out.
struct AcceptedBreadth: Sendable, Hashable {
    /// Of as many areas is what a single rule should not accept at once.
    private static let manyAreas = 3

    /// The kinds of the objects.
    private(set) var kinds: Set<GroupKind> = []
    /// Of those, where more was accepted than metadata.
    private(set) var declaring: Set<GroupKind> = []
    /// How many differences weigh high or more.
    private(set) var heavy = 0
    /// What the weightiest of them weighs.
    private(set) var heaviest: Severity = .low

    /// - Parameter field: `nil` when the whole object came or went.
    mutating func add(_ identity: Identity, _ field: FieldChange?, _ severity: Severity?) {
        kinds.insert(identity.groupKind)
        if field?.path.elements.first != .field("metadata") { declaring.insert(identity.groupKind) }
        guard let severity else { return }
        heaviest = max(heaviest, severity)
        if severity >= .high { heavy += 1 }
    }

    /// The areas of what was accepted beyond metadata, sorted.
    var areas: [String] { Set(declaring.map(TestDifferences.area)).sorted(by: ByteOrder.precedes) }

    /// Which rules accepted nearly everything, in words; `nil` when none did: what weighs much, of several areas, by rules that
    /// select half of all objects.
    static func almostEverything(_ effects: [RuleEffect], of known: some Sequence<Identity>) -> String? {
        let rules = effects.filter { $0.accepted > 0 && !$0.isExpired && $0.rule.isUnlimited }
        guard rules.contains(where: { $0.breadth.heavy > 0 }),
            Set(rules.flatMap(\.breadth.areas)).count >= manyAreas
        else { return nil }
        var total = 0
        var selected = 0
        for identity in known {
            total += 1
            if rules.contains(where: { $0.rule.match.selector.selects(identity) }) { selected += 1 }
        }
        guard total > 0, selected * 2 >= total else { return nil }
        let names = rules.map { "rule \($0.rule.name)" }
        let kinds = rules.reduce(into: Set<GroupKind>()) { $0.formUnion($1.breadth.kinds) }
        return
            "\(Words.count(rules.reduce(0) { $0 + $1.accepted }, "difference")) of \(Words.count(kinds.count, "kind")) "
            + "accepted by \(EffectWords.listed(names, limit: 3)), which \(names.count == 1 ? "selects" : "select") \(selected) of \(Words.count(total, "object"))"
    }
}

extension RuleEffect {
    /// What was accepted, in a clause about the rule, where the authors should look at it: what weighs much and nobody named, or
    /// what is of several areas.
    var wide: String? {
        guard accepted > 0, !rule.isExact else { return nil }
        let areas = breadth.areas
        guard breadth.heavy > 0 || areas.count > 1 else { return nil }
        let heavy =
            breadth.heavy == 0
            ? "" : ", \(breadth.heavy) of them of severity high or more (the weightiest \(breadth.heaviest.rawValue))"
        let about = areas.isEmpty ? "" : " (\(EffectWords.listed(areas, limit: 5)))"
        return
            "accepted \(Words.count(accepted, "difference")) of \(Words.count(breadth.kinds.count, "kind"))\(about)\(heavy)"
    }
}

extension Rule {
    /// Whether it accepts named values or contents only, or that a named object goes.
    fileprivate var isExact: Bool {
        guard case .allow(let allowance) = action else { return false }
        if path != nil, allowance.isAboutValues, allowance.patterns.isEmpty { return true }
        if allowance.addition, allowance.digest != nil, !allowance.removal { return true }
        let names = match.selector.names
        return !names.isEmpty && names.allSatisfy { if case .glob(let glob) = $0 { glob.isLiteral } else { false } }
            && allowance.removal && !allowance.addition && !allowance.isAboutValues
    }

    /// Whether it accepts whatever becomes of the objects that it selects.
    var isUnlimited: Bool {
        switch action {
        case .ignore: path == nil || path?.steps.first == .any || path?.steps.first == .anyDepth
        case .allow: path == nil && !isExact
        case .forbid, .severity: false
        }
    }
}
