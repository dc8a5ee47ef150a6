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
