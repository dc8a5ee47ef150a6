/// Replaces secret values by tokens, before anything of an object reaches a disk, a digest or a report.
///
/// Values of Secrets always go; elsewhere goes what the policy names and what is recognized as a credential. What it
/// cannot read of a Secret it replaces as a whole: one of an unexpected shape loses more, never less.
package struct Redactor: Sendable {
    /// One value that was replaced.
    package struct Redaction: Sendable, Hashable {
        /// In which object.
        package let identity: Identity
        /// Where in it.
        package let path: FieldPath
        /// By which rule.
        package let rule: String

        package init(identity: Identity, path: FieldPath, rule: String) {
            self.identity = identity
            self.path = path
            self.rule = rule
        }
    }

    /// A certificate that stayed readable in a Secret.
    package struct Certificate: Sendable, Hashable {
        /// In which Secret.
        package let identity: Identity
        /// Where in it.
        package let path: FieldPath
        /// What it says.
        package let certificate: PublicCertificate
    }

    /// What was taken from an object.
    package struct Outcome: Sendable {
        /// What was replaced.
        package var redactions: [Redaction] = []
        /// The values themselves, for the search for copies of them. Never written anywhere.
        package var secrets: [Confidential<[UInt8]>] = []
        /// Tokens of the key before, with those of this one; empty without such a key.
        package var bridge: [String: String] = [:]
        /// Certificates that stayed.
        package var certificates: [Certificate] = []
        /// How many bytes were looked at.
        package var steps = 0
    }

    package let key: RedactionKey
    package private(set) var policy: RedactionPolicy
    /// The key that this one replaces, for a capture that bridges the two.
    package let previous: RedactionKey?

    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    /// A redactor under this key.
    package init(
        key: RedactionKey, policy: RedactionPolicy = RedactionPolicy(), previous: RedactionKey? = nil
    ) {
        self.key = key
        self.previous = previous
        self.policy = policy
    }

    /// This redactor for objects that it was given before: the tokens in them are its own.
    var again: Redactor {
        var redactor = self
        redactor.policy.isLive = false
        return redactor
    }

    /// Makes of an object what may leave memory.
    ///
    /// - Parameter object: read with a vocabulary that begins with ``ScrubWord/names``.
    /// - Returns: what was taken from it.
    package func redact(_ object: inout JSONTape, identity: Identity) -> Outcome {
        var outcome = Outcome()
        _ = redact(&object, identity, &outcome, isCopy: false)
        return outcome
    }

    /// The same for a tree.
    package func redact(_ object: Value, identity: Identity) -> (object: Value, outcome: Outcome) {
        // What a tree is written as is read again.
        guard var tape = try? JSONTape(CanonicalJSON.bytes(object), keys: ScrubWord.vocabulary) else {
            return (.null, Outcome())
        }
        let outcome = redact(&tape, identity: identity)
        return (tape.value(), outcome)
    }

    /// What stands for a value that has to go from an object for a reason found later.
    package func token(for value: [UInt8], in object: Value, identity: Identity, at path: [PathElement]) -> String {
        key.token(scope: RedactionScope(metadata: object["metadata"], identity: identity).scope(path), value: value)
    }

    /// Whether a value that nobody computes a token for, such as the default of a field, holds a credential.
    static func holdsCredential(_ value: Value, named name: String) -> Bool {
        switch value {
        case .null, .bool: return false
        default: break
        }
        let document = Value.object(Object([name: value]))
        guard let tape = try? JSONTape(CanonicalJSON.bytes(document), keys: ScrubWord.vocabulary) else { return true }
        return ValueScrubber.holdsCredential(tape)
    }

    /// Whether a value could have become a token under some policy.
    package static func mayReplace(_ value: Value) -> Bool {
        switch value {
        case .string(let text): text.utf8.count >= CredentialValue.minimumBytes
        case .number: true
        case .null, .bool, .array, .object: false
        }
    }

    /// Whether something was replaced.
    private func redact(
        _ object: inout JSONTape, _ identity: Identity, _ outcome: inout Outcome, isCopy: Bool
    ) -> Bool {
        let isSecret = identity.group.isEmpty && identity.kind == "Secret"
        var isChanged = false
        if isSecret { isChanged = redactFields(of: &object, identity, &outcome, isCopy: isCopy) }
        if redactLastApplied(&object, identity, &outcome, isSecret: isSecret) { isChanged = true }
        if scrub(&object, identity, &outcome, isCopy: isCopy) { isChanged = true }
        return isChanged
    }

    /// The token of a value at a place; of the key before, it goes to the bridge.
    private func token(_ scope: [String], _ value: [UInt8], _ bridge: inout [String: String]) -> String {
        let token = key.token(scope: scope, value: value)
        if let previous { bridge[previous.token(scope: scope, value: value)] = token }
        return token
    }

    // MARK: Anything

    private func scrub(
        _ object: inout JSONTape, _ identity: Identity, _ outcome: inout Outcome, isCopy: Bool
    ) -> Bool {
        var scrubber = ValueScrubber(object, policy: policy, identity: identity)
        scrubber.scrub()
        outcome.steps += scrubber.budget.steps
        guard !scrubber.findings.isEmpty else { return false }
        let metadata = object.member("metadata", of: 0).map(object.value)
        let scope = RedactionScope(metadata: metadata, identity: identity)
        var names: [(node: Int, words: String)] = []
        var parts: [Int: [(range: Range<Int>, token: String)]] = [:]
        var listed: Set<Redaction> = []
        for found in scrubber.findings {
            let redaction = Redaction(identity: identity, path: FieldPath(found.path), rule: found.rule)
            if !isCopy, listed.insert(redaction).inserted { outcome.redactions.append(redaction) }
            // Words that something took for a credential are not searched for everywhere else.
            // Neither is a token: the archive is full of them.
            if found.rule != RedactionToken.forgedRule,
                found.rule == "secret-value" || !CredentialValue.isWords(found.value)
            {
                outcome.secrets.append(Confidential(found.value))
            }
            let token = token(scope.scope(found.path), found.value, &outcome.bridge)
            if object.nodes[found.node].kind == .key {
                let mark = object.words(found.node).prefix(2)
                let isSet = ["f:", "v:", "k:"].contains(mark)
                let words = mark == "f:" ? token : CanonicalJSON.text(.string(token))
                names.append((found.node, isSet ? mark + words : token))
            } else if let range = found.range {
                parts[found.node, default: []].append((range, token))
            } else {
                object.replace(found.node, with: token)
            }
        }
        for (node, tokens) in parts {
            let text = object.text[object.range(node)]
            object.replace(node, with: Self.text(text, replacing: tokens))
        }
        if !names.isEmpty { object.rename(names) }
        return true
    }

    /// The text with tokens in the places of its parts, which are in order.
    private static func text(_ text: ArraySlice<UInt8>, replacing parts: [(range: Range<Int>, token: String)]) -> String
    {
        var result: [UInt8] = []
        var place = text.startIndex
        for (range, token) in parts {
            result += text[place..<text.startIndex + range.lowerBound]
            result += token.utf8
            place = text.startIndex + range.upperBound
        }
        result += text[place...]
        return String(decoding: result, as: UTF8.self)
    }

    /// kubectl's copy of the manifest it sent is the whole object again.
    private func redactLastApplied(
        _ object: inout JSONTape, _ identity: Identity, _ outcome: inout Outcome, isSecret: Bool
    ) -> Bool {
        guard let metadata = object.member("metadata", of: 0),
            let annotations = object.member("annotations", of: metadata),
            let node = object.member(Self.lastApplied, of: annotations)
        else { return false }
        let text = object.string(node)
        if let text, RedactionToken.keyID(of: text) != nil { return false }
        let words: String
        if let text, var copy = try? JSONTape(Array(text.utf8), keys: ScrubWord.vocabulary),
            copy.nodes[0].kind == .object
        {
            var taken = Outcome()
            let isChanged = redact(&copy, identity, &taken, isCopy: true)
            outcome.secrets += taken.secrets
            outcome.steps += taken.steps
            outcome.bridge.merge(taken.bridge) { first, _ in first }
            guard isSecret || isChanged else { return false }
            words = copy.canonicalText()
        } else if isSecret {
            words = token(object, node, key: Self.lastApplied, isEncoded: false, identity, &outcome)
        } else {
            return false
        }
        object.replace(node, inside: [0, metadata, annotations], with: words)
        outcome.redactions.append(
            Redaction(
                identity: identity, path: FieldPath(fields: "metadata", "annotations", Self.lastApplied),
                rule: "last-applied"))
        return true
    }

    // MARK: Secrets

    private func redactFields(
        of secret: inout JSONTape, _ identity: Identity, _ outcome: inout Outcome, isCopy: Bool
    ) -> Bool {
        var isChanged = false
        for field in ["data", "stringData"] {
            guard let values = secret.member(field, of: 0), secret.nodes[values].kind != .null else { continue }
            let isEncoded = field == "data"
            guard secret.nodes[values].kind == .object else {
                outcome.redactions.append(
                    Redaction(identity: identity, path: FieldPath(fields: field), rule: "secret-value"))
                let token = token(secret, values, key: "", isEncoded: false, identity, &outcome)
                secret.replace(values, inside: [0], with: token)
                isChanged = true
                continue
            }
            var key = values + 1
            for _ in 0..<secret.nodes[values].count {
                defer { key = secret.end(key + 1) }
                let name = secret.words(key)
                let path = FieldPath(fields: field, name)
                if let certificates = certificates(secret.string(key + 1), isEncoded: isEncoded) {
                    if !isCopy {
                        outcome.certificates += certificates.map {
                            Certificate(identity: identity, path: path, certificate: $0)
                        }
                    }
                    if policy.mode == .standard { continue }
                }
                if !isCopy {
                    outcome.redactions.append(Redaction(identity: identity, path: path, rule: "secret-value"))
                }
                let token = token(secret, key + 1, key: name, isEncoded: isEncoded, identity, &outcome)
                secret.replace(key + 1, inside: [0, values], with: token)
                isChanged = true
            }
        }
        return isChanged
    }

    /// The certificates that a value is, when it is nothing else.
    private func certificates(_ text: String?, isEncoded: Bool) -> [PublicCertificate]? {
        guard let text else { return nil }
        guard let bytes = isEncoded ? WrappedBase64.decode(text) : Array(text.utf8) else { return nil }
        return PublicCertificate.all(in: bytes)
    }

    /// The token of one value. The *decoded* bytes are what is hashed, so that `data` and `stringData` agree, and the
    /// place is always written `data.<key>` for the same reason.
    private func token(
        _ object: JSONTape, _ node: Int, key name: String, isEncoded: Bool, _ identity: Identity,
        _ outcome: inout Outcome
    ) -> String {
        let bytes: [UInt8]
        if let text = object.string(node) {
            // Base64 holds neither ':' nor '-': what looks like a token in `data` is one, from a snapshot or a baseline.
            if isEncoded, RedactionToken.keyID(of: text) != nil { return text }
            if isEncoded, let decoded = WrappedBase64.decode(text) {
                bytes = decoded
            } else {
                bytes = Array(text.utf8)
            }
        } else {
            // Null is the empty text to a server.
            bytes = object.nodes[node].kind == .null ? [] : object.canonicalBytes(node)
        }
        // Words under these say whose a Secret is, or where; they are searched for nowhere.
        if !RedactionTable.openKeys.contains(name.lowercased())
            || !CredentialValue.isIdentifier(String(decoding: bytes, as: UTF8.self))
        {
            outcome.secrets.append(Confidential(bytes))
        }
        return token(Self.scope(ofSecret: identity, key: name), bytes, &outcome.bridge)
    }

    /// The scope of one value of a Secret.
    static func scope(ofSecret identity: Identity, key: String) -> [String] {
        [identity.kind, identity.namespace ?? "", identity.name, "data.\(key)"]
    }
}
