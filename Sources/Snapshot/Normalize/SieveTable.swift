/// The field rules as a machine: states for what is left of them at some depth, and where each key leads.
///
/// The same rules as ``FieldSieve``, which walks a tree with them and hands out what it takes; this one only decides, for
/// digests. A test holds the two against each other.
struct SieveTable: Sendable {
    /// What becomes of a member or an element.
    enum Step: Hashable {
        /// It stays, and rules speak of what is in it, in that state.
        case keep(state: Int)
        /// A rule takes it.
        case take(rule: Int)
    }

    /// No rule speaks of anything in here.
    static let free = -1

    /// A rule for elements, or for keys that begin with a text.
    private struct Pattern: Sendable {
        /// The element's field; `nil` for keys and for every element.
        let field: String?
        let text: [UInt8]
        let isPrefix: Bool
        let rule: Int
    }

    private struct State: Sendable {
        /// Keys that begin so are taken, unless an edge says something else.
        var prefixes: [Pattern] = []
        /// Elements that are taken.
        var elements: [Pattern] = []
        /// The state inside of elements that stay.
        var inside = SieveTable.free
    }

    private struct Trail: Hashable {
        let rule: Int
        let path: Int
        let depth: Int
    }

    let rules: [FieldRule]
    private var states: [State] = []
    private var edges = EdgeTable([])
    private var startForAll = SieveTable.free
    private var starts: [GroupKind: Int] = [:]

    /// Names that the rules speak of.
    static func names(_ rules: [FieldRule]) -> [String] {
        rules.flatMap(\.paths).flatMap { RulePath($0).steps }.compactMap { step in
            if case .field(let glob) = step, !glob.isPrefix { glob.text } else { nil }
        }
    }

    /// The machine of these rules. In their paths what is known by a beginning, or by what an element says, comes last.
    init(_ rules: [FieldRule], keys: KeyVocabulary) {
        self.rules = rules
        var builder = Builder(rules: rules, keys: keys)
        let all = builder.trails { $0.kinds == nil }
        startForAll = builder.state(all)
        for kind in Set(rules.flatMap { $0.kinds ?? [] }) {
            starts[kind] = builder.state(all + builder.trails { $0.kinds?.contains(kind) == true })
        }
        states = builder.states
        edges = EdgeTable(builder.edges)
    }

    /// The state at the root of an object.
    func start(_ kind: GroupKind) -> Int { starts[kind] ?? startForAll }

    /// What becomes of a member.
    func step(_ state: Int, member key: Int, of tape: JSONTape) -> Step {
        guard state >= 0 else { return .keep(state: Self.free) }
        let target = edges.target(state, tape.key(key))
        if target != EdgeTable.none { return target >= 0 ? .keep(state: target) : .take(rule: -1 - target) }
        for pattern in states[state].prefixes where tape.begins(key, with: pattern.text) {
            return .take(rule: pattern.rule)
        }
        return .keep(state: Self.free)
    }

    /// What becomes of an element.
    func step(_ state: Int, element: Int, of tape: JSONTape) -> Step {
        guard state >= 0 else { return .keep(state: Self.free) }
        for pattern in states[state].elements {
            if let field = pattern.field {
                guard let text = tape.member(field, of: element), tape.nodes[text].kind == .string,
                    tape.begins(text, with: pattern.text),
                    pattern.isPrefix || tape.range(text).count == pattern.text.count
                else { continue }
            }
            return .take(rule: pattern.rule)
        }
        return .keep(state: states[state].inside)
    }

    private struct Builder {
        let rules: [FieldRule]
        let keys: KeyVocabulary
        let paths: [[[RulePath.Step]]]
        var states: [State] = []
        var edges: [(from: Int, key: KeyVocabulary.ID, to: Int)] = []
        private var known: [[Trail]: Int] = [:]

        init(rules: [FieldRule], keys: KeyVocabulary) {
            self.rules = rules
            self.keys = keys
            paths = rules.map { $0.paths.map { RulePath($0).steps } }
        }

        func trails(_ isWanted: (FieldRule) -> Bool) -> [Trail] {
            rules.indices.filter { isWanted(rules[$0]) }.flatMap { rule in
                paths[rule].indices.map { Trail(rule: rule, path: $0, depth: 0) }
            }
        }

        private func step(_ trail: Trail) -> RulePath.Step { paths[trail.rule][trail.path][trail.depth] }

        private func isLast(_ trail: Trail) -> Bool { trail.depth == paths[trail.rule][trail.path].count - 1 }

        private func deeper(_ trail: Trail) -> Trail {
            Trail(rule: trail.rule, path: trail.path, depth: trail.depth + 1)
        }

        mutating func state(_ trails: [Trail]) -> Int {
            if trails.isEmpty { return SieveTable.free }
            if let state = known[trails] { return state }
            let state = states.count
            known[trails] = state
            states.append(State())
            var filled = State()
            var inside: [Trail] = []
            for trail in trails {
                switch step(trail) {
                case .everyElement:
                    if isLast(trail) {
                        filled.elements.append(Pattern(field: nil, text: [], isPrefix: true, rule: trail.rule))
                    } else {
                        inside.append(deeper(trail))
                    }
                case .element(let field, let glob):
                    precondition(isLast(trail), "a rule cannot look into chosen elements")
                    filled.elements.append(
                        Pattern(field: field, text: Array(glob.text.utf8), isPrefix: glob.isPrefix, rule: trail.rule))
                case .field(let glob) where glob.isPrefix:
                    precondition(isLast(trail), "a rule cannot look into fields known by a beginning")
                    filled.prefixes.append(
                        Pattern(field: nil, text: Array(glob.text.utf8), isPrefix: true, rule: trail.rule))
                case .field(let glob):
                    edges.append((state, keys.id(glob.text), target(of: glob.text, trails)))
                }
            }
            filled.inside = self.state(inside)
            states[state] = filled
            return state
        }

        /// Where a name leads: taken by the first rule that ends here, else deeper with all that speak of it.
        private mutating func target(of name: String, _ trails: [Trail]) -> Int {
            let matching = trails.filter { trail in
                if case .field(let glob) = step(trail) { glob.matches(name) } else { false }
            }
            if let last = matching.first(where: isLast) { return -1 - last.rule }
            return state(matching.map(deeper))
        }
    }
}
