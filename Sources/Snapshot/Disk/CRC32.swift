/// The checksum of gzip, eight bytes at a time. Source: RFC 1952, section 8.
package struct CRC32: Sendable {
    private var state: UInt32 = .max
    /// How many bytes it is of.
    package private(set) var count = 0

    package init() {}

    /// The checksum of what was added.
    package var value: UInt32 { ~state }

    package mutating func add(_ bytes: Span<UInt8>) {
        var state = state
        var i = 0
        while i &+ 8 <= bytes.count {
            var low = state ^ UInt32(bytes[i])
            low ^= UInt32(bytes[i &+ 1]) << 8
            low ^= UInt32(bytes[i &+ 2]) << 16
            low ^= UInt32(bytes[i &+ 3]) << 24
            var next = Self.table[1792 &+ Int(low & 0xFF)]
            next ^= Self.table[1536 &+ Int((low >> 8) & 0xFF)]
            next ^= Self.table[1280 &+ Int((low >> 16) & 0xFF)]
            next ^= Self.table[1024 &+ Int(low >> 24)]
            for place in 4..<8 { next ^= Self.table[(7 &- place) &* 256 &+ Int(bytes[i &+ place])] }
            state = next
            i &+= 8
        }
        while i < bytes.count {
            state = (state >> 8) ^ Self.table[Int((state ^ UInt32(bytes[i])) & 0xFF)]
            i &+= 1
        }
        self.state = state
        count += bytes.count
    }

    /// Eight tables of 256: the effect of a byte that is followed by none, one … seven others.
    private static let table: [UInt32] = {
        var table: [UInt32] = []
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ polynomial : value >> 1 }
            table.append(value)
        }
        for i in 256..<2048 {
            let before: UInt32 = table[i - 256]
            table.append((before >> 8) ^ table[Int(before & 0xFF)])
        }
        return table
    }()
    private static let polynomial: UInt32 = 0xEDB8_8320
}
