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
}
