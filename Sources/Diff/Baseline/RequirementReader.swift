import Snapshot

/// Reads `require`.
struct RequirementReader {
    let stages: [String]

    private static let counts = ["atLeast", "atMost", "exactly"]
    private static let qualities = ["condition", "complete", "noViolations", "coversNodes"]
    private static let keys =
        ["name", "match", "inEachNamespace", "stages", "severity", "reason", "owner", "ticket", "expires"] + counts
        + qualities + Requirement.Choice.allCases.map(\.rawValue)

    /// The requirements that apply in the stage that was chosen, in their order.
    func requirements(_ node: BaselineNode?) throws(BaselineError) -> [Requirement] {
        guard let node else { return [] }
        var result: [Requirement] = []
        try node.eachNamed(known: Self.keys) { (name, element, members) throws(BaselineError) in
            let requirement = Requirement(
                name: name, demand: try demand(element, members),
                namespaces: try members["inEachNamespace"]?.patterns() ?? [],
                severity: try members["severity"]?.word(Severity.self) ?? .high,
                reason: try members["reason"]?.words(), owner: try members["owner"]?.words(),
                ticket: try members["ticket"]?.words(), expires: try members["expires"]?.date(),
                position: element.position)
            if try StageChoice(stages).contains(members["stages"], in: node.bindings.stage) {
                result.append(requirement)
            }
        }
        return result
    }

    private func demand(
        _ node: BaselineNode, _ members: [String: BaselineNode]
    ) throws(BaselineError) -> Requirement.Demand {
        let chosen = Requirement.Choice.allCases.filter { members[$0.rawValue] != nil }
        guard let match = members["match"] else {
            guard let choice = chosen.first, chosen.count == 1, let list = members[choice.rawValue] else {
                throw node.error(.missing("match` or one of `oneOf`, `anyOf`, `allOf`, `noneOf", place: node.name))
            }
            for key in Self.counts + Self.qualities {
                if let other = members[key] {
                    throw other.bad("needs a `match`, and stands beside `\(choice.rawValue)`")
                }
            }
            var matches: [ObjectMatch] = []
            for element in try list.elements() { matches.append(try element.match().objects) }
            guard !matches.isEmpty else { throw list.bad("is empty") }
            return .choice(choice, matches)
        }
        if let other = chosen.first, let list = members[other.rawValue] { throw list.bad("stands beside `match`") }
        return .objects(
            try match.match().objects, try count(node, members), try qualities(members, of: match))
    }

    private func count(
        _ node: BaselineNode, _ members: [String: BaselineNode]
    ) throws(BaselineError) -> Requirement.Count {
        let stage = StageChoice(stages)
        let exactly = try stage.value(of: members["exactly"])?.count()
        let least = try stage.value(of: members["atLeast"])?.count()
        let most = try stage.value(of: members["atMost"])?.count()
        if let exactly {
            guard least == nil, most == nil else { throw node.bad("has `exactly` and another count") }
            return Requirement.Count(least: exactly, most: exactly)
        }
        if let least, let most, least > most { throw node.bad("asks for at least \(least) and at most \(most)") }
        // Whoever says nothing of a number asks for presence.
        return Requirement.Count(least: least ?? (most == nil ? 1 : nil), most: most)
    }

    private func qualities(
        _ members: [String: BaselineNode], of match: BaselineNode
    ) throws(BaselineError) -> [Requirement.Quality] {
        var result: [Requirement.Quality] = []
        if let conditions = members["condition"] {
            for (type, status) in try conditions.members() { result.append(.condition(type, try status.pattern())) }
            guard !result.isEmpty else { throw conditions.bad("names no condition: {Ready: \"True\"}") }
        }
        if let complete = members["complete"] {
            try complete.flag()
            result.append(.complete)
        }
        if let violations = members["noViolations"] {
            try violations.flag()
            result.append(.noViolations)
        }
        if let covers = members["coversNodes"] {
            if case .bool = covers.value {
                try covers.flag()
                result.append(.coversNodes(pools: []))
            } else if let pools = try covers.members(known: ["pools"])["pools"] {
                result.append(.coversNodes(pools: try pools.patterns()))
            } else {
                throw covers.bad("names no pools; write `true` for every node, or {pools: [NAME]}")
            }
        }
        return result
    }
}
