import Snapshot

/// A relative reference as SARIF wants it. Source: RFC 3986 §4.2.
enum URIReference {
    /// The path without `./` and slashes before it.
    static func withoutRoot(_ path: String) -> ArraySlice<UInt8> {
        var rest = Array(path.utf8)[...]
        while rest.starts(with: Array("./".utf8)) { rest = rest.dropFirst(2) }
        while rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
        return rest
    }

    /// The path with everything else than unreserved characters and slashes in percent-encoding, so that it is neither
    /// absolute nor of another scheme.
    static func relative(_ path: String) -> String {
        var bytes: [UInt8] = []
        for byte in withoutRoot(path) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes += Array(HexDigits.encode([byte]).uppercased().utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
