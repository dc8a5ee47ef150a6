/// A quick hash of bytes and numbers, eight bytes at a time, within one process.
///
/// For tables and for asking whether two values are the same where an answer that somebody forged harms nothing: what has to
/// hold against whoever chooses the bytes is a ``Digest``.
struct ByteHash {
    private(set) var value: UInt64

    /// A hash that is another one in each process.
    init() { value = Self.seed }

    /// A hash that is the same in each process.
    init(seed: UInt64) { value = seed }

    private static let seed = UInt64.random(in: .min ... .max)

    mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    /// Mixes in some bytes, of which the last ones may count twice, and how many they are.
    mutating func mix(_ bytes: Span<UInt8>) {
        mix(UInt64(bytes.count))
        if bytes.count < 8 {
            var word: UInt64 = 0
            for i in bytes.indices { word = word << 8 | UInt64(bytes[i]) }
            mix(word)
        } else {
            var at = 0
            while at + 8 < bytes.count {
                mix(bytes.word(at: at))
                at += 8
            }
            mix(bytes.word(at: bytes.count - 8))
        }
    }
}

extension JSONTape {
    /// The hash of a value, not of a key, with everything in it; no other value has the same but by chance.
    func hash(_ node: Int) -> UInt64 {
        var hash = ByteHash()
        for place in node..<end(node) {
            hash.mix(UInt64(nodes[place].kind.rawValue) << 32 | UInt64(nodes[place].count))
            switch nodes[place].kind {
            case .string, .key, .number: hash.mix(text.span.extracting(range(place)))
            case .null, .no, .yes, .array, .object: break
            }
        }
        return hash.value
    }
}
