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
    private var anyRoot: Int?
    /// A place of which nothing is known but that everything below is kept as it is written, and its like below it.
    private var free: Int
    /// The root of a custom type without a schema.
    private var unknownRoot: Int?

    /// Built-in defaults that were switched off, see ``SchemaChanges/defaultsOff``.
    package let defaultsOff: Set<String>

    /// The graph of some facts under the tool's tables, with what was changed in them.
    ///
    /// - Parameter minors: the minor versions of Kubernetes whose servers wrote the objects: defaults count that all of them
    ///   fill in. Without any, those of the newest.
    package init(_ facts: SchemaFacts, minors: [Int] = [], tables: SchemaChanges = SchemaChanges()) {
        defaultsOff = tables.defaultsOff
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
        resolveAliases()
        for (type, name) in facts.types { types[type] = definitions[name] }
        for rule in ListTable.groupRules { add(rule) }
        describeMetadata()
        resolveAliases()
    }

    /// Where to begin for an object: its type, or what is known of its whole group, or of every object.
    package func root(apiVersion: String, kind: String) -> Place? {
        if let place = types[SchemaFacts.typeKey(apiVersion: apiVersion, kind: kind)] { return place }
        let group = APIVersion.group(of: apiVersion)
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
                if nodes[field].defaultValue == nil || own.contains(rule) {
                    nodes[field].defaultValue = rule.value
                    nodes[field].isAllocated = rule.isAllocated
                }
            }
            for switched in tables.defaultsOff where switched.hasPrefix("\(short).") {
                let name = String(switched.dropFirst(short.count + 1))
                if nodes[definition].fields[name] != nil {
                    nodes[ownField(of: definition, named: name)].defaultValue = nil
                }
            }
        }
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
        let fallback = groupRoots[group] ?? add(Node(source: "table: \(group)", keepsNull: true, values: free))
        groupRoots[group] = fallback
        roots.append(fallback)
        for root in roots {
            var place = root
            for name in path.dropLast() {
                // The fallback knows nothing of the members on the way.
                if nodes[place].fields[name] == nil, root == fallback {
                    nodes[place].fields[name] = add(Node(source: "table: \(group)", keepsNull: true, values: free))
                }
                place = ownField(of: place, named: name)
            }
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
        for place in [root, unknown] + Array(types.values) + Array(groupRoots.values) {
            nodes[place].fields["metadata"] = metadata
        }
    }
}
