/// Follows the frames of a Zstandard stream as its bytes pass by, without decompressing them.
///
/// The decompressor below takes any window up to 128 MiB, any number of frames, and whatever is skippable. Here bytes are
/// one frame of a bounded window with nothing behind it; how several stand in a file, ``FrameTable`` says. Source: RFC 8878 §3.1.1.
package struct ZstdFrames {
    /// What is wrong with the stream.
    package enum Fault: Error, Hashable {
        case malformed(String)
        case windowTooLarge(Int)
        /// More follows behind the frame, which ends at that byte.
        case trailingBytes(from: Int)
        case truncated
    }

    private enum Part {
        case magic
        case descriptor
        case header(descriptor: UInt8)
        case blockHeader
        case block(isLast: Bool)
        case checksum
        case end
    }

    /// The largest window in bytes.
    static let windowLimit = 8 << 20

    private var part = Part.magic
    private var hasChecksum = false
    /// Bytes still to come of the present part.
    private var wanted = 4
    /// The bytes of the present part that came; a block's are not kept.
    private var held: [UInt8] = []
    /// Bytes that came.
    private var count = 0

    package init() {}

    /// Looks at the next bytes of the stream.
    package mutating func follow(_ bytes: [UInt8]) throws(Fault) {
        var at = 0
        while at < bytes.count {
            let taken = min(wanted, bytes.count - at)
            switch part {
            case .end: throw .trailingBytes(from: count)
            case .block, .checksum: break
            default: held += bytes[at..<at + taken]
            }
            at += taken
            count += taken
            wanted -= taken
            while wanted == 0 {
                if case .end = part { break }
                try next()
                held.removeAll(keepingCapacity: true)
            }
        }
    }

    /// The stream is over.
    package func finish() throws(Fault) {
        guard case .end = part else { throw .truncated }
    }

    private mutating func next() throws(Fault) {
        switch part {
        case .magic:
            guard held == [0x28, 0xB5, 0x2F, 0xFD] else { throw .malformed("this is no Zstandard frame") }
            (part, wanted) = (.descriptor, 1)
        case .descriptor:
            let descriptor = held[0]
            guard descriptor & 0b1_1000 == 0 else { throw .malformed("reserved bits of the frame header are set") }
            guard descriptor & 0b11 == 0 else { throw .malformed("the frame needs a dictionary") }
            hasChecksum = descriptor & 0b100 != 0
            let isSingle = descriptor & 0b10_0000 != 0
            part = .header(descriptor: descriptor)
            wanted = [isSingle ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)] + (isSingle ? 0 : 1)
        case .header(let descriptor):
            let window = window(isSingle: descriptor & 0b10_0000 != 0, flag: descriptor >> 6)
            guard window <= UInt64(Self.windowLimit) else { throw .windowTooLarge(Int(clamping: window)) }
            (part, wanted) = (.blockHeader, 3)
        case .blockHeader:
            let header = Int(held[0]) | Int(held[1]) << 8 | Int(held[2]) << 16
            let size = header >> 3
            guard size <= 1 << 17 else { throw .malformed("a block is larger than 128 KiB") }
            part = .block(isLast: header & 1 == 1)
            switch header >> 1 & 3 {
            case 0, 2: wanted = size
            case 1: wanted = 1
            default: throw .malformed("a block has the reserved type")
            }
        case .block(let isLast):
            (part, wanted) = !isLast ? (.blockHeader, 3) : hasChecksum ? (.checksum, 4) : (.end, 0)
            if case .end = part { wanted = .max }
        case .checksum: (part, wanted) = (.end, .max)
        case .end: break
        }
    }

    /// The window in bytes; of a single segment, the content is the window.
    private func window(isSingle: Bool, flag: UInt8) -> UInt64 {
        if isSingle {
            var size: UInt64 = 0
            for byte in held.reversed() { size = size << 8 | UInt64(byte) }
            return flag == 1 ? size + 256 : size
        }
        let base = UInt64(1) << (10 + UInt64(held[0] >> 3))
        return base + base / 8 * UInt64(held[0] & 7)
    }
}
