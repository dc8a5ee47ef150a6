import Snapshot

/// Reads `tables` and `redaction`: rows in the form in which `snapctl rules` prints them.
enum TableReader {
    private static let keys = [
        "fields", "makers", "lists", "defaults", "durations", "empty", "injections", "filled",
        "without",
    ]

    /// Reads everything that a baseline changes in tables.
    static func read(_ node: BaselineNode?, into baseline: inout Baseline) throws(BaselineError) {
        guard let members = try node?.members(known: keys) else { return }
        let off = try without(members["without"])
        var tables = try changes(members)
        baseline.changedRowCount = tables.count + off.count
        tables.remove(off)
        var written = ComparisonTables()
        written.remove(off)
        let injections = try injections(members["injections"])
        written.injections = written.injections.extended(by: injections)
        baseline.changedRowCount += injections.count
        let filled = try filled(members["filled"])
        written.filled += filled
        baseline.changedRowCount += filled.count
        baseline.tables = tables
        baseline.written = written
        baseline.upgradesOff = off[.upgrades] ?? []
    }

    private static func changes(_ members: [String: BaselineNode]) throws(BaselineError)
        -> TableChanges
    {
        var changes = TableChanges()
        for element in try members["fields"]?.elements() ?? [] {
            changes.fields.append(try field(element))
        }
        for element in try members["makers"]?.elements() ?? [] {
            changes.makers.append(try maker(element))
        }
        for element in try members["lists"]?.elements() ?? [] {
            changes.schema.lists.append(try list(element))
        }
        for element in try members["defaults"]?.elements() ?? [] {
            changes.schema.defaults.append(try standard(element))
        }
        for element in try members["durations"]?.elements() ?? [] {
            changes.schema.durations.append(try duration(element))
        }
        for element in try members["empty"]?.elements() ?? [] {
            changes.schema.empty.append(try empty(element))
        }
        return changes
    }

