internal import FoundationEssentials

/// Base64 as servers read it into a field of bytes: lines may be wrapped anywhere, and bits left over are not looked at.
///
/// Source: encoding/base64 of Go, `StdEncoding`, which skips line feeds and carriage returns.
package enum WrappedBase64 {
    /// The bytes; `nil` for what a server would refuse.
    package static func decode(_ text: String) -> [UInt8]? {
        if let data = Data(base64Encoded: text) { return Array(data) }
        guard text.utf8.contains(where: isBreak) else { return nil }
        return Data(base64Encoded: Data(text.utf8.filter { !isBreak($0) })).map { Array($0) }
    }

    /// The one spelling of the bytes; `nil` for what a server would refuse.
    static func unwrapped(_ text: String) -> String? {
        isUsual(text.utf8) ? text : decode(text).map(StrictBase64.encode)
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// Whether nothing has to be decoded to know that it is the one spelling: no line feed, no padding.
    private static func isUsual(_ text: String.UTF8View) -> Bool {
        text.count % 4 == 0
            && text.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}
