/// Writes the fields of the SSH protocols. Source: RFC 4251 §5.
struct SSHWireWriter {
    private(set) var bytes: [UInt8] = []

    /// Bytes without a length.
    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func uint32(_ number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func string(_ more: [UInt8]) {
        uint32(UInt32(more.count))
        bytes += more
    }

    mutating func string(_ text: String) { string(Array(text.utf8)) }

    /// A number that is not negative, from its big-endian bytes.
    mutating func mpint(_ magnitude: [UInt8]) {
        let digits = Array(magnitude.drop { $0 == 0 })
        string((digits.first ?? 0) >= 0x80 ? [0] + digits : digits)
    }
}

/// Reads the fields of the SSH protocols; every read fails at the end of the bytes.
struct SSHWireReader {
    /// The bytes end in the middle of a field.
    struct Truncated: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func raw(_ count: Int) throws(Truncated) -> [UInt8] {
        guard count <= rest.count else { throw Truncated() }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func uint32() throws(Truncated) -> UInt32 {
        try raw(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func string() throws(Truncated) -> [UInt8] { try raw(Int(try uint32())) }

    mutating func text() throws(Truncated) -> String { String(decoding: try string(), as: UTF8.self) }

    /// The big-endian bytes of a number, padded to a length; `nil` for a negative or larger one.
    mutating func mpint(width: Int) throws(Truncated) -> [UInt8]? {
        let field = try string()
        guard (field.first ?? 0) < 0x80 else { return nil }
        let digits = field.drop { $0 == 0 }
        guard digits.count <= width else { return nil }
        return Array(repeating: 0, count: width - digits.count) + digits
    }
}
