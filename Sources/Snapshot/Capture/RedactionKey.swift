internal import Crypto
internal import FoundationEssentials

/// The key under which secret values become tokens, for one comparison group.
///
/// Derived with HKDF-SHA-256 from a key of the organization, so that a snapshot never holds anything of it and a
/// low-trust group cannot serve as the oracle for another. Source: RFC 5869, RFC 2104; FORMAT.md, "Tokens".
package struct RedactionKey: Sendable {
    /// 16 hexadecimal digits that name key and group.
    package let id: String
    /// The comparison group, such as `prod`.
    package let group: String
    /// Whether the key was made for this run and will be gone with it.
    package let isEphemeral: Bool
    private let key: SymmetricKey

    /// The fewest bytes that a key may have.
    package static let minimumBytes = 32

    /// The key of an organization for one group; `nil` when it is shorter than ``minimumBytes``.
    package init?(organizationKey: [UInt8], group: String) {
        guard organizationKey.count >= Self.minimumBytes else { return nil }
        self.init(material: SymmetricKey(data: organizationKey), group: group, isEphemeral: false)
    }

    /// A key of random bytes for this run alone.
    package static func ephemeral(group: String) -> RedactionKey {
        RedactionKey(material: SymmetricKey(size: .bits256), group: group, isEphemeral: true)
    }

    private init(material: SymmetricKey, group: String, isEphemeral: Bool) {
        func derive(_ purpose: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: material, salt: Array("snapctl-redact-v1".utf8),
                info: Array(purpose.utf8) + [0] + Array(group.utf8), outputByteCount: count)
        }
        key = derive("value", 32)
        id = unsafe derive("kid", 8).withUnsafeBytes { unsafe HexDigits.encode($0) }
        self.group = group
        self.isEphemeral = isEphemeral
    }

    /// The token of a value at a place: equal for equal values at equal places under equal keys, and for nothing else.
    package func token(scope: [String], value: [UInt8]) -> String {
        var hmac = HMAC<SHA256>(key: key)
        let place = Array(scope.joined(separator: "\0").utf8)
        for part in [place, value] {
            let count = UInt64(part.count)
            hmac.update(data: (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * UInt64($0))) })
            hmac.update(data: part)
        }
        return "\(Self.prefix)\(id):\(HexDigits.encode(hmac.finalize()))"
    }

    private static let prefix = "hmac-sha256:"
    private static let prefixBytes = Array(prefix.utf8)

    /// Whether some value in an object may be a token, or hold one.
    package static func holdsTokens(_ tape: JSONTape) -> Bool { tape.holdsText(prefixBytes) }

    /// Whether a text begins with a token.
    static func beginsWithToken(_ text: String) -> Bool {
        text.hasPrefix(prefix) && keyID(ofToken: String(decoding: text.utf8.prefix(tokenBytes), as: UTF8.self)) != nil
    }

    /// Where tokens are in a text.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        ByteSearch.places(of: prefixBytes, in: bytes).map { $0..<$0 + tokenBytes }.filter { range in
            range.upperBound <= bytes.count
                && keyID(ofToken: String(decoding: bytes[range], as: UTF8.self)) != nil
        }
    }

    /// The length of every token.
    static let tokenBytes = 12 + 16 + 1 + 64

    /// The key id of a token; `nil` when the text is none.
    package static func keyID(ofToken text: String) -> String? {
        guard text.utf8.count == tokenBytes, text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 16, parts[1].count == 64,
            HexDigits.decode(String(parts[0])) != nil, HexDigits.decode(String(parts[1])) != nil
        else { return nil }
        return String(parts[0])
    }
}
