/// Walks through one object and finds what the policy takes. The object itself is not changed.
///
/// What a string holds, as JSON, YAML, base64 or a compressed text, is walked through as well, by the same rules.
struct ValueScrubber {
    /// A value that has to go.
    struct Finding {
        /// The string or number; or the key with the value in it.
        let node: Int
        /// Which part of the string; `nil` for all of it.
        let range: Range<Int>?
        /// What a token is made of.
        let value: [UInt8]
        let path: [PathElement]
        let rule: String
    }

    /// How the strings at a place are read.
    enum Reading {
        /// By detectors only.
        case plain
        /// By detectors, and names in sentences.
        case message
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
        /// Values of a Secret's manifest.
        case secret
        /// What an object is found by.
        case identity
    }

    /// One step down: a member's key, or an element and its position.
    struct Step {
        let node: Int
        let position: Int?
    }

    /// What is replaced when the budget is spent.
    static let unread = "too-much-work"
    /// How deep texts in texts are read.
    static let depthLimit = 6
    /// Objects with more members are no pairs of a name and a value.
    private static let pairLimit = 12

    let tape: JSONTape
    let policy: RedactionPolicy
    let identity: Identity
    let isStrict: Bool
    let rules: [RedactionPolicy.Rule]
    let addedRules: Int
    let isConfigMap: Bool
    let isSecret: Bool
    let isCustom: Bool
    /// Whether there are tokens in an object of a live cluster, which never got them from snapctl.
    let hasForgedTokens: Bool
    /// How many texts are around this one.
    let depth: Int
    var path: [Step] = []
    /// Keys that are replaced themselves.
    private var hidden: Set<Int> = []
    /// How many steps are named `annotations`.
    var annotations = 0
    /// The name of an outer member that promises a credential.
    var inherited: Range<Int>?
    /// The words of `command` beside the arguments that are looked at.
    private var program: [String] = []
    /// Whether patches here are of a Secret.
    var isOfSecret = false
    var budget: ScanBudget
    private(set) var findings: [Finding] = []

    /// - Parameter tape: read with a vocabulary that begins with ``ScrubWord/names``.
    init(_ tape: JSONTape, policy: RedactionPolicy, identity: Identity) {
        self.init(tape, policy: policy, identity: identity, depth: 0, budget: ScanBudget(bytes: tape.text.count))
    }

    init(_ tape: JSONTape, policy: RedactionPolicy, identity: Identity, depth: Int, budget: ScanBudget) {
        self.tape = tape
        self.policy = policy
        self.identity = identity
        self.depth = depth
        self.budget = budget
        isStrict = policy.mode == .strict
        rules = policy.rules(for: identity)
        addedRules = policy.additions.count { $0.concerns(identity) }
        isConfigMap = identity.group.isEmpty && identity.kind == "ConfigMap"
        isSecret = depth == 0 && identity.group.isEmpty && identity.kind == "Secret"
        isCustom = BuiltinTypes.type(of: identity.groupKind) == nil
        hasForgedTokens = policy.isLive && RedactionToken.isIn(tape)
    }

    /// Whether settings hold a credential, by the standard policy.
    static func holdsCredential(_ settings: JSONTape) -> Bool {
        var scrubber = ValueScrubber(
            settings, policy: RedactionPolicy(), identity: nobody, depth: 0,
            budget: ScanBudget(bytes: settings.text.count))
        scrubber.scrubDocument()
        return !scrubber.findings.isEmpty
    }

    /// Looks at the whole object.
    mutating func scrub() {
        guard tape.nodes[0].kind == .object else { return }
        scrub(object: 0, identity.kind == "Event" ? .message : .plain)
    }

    // MARK: Walking

    mutating func scrub(object: Int, _ reading: Reading) {
        let count = Int(tape.nodes[object].count)
        budget.spend(count)
        // A list of names and values: environment variables, headers, parameters.
        let given = count <= Self.pairLimit ? given(object, count) : nil
        let isManifest = reading == .secret && hasData(object)
        let outerOfSecret = isOfSecret
        if isSecretTarget(object) { isOfSecret = true }
        let operation = operation(object)
        var key = object + 1
        for _ in 0..<count {
            defer { key = tape.end(key + 1) }
            let word = ScrubWord(rawValue: tape.key(key))
            if path.isEmpty, isDone(word) { continue }
            if word == .lastApplied, path.count == 2, depth == 0, isAnnotation, isObject(key + 1) { continue }
            if reading == .fieldSets {
                if scrub(key: key) { continue }
            } else {
                look(atKey: key)
            }
            let isNamed = given != nil && word?.isValue == true
            var next = isNamed ? (reading == .plain ? .entries : reading) : self.reading(of: word, key, reading)
            if isManifest, word != .data, word != .stringData { next = .references }
            if word == .stringData || word == .data && isSecretManifest(object) { next = .secret }
            var name = tape.range(key)
            if isNamed, let given, inherited == nil || promise(of: given) != .none { name = given }
            if let operation, word == .value {
                (next, name) = (operation.isSecret ? .secret : .entries, operation.name)
            }
            if word == .default || word == .example, let property {
                (next, name) = (reading == .plain ? .entries : reading, property)
            }
            path.append(Step(node: key, position: nil))
            let outer = (inherited, program)
            if next == .arguments { program = words(of: tape.member("command", of: object)) }
            if next == .references || next == .entries, promise(of: name) > .weak { inherited = name }
            if word == .annotations { annotations += 1 }
            if isWebKey(object, key) {
                takeWhole(key + 1, "private-key")
            } else {
                scrub(key + 1, next, name: name)
            }
            if word == .annotations { annotations -= 1 }
            (inherited, program) = outer
            path.removeLast()
        }
        isOfSecret = outerOfSecret
    }

