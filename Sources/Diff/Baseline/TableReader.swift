import Snapshot

/// Reads `tables` and `redaction`: rows in the form in which `snapctl rules` prints them.
enum TableReader {
    static func changes(_ node: BaselineNode?) throws(BaselineError) -> TableChanges {
        var changes = TableChanges()
        guard let members = try node?.members(known: ["fields", "lists", "defaults", "injections", "without"]) else {
            return changes
        }
        for element in try members["fields"]?.elements() ?? [] { changes.fields.append(try field(element)) }
        for element in try members["lists"]?.elements() ?? [] { changes.schema.lists.append(try list(element)) }
        for element in try members["defaults"]?.elements() ?? [] {
            changes.schema.defaults.append(try standard(element))
        }
        for element in try members["without"]?.elements() ?? [] { try switchOff(element, &changes) }
        return changes
    }

    private static func field(_ node: BaselineNode) throws(BaselineError) -> FieldRule {
        let members = try node.members(known: ["name", "kinds", "paths", "effect", "reason"])
        let name = try node.required("name", in: members)
        if FieldTable.rules.contains(where: { ByteOrder.same($0.name, (try? name.words()) ?? "") }) {
            throw name.bad("is the name of a built-in rule")
        }
        var kinds: [GroupKind]?
        for element in try members["kinds"]?.elementsOrOne() ?? [] {
            let parts = try element.words().split(separator: ".", maxSplits: 1).map(String.init)
            kinds = (kinds ?? []) + [GroupKind(group: parts.count == 2 ? parts[1] : "", kind: parts[0])]
        }
        var paths: [String] = []
        for element in try node.required("paths", in: members).elementsOrOne() {
            let path = try element.words()
            let opened = path.utf8.count { $0 == UInt8(ascii: "[") }
            guard opened == path.utf8.count(where: { $0 == UInt8(ascii: "]") }), !path.hasPrefix("."),
                path != "metadata"
            else { throw element.bad("is no path like `metadata.annotations[example.org/*]` or `spec.items[].x`") }
            paths.append(path)
        }
        return FieldRule(
            name: try name.words(), kinds: kinds, paths: paths,
            effect: try members["effect"]?.word(FieldRule.Effect.self) ?? .noise,
            reason: try node.required("reason", in: members).words())
    }

    /// `{name: …, managers: […], kinds: […], paths: [webhooks.clientConfig.caBundle], reason: …}`
    static func injections(_ node: BaselineNode?) throws(BaselineError) -> [InjectionRule] {
        guard let members = try node?.members(known: ["fields", "lists", "defaults", "injections", "without"]) else {
            return []
        }
        var rules: [InjectionRule] = []
        for element in try members["injections"]?.elements() ?? [] {
            let row = try element.members(
                known: ["name", "managers", "kinds", "groups", "names", "paths", "annotations", "reason"])
            let objects = try BaselineNode.selector(row, isPlural: true)
            guard !objects.isEmpty else {
                throw element.bad("allows writing into every object; name kinds, groups or names")
            }
            let managers = try element.required("managers", in: row)
            var patterns: [TextPattern] = []
            for manager in try managers.elementsOrOne() { patterns.append(.glob(Glob(try manager.words()))) }
            guard !patterns.contains(where: \.matchesEverything) else {
                throw managers.bad("allows every field manager; name those that inject")
            }
            var paths: [String] = []
            for path in try element.required("paths", in: row).elementsOrOne() { paths.append(try path.words()) }
            var annotations: [String] = []
            for key in try row["annotations"]?.elementsOrOne() ?? [] { annotations.append(try key.words()) }
            rules.append(
                InjectionRule(
                    try element.required("name", in: row).words(), managers: patterns, kinds: objects.kinds,
                    groups: objects.groups, names: objects.names, paths: paths, annotations: annotations,
                    reason: try element.required("reason", in: row).words()))
        }
        return rules
    }

    private static func list(_ node: BaselineNode) throws(BaselineError) -> ListRule {
        let members = try node.members(known: ["definition", "field", "compare", "reason"])
        let compare = try node.required("compare", in: members)
        guard let semantics = ListSemantics(words: try compare.words()) else {
            throw compare.bad(
                "is none of `in any order`, `position by position`, `by KEY, KEY`, `by KEY, in order`")
        }
        return ListRule(
            definition: try node.required("definition", in: members).words(),
            field: try node.required("field", in: members).words(), semantics: semantics,
            reason: try node.required("reason", in: members).words())
    }

    private static func standard(_ node: BaselineNode) throws(BaselineError) -> DefaultRule {
        let members = try node.members(known: ["definition", "field", "value", "reason"])
        _ = try node.required("reason", in: members).words()
        return DefaultRule(
            definition: try node.required("definition", in: members).words(),
            field: try node.required("field", in: members).words(),
            value: try node.required("value", in: members).boundValue())
    }

    /// `{field: NAME, reason: …}`, `{list: core.PodSpec.tolerations, reason: …}`, `{default: core.Container.resources, …}`
    private static func switchOff(_ node: BaselineNode, _ changes: inout TableChanges) throws(BaselineError) {
        let members = try node.members(known: ["field", "list", "default", "reason"])
        _ = try node.required("reason", in: members).words()
        let switches = SchemaChanges.switches
        let fields = FieldTable.rules.map(\.name)
        func known(_ key: String, _ names: [String]) throws(BaselineError) -> String? {
            guard let member = members[key] else { return nil }
            let name = try member.words()
            guard names.contains(where: { ByteOrder.same($0, name) }) else {
                let near = Suggestion.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
                throw member.bad("names no built-in row\(near)")
            }
            return name
        }
        let names = try (
            known("field", fields), known("list", switches.lists), known("default", switches.defaults)
        )
        switch names {
        case (let name?, nil, nil): changes.fieldsOff.insert(name)
        case (nil, let name?, nil): changes.schema.listsOff.insert(name)
        case (nil, nil, let name?): changes.schema.defaultsOff.insert(name)
        default: throw node.bad("needs one of field, list and default")
        }
    }

    static func redaction(_ node: BaselineNode?) throws(BaselineError) -> BaselineDocument.Redaction {
        var redaction = BaselineDocument.Redaction()
        guard let members = try node?.members(known: ["mode", "rules"]) else { return redaction }
        redaction.isStrict = try members["mode"]?.word(RedactionPolicy.Mode.self) == .strict
        for element in try members["rules"]?.elements() ?? [] {
            let row = try element.members(known: ["kind", "namePrefix", "path", "action", "reason"])
            redaction.rules.append(
                RedactionPolicy.Rule(
                    try element.required("kind", in: row).words(), try element.required("path", in: row).words(),
                    try row["action"]?.word(RedactionPolicy.Action.self) ?? .redact,
                    namePrefix: try row["namePrefix"]?.words() ?? "",
                    reason: try element.required("reason", in: row).words()))
        }
        return redaction
    }
}
