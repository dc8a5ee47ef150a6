import SwiftASN1
import X509

/// A distinguished name in the form in which openssl compares it: whichever kind of string it is encoded as, without
/// regard to case (of ASCII) and to spaces around it. Source: RFC 5280 §7.1, RFC 4518.
struct ComparableName: Sendable, Hashable {
    /// One element for each relative name: its attributes as bytes, in order.
    private let parts: [[[UInt8]]]

    init(_ name: DistinguishedName) {
        parts = name.map { part in
            part.map { Self.bytes(of: $0) }.sorted { $0.lexicographicallyPrecedes($1) }
        }
    }

    var isEmpty: Bool { parts.isEmpty }

    /// Whether a name begins with this one: then it lies below it.
    func covers(_ other: ComparableName) -> Bool { other.parts.starts(with: parts) }

    private static func bytes(of attribute: RelativeDistinguishedName.Attribute) -> [UInt8] {
        let type = Array("\(attribute.type)=".utf8)
        return type + (attribute.utf8.map(folded) ?? attribute.der)
    }

    private static func folded(_ text: [UInt8]) -> [UInt8] {
        let space = UInt8(ascii: " ")
        var result: [UInt8] = []
        for byte in text {
            switch byte {
            case 0x09...0x0D, space: if !result.isEmpty, result.last != space { result.append(space) }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.append(byte | 0x20)
            default: result.append(byte)
            }
        }
        if result.last == space { result.removeLast() }
        return result
    }
}
