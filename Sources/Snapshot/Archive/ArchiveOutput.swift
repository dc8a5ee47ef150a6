private import Crypto

/// The archive on its way from the files of a snapshot to a sink, digested as it passes.
struct ArchiveOutput: ~Copyable {
    private static let chunk = 1 << 18

    private var archive: LibArchiveWriter
    /// Of a snapshot in Zstandard.
    private var frames: FrameWriter?
    private var hash = SHA256()
    private var size = 0

    init(compression: Compression) throws(SnapshotError) {
        frames = compression == .zstd ? FrameWriter() : nil
        do throws(LibArchiveError) {
            archive = try LibArchiveWriter(compression == .gzip ? .gzippedTar : .tar)
        } catch { throw .writing(error) }
    }

    /// A whole file.
    mutating func add(
        _ path: String, _ bytes: [UInt8], to sink: inout some ByteSink & ~Copyable
    ) throws(SnapshotError) {
        try begin(path, size: bytes.count)
        try append(bytes, to: &sink)
    }

    /// The header of a file; exactly `size` bytes have to follow.
    mutating func begin(_ path: String, size: Int) throws(SnapshotError) {
        do throws(LibArchiveError) { try archive.begin(path: path, size: size) } catch { throw .writing(error) }
    }

    /// Some bytes of the present file.
    mutating func append(_ bytes: [UInt8], to sink: inout some ByteSink & ~Copyable) throws(SnapshotError) {
        do throws(LibArchiveError) { try archive.append(bytes) } catch { throw .writing(error) }
        if archive.waiting >= Self.chunk { try pass(archive.takeOutput(), to: &sink) }
    }

    /// What `render` makes of each element, gathered to pieces of a good size.
    mutating func append<Elements: Sequence>(
        chunks elements: Elements, to sink: inout some ByteSink & ~Copyable,
        render: (Elements.Element, inout [UInt8]) -> Void
    ) throws(SnapshotError) {
        var buffer: [UInt8] = []
        for element in elements {
            render(element, &buffer)
            if buffer.count >= Self.chunk {
                try append(buffer, to: &sink)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try append(buffer, to: &sink)
    }

    /// Ends the archive.
    ///
    /// - Returns: digest and size of the stream.
    consuming func finish(to sink: inout some ByteSink & ~Copyable) throws(SnapshotError) -> (Digest, Int) {
        var rest: [UInt8]
        do throws(LibArchiveError) {
            rest = try archive.finish()
            if var frames {
                rest = try frames.add(rest)
                rest += try frames.finish()
            }
        } catch { throw .writing(error) }
        do throws(DiskError) { try sink.write(rest) } catch { throw .disk(error) }
        hash.update(data: rest)
        return (Digest(hash.finalize()), size + rest.count)
    }

    private mutating func pass(_ plain: [UInt8], to sink: inout some ByteSink & ~Copyable) throws(SnapshotError) {
        let bytes: [UInt8]
        do throws(LibArchiveError) { bytes = try frames?.add(plain) ?? plain } catch { throw .writing(error) }
        do throws(DiskError) { try sink.write(bytes) } catch { throw .disk(error) }
        hash.update(data: bytes)
        size += bytes.count
    }
}
