import Snapshot

/// Reads `rules`.
struct RuleReader {
    let stages: [String]

    private static let actionKeys = ["ignore", "allow", "forbid", "severity"]
    private static let ruleKeys = ["name", "match", "stages", "reason", "owner", "ticket", "expires"] + actionKeys

    /// The rules that apply in the stage that was chosen, in their order.
    func rules(_ node: BaselineNode?) throws(BaselineError) -> [Rule] {
        guard let node else { return [] }
        var rules: [Rule] = []
        try node.eachNamed(known: Self.ruleKeys) { (name, element, members) throws(BaselineError) in
            if let rule = try rule(name, element, members) { rules.append(rule) }
        }
        return rules
    }

    private func rule(
        _ name: String, _ node: BaselineNode, _ members: [String: BaselineNode]
    ) throws(BaselineError) -> Rule? {
        let match = try node.required("match", in: members)
        let reason = try node.required("reason", in: members)
        let (objects, path) = try match.match(allowsPath: true)
        let applies = try StageChoice(stages).contains(members["stages"], in: node.bindings.stage)
        guard let action = try action(node, members, hasPath: path != nil), applies else { return nil }
        return Rule(
            name: name, match: objects, path: path, action: action,
            reason: try reason.words(), owner: try members["owner"]?.words(), ticket: try members["ticket"]?.words(),
            expires: try members["expires"]?.date(), position: node.position)
    }

    /// `nil` for a rule that allows something in other stages only.
    private func action(
        _ rule: BaselineNode, _ members: [String: BaselineNode], hasPath: Bool
    ) throws(BaselineError) -> Rule.Action? {
        switch (members["ignore"], members["allow"], members["forbid"], members["severity"]) {
        case (let ignore?, nil, nil, nil):
            try ignore.flag()
            return .ignore
        case (nil, let allow?, nil, nil):
            return try allowance(allow, hasPath: hasPath).map { .allow($0) }
        case (nil, nil, let forbid?, let severity):
            try forbid.flag()
            return .forbid(try severity?.word(Severity.self))
        case (nil, nil, nil, let severity?): return .severity(try severity.word(Severity.self))
        case (nil, nil, nil, nil):
            throw rule.error(.missing(Self.actionKeys.joined(separator: "` or `"), place: rule.name))
        default: throw rule.bad("has more than one of ignore, allow, forbid and severity")
        }
    }

    private func allowance(_ node: BaselineNode, hasPath: Bool) throws(BaselineError) -> Allowance? {
        let members = try node.members(known: ["values", "pattern", "range", "addition", "removal", "digest"])
        let stage = StageChoice(stages)
        var allowance = Allowance()
        for element in try stage.value(of: members["values"])?.elementsOrOne() ?? [] {
            if case .null = element.value { throw element.bad("is empty; write `removal: true` if the field may go") }
            allowance.values.append(try element.boundValue())
        }
        if let pattern = try stage.value(of: members["pattern"]) { allowance.patterns = [try pattern.expression()] }
        if let range = try stage.value(of: members["range"]) { allowance.range = try Self.range(range) }
        try members["addition"]?.flag()
        try members["removal"]?.flag()
        allowance.addition = members["addition"] != nil
        allowance.removal = members["removal"] != nil
        if let digest = members["digest"] {
            guard !hasPath, allowance.addition else {
                throw digest.bad("pins an object that appears: it goes with `addition: true` in a rule without `path`")
            }
            guard let value = Digest(hex: try digest.text()) else { throw digest.bad("is not 64 hexadecimal digits") }
            allowance.digest = value
        }
        let speaksOfValues = members["values"] != nil || members["pattern"] != nil || members["range"] != nil
        guard speaksOfValues || !allowance.isEmpty else { throw node.bad("allows nothing") }
        guard hasPath || !speaksOfValues else {
            throw node.bad("speaks of values, and the rule has no `path` that says of which field")
        }
        return allowance.isEmpty ? nil : allowance
    }

    private static func range(_ node: BaselineNode) throws(BaselineError) -> ClosedBounds {
        var bounds: [Value] = []
        for element in try node.elements() { bounds.append(try element.boundValue()) }
        guard bounds.count == 2, let range = ClosedBounds(bounds[0], bounds[1]) else {
            throw node.bad("needs two numbers or quantities, the smaller one first: [2, 10] or [100m, 2Gi]")
        }
        return range
    }
}
