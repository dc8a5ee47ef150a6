/// Walks through one object and replaces what the policy takes. What needs no change is not copied.
struct ValueScrubber {
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

    /// Told a value that has to go; gives what stands there instead.
    typealias Take = (_ value: [UInt8], _ path: [PathElement], _ rule: String) -> String

    private let isStrict: Bool
    private let rules: [RedactionPolicy.Rule]
    private let addedRules: Int
    private let identity: Identity
    private let isConfigMap: Bool
    private let isSecret: Bool
    private let isCustom: Bool
    private let take: Take
    private var path: [PathElement] = []

    init(policy: RedactionPolicy, identity: Identity, take: @escaping Take) {
        isStrict = policy.mode == .strict
        rules = policy.rules(for: identity)
        addedRules = policy.additions.count { $0.concerns(identity) }
        self.identity = identity
        isConfigMap = identity.group.isEmpty && identity.kind == "ConfigMap"
        isSecret = identity.group.isEmpty && identity.kind == "Secret"
        isCustom = BuiltinTypes.type(of: identity.groupKind) == nil
        self.take = take
    }

    /// The object without what had to go; `nil` when nothing had to.
    ///
    /// - Parameter prefix: where the object stands in another one.
    mutating func scrub(_ object: Value) -> Value? {
        guard case .object(let members) = object else { return nil }
        return scrub(members, .plain).map(Value.object)
    }

    // MARK: Walking

    private mutating func scrub(_ object: Object, _ reading: Reading) -> Object? {
        var result: Object?
        // A list of names and values: environment variables, headers, parameters.
        let given = object.count <= 4 ? object["name"]?.string : nil
        for member in object.members {
            if path.isEmpty, Self.isIdentity(member.key) || isSecret && Self.isSecretData(member.key) { continue }
            // Done already, as the object it is.
            if path.count == 2, member.key == Redactor.lastApplied, Redactor.isObject(member.value) { continue }
            path.append(.field(member.key))
            defer { path.removeLast() }
            if reading == .fieldSets, let key = scrubKey(member.key) {
                result = result ?? object
                result?[member.key] = nil
                result?[key] = member.value
                continue
            }
            let isNamed = given != nil && member.key == "value"
            let next = isNamed ? (reading == .plain ? .entries : reading) : self.reading(of: member.key, reading)
            if let changed = scrub(member.value, next, name: isNamed ? given ?? "" : member.key) {
                result = result ?? object
                result?[member.key] = changed
            }
        }
        return result
    }

    private mutating func scrub(_ value: Value, _ reading: Reading, name: String) -> Value? {
        switch value {
        case .null, .bool: return nil
        case .number(let number):
            guard number.text.utf8.count >= 13, CardNumber.isIn(Array(number.text.utf8)) else { return nil }
            return .string(take(Array(number.text.utf8), path, CardNumber.rule))
        case .object(let object): return scrub(object, reading).map(Value.object)
        case .array(let elements):
            var result: [Value]?
            for (i, element) in elements.enumerated() {
                if let name = element["name"], name.string != nil {
                    path.append(.key(Object(["name": name])))
                } else {
                    path.append(.index(i))
                }
                defer { path.removeLast() }
                let before = reading == .arguments && i > 0 ? elements[i - 1].string : nil
                if let changed = scrub(element, reading, name: before.map(Self.flag) ?? name) {
                    result = result ?? elements
                    result?[i] = changed
                }
            }
            return result.map(Value.array)
        case .string(let text):
            guard let rule = rule(text, reading, name: name) else { return nil }
            return .string(take(secretBytes(text), path, rule))
        }
    }

    /// How to read what stands under a member.
    private func reading(of key: String, _ reading: Reading) -> Reading {
        switch key {
        case "annotations" where path.count >= 2 && path[path.count - 2] == .field("metadata"): return .entries
        case "args", "command": return .arguments
        case "data" where isConfigMap && path.count == 1, "binaryData" where isConfigMap && path.count == 1:
            return .entries
        case "fieldsV1": return .fieldSets
        case "clientConfig": return .webhook
        case "parameters", "volumeAttributes", "options": return reading == .plain ? .references : reading
        default:
            guard isCustom, path.count == 1, key != "metadata" else { return reading }
            return .references
        }
    }

    private static func isIdentity(_ key: String) -> Bool { key == "apiVersion" || key == "kind" }

    private static func isSecretData(_ key: String) -> Bool { key == "data" || key == "stringData" }

    // MARK: Deciding

    /// The rule that takes a string; `nil` when it stays.
    private func rule(_ text: String, _ reading: Reading, name: String) -> String? {
        if text.utf8.count < 3 || RedactionKey.keyID(ofToken: text) != nil || isName { return nil }
        if !rules.isEmpty {
            for (i, rule) in rules.enumerated() where rule.names(path) {
                switch rule.action {
                case .redact: return "policy"
                // Somebody looked at what stands there.
                case .keep where i < addedRules: return nil
                case .keep: return CardNumber.isIn(Array(text.utf8)) ? CardNumber.rule : nil
                }
            }
        }
        if isStrict, reading != .plain, reading != .fieldSets { return "strict" }
        if text.hasPrefix("ENC[") { return nil }
        if let rule = CredentialDetector.rule(text) { return rule }
        switch reading {
        case .plain, .fieldSets: return nil
        case .webhook: return text.utf8.contains(UInt8(ascii: "?")) ? "url-query" : nil
        case .references:
            if let rule = named(text, name, mayRefer: true) { return rule }
            return text.utf8.count > 80 || text.utf8.contains(UInt8(ascii: "\n"))
                ? CredentialLines.rule(text, mayRefer: true) : nil
        case .entries:
            let mayRefer = path.contains(.field("annotations"))
            return named(text, name, mayRefer: mayRefer) ?? CredentialLines.rule(text, mayRefer: mayRefer)
        case .arguments:
            return named(text, name, mayRefer: false) ?? CredentialLines.rule(text, mayRefer: false)
        }
    }

    private func named(_ text: String, _ name: String, mayRefer: Bool) -> String? {
        CredentialLines.rule(name: name, value: text, mayRefer: mayRefer)
    }

    /// Names of objects are what an object is found by; they are never replaced.
    private var isName: Bool {
        guard path.count == 2, path[0] == .field("metadata"), case .field(let key) = path[1] else { return false }
        return ["name", "namespace", "uid", "resourceVersion", "generateName", "selfLink", "creationTimestamp"]
            .contains(key)
    }

    /// `token` for `--token`; nothing for a word that is no flag, or a flag with its value.
    private static func flag(_ word: String) -> String {
        word.hasPrefix("-") && !word.contains("=") ? String(word.drop { $0 == "-" }) : ""
    }

    /// The bytes whose token it becomes: of `binaryData` the decoded ones.
    private func secretBytes(_ text: String) -> [UInt8] {
        if isConfigMap, path.first == .field("binaryData"), let bytes = StrictBase64.decode(text) { return bytes }
        return Array(text.utf8)
    }

    /// `v:"…"` in a field set holds a value; the key with a token in it, when it has to go.
    private func scrubKey(_ key: String) -> String? {
        guard key.hasPrefix("v:") || key.hasPrefix("k:"), key.utf8.count > 14 else { return nil }
        let text = String(key.dropFirst(2))
        let value = (try? JSONReader.value(Array(text.utf8)))?.string ?? text
        guard let rule = isStrict && key.hasPrefix("v:") ? "strict" : CredentialDetector.rule(value) else { return nil }
        let token = take(Array(value.utf8), path.dropLast(), rule)
        return key.prefix(2) + CanonicalJSON.text(.string(token))
    }
}
