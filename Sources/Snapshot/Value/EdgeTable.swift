/// Where a walk that stands at a place goes by a key: a graph whose edges bear numbers of a ``KeyVocabulary``.
struct EdgeTable: Sendable {
    /// No edge bears that key.
    static let none = Int.min

    /// Place and key plus one; 0 is free.
    private var slots: [UInt64]
    private var targets: [Int]

    /// A table of these edges, each place and key once.
    init(_ edges: [(from: Int, key: KeyVocabulary.ID, to: Int)]) {
        var size = 16
        while size < edges.count * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        targets = [Int](repeating: Self.none, count: size)
        for edge in edges {
            let name = Self.name(edge.from, edge.key)
            var slot = Self.slot(name) & (size - 1)
            while slots[slot] != 0, slots[slot] != name { slot = (slot + 1) & (size - 1) }
            slots[slot] = name
            targets[slot] = edge.to
        }
    }

    /// Where the edge leads, or ``none``.
    func target(_ from: Int, _ key: KeyVocabulary.ID) -> Int {
        guard key != KeyVocabulary.unknown else { return Self.none }
        let name = Self.name(from, key)
        let mask = slots.count - 1
        var slot = Self.slot(name) & mask
        while slots[slot] != 0 {
            if slots[slot] == name { return targets[slot] }
            slot = (slot + 1) & mask
        }
        return Self.none
    }

    private static func name(_ from: Int, _ key: KeyVocabulary.ID) -> UInt64 { UInt64(from) << 32 | UInt64(key) + 1 }

    private static func slot(_ name: UInt64) -> Int {
        Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
