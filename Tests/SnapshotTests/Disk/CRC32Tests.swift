import Snapshot
import Testing

struct CRC32Tests {
    /// Check values: the catalogue of CRC algorithms for "123456789", and what `gzip -lv` prints of the others.
    @Test(arguments: [
        ("", 0x0000_0000), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926),
        ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
    ])
    func valuesAreThoseOfEverybody(_ text: String, _ value: UInt32) {
        var whole = CRC32()
        whole.add(Array(text.utf8).span)
        #expect(whole.value == value && whole.count == text.utf8.count)
        var pieces = CRC32()
        for byte in text.utf8 { pieces.add([byte].span) }
        #expect(pieces.value == value)
    }
}
