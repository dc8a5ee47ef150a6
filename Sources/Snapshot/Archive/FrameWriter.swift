/// Cuts a tar stream into pieces of one size, makes a Zstandard frame of each, and puts the table of them at the end.
struct FrameWriter {
    private var waiting: [UInt8] = []
    private var frames: [(size: Int, plainSize: Int)] = []

    /// Takes the next bytes of the tar stream.
    ///
    /// - Returns: the frames that are complete now.
    mutating func add(_ bytes: [UInt8]) throws(LibArchiveError) -> [UInt8] {
        waiting += bytes
        var done: [UInt8] = []
        var start = 0
        while waiting.count - start >= FrameTable.writtenSize {
            done += try frame(Array(waiting[start..<start + FrameTable.writtenSize]))
            start += FrameTable.writtenSize
        }
        waiting.removeFirst(start)
        return done
    }

    /// The last frame, and the table when there are several.
    mutating func finish() throws(LibArchiveError) -> [UInt8] {
        let last = try waiting.isEmpty ? [] : frame(waiting)
        return frames.count == 1 ? last : last + FrameTable.bytes(frames)
    }

    private mutating func frame(_ plain: [UInt8]) throws(LibArchiveError) -> [UInt8] {
        let bytes = try LibArchiveWriter.frame(of: plain)
        frames.append((bytes.count, plain.count))
        return bytes
    }
}
