/// Names that somebody will ask for, each with a number, so that a key is compared by its bytes once and by its number ever
/// after.
///
/// Made once from tables and schemas, then only read, by any number of tapes at once.
package struct KeyVocabulary: Sendable {
    /// The number of a name.
    package typealias ID = UInt32

    /// The number of every name that is not in the vocabulary.
    package static let unknown: ID = .max
    /// Knows no name.
    package static let empty = KeyVocabulary([])

    /// Bytes of all names in a row.
    private var text: [UInt8] = []
    /// Where each name begins, and where the last one ends.
    private var starts: [Int] = [0]
    /// The number plus one at the place of its hash or behind it; 0 is free.
    private var slots: [ID] = []

    /// These names; what stands twice counts once.
    package init(_ names: some Collection<String>) {
        guard !names.isEmpty else { return }
        var size = 64
        while size < names.count * 3 { size *= 2 }
        slots = [ID](repeating: 0, count: size)
        for name in names {
            let bytes = name.utf8Span.span
            let hash = Self.hash(bytes)
            guard id(bytes, hash: hash) == Self.unknown else { continue }
            text += name.utf8
            starts.append(text.count)
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = ID(starts.count - 1)
        }
    }

    /// How many names it has.
    package var count: Int { starts.count - 1 }

    /// The number of a name.
    package func id(_ name: String) -> ID {
        let bytes = name.utf8Span.span
        return id(bytes, hash: Self.hash(bytes))
    }

    /// The name of a number.
    package func name(_ id: ID) -> String {
        String(decoding: text[starts[Int(id)]..<starts[Int(id) + 1]], as: UTF8.self)
    }

    func id(_ name: Span<UInt8>, hash: UInt32) -> ID {
        guard !slots.isEmpty else { return Self.unknown }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = slots[slot]
            if found == 0 { return Self.unknown }
            if isName(Int(found) - 1, name) { return found - 1 }
            slot = (slot + 1) & mask
        }
    }

    private func isName(_ id: Int, _ name: Span<UInt8>) -> Bool {
        text.span.extracting(starts[id]..<starts[id + 1]).isSame(as: name)
    }

    /// No secret is hashed and no attacker fills the table.
    static func hash(_ name: Span<UInt8>) -> UInt32 {
        var hash = ByteHash(seed: 0)
        hash.mix(name)
        return UInt32(truncatingIfNeeded: hash.value ^ hash.value >> 32)
    }
}
