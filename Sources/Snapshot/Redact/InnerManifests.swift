/// Manifests and patches inside of other objects, of Secrets above all, and keys as JSON.
extension ValueScrubber {
    /// Whether an object inside of this one is a Secret.
    func isSecretManifest(_ object: Int) -> Bool {
        guard depth > 0 || object != 0 else { return false }
        guard let kind = tape.string(tape.member("kind", of: object)) else { return false }
        return kind == "Secret"
    }

    /// Whether members of an object are those of a manifest with values of its own.
    func hasData(_ object: Int) -> Bool {
        for name in ["data", "stringData"] {
            if let member = tape.member(name, of: object), tape.nodes[member].kind == .object { return true }
        }
        return false
    }

    /// Whether an object patches a Secret.
    func isSecretTarget(_ object: Int) -> Bool {
        guard let target = tape.member("target", of: object) else { return false }
        return tape.string(tape.member("kind", of: target)) == "Secret"
    }

    /// What a JSON Patch writes where. Source: RFC 6902.
    func operation(_ object: Int) -> (name: Range<Int>, isSecret: Bool)? {
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
    func isWebKey(_ object: Int, _ key: Int) -> Bool {
        guard tape.nodes[key].count <= 3, tape.nodes[key + 1].kind == .string, tape.nodes[key + 1].count >= 8,
            CredentialLines.webKeyMembers.contains(tape.words(key))
        else { return false }
        return tape.member("kty", of: object) != nil
    }
}
