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
        return RedactionToken.text(keyID: id, digest: HexDigits.encode(hmac.finalize()))
    }
}
