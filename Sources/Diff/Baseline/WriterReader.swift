import Snapshot

/// Reads `managers` and `platform`: rows before those of the built-in tables about who writes.
enum WriterReader {
    private static let names = ["manager", "user", "group", "client"]

    /// `managers: {gitops: [{manager: kustomize-controller, reason: …}]}`
    static func writers(_ node: BaselineNode?) throws(BaselineError) -> [WriterRule] {
        guard let node else { return [] }
        var rules: [WriterRule] = []
        for (name, list) in try node.members(known: WriterClass.allCases.map(\.rawValue)).sorted(by: { $0.key < $1.key }
        ) {
            guard let writer = WriterClass(rawValue: name) else { continue }
            for element in try list.elements() {
                let members = try element.members(
                    known: ["manager", "operation", "user", "group", "client", "isAmbiguous", "reason"])
                let reason = try element.required("reason", in: members)
                guard Self.names.contains(where: { members[$0] != nil }) else {
                    throw element.error(.missing(Self.names.joined(separator: "` or `"), place: element.name))
                }
                try members["isAmbiguous"]?.flag()
                rules.append(
                    WriterRule(
                        writer, manager: try members["manager"]?.pattern(),
                        operation: try members["operation"].map(operation), user: try members["user"]?.pattern(),
                        group: try members["group"]?.pattern(),
                        clients: try members["client"].map { (node) throws(BaselineError) in [try node.pattern()] }
                            ?? [],
                        isAmbiguous: members["isAmbiguous"] != nil, reason: try reason.words()))
            }
        }
        return rules
    }

    private static func operation(_ node: BaselineNode) throws(BaselineError) -> String {
        let text = try node.text()
        guard text == "Apply" || text == "Update" else { throw node.bad("is neither Apply nor Update") }
        return text
    }

    /// `platform: [{name: …, kinds: […], names: […], reason: …}]`
    static func platform(_ node: BaselineNode?) throws(BaselineError) -> [PlatformRule] {
        guard let node else { return [] }
        var rules: [PlatformRule] = []
        let keys = ["name", "origin", "groups", "kinds", "namespaces", "names", "label", "managers", "reason"]
        try node.eachNamed(known: keys) { (name, element, members) throws(BaselineError) in
            let reason = try element.required("reason", in: members)
            let selector = try BaselineNode.selector(members, isPlural: true)
            let label = try members["label"].map(label)
            guard !selector.isEmpty || label != nil else {
                throw element.bad("selects everything; name kinds, groups, namespaces, names or a label")
            }
            rules.append(
                PlatformRule(
                    name, origin: try members["origin"].map(origin) ?? .platform, groups: selector.groups,
                    kinds: selector.kinds, namespaces: selector.namespaces, names: selector.names, label: label,
                    managers: try members["managers"]?.patterns() ?? [], reason: try reason.words()))
        }
        return rules
    }

    private static func origin(_ node: BaselineNode) throws(BaselineError) -> Origin.Kind {
        switch try node.text() {
        case "platform": return .platform
        case "bootstrap": return .bootstrap
        default: throw node.bad("is neither platform nor bootstrap")
        }
    }

    /// `key` or `key=value`
    private static func label(_ node: BaselineNode) throws(BaselineError) -> PlatformRule.Mark {
        let parts = try node.words().split(separator: "=", maxSplits: 1).map(String.init)
        guard let key = parts.first, !key.isEmpty else { throw node.bad("names no label") }
        guard parts.count == 2 else { return PlatformRule.Mark(key) }
        do { return PlatformRule.Mark(key, try TextPattern(parsing: parts[1])) } catch {
            throw node.bad("is no regular expression: \(error.summary)")
        }
    }
}
