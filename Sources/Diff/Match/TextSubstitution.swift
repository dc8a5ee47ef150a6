import Snapshot

/// Replaces words in texts, all at once: what one replacement wrote is never looked at by another.
///
/// A word ends where letters and digits end: `eastus2` is found in `rg-prod-eastus2` and in `x.eastus2.example`, not in
/// `eastus21`. At one place the longest word wins.
struct TextSubstitution: Sendable {
    private struct Word: Sendable {
        let bytes: [UInt8]
        let replacement: [UInt8]
        let number: Int
    }

    private let words: [Word]
    private let begins: [Bool]

    /// - Parameter pairs: what is replaced by what; each `from` once and not empty.
    init(_ pairs: [(from: String, to: String)]) {
        words = pairs.enumerated().filter { !$0.element.from.isEmpty }.map {
            Word(bytes: Array($0.element.from.utf8), replacement: Array($0.element.to.utf8), number: $0.offset)
        }.sorted { $0.bytes.count > $1.bytes.count }
        var begins = Array(repeating: false, count: 256)
        for word in words { begins[Int(word.bytes[0])] = true }
        self.begins = begins
    }

    var isEmpty: Bool { words.isEmpty }

    /// The text with everything replaced; `nil` when nothing was.
    ///
    /// - Parameter used: told the number of each pair that was used.
    func apply(to text: String, used: (Int) -> Void = { _ in }) -> String? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var place = 0
        while place < bytes.count {
            guard begins[Int(bytes[place])],
                let word = words.first(where: { Self.stands($0.bytes, in: bytes, at: place) })
            else {
                place += 1
                continue
            }
            used(word.number)
            result += bytes[copied..<place]
            result += word.replacement
            place += word.bytes.count
            copied = place
        }
        guard copied > 0 else { return nil }
        result += bytes[copied...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether one of the words stands in the text.
    func occurs(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains { place in
            begins[Int(bytes[place])] && words.contains { Self.stands($0.bytes, in: bytes, at: place) }
        }
    }

    private static func stands(_ word: [UInt8], in bytes: [UInt8], at place: Int) -> Bool {
        let end = place + word.count
        guard end <= bytes.count, bytes[place..<end].elementsEqual(word) else { return false }
        if place > 0, isWord(word[0]), isWord(bytes[place - 1]) { return false }
        if end < bytes.count, isWord(word[word.count - 1]), isWord(bytes[end]) { return false }
        return true
    }

    /// Letters and digits; everything beyond ASCII counts as a letter.
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default: false
        }
    }
}
