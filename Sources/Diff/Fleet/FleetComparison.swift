package import Snapshot

/// What several states say differently, and who says what.
package struct FleetComparison: Sendable {
    /// What differs: the fewest deviating states first, then the weightiest, then by object and field. What has no majority comes
    /// last.
    package private(set) var findings: [Finding] = []
    /// Fields of which nothing can be said, as their values were redacted under different keys.
    package private(set) var incomparable: [Finding] = []
    /// Values that the states spell differently, each alike wherever it stands.
    package private(set) var patterns: [Pattern] = []
    /// Fields that differ by these patterns alone, by object.
    package private(set) var explained: [Identity: Set<FieldPath>] = [:]
    /// Values that would be a pattern if one state did not spell them two ways; in words.
    package private(set) var contradictions: [String] = []
    /// How many states were compared.
    package let memberCount: Int
    /// How many objects there are in all.
    package let objectCount: Int
    /// Objects that differ or are not everywhere.
    package private(set) var differingCount = 0
    /// Copies that controllers made, and the clusters' bookkeeping: not compared one by one.
    package let derivedCount: Int
    package let bookkeepingCount: Int

    /// Compares the versions of the objects that differ.
    ///
    /// - Parameters:
    ///   - reaches: what each state can say of what it lacks.
    ///   - versions: every version of an object that has several, in the order of its row.
    package init(
        _ index: FleetIndex, reaches: [FleetReach], schema: SchemaFacts, types: [ResourceType],
        versions: [Identity: [Value]], severities: SeverityTable = .builtIn
    ) {
        memberCount = index.memberCount
        objectCount = index.objectCount
        derivedCount = index.derivedCount
        bookkeepingCount = index.bookkeepingCount
        let normalizer = Normalizer(schema: FieldSchema(schema))
        let fields = FieldComparer(normalizer: normalizer)
        let hasStatus = Set(types.filter(\.hasStatus).map(\.groupKind))
        var byKind = SeveritiesByKind(severities)
        var sites: [VaryingSite] = []
        for row in index.differing {
            let members = 0..<index.memberCount
            let holding = members.filter { row.version(in: $0) != nil }
            if row.isDeclared, holding.count < index.memberCount {
                presence(of: row, holding, reaches, &byKind)
            }
            guard let values = versions[row.identity], values.count == row.versionCount, values.count > 1 else {
                continue
            }
            // The version that most states hold gives the terms.
            let counts = (0..<row.versionCount).map { version in holding.count { row.version(in: $0) == version } }
            let order = counts.indices.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
            let ordered = order.map {
                normalizer.declared(values[$0], hasStatus: hasStatus.contains(row.identity.groupKind))
            }
            let apiVersion = values[order[0]]["apiVersion"]?.string ?? ""
            let found = StageSites(ordered) {
                StageSites.differences($0, $1, apiVersion: apiVersion, by: fields)
            }
            var holders: [[Int]] = Array(repeating: [], count: row.versionCount)
            for member in holding {
                if let version = row.version(in: member) { holders[version].append(member) }
            }
            for site in found.sites {
                take(site, of: row.identity, order.map { holders[$0] }, &byKind)
                guard holding.count == index.memberCount, let texts = site.texts else { continue }
                var said = Array(repeating: "", count: index.memberCount)
                for (text, members) in zip(texts, order.map { holders[$0] }) {
                    for member in members { said[member] = text }
                }
                sites.append(VaryingSite(identity: row.identity, path: site.path, texts: said))
            }
        }
        findPatterns(sites)
        regroup(sites)
        sort()
    }

    /// What judgments by a baseline say: what the baseline expects is the reference.
    package init(judgments: [Judgment], objectCount: Int) {
        memberCount = judgments.count
        self.objectCount = objectCount
        derivedCount = 0
        bookkeepingCount = 0
        struct Key: Hashable {
            let identity: Identity
            let path: FieldPath?
        }
        var said: [Key: [(member: Int, said: Said, weight: Judgment.Weight)]] = [:]
        for (member, judgment) in judgments.enumerated() {
            for violation in judgment.allViolations {
                func note(_ path: FieldPath?, _ what: Said, _ weight: Judgment.Weight) {
                    said[Key(identity: violation.identity, path: path), default: []].append((member, what, weight))
                }
                switch violation.violated {
                case .added(let weight, _): note(nil, .present, weight)
                case .removed(let weight, _): note(nil, .missing, weight)
                case .modified(let fields), .tampered(let fields, _):
                    for field in fields {
                        note(field.change.path, field.change.after.map { .value($0) } ?? .nothing, field.weight)
                    }
                }
            }
        }
        // What is required of a state as a whole is no object's: it gets a row of its own, in which most say that it is met.
        for (member, judgment) in judgments.enumerated() {
            for result in judgment.requirements where result.isUnmet {
                said[Key(identity: result.requirement.row, path: nil), default: []].append(
                    (
                        member, .value(.string(result.faults.map(\.text).joined(separator: "; "))),
                        Judgment.Weight(severity: result.requirement.severity, meaning: result.requirement.reason)
                    ))
            }
        }
        for (key, entries) in said {
            var groups: [Group] = []
            let deviating = Set(entries.map(\.member))
            let expected: Said =
                switch (key.path, entries[0].said) {
                case (.some, _): .nothing
                case (nil, .present): .missing
                case (nil, .value): .value("met")
                case (nil, _): .present
                }
            groups.append(Group(expected, judgments.indices.filter { !deviating.contains($0) }))
            for value in entries.map(\.said).reduce(into: [Said](), { if !$0.contains($1) { $0.append($1) } }) {
                groups.append(Group(value, entries.filter { $0.said == value }.map(\.member)))
            }
            let weight = entries.map(\.weight).max { $0.severity < $1.severity } ?? entries[0].weight
            findings.append(
                Finding(identity: key.identity, path: key.path, groups: groups, hasReference: true, weight: weight))
        }
        for (member, judgment) in judgments.enumerated() {
            for change in judgment.incomparable {
                for field in change.fields {
                    var finding = Finding(
                        identity: change.identity, path: field.path, groups: [], hasReference: true,
                        unknown: [member], weight: .init(severity: .high, meaning: nil))
                    finding.keyIDs = Self.keyIDs([field.before, field.after])
                    incomparable.append(finding)
                }
            }
        }
        sort()
    }

    /// How many findings each state deviates in.
    package var deviations: [Int] {
        var counts = Array(repeating: 0, count: memberCount)
        for finding in findings { for member in finding.deviating { counts[member] += 1 } }
        return counts
    }

    /// Whether a finding is said by a pattern already.
    package func isExplained(_ finding: Finding) -> Bool {
        finding.path.map { explained[finding.identity]?.contains($0) ?? false } ?? false
    }

    // MARK: Taking in

    private mutating func presence(
        of row: FleetIndex.Row, _ holding: [Int], _ reaches: [FleetReach], _ severities: inout SeveritiesByKind
    ) {
        var missing: [Int] = []
        var unknown: [Int] = []
        for member in 0..<memberCount where row.version(in: member) == nil {
            switch reaches[member].absence(of: row.identity, resource: row.resource) {
            case .missing: missing.append(member)
            case .unknown: unknown.append(member)
            case .outside: break
            }
        }
        guard !missing.isEmpty else { return }
        let isUsual = holding.count > missing.count
        let groups = [Group(.present, holding), Group(.missing, missing)]
        findings.append(
            Finding(
                identity: row.identity, path: nil, groups: isUsual ? groups : groups.reversed(),
                hasReference: holding.count != missing.count, unknown: unknown,
                weight: severities[row.identity.groupKind].weight(ofWhole: row.identity, isUsual ? .removed : .added)))
    }

    private mutating func take(
        _ site: StageSites.Site, of identity: Identity, _ holders: [[Int]], _ severities: inout SeveritiesByKind
    ) {
        var groups: [Group] = []
        for (value, members) in zip(site.values, holders) {
            let said = value.present.map(Said.value) ?? .nothing
            if let place = groups.firstIndex(where: { $0.said == said }) {
                groups[place] = Group(said, (groups[place].members + members).sorted())
            } else {
                groups.append(Group(said, members))
            }
        }
        groups = Group.ordered(groups)
        guard groups.count > 1 else { return }
        let total = groups.reduce(0) { $0 + $1.members.count }
        let reference = groups[0].members.count * 2 > total
        let severities = severities[identity.groupKind]
        let weights = groups.dropFirst().map { group in
            severities.weight(
                of: identity, .modified,
                field: FieldChange(
                    path: site.path, kind: .value, before: Self.value(groups[0].said), after: Self.value(group.said)))
        }
        let weight = weights.max { $0.severity < $1.severity } ?? .init(severity: .medium, meaning: nil)
        var finding = Finding(
            identity: identity, path: site.path, groups: groups, hasReference: reference, weight: weight)
        finding.keyIDs = Self.keyIDs(groups.map { Self.value($0.said) })
        if Self.isUnknown(groups.map { Self.value($0.said) }) {
            incomparable.append(finding)
        } else {
            findings.append(finding)
        }
    }

    /// Whether nobody can say which of these are equal: tokens of several keys, or tokens and text that may be theirs.
    private static func isUnknown(_ values: [Value?]) -> Bool {
        let present = values.compactMap { $0 }
        guard let first = present.first(where: { $0.string.flatMap(TokenText.init) != nil }) else { return false }
        return present.contains { TokenText.isUnknown(first, $0, knows: { _ in false }) }
    }

    private static func keyIDs(_ values: [Value?]) -> Set<String> {
        values.compactMap { $0 }.reduce(into: []) { $0.formUnion(SecretDifference.keyIDs(in: $1)) }
    }

    private static func value(_ said: Said) -> Value? { if case .value(let value) = said { value } else { nil } }

    private mutating func findPatterns(_ sites: [VaryingSite]) {
        let found = PatternFinder(sites).find()
        let several = Set(found.patterns.indices.filter { found.patterns[$0].objectCount > 1 })
        var places: [Int: [Pattern.Site]] = [:]
        for (site, pieces) in found.templates {
            let numbers = pieces.compactMap { if case .pattern(let number) = $0 { number } else { nil } }
            guard numbers.allSatisfy(several.contains) else { continue }
            explained[site.identity, default: []].insert(site.path)
            for number in Set(numbers) { places[number, default: []].append(site) }
        }
        patterns = found.patterns.indices.compactMap { number in
            places[number].map { sites in
                Pattern(
                    name: found.patterns[number].name, values: found.patterns[number].values,
                    sites: sites.sorted {
                        $0.identity == $1.identity
                            ? ByteOrder.precedes($0.path.description, $1.path.description) : $0.identity < $1.identity
                    })
            }
        }
        contradictions = found.contradictions
    }

    /// Groups anew what says the same but for the patterns in it.
    private mutating func regroup(_ sites: [VaryingSite]) {
        guard !patterns.isEmpty else { return }
        let grouping = PatternGrouping(patterns, memberCount: memberCount)
        let texts = Dictionary(sites.map { ($0.site, $0.texts.texts) }, uniquingKeysWith: { first, _ in first })
        for place in findings.indices where !isExplained(findings[place]) {
            let finding = findings[place]
            guard let path = finding.path, let said = texts[Pattern.Site(identity: finding.identity, path: path)],
                let groups = grouping.groups(of: said), groups.count < finding.groups.count
            else { continue }
            findings[place] = Finding(
                identity: finding.identity, path: path, groups: groups,
                hasReference: groups[0].members.count * 2 > memberCount, unknown: finding.unknown,
                weight: finding.weight)
        }
    }

    private mutating func sort() {
        func rank(_ finding: Finding) -> Int { finding.hasReference ? finding.deviating.count : .max }
        findings.sort { a, b in
            if rank(a) != rank(b) { return rank(a) < rank(b) }
            if a.weight.severity != b.weight.severity { return a.weight.severity > b.weight.severity }
            if a.identity != b.identity { return a.identity < b.identity }
            return ByteOrder.precedes(a.path?.description ?? "", b.path?.description ?? "")
        }
        differingCount = Set((findings + incomparable).map(\.identity)).count
    }
}
