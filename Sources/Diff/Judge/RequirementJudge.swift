package import Snapshot

/// Holds a state against what a baseline requires of it as a whole. Opens nothing itself: what has to be opened is named
/// first.
///
/// What the state could not read never meets a requirement: it is met by what is there, unmet by what is there, or nobody
/// can tell.
package struct RequirementJudge: Sendable {
    private let requirements: [Requirement]
    private let entries: EntryTable
    private let blind: StateBlindness
    /// Objects that have to be opened.
    package let needed: Set<Identity>

    private static let namespaceKind = GroupKind(group: "", kind: "Namespace")
    private static let nodeKind = GroupKind(group: "", kind: "Node")
    private static let daemonKind = GroupKind(group: "apps", kind: "DaemonSet")

    package init(_ requirements: [Requirement], of state: ClusterState, today: CalendarDate) {
        self.requirements = requirements.filter { !$0.isExpired(on: today) }
        entries = state.entries
        blind = StateBlindness(state)
        var needed: Set<Identity> = []
        for requirement in self.requirements {
            let opens = !requirement.qualities.isEmpty
            for match in requirement.matches where opens || !match.labels.isEmpty {
                needed.formUnion(entries.lazy.map(\.identity).filter(match.selector.selects))
            }
            for case .coversNodes in requirement.qualities {
                needed.formUnion(entries.lazy.map(\.identity).filter { $0.groupKind == Self.nodeKind })
            }
        }
        self.needed = needed
    }

    /// What became of each requirement, in the baseline's order.
    package func results(_ lookup: Comparer.Lookup) async throws -> [RequirementResult] {
        var results: [RequirementResult] = []
        for requirement in requirements { results.append(try await result(requirement, lookup)) }
        return results
    }

    private func result(_ requirement: Requirement, _ lookup: Comparer.Lookup) async throws -> RequirementResult {
        var bench = Findings()
        var total = 0
        if requirement.namespaces.isEmpty {
            total = try await judge(requirement, in: nil, lookup, &bench)
        } else {
            let names = entries.filter { $0.identity.groupKind == Self.namespaceKind }.map(\.identity.name)
                .filter { name in requirement.namespaces.contains { $0.matches(name) } }
            if names.isEmpty {
                let words = requirement.namespaces.map(\.text).joined(separator: "|")
                let match = ObjectMatch(ObjectSelector(groups: [""], kinds: ["Namespace"]))
                bench.lack("no namespace \(words) is there", blind.words(for: match, in: nil))
            }
            for name in names { total += try await judge(requirement, in: name, lookup, &bench) }
        }
        return RequirementResult(requirement: requirement, outcome: bench.outcome, count: total)
    }

    /// Judges a requirement in a namespace, or in the state as a whole.
    ///
    /// - Returns: how many objects match.
    private func judge(
        _ requirement: Requirement, in namespace: String?, _ lookup: Comparer.Lookup, _ bench: inout Findings
    ) async throws -> Int {
        switch requirement.demand {
        case .objects(let match, let count, let qualities):
            let found = try await objects(match, in: namespace, opened: !qualities.isEmpty, lookup)
            let place = namespace.map { " in namespace \($0)" } ?? ""
            let unseen = blind.words(for: match, in: namespace)
            let words = "found \(Self.amount(found.count)) \(match.words)\(place), expected \(count.words)"
            if let least = count.least, found.count < least { bench.lack(words, unseen) }
            if let most = count.most {
                if found.count > most { bench.fault(words) } else if let unseen { bench.unseen(nil, unseen) }
            }
            // What could not be read may also not be as it should be.
            if !qualities.isEmpty, let unseen { bench.unseen(nil, unseen) }
            for quality in qualities { try await judge(quality, found, lookup, &bench) }
            return found.count
        case .choice(let choice, let matches):
            var present: [ObjectMatch] = []
            var absent: [ObjectMatch] = []
            var total = 0
            var unseen: String?
            for match in matches {
                let found = try await objects(match, in: namespace, opened: false, lookup)
                total += found.count
                if found.isEmpty { absent.append(match) } else { present.append(match) }
                if found.isEmpty { unseen = unseen ?? blind.words(for: match, in: namespace) }
            }
            bench.choose(choice, present: present, absent: absent, unseen: unseen, in: namespace)
            return total
        }
    }

    private func objects(
        _ match: ObjectMatch, in namespace: String?, opened: Bool, _ lookup: Comparer.Lookup
    ) async throws -> [(entry: IndexEntry, object: Value)] {
        var result: [(entry: IndexEntry, object: Value)] = []
        for entry in entries where match.selector.selects(entry.identity) {
            if let namespace, !ByteOrder.same(entry.identity.namespace ?? "", namespace) { continue }
            guard opened || !match.labels.isEmpty else {
                result.append((entry, .null))
                continue
            }
            guard let object = try await lookup(entry.identity) else { continue }
            if match.selects(entry.identity, labels: ObjectTrace.labels(of: object)) { result.append((entry, object)) }
        }
        return result
    }

    static func amount(_ count: Int) -> String { count == 0 ? "no" : "\(count)" }

    // MARK: Qualities

    private func judge(
        _ quality: Requirement.Quality, _ found: [(entry: IndexEntry, object: Value)], _ lookup: Comparer.Lookup,
        _ bench: inout Findings
    ) async throws {
        switch quality {
        case .coversNodes(let pools): try await judgeCoverage(pools, found, lookup, &bench)
        case .condition(let type, let status):
            for (entry, object) in found {
                bench.take(entry.identity, StatusReading.condition(type, status, of: object))
            }
        case .complete:
            for (entry, object) in found {
                bench.take(entry.identity, StatusReading.completion(of: object, entry.identity.groupKind))
            }
        case .noViolations:
            for (entry, object) in found {
                bench.take(entry.identity, StatusReading.audit(of: object, entry.identity.group))
            }
        }
    }

    private func judgeCoverage(
        _ pools: [TextPattern], _ found: [(entry: IndexEntry, object: Value)], _ lookup: Comparer.Lookup,
        _ bench: inout Findings
    ) async throws {
        var nodes: [NodeCoverage.Node] = []
        for entry in entries where entry.identity.groupKind == Self.nodeKind {
            if let object = try await lookup(entry.identity) { nodes.append(NodeCoverage.Node(object)) }
        }
        let unseen = blind.words(for: ObjectMatch(ObjectSelector(groups: [""], kinds: ["Node"])), in: nil)
        if nodes.isEmpty {
            bench.lack("there is no node to cover", unseen)
        } else if let unseen {
            bench.unseen(nil, unseen)
        }
        for pool in pools where !nodes.contains(where: { $0.pool.map(pool.matches) ?? false }) {
            bench.lack("no node belongs to the pool \(pool.text)", unseen)
        }
        let wanted = nodes.filter { node in
            pools.isEmpty || pools.contains { pattern in node.pool.map(pattern.matches) ?? false }
        }
        let daemons = found.filter { $0.entry.identity.groupKind == Self.daemonKind }
        for (entry, _) in found where entry.identity.groupKind != Self.daemonKind {
            bench.fault("it is no DaemonSet, and covers no nodes", entry.identity)
        }
        guard !daemons.isEmpty else { return }
        let templates = daemons.map { NodeCoverage(template: $0.object[["spec", "template"]] ?? .null) }
        var kept: [String: [String]] = [:]
        for node in wanted {
            let obstacles = templates.map { $0.obstacle(on: node) }
            guard !obstacles.contains(where: { $0 == nil }), let first = obstacles.first, let words = first else {
                continue
            }
            kept["\(node.pool.map { " of pool \($0)" } ?? ""): \(words)", default: []].append(node.name)
        }
        for (words, names) in kept.sorted(by: { ByteOrder.precedes($0.key, $1.key) }) {
            let some = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
            let place = names.count == 1 ? "node \(some)" : "\(names.count) nodes (\(some))"
            bench.fault("does not run on \(place)\(words)", daemons[0].entry.identity)
        }
        for (entry, object) in daemons {
            bench.take(entry.identity, StatusReading.completion(of: object, Self.daemonKind))
        }
    }
}

