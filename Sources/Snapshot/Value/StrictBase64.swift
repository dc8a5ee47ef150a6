internal import FoundationEssentials

/// Base64 in which every text stands for other bytes: no white space, no missing padding, no bits left over.
///
/// A reader that is lenient about the last character lets somebody change a signed file without being found out.
/// Source: RFC 4648 §3.5.
package enum StrictBase64 {
    /// The standard alphabet, padded.
    package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Decodes the standard or the URL-safe alphabet, not a mixture; `nil` for any but the one spelling in either.
    package static func decode(_ text: String) -> [UInt8]? {
        if let bytes = exact(text) { return bytes }
        guard !text.utf8.contains(UInt8(ascii: "+")), !text.utf8.contains(UInt8(ascii: "/")) else { return nil }
        let standard = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        return exact(String(decoding: standard, as: UTF8.self))
    }

    private static func exact(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}
