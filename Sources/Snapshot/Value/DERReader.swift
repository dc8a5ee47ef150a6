/// Walks over DER elements. Source: ITU-T X.690 §8.1.
struct DERReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The content of the next element, when it has this tag; otherwise nothing is consumed.
    mutating func enter(_ tag: UInt8) -> DERReader? {
        rest.first == tag ? enterAny() : nil
    }

    mutating func enterAny() -> DERReader? {
        var bytes = rest.dropFirst()
        guard let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first & 0x80 != 0 {
            let count = Int(first & 0x7F)
            guard count <= 4, count <= bytes.count else { return nil }
            length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            bytes = bytes.dropFirst(count)
        }
        guard length <= bytes.count else { return nil }
        rest = bytes.dropFirst(length)
        return DERReader(bytes.prefix(length))
    }
}
