private import Glibc

extension [UInt8] {
    /// Appends some bytes in one copy. The only way there without unsafe code is byte by byte, which every text of a capture
    /// would pay for twice.
    ///
    /// Invariant of the unsafe code: the pointer lives for the length of the call and is only read.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// The bytes of a span.
    init(copying bytes: Span<UInt8>) {
        self = []
        append(bytes)
    }
}

extension Span<UInt8> {
    /// Whether both say the same. Byte by byte without unsafe code, this is half the cost of holding two objects against each
    /// other.
    ///
    /// Invariant of the unsafe code: both pointers live for the length of the call, are only read, and as far as the count
    /// that both have.
    func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBufferPointer { mine in
            unsafe other.withUnsafeBufferPointer { theirs in
                guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
                return unsafe memcmp(a, b, mine.count) == 0
            }
        }
    }

    /// Eight bytes from a place on, the first one lowest.
    ///
    /// Invariant of the unsafe code: all eight lie in the span, which is checked first.
    func word(at place: Int) -> UInt64 {
        precondition(place >= 0 && place <= count - 8, "eight bytes from a place on need eight bytes")
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
    }

    /// Where what JSON writes as it stands ends: at the first quote, backslash or control byte, or behind the last byte. Eight
    /// bytes at a time.
    ///
    /// - Parameter isASCII: becomes false when one of the bytes before, or of the seven behind, is none of ASCII.
    func endOfPlainText(from start: Int, isASCII: inout Bool) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var at = start
        var seen: UInt64 = 0
        defer { if seen & ones << 7 != 0 { isASCII = false } }
        while at <= count - 8 {
            let word = word(at: at)
            seen |= word
            let quote = word ^ ones &* UInt64(UInt8(ascii: "\""))
            let backslash = word ^ ones &* UInt64(UInt8(ascii: "\\"))
            // In a byte that is 0, or below 0x20, the highest bit is set; above the first such byte a borrow may set others.
            let ends = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones << 5) & ~word
            let found = ends & ones << 7
            if found != 0 { return at + found.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < count {
            let byte = self[at]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            seen |= UInt64(byte)
            at += 1
        }
        return at
    }
}
