/// Where the frames of a compressed snapshot begin, in the file and in its tar stream, so that one object can be read without
/// the others: the seek table at the end of the file.
///
/// No digest covers it, and nobody has to believe it: it accounts for every byte of the file, and each frame is held against
/// it when it is read. Source: Zstandard Seekable Format 0.1.1 (zstd, contrib/seekable_format).
struct FrameTable: Sendable, Hashable {
    struct Frame: Sendable, Hashable {
        /// Its place in the file.
        let offset: Int
        let size: Int
        /// The place of what it holds in the tar stream.
        let plainOffset: Int
        let plainSize: Int
    }

    /// What each frame holds that is written here, but for the last one.
    static let writtenSize = 1 << 20
    /// What a frame may hold at most: no more than a window, so that reading one needs no more memory than reading a stream.
    static let plainLimit = ZstdFrames.windowLimit
    /// How many frames there may be: sixteen times as many as the largest snapshot is written with.
    static let countLimit = 1 << 16

    let frames: [Frame]

    private static let skippable: [UInt8] = [0x5E, 0x2A, 0x4D, 0x18]
    private static let frameMagic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    private static let seekable: [UInt8] = [0xB1, 0xEA, 0x92, 0x8F]
    private static let headerSize = 8
    private static let footerSize = 9

    /// The table at the end of a file; `nil` when none is there, as in a file of one frame.
    init?(endOf source: ArchiveSource) throws(SnapshotError) {
        guard source.size >= Self.headerSize + Self.footerSize else { return nil }
        let footer = try Self.read(source, Self.footerSize, at: source.size - Self.footerSize)
        guard footer.suffix(4).elementsEqual(Self.seekable) else { return nil }
        let count = Self.number(footer[0..<4])
        let descriptor = footer[4]
        let rowSize = descriptor & 0x80 == 0 ? 8 : 12
        let content = count * rowSize + Self.footerSize
        let start = source.size - content - Self.headerSize
        guard start >= 0 else { return nil }
        let header = try Self.read(source, Self.headerSize, at: start)
        guard header.starts(with: Self.skippable), Self.number(header[4..<8]) == content else { return nil }
        guard descriptor == 0 else {
            throw .frameTable(
                rowSize == 8 ? "reserved bits of its descriptor are set" : "it has checksums, which no snapshot's has")
        }
        // One frame has none: a file that lost it would be another file that is valid.
        guard count > 1 else { throw .frameTable("it is of \(count) frames, and is there for several") }
        try SnapshotLimits.check("Zstandard frames", count, Self.countLimit)
        let rows = try Self.read(source, count * rowSize, at: start + Self.headerSize)
        var frames: [Frame] = []
        frames.reserveCapacity(count)
        var offset = 0
        var plainOffset = 0
        for at in stride(from: 0, to: rows.count, by: rowSize) {
            let frame = Frame(
                offset: offset, size: Self.number(rows[at..<at + 4]), plainOffset: plainOffset,
                plainSize: Self.number(rows[at + 4..<at + 8]))
            guard 1...Self.plainLimit ~= frame.plainSize else {
                throw .frameTable(
                    "frame \(frames.count + 1) is to hold \(frame.plainSize) bytes; allowed are 1 to \(Self.plainLimit)"
                )
            }
            // What cannot be compressed is stored, and grows by a few bytes.
            guard 1...(Self.plainLimit + 1 << 16) ~= frame.size else {
                throw .frameTable("frame \(frames.count + 1) is to have \(frame.size) bytes")
            }
            frames.append(frame)
            offset += frame.size
            plainOffset += frame.plainSize
        }
        guard offset == start else {
            throw .frameTable("it accounts for \(offset) bytes of frames, and there are \(start)")
        }
        self.frames = frames
    }

    /// The table of frames that were written one after another.
    static func bytes(_ frames: [(size: Int, plainSize: Int)]) -> [UInt8] {
        var bytes = skippable + number(frames.count * 8 + footerSize)
        for frame in frames { bytes += number(frame.size) + number(frame.plainSize) }
        return bytes + number(frames.count) + [0] + seekable
    }

    /// The frame that holds the byte at that place of the tar stream.
    func frame(holding place: Int) -> Int? {
        var low = 0
        var high = frames.count
        while low < high {
            let middle = (low + high) / 2
            if frames[middle].plainOffset + frames[middle].plainSize <= place {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < frames.count ? low : nil
    }

    /// What a frame holds, exactly as much as the table says.
    func plain(_ index: Int, of source: ArchiveSource) throws(SnapshotError) -> [UInt8] {
        let frame = frames[index]
        let bytes = try Self.read(source, frame.size, at: frame.offset)
        var plain: [UInt8] = []
        do throws(LibArchiveReader.Fault) {
            var reader = try LibArchiveReader.stream(of: ArchiveSource(bytes: bytes), filter: .zstd, care: .strict)
            // One byte more than it may hold: a bomb goes off no further.
            while plain.count <= frame.plainSize,
                try reader.read(upTo: frame.plainSize + 1 - plain.count, into: &plain) > 0
            {}
        } catch {
            switch error {
            case .zstd(.trailingBytes): throw .frameTable("frame \(index + 1) ends before the next one begins")
            case .zstd(.truncated): throw .frameTable("the next frame begins before frame \(index + 1) ends")
            default: throw SnapshotError(error)
            }
        }
        guard plain.count == frame.plainSize else {
            throw .frameTable("frame \(index + 1) does not hold the \(frame.plainSize) bytes that it is to hold")
        }
        return plain
    }

    /// What is wrong with a file without a table in which more follows behind the first frame. A cut file may end within a
    /// magic number.
    static func fault(behind end: Int, of source: ArchiveSource) -> SnapshotError {
        do throws(DiskError) {
            let next = try source.read(upTo: frameMagic.count, at: end)
            return next.elementsEqual(frameMagic.prefix(next.count)) ? .framesWithoutTable : .trailingBytes
        } catch { return .disk(error) }
    }

    private static func read(_ source: ArchiveSource, _ count: Int, at offset: Int) throws(SnapshotError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece: [UInt8]
            do throws(DiskError) { piece = try source.read(upTo: count - bytes.count, at: offset + bytes.count) } catch
            {
                throw .disk(error)
            }
            guard !piece.isEmpty else { throw .truncated }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
        }
        return bytes
    }

    /// Four bytes, the lowest first.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

    private static func number(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
