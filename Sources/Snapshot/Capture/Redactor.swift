internal import FoundationEssentials

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

    /// What became of an object.
    package struct Outcome: Sendable {
        /// As it may leave memory.
        package var object: Value
        /// What was replaced.
        package var redactions: [Redaction] = []
        /// The values themselves, for the search for copies of them. Never written anywhere.
        package var secrets: [Confidential<[UInt8]>] = []
        /// Tokens of the key before, with those of this one; empty without such a key.
        package var bridge: [String: String] = [:]
        /// Certificates that stayed.
        package var certificates: [Certificate] = []
    }

    package let key: RedactionKey
    package let policy: RedactionPolicy
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

    /// The object as it may leave memory, and what was taken from it.
    package func redact(_ object: Value, identity: Identity) -> Outcome {
        var outcome = Outcome(object: object)
        let isSecret = identity.group.isEmpty && identity.kind == "Secret"
        if isSecret, case .object(var secret) = outcome.object {
            redactFields(of: &secret, identity, &outcome, isCopy: false)
            outcome.object = .object(secret)
        }
        redactLastApplied(identity, &outcome, isSecret: isSecret)
        scrub(identity, &outcome, isCopy: false)
        return outcome
    }

    /// What stands for a value that has to go from an object for a reason found later.
    package func token(for value: [UInt8], in object: Value, identity: Identity, at path: [PathElement]) -> String {
        key.token(scope: RedactionScope(of: object, identity: identity).scope(path), value: value)
    }

    /// Whether a text is the JSON of an object.
    static func isObject(_ value: Value) -> Bool {
        guard let text = value.string, text.hasPrefix("{") else { return false }
        return (try? JSONReader.value(Array(text.utf8)))?.object != nil
    }

    /// The token of a value at a place; of the key before, it goes to the bridge.
    private func token(_ scope: [String], _ value: [UInt8], _ bridge: inout [String: String]) -> String {
        let token = key.token(scope: scope, value: value)
        if let previous { bridge[previous.token(scope: scope, value: value)] = token }
        return token
    }

    // MARK: Anything

    private func scrub(_ identity: Identity, _ outcome: inout Outcome, isCopy: Bool) {
        let scope = RedactionScope(of: outcome.object, identity: identity)
        var found: [Redaction] = []
        var secrets: [Confidential<[UInt8]>] = []
        var bridge: [String: String] = [:]
        var scrubber = ValueScrubber(policy: policy, identity: identity) { value, path, rule in
            found.append(Redaction(identity: identity, path: FieldPath(path), rule: rule))
            secrets.append(Confidential(value))
            return token(scope.scope(path), value, &bridge)
        }
        if let scrubbed = scrubber.scrub(outcome.object) { outcome.object = scrubbed }
        outcome.secrets += secrets
        outcome.bridge.merge(bridge) { first, _ in first }
        if !isCopy { outcome.redactions += found }
    }

    /// kubectl's copy of the manifest it sent is the whole object again.
    private func redactLastApplied(_ identity: Identity, _ outcome: inout Outcome, isSecret: Bool) {
        guard case .object(var object) = outcome.object, case .object(var metadata)? = object["metadata"],
            case .object(var annotations)? = metadata["annotations"], let value = annotations[Self.lastApplied],
            value.string.flatMap(RedactionKey.keyID) == nil
        else { return }
        let path = FieldPath(fields: "metadata", "annotations", Self.lastApplied)
        if let text = value.string, let parsed = try? JSONReader.value(Array(text.utf8)), parsed.object != nil {
            var copy = Outcome(object: parsed)
            if isSecret, case .object(var secret) = parsed {
                redactFields(of: &secret, identity, &copy, isCopy: true)
                copy.object = .object(secret)
            }
            redactLastApplied(identity, &copy, isSecret: isSecret)
            scrub(identity, &copy, isCopy: true)
            outcome.secrets += copy.secrets
            outcome.bridge.merge(copy.bridge) { first, _ in first }
            guard isSecret || copy.object != parsed else { return }
            annotations[Self.lastApplied] = .string(CanonicalJSON.text(copy.object))
            outcome.redactions.append(Redaction(identity: identity, path: path, rule: "last-applied"))
        } else if isSecret {
            annotations[Self.lastApplied] = .string(
                token(value, key: Self.lastApplied, isEncoded: false, identity, &outcome))
            outcome.redactions.append(Redaction(identity: identity, path: path, rule: "last-applied"))
        } else {
            return
        }
        metadata["annotations"] = .object(annotations)
        object["metadata"] = .object(metadata)
        outcome.object = .object(object)
    }

    // MARK: Secrets

    private func redactFields(of secret: inout Object, _ identity: Identity, _ outcome: inout Outcome, isCopy: Bool) {
        for field in ["data", "stringData"] {
            switch secret[field] {
            case nil, .null?: continue
            case .object(let values)?:
                var kept = Object()
                for (name, value) in values.members.map({ ($0.key, $0.value) }) {
                    if field == "data", case .null = value {
                        kept[name] = value
                        continue
                    }
                    let path = FieldPath(fields: field, name)
                    if let certificates = certificates(value, isEncoded: field == "data") {
                        if !isCopy {
                            outcome.certificates += certificates.map {
                                Certificate(identity: identity, path: path, certificate: $0)
                            }
                        }
                        if policy.mode == .standard {
                            kept[name] = value
                            continue
                        }
                    }
                    if !isCopy {
                        outcome.redactions.append(Redaction(identity: identity, path: path, rule: "secret-value"))
                    }
                    kept[name] = .string(token(value, key: name, isEncoded: field == "data", identity, &outcome))
                }
                secret[field] = .object(kept)
            case .some(let odd):
                outcome.redactions.append(
                    Redaction(identity: identity, path: FieldPath(fields: field), rule: "secret-value"))
                secret[field] = .string(token(odd, key: "", isEncoded: false, identity, &outcome))
            }
        }
    }

    /// The certificates that a value is, when it is nothing else.
    private func certificates(_ value: Value, isEncoded: Bool) -> [PublicCertificate]? {
        guard let text = value.string else { return nil }
        guard let bytes = isEncoded ? StrictBase64.decode(text) : Array(text.utf8) else { return nil }
        return PublicCertificate.all(in: bytes)
    }

    /// The token of one value. The *decoded* bytes are what is hashed, so that `data` and `stringData` agree, and the
    /// place is always written `data.<key>` for the same reason.
    private func token(
        _ value: Value, key name: String, isEncoded: Bool, _ identity: Identity, _ outcome: inout Outcome
    ) -> String {
        let bytes: [UInt8]
        switch value {
        case .string(let text):
            // Base64 holds neither ':' nor '-': what looks like a token in `data` is one, from a snapshot or a baseline.
            if isEncoded, RedactionKey.keyID(ofToken: text) != nil { return text }
            if isEncoded, let decoded = Data(base64Encoded: text) {
                bytes = Array(decoded)
            } else {
                bytes = Array(text.utf8)
            }
        default:
            bytes = CanonicalJSON.bytes(value)
        }
        // These two say whose a Secret is; they are searched for nowhere.
        if name != "namespace", name != "token-id" { outcome.secrets.append(Confidential(bytes)) }
        return token(
            [identity.kind, identity.namespace ?? "", identity.name, "data.\(name)"], bytes, &outcome.bridge)
    }
}