    private static func field(_ node: BaselineNode) throws(BaselineError) -> FieldRule {
        let members = try node.members(known: ["name", "kinds", "paths", "effect", "reason"])
        let name = try node.required("name", in: members)
        if FieldTable.rules.contains(where: { ByteOrder.same($0.name, (try? name.words()) ?? "") }) {
            throw name.bad("is the name of a built-in rule")
        }
        var kinds: [GroupKind]?
        for element in try members["kinds"]?.elementsOrOne() ?? [] { kinds = (kinds ?? []) + [try kind(element)] }
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

    /// `{owners: Widget.shop.example, makes: [Pod, Secret], managers: widget-operator, reason: …}`
    private static func maker(_ node: BaselineNode) throws(BaselineError) -> MakerRule {
        let members = try node.members(known: ["owners", "versions", "makes", "managers", "reason"])
        func kinds(_ key: String) throws(BaselineError) -> [String] {
            var kinds: [String] = []
            for element in try node.required(key, in: members).elementsOrOne() {
                let kind = try element.words()
                // A row for everything would name no controller at all.
                guard kind != "*", !kind.hasPrefix("*.*"), !kind.hasSuffix("*") else {
                    throw element.bad("is no kind like `Pod`, `Deployment.apps` or `*.widgets.example.org`")
                }
                kinds.append(kind)
            }
            return kinds
        }
        var managers: [String] = []
        for element in try node.required("managers", in: members).elementsOrOne() {
            let name = try element.words()
            guard name != "*", !HandTable.isPerson(name) else {
                throw element.bad("is no controller's field manager; `snapctl rules` lists people's tools under hands")
            }
            managers.append(name)
        }
        var versions: [String] = []
        for element in try members["versions"]?.elementsOrOne() ?? [] { versions.append(try element.words()) }
        return MakerRule(
            try kinds("owners"), versions: versions, makes: try kinds("makes"), managers: managers,
            reason: try node.required("reason", in: members).words())
    }

    /// `{name: …, managers: […], kinds: […], paths: [webhooks.clientConfig.caBundle], reason: …}`
    private static func injections(_ node: BaselineNode?) throws(BaselineError) -> [InjectionRule] {
        var rules: [InjectionRule] = []
        for element in try node?.elements() ?? [] {
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

    private static func kind(_ node: BaselineNode) throws(BaselineError) -> GroupKind {
        let parts = try node.words().split(separator: ".", maxSplits: 1).map(String.init)
        guard let kind = parts.first else { throw node.bad("is no kind like `Widget.example.org`") }
        return GroupKind(group: parts.count == 2 ? parts[1] : "", kind: kind)
    }

    private static func duration(_ node: BaselineNode) throws(BaselineError) -> DurationRule {
        let members = try node.members(known: ["kinds", "path", "form", "reason"])
        let (kinds, path) = try customField(node, members)
        var form = FieldFacts.Scalar.duration
        if let member = members["form"] {
            let words = try member.words()
            guard let found = DurationRule.forms.first(where: { ByteOrder.same($0.rawValue, words) })
            else {
                throw member.bad(
                    "is none of \(DurationRule.forms.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
            }
            form = found
        }
        return DurationRule(kinds: kinds, path: path, form: form)
    }

    /// `{kinds: Widget.example.org, path: spec.options, reason: …}`
    private static func empty(_ node: BaselineNode) throws(BaselineError) -> EmptyRule {
        let (kinds, path) = try customField(node, try node.members(known: ["kinds", "path", "reason"]))
        return EmptyRule(kinds: kinds, path: path)
    }

    /// The kinds and the path of a row about a field of custom types, which needs a reason.
    private static func customField(
        _ node: BaselineNode, _ members: [String: BaselineNode]
    ) throws(BaselineError) -> ([GroupKind], String) {
        _ = try node.required("reason", in: members).words()
        var kinds: [GroupKind] = []
        for element in try node.required("kinds", in: members).elementsOrOne() {
            let kind = try kind(element)
            guard !BuiltinTypes.isBuiltin(group: kind.group) else { throw element.bad("is no custom type") }
            kinds.append(kind)
        }
        let path = try node.required("path", in: members)
        let words = try path.words()
        let names = words.split(separator: ".", omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty && $0 != "[]" && !$0.dropLast(2).contains("[") }) else {
            throw path.bad("is no path like `spec.timeout` or `spec.endpoints[].interval`")
        }
        return (kinds, words)
    }

    /// `{kind: Service, fields: [spec.ports.nodePort], reason: …}`
    private static func filled(_ node: BaselineNode?) throws(BaselineError) -> [FilledTable.Row] {
        var rows: [FilledTable.Row] = []
        for element in try node?.elements() ?? [] {
            let members = try element.members(known: ["kind", "fields", "needsManagedFields", "reason"])
            let kind = try kind(try element.required("kind", in: members))
            var fields: [String] = []
            for field in try element.required("fields", in: members).elementsOrOne() {
                let path = try field.words()
                let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
                guard names.count > 1, names.allSatisfy({ !$0.isEmpty && !$0.contains("[") }) else {
                    throw field.bad("is no path like `spec.ports.nodePort`")
                }
                guard !UnfilledTable.contains(FieldPath(names.map(PathElement.field))) else {
                    throw field.bad("is filled in by no server (`unfilled` in `snapctl rules`)")
                }
                fields.append(path)
            }
            try members["needsManagedFields"]?.flag()
            rows.append(
                FilledTable.Row(
                    kind: kind, fields: fields, reason: try element.required("reason", in: members).words(),
                    needsManagers: members["needsManagedFields"] != nil))
        }
        return rows
    }

    /// `{table: defaults, row: core.Container.imagePullPolicy, reason: …}`
    private static func without(_ node: BaselineNode?) throws(BaselineError) -> RowNames {
        var off = RowNames()
        for element in try node?.elements() ?? [] {
            let members = try element.members(known: ["table", "row", "reason"])
            let table = try element.required("table", in: members).word(RowNames.Table.self)
            let row = try element.required("row", in: members)
            let name = try row.words()
            _ = try element.required("reason", in: members).words()
            let rows = TableRows.names.first { $0.table == table }?.rows ?? []
            guard rows.contains(where: { ByteOrder.same($0, name) }) else {
                let near = Suggestion.nearest(to: name, among: rows).map { "; did you mean `\($0)`?" } ?? ""
                throw row.bad("names no row of \(table.rawValue) (`snapctl rules rows`)\(near)")
            }
            off.insert(name, of: table)
        }
        return off
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
