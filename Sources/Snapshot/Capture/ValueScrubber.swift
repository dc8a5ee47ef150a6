/// Walks through one object and finds what the policy takes. The object itself is not changed.
struct ValueScrubber {
    /// A value that has to go.
    struct Finding {
        /// The string or number; or the key with the value in it.
        let node: Int
        /// What a token is made of.
        let value: [UInt8]
        let path: [PathElement]
        let rule: String
    }

    /// How the strings at a place are read.
    private enum Reading {
        /// By detectors only.
        case plain
        /// By their names too; a name may also be that of an object which holds the credential.
        case references
        /// By their names, and by names inside of them.
        case entries
        /// Words of a command line.
        case arguments
        /// Members of `fieldsV1`.
        case fieldSets
        /// The URL of a webhook.
        case webhook
    }

    /// One step down: a member's key, or an element and its position.
    private struct Step {
        let node: Int
        let position: Int?
    }

    /// Shorter texts are no credentials.
    static let minimumBytes = 3

    private let tape: JSONTape
    private let isStrict: Bool
    private let rules: [RedactionPolicy.Rule]
    private let addedRules: Int
    private let isConfigMap: Bool
    private let isSecret: Bool
    private let isCustom: Bool
    private var path: [Step] = []
    /// How many steps are named `annotations`.
    private var annotations = 0
    /// The name of an outer member that promises a credential.
    private var inherited: Range<Int>?
    /// The words of `command` beside the arguments that are looked at.
    private var program: [String] = []
    private(set) var findings: [Finding] = []

    /// - Parameter tape: read with a vocabulary that begins with ``ScrubWord/names``.
    init(_ tape: JSONTape, policy: RedactionPolicy, identity: Identity) {
        self.tape = tape
        isStrict = policy.mode == .strict
        rules = policy.rules(for: identity)
        addedRules = policy.additions.count { $0.concerns(identity) }
        isConfigMap = identity.group.isEmpty && identity.kind == "ConfigMap"
        isSecret = identity.group.isEmpty && identity.kind == "Secret"
        isCustom = BuiltinTypes.type(of: identity.groupKind) == nil
    }

    /// Looks at the whole object.
    mutating func scrub() {
        if tape.nodes[0].kind == .object { scrub(object: 0, .plain) }
    }

    // MARK: Walking

    private mutating func scrub(object: Int, _ reading: Reading) {
        let count = Int(tape.nodes[object].count)
        // A list of names and values: environment variables, headers, parameters.
        let given = count <= 4 ? given(object, count) : nil
        var key = object + 1
        for _ in 0..<count {
            defer { key = tape.end(key + 1) }
            let word = ScrubWord(rawValue: tape.key(key))
            if path.isEmpty, isDone(word) { continue }
            if word == .lastApplied, path.count == 2, isAnnotation, isObject(key + 1) { continue }
            if reading == .fieldSets, scrub(key: key) { continue }
            let isNamed = given != nil && word == .value
            let next = isNamed ? (reading == .plain ? .entries : reading) : self.reading(of: word, key, reading)
            path.append(Step(node: key, position: nil))
            let outer = (inherited, program)
            if next == .arguments { program = words(of: tape.member("command", of: object)) }
            if next == .references, promise(of: key) > .weak { inherited = tape.range(key) }
            if word == .annotations { annotations += 1 }
            scrub(key + 1, next, name: isNamed ? tape.range(given ?? key) : tape.range(key))
            if word == .annotations { annotations -= 1 }
            (inherited, program) = outer
            path.removeLast()
        }
    }

    private func promise(of key: Int) -> CredentialName.Promise {
        let name = tape.text.span.extracting(tape.range(key))
        return CredentialName.mayPromise(name) ? CredentialName.promise(tape.words(key)) : .none
    }

    /// The strings of a list, each at its place.
    private func words(of list: Int?) -> [String] {
        guard let list, tape.nodes[list].kind == .array else { return [] }
        return tape.children(list).map { tape.string($0) ?? "" }
    }