/// What was found out about one requirement so far.
private struct Findings {
    private var faults: [RequirementResult.Fault] = []
    private var unseen: [RequirementResult.Fault] = []
    private var known: Set<RequirementResult.Fault> = []

    mutating func fault(_ words: String, _ identity: Identity? = nil) { faults.append(.init(identity, words)) }

    mutating func unseen(_ identity: Identity?, _ words: String, obstacle: String? = nil) {
        let fault = RequirementResult.Fault(identity, words, obstacle: obstacle)
        if known.insert(fault).inserted { unseen.append(fault) }
    }

    /// Something is missing: a fault, unless it may only have been unreadable.
    mutating func lack(_ words: String, _ reason: String?) {
        if let reason { unseen(nil, words, obstacle: reason) } else { fault(words) }
    }

    mutating func take(_ identity: Identity, _ reading: StatusReading) {
        switch reading {
        case .good: break
        case .bad(let words): fault(words, identity)
        case .unknown(let words): unseen(identity, words)
        }
    }

    mutating func choose(
        _ choice: Requirement.Choice, present: [ObjectMatch], absent: [ObjectMatch], unseen reason: String?,
        in namespace: String?
    ) {
        let place = namespace.map { " in namespace \($0)" } ?? ""
        func list(_ matches: [ObjectMatch]) -> String { matches.map(\.words).joined(separator: ", ") }
        switch choice {
        case .noneOf:
            for match in present { fault("found \(match.words)\(place), expected none") }
            if present.isEmpty, let reason { unseen(nil, reason) }
        case .allOf:
            for match in absent { lack("no \(match.words) is there\(place)", reason) }
        case .anyOf:
            if present.isEmpty { lack("none of \(list(absent)) is there\(place)", reason) }
        case .oneOf:
            if present.count > 1 {
                fault("\(list(present)) are there\(place), and only one of them may be")
            } else if present.isEmpty {
                lack("none of \(list(absent)) is there\(place)", reason)
            } else if let reason {
                unseen(nil, reason)
            }
        }
    }

    var outcome: RequirementResult.Outcome {
        if !faults.isEmpty { return .unmet(faults + unseen) }
        return unseen.isEmpty ? .met : .inconclusive(unseen)
    }
}
