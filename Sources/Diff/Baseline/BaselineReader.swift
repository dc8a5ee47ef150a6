import Snapshot

/// Reads `baseline.yaml`, strictly: what snapctl would not apply it refuses, as a rule that is silently skipped is a wrong
/// verdict.
package enum BaselineReader {
    /// The baseline that a file holds.
    ///
    /// - Parameter file: The file's name as the user wrote it, for complaints.
    package static func read(_ bytes: [UInt8], file: String) throws(BaselineError) -> Baseline {
        let documents: [YAMLDocument]
        do {
            documents = try YAMLReader.documents(bytes, withPlaces: true)
        } catch {
            throw BaselineError(file: file, position: error.position, reason: .yaml(error))
        }
        guard let document = documents.first, documents.count == 1 else {
            let position = documents.dropFirst().first?.position ?? InputPosition(line: 1, column: 1)
            throw BaselineError(file: file, position: position, reason: .documents(documents.count))
        }
        let root = BaselineNode(document, file: file)
        let members = try root.members(
            known: ["apiVersion", "kind", "metadata", "scope", "rules"], later: ["parameters", "managers", "require"])
        try expect(Baseline.apiVersion, at: "apiVersion", in: members, of: root)
        try expect("Baseline", at: "kind", in: members, of: root)
        guard let metadata = members["metadata"] else { throw root.error(.missing("metadata", place: root.name)) }
        let labels = try metadata.members(known: ["name", "version"])
        guard let name = labels["name"] else { throw metadata.error(.missing("name", place: metadata.name)) }
        return Baseline(
            name: try name.words(), version: try labels["version"].map(version), scope: try scope(members["scope"]),
            rules: try rules(members["rules"]), file: file, digest: Digest(of: bytes))
    }

    private static func expect(
        _ expected: String, at key: String, in members: [String: BaselineNode], of root: BaselineNode
    ) throws(BaselineError) {
        guard let node = members[key] else { throw root.error(.missing(key, place: root.name)) }
        let found = try node.text()
        guard ByteOrder.same(found, expected) else {
            throw node.error(.notABaseline(key: key, found: found, expected: expected))
        }
    }

    private static func version(_ node: BaselineNode) throws(BaselineError) -> String {
        if case .number(let number) = node.value { return number.text }
        return try node.words()
    }

    // MARK: Scope

    private static func scope(_ node: BaselineNode?) throws(BaselineError) -> Baseline.Scope {
        guard let node else { return Baseline.Scope() }
        let members = try node.members(known: ["include", "exclude"])
        return Baseline.Scope(
            include: try selectors(members["include"]), exclude: try selectors(members["exclude"]))
    }

    private static func selectors(_ node: BaselineNode?) throws(BaselineError) -> [ObjectSelector] {
        guard let node else { return [] }
        var result: [ObjectSelector] = []
        for element in try node.elements() {
            let members = try element.members(known: ["kinds", "groups", "namespaces", "names"])
            let selector = ObjectSelector(
                groups: try patterns(members["groups"]), kinds: try patterns(members["kinds"]),
                namespaces: try patterns(members["namespaces"]), names: try patterns(members["names"]))
            guard !selector.isEmpty else {
                throw element.bad("selects everything; name kinds, groups, namespaces or names")
            }
            result.append(selector)
        }
        return result
    }

    private static func patterns(_ node: BaselineNode?) throws(BaselineError) -> [TextPattern] {
        guard let node else { return [] }
        var result: [TextPattern] = []
        for element in try node.elementsOrOne() {
            do {
                result.append(try TextPattern(parsing: try element.text()))
            } catch let error as RegularExpressionError {
                throw element.bad("is no regular expression: \(error.summary)")
            } catch let error as BaselineError {
                throw error
            } catch {
                throw element.bad("cannot be read")
            }
        }
        return result
    }

    // MARK: Rules

    private static func rules(_ node: BaselineNode?) throws(BaselineError) -> [Rule] {
        guard let node else { return [] }
        var rules: [Rule] = []
        var positions: [String: InputPosition] = [:]
        for element in try node.elements() {
            let members = try element.members(known: ruleKeys)
            guard let nameNode = members["name"] else { throw element.error(.missing("name", place: element.name)) }
            let name = try nameNode.words()
            if let first = positions.updateValue(nameNode.position, forKey: name) {
                throw nameNode.error(.duplicateName(name, first: first))
            }
            rules.append(try rule(name, element, members))
        }
        return rules
    }

    private static let actionKeys = ["ignore", "allow", "forbid", "severity"]
    private static let ruleKeys = ["name", "match", "reason", "owner", "ticket", "expires"] + actionKeys

    private static func rule(
        _ name: String, _ node: BaselineNode, _ members: [String: BaselineNode]
    ) throws(BaselineError) -> Rule {
        guard let match = members["match"] else { throw node.error(.missing("match", place: node.name)) }
        guard let reason = members["reason"] else { throw node.error(.missing("reason", place: node.name)) }
        let parts = try match.members(known: ["group", "kind", "namespace", "name", "path"], later: ["labels"])
        let objects = ObjectSelector(
            groups: try patterns(parts["group"]), kinds: try patterns(parts["kind"]),
            namespaces: try patterns(parts["namespace"]), names: try patterns(parts["name"]))
        let path = try parts["path"].map(path)
        guard !objects.isEmpty || path != nil else {
            throw match.bad("matches everything; name what the rule is about")
        }
        return Rule(
            name: name, objects: objects, path: path, action: try action(node, members, hasPath: path != nil),
            reason: try reason.words(), owner: try members["owner"]?.words(), ticket: try members["ticket"]?.words(),
            expires: try members["expires"].map(date), position: node.position)
    }

    private static func path(_ node: BaselineNode) throws(BaselineError) -> PathPattern {
        let text = try node.text()
        do {
            return try PathPattern(parsing: text)
        } catch {
            throw node.bad("is no path: \(error.summary)")
        }
    }

    private static func date(_ node: BaselineNode) throws(BaselineError) -> CalendarDate {
        guard let date = CalendarDate(try node.text()) else { throw node.bad("is no date like 2027-03-31") }
        return date
    }

    private static func action(
        _ rule: BaselineNode, _ members: [String: BaselineNode], hasPath: Bool
    ) throws(BaselineError) -> Rule.Action {
        switch (members["ignore"], members["allow"], members["forbid"], members["severity"]) {
        case (let ignore?, nil, nil, nil):
            try ignore.flag()
            return .ignore
        case (nil, let allow?, nil, nil): return .allow(try allowance(allow, hasPath: hasPath))
        case (nil, nil, let forbid?, let severity):
            try forbid.flag()
            return .forbid(try severity.map(self.severity))
        case (nil, nil, nil, let severity?): return .severity(try self.severity(severity))
        case (nil, nil, nil, nil): throw rule.error(.missing(actionKeys.joined(separator: "` or `"), place: rule.name))
        default: throw rule.bad("has more than one of ignore, allow, forbid and severity")
        }
    }

    private static func severity(_ node: BaselineNode) throws(BaselineError) -> Severity {
        guard let severity = Severity(rawValue: try node.text()) else {
            throw node.bad("is none of " + Severity.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return severity
    }

    private static func allowance(_ node: BaselineNode, hasPath: Bool) throws(BaselineError) -> Allowance {
        let members = try node.members(known: ["values", "pattern", "range", "addition", "removal"])
        var allowance = Allowance()
        for element in try members["values"]?.elements() ?? [] {
            if case .null = element.value { throw element.bad("is empty; write `removal: true` if the field may go") }
            allowance.values.append(element.value)
        }
        if let pattern = members["pattern"] {
            let text = try pattern.text()
            do {
                allowance.patterns = [try RegularExpression(text)]
            } catch {
                throw pattern.bad("is no regular expression: \(error.summary)")
            }
        }
        allowance.range = try members["range"].map(range)
        try members["addition"]?.flag()
        try members["removal"]?.flag()
        allowance.addition = members["addition"] != nil
        allowance.removal = members["removal"] != nil
        guard !allowance.isEmpty else { throw node.bad("allows nothing") }
        guard hasPath || !allowance.isAboutValues else {
            throw node.bad("speaks of values, and the rule has no `path` that says of which field")
        }
        return allowance
    }

    private static func range(_ node: BaselineNode) throws(BaselineError) -> ClosedBounds {
        let elements = try node.elements()
        guard elements.count == 2, let bounds = ClosedBounds(elements[0].value, elements[1].value) else {
            throw node.bad("needs two numbers or quantities, the smaller one first: [2, 10] or [100m, 2Gi]")
        }
        return bounds
    }
}