    private mutating func scrub(_ node: Int, _ reading: Reading, name: Range<Int>) {
        switch tape.nodes[node].kind {
        case .null, .no, .yes, .key: return
        case .number:
            let digits = Array(tape.text[tape.range(node)])
            if digits.count >= 13, CardNumber.isIn(digits.span) { return find(node, digits, CardNumber.rule) }
            // `password: 123456`
            guard reading == .references || reading == .entries,
                CredentialName.mayPromise(tape.text.span.extracting(name)),
                CredentialName.promise(String(decoding: tape.text[name], as: UTF8.self)) == .strong
            else { return }
            find(node, digits, "credential-name")
        case .object: scrub(object: node, reading)
        case .array:
            var element = node + 1
            var before: Int?
            let told =
                reading == .arguments ? CredentialCommand.places(in: words(of: node), command: program) : []
            for i in 0..<Int(tape.nodes[node].count) {
                path.append(Step(node: element, position: i))
                if told.contains(i), !isToken(element) {
                    find(element, Array(tape.text[tape.range(element)]), "command-line")
                } else {
                    let flag = reading == .arguments ? before.flatMap(flag) : nil
                    scrub(element, reading, name: flag ?? name)
                }
                path.removeLast()
                before = element
                element = tape.end(element)
            }
        case .string:
            guard let rule = rule(node, reading, name: name) else { return }
            find(node, secretBytes(node), rule)
        }
    }

    private mutating func find(_ node: Int, _ value: [UInt8], _ rule: String) {
        findings.append(Finding(node: node, value: value, path: elements, rule: rule))
    }

    /// The path in words, for what was found only.
    private var elements: [PathElement] {
        path.map { step in
            guard let position = step.position else { return .field(tape.words(step.node)) }
            guard let name = tape.string(tape.member("name", of: step.node)) else { return .index(position) }
            return .key(Object(["name": .string(name)]))
        }
    }

    /// The text of the member `name`.
    private func given(_ object: Int, _ count: Int) -> Int? {
        var key = object + 1
        for _ in 0..<count {
            if tape.key(key) == ScrubWord.name.rawValue { return tape.nodes[key + 1].kind == .string ? key + 1 : nil }
            key = tape.end(key + 1)
        }
        return nil
    }

    /// How to read what stands under a member.
    private func reading(of word: ScrubWord?, _ key: Int, _ reading: Reading) -> Reading {
        switch word {
        case .annotations where isUnder(.metadata): return .entries
        case .args, .command: return .arguments
        case .data where isConfigMap && path.isEmpty, .binaryData where isConfigMap && path.isEmpty: return .entries
        case .fieldsV1: return .fieldSets
        case .clientConfig: return .webhook
        case .parameters, .volumeAttributes, .options, .mountOptions: return reading == .plain ? .references : reading
        default:
            // Charts hand them through: extraArgs, controllerArgs.
            if reading == .references, tape.text[tape.range(key)].suffix(4).elementsEqual(Self.arguments) {
                return .arguments
            }
            guard isCustom, path.isEmpty, word != .metadata else { return reading }
            return .references
        }
    }

    /// Whether the present place is what a member of that name holds.
    private func isUnder(_ word: ScrubWord) -> Bool {
        guard let last = path.last, last.position == nil else { return false }
        return tape.key(last.node) == word.rawValue
    }

    /// What an object is found by, and what was redacted before as the Secret it is.
    private func isDone(_ word: ScrubWord?) -> Bool {
        switch word {
        case .apiVersion, .kind: true
        case .data, .stringData: isSecret
        default: false
        }
    }

    /// Whether the present place is `metadata.annotations`.
    private var isAnnotation: Bool {
        tape.key(path[0].node) == ScrubWord.metadata.rawValue && isUnder(.annotations)
    }

    /// Whether a text is the JSON of an object: kubectl's copy, which was redacted before as the object it is.
    private func isObject(_ node: Int) -> Bool {
        guard tape.nodes[node].kind == .string, tape.begins(node, with: [UInt8(ascii: "{")]) else { return false }
        return (try? JSONTape(Array(tape.text[tape.range(node)])))?.nodes[0].kind == .object
    }

    // MARK: Deciding

