/// The schema of every type as one graph, ready to walk beside an object.
///
/// Nodes are positions in an array, so that recursive definitions cost nothing. Built once a state from ``SchemaFacts`` and
/// the tables; a field without a node is simply unknown, which changes nothing for its siblings.
package struct FieldSchema: Sendable {
    /// What is known of one field.
    package struct Node: Sendable {
        /// Spelling of a scalar.
        package var scalar: FieldFacts.Scalar?
        /// How a list is compared; `nil` when nobody says.
        package var list: ListSemantics?
        /// What the server fills in when the field is absent.
        package var defaultValue: Value?
        /// Names the definition and field that say so, for explanations.
        package var source: String
        /// The definition that describes this object in short, such as `core.Container`; `nil` for everything else.
        package var definition: String?
        /// Whether null is told from absent.
        package var keepsNull = false
        /// Whether the server puts a value of its own where a manifest says the default.
        package var isAllocated = false
        /// The value that the server does not write down: saying it is saying nothing.
        package var unset: Value?
        /// Whether null is the empty text, as in a map of texts.
        package var nullIsEmpty = false
        /// Whether an object here says nothing when all of its members say nothing.
        package var isNothingWhenEmpty = false
        fileprivate var fields: [String: Int] = [:]
        fileprivate var items: Int?
        fileprivate var values: Int?

        fileprivate init(
            list: ListSemantics? = nil, source: String, definition: String? = nil, keepsNull: Bool = false,
            items: Int? = nil, values: Int? = nil
        ) {
            self.list = list
            self.source = source
            self.definition = definition
            self.keepsNull = keepsNull
            self.items = items
            self.values = values
        }
    }

    /// A place in the graph; `nil` everywhere means unknown.
    package typealias Place = Int

    private var nodes: [Node] = []
    private var definitions: [String: Int] = [:]
    private var types: [String: Int] = [:]
    private var groupRoots: [String: Int] = [:]
    private var kindRoots: [GroupKind: Int] = [:]
    private var anyRoot: Int?
    /// A place of which nothing is known but that everything below is kept as it is written, and its like below it.
    private var free: Int
    /// The root of a custom type without a schema.
    private var unknownRoot: Int?

    /// What absent fields mean given others, by definition: what holds and was not switched off.
    package let impliedDefaults: [String: [ImpliedDefault]]

    /// The graph of some facts under the tool's tables, with what was changed in them.
    ///
    /// - Parameter minors: the minor versions of Kubernetes whose servers wrote the objects: defaults count that all of them
    ///   fill in. Without any, those of the newest.
    package init(_ facts: SchemaFacts, minors: [Int] = [], tables: SchemaChanges = SchemaChanges()) {
        impliedDefaults = ImpliedDefault.byDefinition.mapValues {
            $0.filter { $0.holds(in: minors) && !tables.off.contains($0.rowName, of: .defaults) }
        }
        nodes = [Node(source: "no schema", keepsNull: true, items: 0, values: 0)]
        free = 0
        let names = facts.definitions.keys.sorted { ByteOrder.precedes($0, $1) }
        for name in names { definitions[name] = add(Node(source: name, definition: ListTable.shortName(name))) }
        for name in names {
            guard let place = definitions[name], let definition = facts.definitions[name] else { continue }
            fill(place, from: definition)
        }
        applyListTable(names, tables)
        applyDefaults(names, minors, tables)
        applyEmptiness(names, tables.off)
        resolveAliases()
        for (type, name) in facts.types { types[type] = definitions[name] }
        // Rows about whole groups come last: they hold for the kinds that have rows of their own as well.
        let durations = DurationTable.rules.compactMap { $0.without(tables.off) } + tables.durations
        for rule in durations.filter({ !$0.isOfGroup }) + durations.filter(\.isOfGroup) { add(rule) }
        for rule in ListTable.groupRules where !tables.off.contains(rule.rowName, of: .lists) {
            add(rule)
        }
        for rule in tables.empty {
            describe(rule.path, of: rule.kinds) {
                $0.isNothingWhenEmpty = true
                $0.keepsNull = false
            }
        }
        describeMetadata()
        resolveAliases()
    }

    /// Where to begin for an object: its type, or what is known of its whole group, or of every object.
    package func root(apiVersion: String, kind: String) -> Place? {
        if let place = types[SchemaFacts.typeKey(apiVersion: apiVersion, kind: kind)] { return place }
        let group = APIVersion.group(of: apiVersion)
        if let place = kindRoots[GroupKind(group: group, kind: kind)] { return place }
        return groupRoots[group] ?? (BuiltinTypes.isBuiltin(group: group) ? anyRoot : unknownRoot)
    }

    /// What is known at a place.
    package func node(_ place: Place) -> Node { nodes[place] }

    /// The place of a member.
    package func child(_ place: Place?, _ name: String) -> Place? {
        guard let place else { return nil }
        return nodes[place].fields[name] ?? nodes[place].values
    }

    /// The place of the elements of a list.
    package func element(_ place: Place?) -> Place? { place.flatMap { nodes[$0].items } }

    /// How many places there are: they are numbered from zero.
    package var count: Int { nodes.count }

    /// The place of the members that have no place of their own.
    package func anyChild(_ place: Place) -> Place? { nodes[place].values }

    /// The members that have a place.
    package func children(_ place: Place) -> [String: Place] { nodes[place].fields }

    /// Members of a place that have a default, for "absent equals default".
    package func defaults(_ place: Place?) -> [(name: String, place: Place)] {
        guard let place else { return [] }
        return nodes[place].fields.filter { nodes[$0.value].defaultValue != nil }.map { ($0.key, $0.value) }
    }

    // MARK: Building

    private mutating func add(_ node: Node) -> Place {
        nodes.append(node)
        return nodes.count - 1
    }

    private mutating func place(_ facts: FieldFacts, source: String) -> Place? {
        if let reference = facts.reference, facts.scalar == nil, facts.list == nil, facts.defaultValue == nil,
            !facts.isNullable, !facts.isFree
        {
            return definitions[reference]
        }
        let place = add(Node(source: source))
        fill(place, from: facts)
        return place
    }

    private mutating func fill(_ place: Place, from facts: FieldFacts) {
        var node = nodes[place]
        node.scalar = facts.scalar
        node.defaultValue = facts.defaultValue
        node.keepsNull = facts.isNullable || facts.isFree
        switch facts.list {
        case .set: node.list = .bag(keys: [])
        case .map: node.list = .map(keys: facts.keys, isOrdered: false)
        case .atomic: node.list = .ordered
        case nil: break
        }
        for (name, field) in facts.fields { node.fields[name] = self.place(field, source: "\(node.source).\(name)") }
        if let items = facts.items.first { node.items = self.place(items, source: "\(node.source)[]") }
        if let values = facts.values.first { node.values = self.place(values, source: "\(node.source).*") }
        if facts.isFree {
            node.items = node.items ?? free
            node.values = node.values ?? free
        }
        if let reference = facts.reference, let definition = definitions[reference] {
            // A field with facts of its own on top of a definition: a copy that knows where its members are.
            aliases[place] = definition
        }
        nodes[place] = node
    }

    /// Places whose members are those of a definition, resolved once all definitions are filled.
    private var aliases: [Place: Place] = [:]

    private mutating func resolveAliases() {
        for place in aliases.keys.sorted() {
            var target = place
            // As long as fields with facts of their own stand on top of each other; a hostile schema may make a circle.
            for _ in 0..<16 { target = aliases[target] ?? target }
            nodes[place].definition = nodes[target].definition
            nodes[place].fields = nodes[target].fields.merging(nodes[place].fields) { _, own in own }
            nodes[place].items = nodes[place].items ?? nodes[target].items
            nodes[place].values = nodes[place].values ?? nodes[target].values
        }
        aliases = [:]
    }

    private mutating func applyListTable(_ names: [String], _ tables: SchemaChanges) {
        let rules = tables.isEmpty ? ListTable.byDefinition : Dictionary(grouping: tables.listRules, by: \.definition)
        let own = Set(tables.lists)
        for name in names {
            guard let definition = definitions[name] else { continue }
            for rule in rules[ListTable.shortName(name)] ?? [] where name.hasPrefix("io.k8s.") || own.contains(rule) {
                // A custom type is one definition with all its members inside: `spec.allowed`.
                let field = rule.field.split(separator: ".").reduce(definition) { ownField(of: $0, named: String($1)) }
                nodes[field].list = rule.semantics
                nodes[field].source = "table: \(rule.definition).\(rule.field)"
            }
        }
    }

    private mutating func applyDefaults(_ names: [String], _ minors: [Int], _ tables: SchemaChanges) {
        let rules =
            tables.isEmpty ? DefaultTable.byDefinition : Dictionary(grouping: tables.defaultRules, by: \.definition)
        let own = Set(tables.defaults)
        for name in names where name.hasPrefix("io.k8s.") {
            guard let definition = definitions[name] else { continue }
            let short = ListTable.shortName(name)
            for rule in rules[short] ?? [] where rule.holds(in: minors) {
                let field = ownField(of: definition, named: rule.field)
                if rule.isUnset { nodes[field].unset = rule.value }
                if nodes[field].defaultValue == nil || own.contains(rule) {
                    nodes[field].defaultValue = rule.value
                    nodes[field].isAllocated = rule.isAllocated
                }
            }
            for switched in tables.off[.defaults] ?? [] where switched.hasPrefix("\(short).") {
                let name = String(switched.dropFirst(short.count + 1))
                if nodes[definition].fields[name] != nil {
                    let field = ownField(of: definition, named: name)
                    nodes[field].defaultValue = nil
                    nodes[field].unset = nil
                }
            }
        }
    }

    /// What emptiness and null mean, by the tables.
    private mutating func applyEmptiness(_ names: [String], _ off: RowNames) {
        for name in names where name.hasPrefix("io.k8s.") {
            guard let definition = definitions[name] else { continue }
            let short = ListTable.shortName(name)
            for field in EmptyTable.byDefinition[short] ?? []
            where !off.contains("\(short).\(field)", of: .empty) {
                nodes[ownField(of: definition, named: field)].isNothingWhenEmpty = true
            }
            for field in TextMapTable.byDefinition[short] ?? []
            where !off.contains("\(short).\(field)", of: .textMaps) {
                let map = ownField(of: definition, named: field)
                let text = nodes[map].values ?? add(Node(source: "\(nodes[map].source).*"))
                nodes[map].values = text
                nodes[text].nullIsEmpty = true
            }
        }
    }

    /// A text of a custom type is a duration.
    private mutating func add(_ rule: DurationRule) {
        describe(rule.path, of: rule.kinds) { $0.scalar = rule.form }
    }

    /// Says something of a field of custom types.
    private mutating func describe(
        _ path: String, of kinds: [GroupKind], _ change: (inout Node) -> Void
    ) {
        for kind in kinds {
            var roots = types.filter { Self.groupKind(ofType: $0.key, is: kind) }.map(\.value)
            if kind.kind == "*" {
                roots.append(groupRoot(kind.group))
                roots += kindRoots.filter { $0.key.group == kind.group }.map(\.value)
            } else {
                let root = kindRoots[kind] ?? unknown(source: "table: \(kind)")
                kindRoots[kind] = root
                roots.append(root)
            }
            for root in Set(roots).sorted() {
                let place = path.split(separator: ".").reduce(root) { place, name in
                    let isList = name.hasSuffix("[]")
                    let field = describedField(of: place, named: String(isList ? name.dropLast(2) : name))
                    return isList ? describedElement(of: field) : field
                }
                change(&nodes[place])
                nodes[place].source = "table: \(kind) \(path)"
            }
        }
    }

    /// A place of which nothing is known yet, and everything below is kept as it is written.
    private mutating func unknown(source: String) -> Place {
        add(Node(source: source, keepsNull: true, items: free, values: free))
    }

    private mutating func groupRoot(_ group: String) -> Place {
        let root = groupRoots[group] ?? unknown(source: "table: \(group)")
        groupRoots[group] = root
        return root
    }

    /// A field of ours to describe; where nothing was known of it nothing else is known now.
    private mutating func describedField(of place: Place, named name: String) -> Place {
        if nodes[place].fields[name] == nil, nodes[place].values == free {
            nodes[place].fields[name] = unknown(source: "\(nodes[place].source).\(name)")
        }
        return ownField(of: place, named: name)
    }

    private mutating func describedElement(of list: Place) -> Place {
        let source = "\(nodes[list].source)[]"
        let element: Place
        switch nodes[list].items {
        case free?: element = unknown(source: source)
        case let place? where !definitions.values.contains(place): return place
        case let shared:
            element = add(Node(source: source))
            aliases[element] = shared
        }
        nodes[list].items = element
        return element
    }

    private static func groupKind(ofType type: String, is kind: GroupKind) -> Bool {
        guard let slash = type.lastIndex(of: "/") else { return false }
        return APIVersion.group(of: String(type[..<slash])) == kind.group
            && (kind.kind == "*" || type[type.index(after: slash)...] == kind.kind)
    }

    /// The node of a definition's field, made when absent and copied when it is another definition's own node.
    private mutating func ownField(of definition: Place, named name: String) -> Place {
        if let place = nodes[definition].fields[name], !definitions.values.contains(place) { return place }
        let place = add(Node(source: "\(nodes[definition].source).\(name)"))
        // What it shares with the definition may still be filled in: it is looked up when all tables are read.
        if let shared = nodes[definition].fields[name] { aliases[place] = shared }
        nodes[definition].fields[name] = place
        return place
    }

    /// Everything under a path, at any depth, is a list in no order.
    private mutating func add(_ rule: ListTable.GroupRule) {
        let (group, path) = (rule.group, rule.path)
        let source = "table: \(group) \(path.joined(separator: "."))"
        let bag = add(Node(list: .bag(keys: []), source: source))
        nodes[bag].items = bag
        nodes[bag].values = bag
        var roots = types.filter {
            APIVersion.group(of: String($0.key[..<($0.key.lastIndex(of: "/") ?? $0.key.endIndex)])) == group
        }
        .map(\.value)
        roots.append(groupRoot(group))
        roots += kindRoots.filter { $0.key.group == group }.map(\.value)
        for root in Set(roots).sorted() {
            let place = path.dropLast().reduce(root) { describedField(of: $0, named: $1) }
            guard let last = path.last else { continue }
            guard let key = rule.key else {
                nodes[place].fields[last] = bag
                continue
            }
            // Its entries stay what the definition says.
            let elements = element(nodes[place].fields[last]) ?? free
            nodes[place].fields[last] = add(
                Node(list: .map(keys: [key], isOrdered: false), source: source, items: elements))
        }
    }

    /// The metadata of every object is the same type, although definitions of custom types say only that it is an object.
    private mutating func describeMetadata() {
        guard let metadata = definitions["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"] else { return }
        let root = add(Node(source: "any object"))
        anyRoot = root
        let unknown = add(Node(source: "no schema", keepsNull: true, values: free))
        unknownRoot = unknown
        for place in [root, unknown] + [types.values, groupRoots.values].joined() + kindRoots.values {
            nodes[place].fields["metadata"] = metadata
        }
    }
}
