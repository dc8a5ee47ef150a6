/// Percent-encoding. Source: RFC 3986 §2.
package enum Percent {
    /// The text with everything but unreserved characters encoded: safe in a path segment and in a query value.
    package static func encode(_ text: String) -> String { String(decoding: encoded(text.utf8), as: UTF8.self) }

    /// The same for bytes, of text or not.
    static func encoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.underestimatedCount)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result.append(HexDigits.upper[Int(byte >> 4)])
                result.append(HexDigits.upper[Int(byte & 15)])
            }
        }
        return result
    }

    /// The decoded text; `nil` for a broken escape or bytes that are not UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let decoded = HexDigits.decode(String(decoding: rest.prefix(2), as: UTF8.self).lowercased())
            else { return nil }
            bytes += decoded
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