    /// The rule that takes a string; `nil` when it stays.
    private func rule(_ node: Int, _ reading: Reading, name nameRange: Range<Int>) -> String? {
        let text = tape.text.span.extracting(tape.range(node))
        if text.count < Self.minimumBytes || isToken(node) || isName { return nil }
        if !rules.isEmpty {
            let path = elements
            for (i, rule) in rules.enumerated() where rule.names(path) {
                switch rule.action {
                case .redact: return "policy"
                // Somebody looked at what stands there.
                case .keep where i < addedRules: return nil
                case .keep: return CardNumber.isIn(text) ? CardNumber.rule : nil
                }
            }
        }
        if isStrict, reading != .plain, reading != .fieldSets { return "strict" }
        if tape.begins(node, with: Self.encrypted) { return nil }
        if let rule = CredentialDetector.rule(text) { return rule }
        let name = tape.text.span.extracting(nameRange)
        switch reading {
        case .plain:
            // A path of a probe may have a query as well.
            return text[0] == UInt8(ascii: "/") ? CredentialShape.query(in: tape.text[tape.range(node)]) : nil
        case .fieldSets: return nil
        case .webhook: return tape.text[tape.range(node)].contains(UInt8(ascii: "?")) ? "url-query" : nil
        case .references, .entries, .arguments:
            let mayRefer = reading == .references || reading == .entries && annotations > 0
            if isEntry, CredentialName.isCredentialFile(String(decoding: tape.text[nameRange], as: UTF8.self)) {
                return "credential-file"
            }
            if let rule = CredentialLines.rule(name: name, value: text, mayRefer: mayRefer) { return rule }
            // `credentials: {value: …}`: the name is the outer one's.
            if let inherited, CredentialName.isIdle(name),
                let rule = CredentialLines.rule(
                    name: tape.text.span.extracting(inherited), value: text, mayRefer: true)
            {
                return rule
            }
            return CredentialText.rule(text, mayRefer: mayRefer)
        }
    }

    private static let arguments = Array("Args".utf8)

    /// Whether an entry of a ConfigMap is what is looked at.
    private var isEntry: Bool { isConfigMap && path.count == 2 && annotations == 0 }

    private static let encrypted = Array("ENC[".utf8)

    /// Whether it is a token already.
    private func isToken(_ node: Int) -> Bool {
        Int(tape.nodes[node].count) == RedactionKey.tokenBytes && RedactionKey.keyID(ofToken: tape.words(node)) != nil
    }

    /// Names of objects are what an object is found by; they are never replaced.
    private var isName: Bool {
        guard path.count == 2, path[1].position == nil, tape.key(path[0].node) == ScrubWord.metadata.rawValue else {
            return false
        }
        switch ScrubWord(rawValue: tape.key(path[1].node)) {
        case .name, .namespace, .uid, .resourceVersion, .generateName, .selfLink, .creationTimestamp: return true
        default: return false
        }
    }

    /// `token` for `--token`; nothing for a word that is no flag, or a flag with its value.
    private func flag(_ word: Int) -> Range<Int>? {
        guard tape.nodes[word].kind == .string else { return nil }
        let range = tape.range(word)
        let text = tape.text[range]
        guard text.first == UInt8(ascii: "-"), !text.contains(UInt8(ascii: "=")) else { return range.prefix(0) }
        return range.dropFirst(text.prefix { $0 == UInt8(ascii: "-") }.count)
    }

    /// The bytes whose token it becomes: of `binaryData` the decoded ones.
    private func secretBytes(_ node: Int) -> [UInt8] {
        if isConfigMap, let first = path.first, tape.key(first.node) == ScrubWord.binaryData.rawValue,
            let bytes = WrappedBase64.decode(tape.words(node))
        {
            return bytes
        }
        return Array(tape.text[tape.range(node)])
    }

    /// `v:"…"` in a field set holds a value; finds the key when it has to go.
    private mutating func scrub(key: Int) -> Bool {
        guard tape.nodes[key].count > 14 else { return false }
        let text = tape.words(key)
        guard text.hasPrefix("v:") || text.hasPrefix("k:") else { return false }
        let inside = String(text.dropFirst(2))
        let value = Array((((try? JSONReader.value(Array(inside.utf8)))?.string) ?? inside).utf8)
        let found = isStrict && text.hasPrefix("v:") ? "strict" : CredentialDetector.rule(value.span)
        guard let rule = found else { return false }
        find(key, value, rule)
        return true
    }
}
