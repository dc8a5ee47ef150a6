internal import FoundationEssentials

/// Replaces the values of Secrets by tokens, before anything of an object reaches a disk, a digest or a report.
///
/// What it cannot read it replaces as a whole: a Secret of an unexpected shape loses more, never less.
package struct Redactor: Sendable {
    /// One value that was replaced.
    package struct Redaction: Sendable, Hashable {
        /// In which object.
        package let identity: Identity
        /// Where in it.
        package let path: FieldPath
        /// By which rule.
        package let rule: String
    }

    package let key: RedactionKey

    /// A redactor under this key.
    package init(key: RedactionKey) { self.key = key }

    /// The object as it may leave memory; `redacted` is told each value that was replaced.
    package func redact(_ object: Value, identity: Identity, redacted: (Redaction) -> Void = { _ in }) -> Value {
        guard identity.group.isEmpty, identity.kind == "Secret", case .object(var secret) = object else {
            return object
        }
        redactFields(of: &secret, identity) { redacted(Redaction(identity: identity, path: $0, rule: "secret-value")) }
        redactLastApplied(of: &secret, identity) {
            redacted(Redaction(identity: identity, path: $0, rule: "secret-last-applied"))
        }
        return .object(secret)
    }

    private func redactFields(of secret: inout Object, _ identity: Identity, _ redacted: (FieldPath) -> Void) {
        for field in ["data", "stringData"] {
            switch secret[field] {
            case nil, .null?: continue
            case .object(let values)?:
                secret[field] = .object(
                    values.compactMapValues { name, value in
                        if field == "data", case .null = value { return value }
                        redacted(FieldPath(fields: field, name))
                        return .string(token(value, key: name, isEncoded: field == "data", identity))
                    })
            case .some(let odd):
                redacted(FieldPath(fields: field))
                secret[field] = .string(token(odd, key: "", isEncoded: false, identity))
            }
        }
    }

    /// kubectl's copy of the manifest it sent is the whole Secret again.
    private func redactLastApplied(of secret: inout Object, _ identity: Identity, _ redacted: (FieldPath) -> Void) {
        let name = "kubectl.kubernetes.io/last-applied-configuration"
        guard case .object(var metadata)? = secret["metadata"],
            case .object(var annotations)? = metadata["annotations"], let value = annotations[name]
        else { return }
        let path = FieldPath(fields: "metadata", "annotations", name)
        if let text = value.string, case .object(var copy)? = try? JSONReader.value(Array(text.utf8)) {
            redactFields(of: &copy, identity) { _ in }
            redactLastApplied(of: &copy, identity) { _ in }
            annotations[name] = .string(CanonicalJSON.text(.object(copy)))
        } else {
            annotations[name] = .string(token(value, key: name, isEncoded: false, identity))
        }
        redacted(path)
        metadata["annotations"] = .object(annotations)
        secret["metadata"] = .object(metadata)
    }

    /// The token of one value. The *decoded* bytes are what is hashed, so that `data` and `stringData` agree, and the
    /// place is always written `data.<key>` for the same reason.
    private func token(_ value: Value, key name: String, isEncoded: Bool, _ identity: Identity) -> String {
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
        return key.token(scope: [identity.kind, identity.namespace ?? "", identity.name, "data.\(name)"], value: bytes)
    }
}
