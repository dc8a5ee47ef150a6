/// What a place in an object is: how strings there are read, and whether something is found by them.
extension ValueScrubber {
    /// The text of the member that names the value beside it.
    func given(_ object: Int, _ count: Int) -> Range<Int>? {
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
    func reading(of word: ScrubWord?, _ key: Int, _ reading: Reading) -> Reading {
        if reading == .secret { return reading }
        if word?.isReference == true { return .identity }
        switch word {
        case .annotations where isUnder(.metadata): return .entries
        case .nodeName where reading == .plain: return .identity
        case .args, .command: return .arguments
        // Of Grafana: what the server keeps encrypted.
        case .secureJsonData, .secureSettings: return .secret
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
    func isDone(_ word: ScrubWord?) -> Bool {
        switch word {
        case .apiVersion, .kind: true
        case .data, .stringData: isSecret
        default: false
        }
    }

    /// Whether the present place is `metadata.annotations`.
    var isAnnotation: Bool {
        tape.key(path[0].node) == ScrubWord.metadata.rawValue && isUnder(.annotations)
    }

    /// Whether a text is the JSON of an object: kubectl's copy, which was redacted before as the object it is.
    func isObject(_ node: Int) -> Bool {
        guard tape.nodes[node].kind == .string, tape.begins(node, with: [UInt8(ascii: "{")]) else { return false }
        return (try? JSONTape(Array(tape.text[tape.range(node)])))?.nodes[0].kind == .object
    }

    /// The name of the property whose schema is looked at.
    var property: Range<Int>? {
        guard path.count > 1, let last = path.last, last.position == nil, let before = path.dropLast().last,
            before.position == nil, tape.key(before.node) == ScrubWord.properties.rawValue
        else { return nil }
        return tape.range(last.node)
    }

    /// Whether an entry of a ConfigMap is what is looked at.
    var isEntry: Bool { isConfigMap && path.count == 2 && annotations == 0 }

    /// Whether it is a token already.
    func isToken(_ node: Int) -> Bool {
        !hasForgedTokens && Int(tape.nodes[node].count) == RedactionToken.byteCount
            && RedactionToken.keyID(of: tape.words(node)) != nil
    }

    /// Names of objects are what an object is found by; they are never replaced.
    var isName: Bool {
        guard path.count == 2, path[1].position == nil, tape.key(path[0].node) == ScrubWord.metadata.rawValue else {
            return false
        }
        switch ScrubWord(rawValue: tape.key(path[1].node)) {
        case .name, .namespace, .uid, .resourceVersion, .generateName, .selfLink, .creationTimestamp: return true
        default: return false
        }
    }

    /// Whether the present place is what one object is told from others by, in a reference to it.
    var isIdentity: Bool {
        guard let last = path.last, last.position == nil else { return false }
        switch ScrubWord(rawValue: tape.key(last.node)) {
        case .name, .namespace, .uid, .kind, .apiVersion, .nodeName: return true
        default: return false
        }
    }

    private static let arguments = Array("Args".utf8)
}
