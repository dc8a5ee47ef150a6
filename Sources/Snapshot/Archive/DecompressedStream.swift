/// The plain bytes of a snapshot file, in order.
struct DecompressedStream: ~Copyable {
    private static let chunk = 1 << 18

    /// Of a file in frames; else there is a reader.
    private let table: FrameTable?
    private var framesRead = 0
    private var reader: LibArchiveReader?
    private let source: ArchiveSource
    private let compression: Compression
    private var window: [UInt8] = []
    private var cursor = 0
    /// How many bytes have been taken.
    private(set) var offset = 0

    init(_ source: ArchiveSource, compression: Compression) throws(SnapshotError) {
        let table = try compression == .zstd ? FrameTable(endOf: source) : nil
        let reader = try Self.reader(of: source, compression, hasTable: table != nil)
        self.source = source
        self.compression = compression
        self.table = table
        self.reader = reader
    }

    private static func reader(
        of source: ArchiveSource, _ compression: Compression, hasTable: Bool
    ) throws(SnapshotError) -> LibArchiveReader? {
        if hasTable { return nil }
        let filter: LibArchiveReader.Filter =
            switch compression {
            case .zstd: .zstd
            case .gzip: .gzip
            case .none: .none
            }
        do throws(LibArchiveReader.Fault) {
            return try LibArchiveReader.stream(of: source, filter: filter, care: .strict)
        } catch {
            throw explained(error, source)
        }
    }

    /// Exactly that many bytes.
    mutating func bytes(_ count: Int) throws(SnapshotError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count { _ = try read(upTo: count - bytes.count, into: &bytes) }
        return bytes
    }

    /// At least one byte and at most `count`, appended.
    mutating func read(upTo count: Int, into buffer: inout [UInt8]) throws(SnapshotError) -> Int {
        if cursor == window.count, try !refill() { throw .truncated }
        let got = min(count, window.count - cursor)
        buffer += window[cursor..<cursor + got]
        cursor += got
        offset += got
        return got
    }

    /// Hands at least one byte and at most `count` to `each`, where they lie.
    mutating func read(upTo count: Int, each: (Span<UInt8>) -> Void) throws(SnapshotError) -> Int {
        if cursor == window.count, try !refill() { throw .truncated }
        let got = min(count, window.count - cursor)
        each(window.span.extracting(cursor..<cursor + got))
        cursor += got
        offset += got
        return got
    }

    /// Goes on at a later place of the stream; of a file in frames without reading those between.
    mutating func skip(to place: Int) throws(SnapshotError) {
        guard place >= offset else { throw .headerDamaged(offset: offset, why: "an entry overlaps the next one") }
        if let table, place >= offset + window.count - cursor {
            guard let index = table.frame(holding: place) else { throw .truncated }
            window = try table.plain(index, of: source)
            cursor = place - table.frames[index].plainOffset
            framesRead = index + 1
            offset = place
        }
        while offset < place { _ = try read(upTo: place - offset) { _ in } }
    }

    /// Makes sure that nothing follows, in the stream or behind it in the file.
    mutating func finish() throws(SnapshotError) {
        guard cursor == window.count, try !refill(), reader?.bytesUsed ?? source.size == source.size else {
            throw .trailingBytes
        }
        guard compression == .gzip else { return }
        // gzip may be several members one after another, which read as one. The last one's own length, at the end of the
        // file, is the whole length only when there is one.
        let end: [UInt8]
        do throws(DiskError) { end = try source.read(upTo: 4, at: source.size - 4) } catch { throw .disk(error) }
        var length: UInt32 = 0
        for byte in end.reversed() { length = length << 8 | UInt32(byte) }
        guard length == UInt32(truncatingIfNeeded: offset) else { throw .trailingBytes }
    }

    /// Fetches more; false at the end.
    private mutating func refill() throws(SnapshotError) -> Bool {
        window.removeAll(keepingCapacity: true)
        cursor = 0
        if let table {
            guard framesRead < table.frames.count else { return false }
            window = try table.plain(framesRead, of: source)
            framesRead += 1
            return true
        }
        do throws(LibArchiveReader.Fault) {
            return try reader?.read(upTo: Self.chunk, into: &window) ?? 0 > 0
        } catch {
            throw Self.explained(error, source)
        }
    }

    private static func explained(_ fault: LibArchiveReader.Fault, _ source: ArchiveSource) -> SnapshotError {
        if case .zstd(.trailingBytes(let end)) = fault { return FrameTable.fault(behind: end, of: source) }
        return SnapshotError(fault)
    }
}

extension SnapshotError {
    init(_ fault: LibArchiveReader.Fault) {
        self =
            switch fault {
            case .disk(let error): .disk(error)
            case .zstd(.malformed(let why)): .compressionDamaged(why)
            case .zstd(.windowTooLarge(let bytes)): .windowTooLarge(bytes: bytes, limit: ZstdFrames.windowLimit)
            case .zstd(.trailingBytes): .trailingBytes
            case .zstd(.truncated): .truncated
            case .damaged(let why): .compressionDamaged(why)
            case .tooMuch: .trailingBytes
            }
    }
}
