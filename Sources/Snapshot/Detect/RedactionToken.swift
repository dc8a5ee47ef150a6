/// What stands in the place of a secret value: the id of a key, and a digest under that key. Source: FORMAT.md, "Tokens".
package enum RedactionToken {
    private static let prefix = "hmac-sha256:"
    private static let prefixBytes = Array(prefix.utf8)

    /// The rule for a text with a token that no snapshot wrote.
    package static let forgedRule = "forged-token"

    /// The length of every token.
    static let byteCount = 12 + 16 + 1 + 64

    /// The token of a key's id and of a digest, both in hexadecimal digits.
    static func text(keyID: String, digest: String) -> String { "\(prefix)\(keyID):\(digest)" }

    /// Whether some value in an object may be a token, or hold one.
    package static func isIn(_ tape: JSONTape) -> Bool { tape.holdsText(prefixBytes) }

    /// Whether a text begins with a token.
    static func begins(_ text: String) -> Bool {
        text.hasPrefix(prefix) && keyID(of: String(decoding: text.utf8.prefix(byteCount), as: UTF8.self)) != nil
    }

    /// Where tokens are in a text.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        ByteSearch.places(of: prefixBytes, in: bytes).map { $0..<$0 + byteCount }.filter { range in
            range.upperBound <= bytes.count
                && keyID(of: String(decoding: bytes[range], as: UTF8.self)) != nil
        }
    }

    /// The key id of a token; `nil` when the text is none.
    package static func keyID(of text: String) -> String? {
        guard text.utf8.count == byteCount, text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 16, parts[1].count == 64,
            HexDigits.decode(String(parts[0])) != nil, HexDigits.decode(String(parts[1])) != nil
        else { return nil }
        return String(parts[0])
    }
}
