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
    private struct Step {
        let node: Int
        let position: Int?
    }

    /// Shorter texts are no credentials.
    static let minimumBytes = 3
    /// What is replaced when the budget is spent.
    static let unread = "too-much-work"
    /// How deep texts in texts are read.
    private static let depthLimit = 6
    /// Objects with more members are no pairs of a name and a value.
    private static let pairLimit = 12

    private let tape: JSONTape
    private let policy: RedactionPolicy
    private let identity: Identity
    private let isStrict: Bool
    private let rules: [RedactionPolicy.Rule]
    private let addedRules: Int
    private let isConfigMap: Bool
    private let isSecret: Bool
    private let isCustom: Bool
    /// How many texts are around this one.
    private let depth: Int
    private var path: [Step] = []
    /// Keys that are replaced themselves.
    private var hidden: Set<Int> = []
    /// How many steps are named `annotations`.
    private var annotations = 0
    /// The name of an outer member that promises a credential.
    private var inherited: Range<Int>?
    /// The words of `command` beside the arguments that are looked at.
    private var program: [String] = []
    /// Whether patches here are of a Secret.
    private var isOfSecret = false
    private(set) var budget: ScanBudget
    private(set) var findings: [Finding] = []

    /// - Parameter tape: read with a vocabulary that begins with ``ScrubWord/names``.
    init(_ tape: JSONTape, policy: RedactionPolicy, identity: Identity) {
        self.init(tape, policy: policy, identity: identity, depth: 0, budget: ScanBudget(bytes: tape.text.count))
    }

    private init(_ tape: JSONTape, policy: RedactionPolicy, identity: Identity, depth: Int, budget: ScanBudget) {
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

    private mutating func scrub(object: Int, _ reading: Reading) {
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

    private func promise(of name: Range<Int>) -> CredentialName.Promise {
        let span = tape.text.span.extracting(name)
        return CredentialName.mayPromise(span)
            ? CredentialName.promise(String(decoding: tape.text[name], as: UTF8.self)) : .none
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
                    let flag = reading == .arguments ? before.flatMap(flag) : nil
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
    private var elements: [PathElement] {
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

    // MARK: Places

    /// The text of the member that names the value beside it.
    private func given(_ object: Int, _ count: Int) -> Range<Int>? {
        var key = object + 1
        var first: Range<Int>?
        var hasValue = false
        for _ in 0..<count {
            if let word = ScrubWord(rawValue: tape.key(key)) {
                hasValue = hasValue || word.isValue
                if word.isGiven, tape.nodes[key + 1].kind == .string {
                    let range = tape.range(key + 1)
                    if word == .name && first == nil || promise(of: range) != .none { first = range }
                }
            }
            key = tape.end(key + 1)
        }
        return hasValue ? first : nil
    }

    /// How to read what stands under a member.
    private func reading(of word: ScrubWord?, _ key: Int, _ reading: Reading) -> Reading {
        if reading == .secret { return reading }
        if word?.isReference == true { return .identity }
        switch word {
        case .annotations where isUnder(.metadata): return .entries
        case .nodeName where reading == .plain: return .identity
        case .args, .command: return .arguments
        case .data where isConfigMap && path.isEmpty, .binaryData where isConfigMap && path.isEmpty: return .entries
        case .status where path.isEmpty && !isCustom: return .message
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

    /// The name of the property whose schema is looked at.
    private var property: Range<Int>? {
        guard path.count > 1, let last = path.last, last.position == nil, let before = path.dropLast().last,
            before.position == nil, tape.key(before.node) == ScrubWord.properties.rawValue
        else { return nil }
        return tape.range(last.node)
    }

    // MARK: Manifests of Secrets

    /// Whether an object inside of this one is a Secret.
    private func isSecretManifest(_ object: Int) -> Bool {
        guard depth > 0 || object != 0 else { return false }
        guard let kind = tape.string(tape.member("kind", of: object)) else { return false }
        return kind == "Secret"
    }

    /// Whether members of an object are those of a manifest with values of its own.
    private func hasData(_ object: Int) -> Bool {
        for name in ["data", "stringData"] {
            if let member = tape.member(name, of: object), tape.nodes[member].kind == .object { return true }
        }
        return false
    }

    /// Whether an object patches a Secret.
    private func isSecretTarget(_ object: Int) -> Bool {
        guard let target = tape.member("target", of: object) else { return false }
        return tape.string(tape.member("kind", of: target)) == "Secret"
    }

    /// What a JSON Patch writes where. Source: RFC 6902.
    private func operation(_ object: Int) -> (name: Range<Int>, isSecret: Bool)? {
        guard tape.nodes[object].count <= 4, tape.member("op", of: object) != nil,
            let pointer = tape.member("path", of: object), tape.nodes[pointer].kind == .string
        else { return nil }
        let range = tape.range(pointer)
        let text = tape.text[range]
        let name = (text.lastIndex(of: UInt8(ascii: "/")) ?? text.startIndex - 1) + 1
        let isSecret =
            text.starts(with: "/stringData".utf8) || isOfSecret && text.starts(with: "/data".utf8)
        return (name..<range.upperBound, isSecret)
    }

    /// Whether a member is a private part of a JSON web key. Source: RFC 7517, RFC 7518 §6.
    private func isWebKey(_ object: Int, _ key: Int) -> Bool {
        guard tape.nodes[key].count <= 3, tape.nodes[key + 1].kind == .string, tape.nodes[key + 1].count >= 8,
            CredentialLines.webKeyMembers.contains(tape.words(key))
        else { return false }
        return tape.member("kty", of: object) != nil
    }

    // MARK: Deciding

    /// What of a string has to go.
    private mutating func spans(_ node: Int, _ reading: Reading, name nameRange: Range<Int>) -> [CredentialSpan] {
        let tape = tape
        let text = tape.text.span.extracting(tape.range(node))
        let whole = 0..<text.count
        if text.count < Self.minimumBytes || isToken(node) || isName { return [] }
        if reading == .identity, isIdentity { return [] }
        if !rules.isEmpty {
            let path = elements
            for (i, rule) in rules.enumerated() where rule.names(path) {
                switch rule.action {
                case .redact: return [CredentialSpan(range: whole, rule: "policy")]
                // Somebody looked at what stands there.
                case .keep where i < addedRules: return []
                case .keep:
                    return CardNumber.ranges(in: text).map { CredentialSpan(range: $0, rule: CardNumber.rule) }
                }
            }
        }
        if isStrict, reading != .plain, reading != .fieldSets, reading != .message {
            return [CredentialSpan(range: whole, rule: "strict")]
        }
        if tape.begins(node, with: Self.encrypted), CredentialValue.isEncrypted(tape.words(node)) { return [] }
        if reading == .secret { return secretValue(node) }
        if reading == .plain || reading == .identity, !CredentialDetector.mayHold(text), !mayHoldMore(text) {
            return []
        }
        if budget.isSpent { return [CredentialSpan(range: whole, rule: Self.unread)] }
        var found = named(node, reading, nameRange)
        if found.first?.range == whole { return found }
        var scan = TextScan([UInt8](copying: text), budget: budget)
        if CredentialDetector.mayHold(text) { CredentialDetector.find(in: &scan) }
        switch reading {
        case .plain, .webhook, .fieldSets, .secret, .identity:
            // A path of a probe may have a query as well.
            if text[0] == UInt8(ascii: "/") {
                for span in CredentialURL.query(in: scan.bytes[...]) { scan.take(span.range, span.rule) }
            }
        case .message: CredentialText.find(in: &scan, CredentialLines.Reading(mayRefer: true, isMessage: true))
        case .references, .entries, .arguments:
            CredentialText.find(
                in: &scan,
                CredentialLines.Reading(mayRefer: mayRefer(reading), takesWords: reading == .arguments))
        }
        budget = scan.budget
        found += scan.spans
        if budget.isSpent { return [CredentialSpan(range: whole, rule: Self.unread)] }
        if found.contains(where: { $0.range == whole }) { return found }
        return found + inside(scan.bytes)
    }

    /// What the name of a string says of it.
    private func named(_ node: Int, _ reading: Reading, _ nameRange: Range<Int>) -> [CredentialSpan] {
        let text = tape.text.span.extracting(tape.range(node))
        let name = tape.text.span.extracting(nameRange)
        let whole = 0..<text.count
        switch reading {
        case .plain, .message, .fieldSets, .secret, .identity: return []
        case .webhook:
            let query = tape.text[tape.range(node)].firstIndex(of: UInt8(ascii: "?"))
            return query.map {
                [CredentialSpan(range: $0 - tape.range(node).lowerBound + 1..<text.count, rule: "url-query")]
            }
                ?? []
        case .references, .entries, .arguments:
            if isEntry, CredentialName.isCredentialFile(String(decoding: tape.text[nameRange], as: UTF8.self)) {
                return [CredentialSpan(range: whole, rule: "credential-file")]
            }
            var lines = CredentialLines.Reading(mayRefer: mayRefer(reading), takesWords: reading == .arguments)
            // A text of several lines is read by what is in it.
            if let rule = CredentialLines.rule(name: name, value: text, lines) {
                return [CredentialSpan(range: whole, rule: rule)]
            }
            // `credentials: {value: …}`: the name is the outer one's.
            lines.mayRefer = true
            if let inherited, CredentialName.isIdle(name),
                let rule = CredentialLines.rule(name: tape.text.span.extracting(inherited), value: text, lines)
            {
                return [CredentialSpan(range: whole, rule: rule)]
            }
            return []
        }
    }

    private func mayRefer(_ reading: Reading) -> Bool {
        reading == .references || reading == .entries && annotations > 0
    }

    /// Whether a text that nothing marks is worth a look all the same: it may be a document, or wrapped.
    private func mayHoldMore(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 24 else { return text[0] == UInt8(ascii: "/") }
        switch text[0] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "/"): return true
        default: break
        }
        for mark in Self.packed {
            var isSame = true
            for i in mark.indices where text[i] != mark[i] { isSame = false }
            if isSame { return true }
        }
        return false
    }

    /// How base64 of gzip and of zip begins.
    private static let packed = ["H4sI", "UEsDB"].map { Array($0.utf8) }

    /// A value of a Secret inside of something else: readable are certificates, and references that something fills in.
    private func secretValue(_ node: Int) -> [CredentialSpan] {
        let words = tape.words(node)
        guard CredentialValue.isLiteral(words) || words.hasPrefix("<") else { return [] }
        if let bytes = StrictBase64.decode(words), PublicCertificate.all(in: bytes) != nil { return [] }
        if PublicCertificate.all(in: Array(words.utf8)) != nil { return [] }
        return [CredentialSpan(range: 0..<tape.range(node).count, rule: "secret-value")]
    }

    // MARK: Texts in texts

    /// What the document in a text holds, at its places in the text; the whole text where they cannot be told.
    private mutating func inside(_ text: [UInt8]) -> [CredentialSpan] {
        guard depth < Self.depthLimit, text.count >= 8 else { return [] }
        let whole = 0..<text.count
        for content in contents(of: text) {
            budget.spend(content.count * 2)
            if budget.isSpent { return [CredentialSpan(range: whole, rule: Self.unread)] }
            // Packed bytes have no places: one value in them is reason enough.
            if let rule = rule(inPacked: content) { return [CredentialSpan(range: whole, rule: rule)] }
        }
        var spans: [CredentialSpan] = []
        for document in documents(in: text) {
            var inner = ValueScrubber(
                document, policy: policy, identity: Self.identity(of: document), depth: depth + 1, budget: budget)
            inner.isOfSecret = isOfSecret
            inner.scrubDocument()
            budget = inner.budget
            for finding in inner.findings {
                budget.spend(text.count)
                if budget.isSpent { return [CredentialSpan(range: whole, rule: Self.unread)] }
                guard let places = TextPlaces.of(finding.value, in: text) else {
                    return [CredentialSpan(range: whole, rule: finding.rule)]
                }
                spans += places.map { CredentialSpan(range: $0, rule: finding.rule) }
            }
        }
        return spans
    }

    private func contents(of text: [UInt8]) -> [[UInt8]] {
        guard let path = path.first, isConfigMap, tape.key(path.node) == ScrubWord.binaryData.rawValue,
            let bytes = StrictBase64.decode(String(decoding: text, as: UTF8.self))
        else { return EncodedText.contents(of: text) }
        return EncodedText.contents(ofBytes: bytes)
    }

    private mutating func rule(inPacked content: [UInt8]) -> String? {
        if CredentialShape.isPrivateKey(content[...]) { return "private-key" }
        guard String(validating: content, as: UTF8.self) != nil else { return nil }
        var scan = TextScan(content, budget: budget)
        CredentialDetector.find(in: &scan)
        CredentialText.find(in: &scan, CredentialLines.Reading())
        budget = scan.budget
        if let first = scan.spans.first { return first.rule }
        guard depth + 1 < Self.depthLimit else { return nil }
        var inner = ValueScrubber(tape: content, like: self, budget: budget)
        let spans = inner?.inside(content) ?? []
        if let inner { budget = inner.budget }
        return spans.first?.rule
    }

    /// One level deeper, for a text that has no place of its own.
    private init?(tape text: [UInt8], like outer: ValueScrubber, budget: ScanBudget) {
        guard let empty = try? JSONTape(Array("{}".utf8), keys: ScrubWord.vocabulary) else { return nil }
        self.init(empty, policy: outer.policy, identity: Self.nobody, depth: outer.depth + 1, budget: budget)
    }

    /// The documents that a text is.
    private mutating func documents(in text: [UInt8]) -> [JSONTape] {
        let first = text.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            budget.spend(text.count * 2)
            if let tape = try? JSONTape(text, keys: ScrubWord.vocabulary) { return [tape] }
        }
        guard Self.isWorthReading(text) else { return [] }
        budget.spend(text.count * 8)
        guard let documents = try? YAMLReader.documents(text, aliasLimit: 10_000) else { return [] }
        return documents.compactMap { document in
            try? JSONTape(CanonicalJSON.bytes(document.value), keys: ScrubWord.vocabulary)
        }
    }

    /// Whether a text may be YAML that says more than its lines do: a manifest of a Secret, a patch, a holder of a value.
    private static func isWorthReading(_ text: [UInt8]) -> Bool {
        guard text.count <= 1 << 20, text.contains(UInt8(ascii: ":")) else { return false }
        return ["Secret", "stringData", "/data", "plainText", "kty"].contains {
            ByteSearch.places(of: Array($0.utf8), in: text, limit: 1).first != nil
        }
    }

    private static let nobody = Identity(group: "", kind: "", namespace: nil, name: "")

    /// Whose document it is, as far as it says.
    private static func identity(of document: JSONTape) -> Identity {
        func text(_ path: String...) -> String? { document.string(document.member(path, of: 0)) }
        return Identity(
            group: APIVersion.group(of: text("apiVersion") ?? ""), kind: text("kind") ?? "",
            namespace: text("metadata", "namespace"), name: text("metadata", "name") ?? "")
    }

    /// Looks at a document in a text: an object by its own rules, settings by their names.
    private mutating func scrubDocument() {
        switch tape.nodes[0].kind {
        case .object where identity.kind.isEmpty: scrub(object: 0, .references)
        case .object: scrub(object: 0, .plain)
        case .array: scrub(0, .references, name: 0..<0)
        default: return
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

    /// Whether the present place is what one object is told from others by, in a reference to it.
    private var isIdentity: Bool {
        guard let last = path.last, last.position == nil else { return false }
        switch ScrubWord(rawValue: tape.key(last.node)) {
        case .name, .namespace, .uid, .kind, .apiVersion, .nodeName: return true
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