    func promise(of name: Range<Int>) -> CredentialName.Promise {
        let span = tape.text.span.extracting(name)
        return CredentialName.mayPromise(span)
            ? CredentialName.promise(String(decoding: tape.text[name], as: UTF8.self)) : .none
    }

    /// The strings of a list, each at its place.
    private func words(of list: Int?) -> [String] {
        guard let list, tape.nodes[list].kind == .array else { return [] }
        return tape.children(list).map { tape.string($0) ?? "" }
    }

    mutating func scrub(_ node: Int, _ reading: Reading, name: Range<Int>) {
        switch tape.nodes[node].kind {
        case .null, .no, .yes, .key: return
        case .number:
            let digits = Array(tape.text[tape.range(node)])
            if digits.count >= 13, CardNumber.isIn(digits.span) { return find(node, digits, CardNumber.rule) }
            if reading == .secret { return find(node, digits, "secret-value") }
            // `password: 123456`
            guard reading == .references || reading == .entries, promise(of: name) == .strong else { return }
            find(node, digits, "credential-name")
        case .object: scrub(object: node, reading)
        case .array:
            var element = node + 1
            var before: Int?
            let told =
                reading == .arguments ? CredentialCommand.places(in: words(of: node), command: program) : []
            for i in 0..<Int(tape.nodes[node].count) {
                path.append(Step(node: element, position: i))
                if let place = told.first(where: { $0.word == i }), !isToken(element) {
                    take(
                        element, [CredentialSpan(range: place.offset..<tape.range(element).count, rule: "command-line")]
                    )
                } else {
                    // What looks like a flag is the next one, and no value.
                    let isFlag = reading == .arguments && tape.begins(element, with: Self.flagMark)
                    let flag = reading == .arguments && !isFlag ? before.flatMap(flag) : nil
                    scrub(element, reading, name: flag ?? name)
                }
                path.removeLast()
                before = element
                element = tape.end(element)
            }
        case .string: take(node, spans(node, reading, name: name))
        }
    }

    // MARK: Finding

    private mutating func take(_ node: Int, _ spans: [CredentialSpan]) {
        let range = tape.range(node)
        for span in CredentialSpan.joined(spans) {
            if span.range == 0..<range.count {
                find(node, secretBytes(node), span.rule)
            } else {
                let part = range.lowerBound + span.range.lowerBound..<range.lowerBound + span.range.upperBound
                findings.append(
                    Finding(
                        node: node, range: span.range, value: Array(tape.text[part]), path: elements, rule: span.rule))
            }
        }
    }

    private mutating func takeWhole(_ node: Int, _ rule: String) {
        if tape.nodes[node].kind == .string, !isToken(node) { find(node, secretBytes(node), rule) }
    }

    private mutating func find(_ node: Int, _ value: [UInt8], _ rule: String) {
        findings.append(Finding(node: node, range: nil, value: value, path: elements, rule: rule))
    }

    /// The path in words, for what was found only.
    var elements: [PathElement] {
        path.map { step in
            guard let position = step.position else {
                return .field(hidden.contains(step.node) ? "[redacted]" : tape.words(step.node))
            }
            guard let name = tape.string(tape.member("name", of: step.node)) else { return .index(position) }
            return .key(Object(["name": .string(name)]))
        }
    }

    /// A key may be a credential, or a URL with one.
    private mutating func look(atKey key: Int) {
        let tape = tape
        let text = tape.text.span.extracting(tape.range(key))
        guard CredentialDetector.mayHold(text) else { return }
        var scan = TextScan([UInt8](copying: text), budget: budget)
        CredentialDetector.find(in: &scan)
        budget = scan.budget
        guard let span = scan.spans.first, !isToken(key) else { return }
        find(key, scan.bytes, span.rule)
        hidden.insert(key)
    }

    private static let flagMark = Array("--".utf8)

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
        let isValue = text.hasPrefix("v:") || text.hasPrefix("k:")
        guard isValue || text.hasPrefix("f:") else { return false }
        let inside = String(text.dropFirst(2))
        let value = Array(((isValue ? (try? JSONReader.value(Array(inside.utf8)))?.string : nil) ?? inside).utf8)
        let found = isStrict && text.hasPrefix("v:") ? "strict" : CredentialDetector.rule(value.span)
        guard let rule = found else { return false }
        find(key, value, rule)
        return true
    }
}
