/// The bytes of an archive, readable from any place as often as needed.
package final class ArchiveSource: Sendable {
    private enum Backing: ~Copyable, Sendable {
        case file(Descriptor)
        case memory([UInt8])
    }

    private let backing: Backing
    /// How many bytes there are.
    package let size: Int

    /// A file; `-` is standard input. What cannot be read twice, such as a pipe, is spooled to a nameless file first.
    package convenience init(path: String, spoolFolder: String) throws(DiskError) {
        let file = path == "-" ? try Descriptor.standardInput() : try Descriptor.reading(path)
        try self.init(file, spoolFolder: spoolFolder)
    }

    /// An open file, from its beginning; a pipe from where it stands.
    package init(_ file: consuming Descriptor, spoolFolder: String) throws(DiskError) {
        let status = try file.status()
        switch status.kind {
        case .regular:
            size = status.size
            backing = .file(file)
        case .folder: throw DiskError.isFolder(file.path)
        case .link, .other:
            var spool = try Spool(in: spoolFolder)
            var piece: [UInt8] = []
            while try file.read(upTo: 1 << 18, into: &piece) > 0 {
                _ = try spool.append(piece)
                piece.removeAll(keepingCapacity: true)
            }
            size = spool.size
            backing = .file(try spool.finished())
        }
    }

    /// Bytes in memory.
    package init(bytes: [UInt8]) {
        size = bytes.count
        backing = .memory(bytes)
    }

    /// Up to `count` bytes from an offset; none at the end.
    package func read(upTo count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
        switch backing {
        case .file(let file):
            var bytes: [UInt8] = []
            _ = try file.read(upTo: count, at: offset, into: &bytes)
            return bytes
        case .memory(let bytes):
            guard offset < bytes.count else { return [] }
            return Array(bytes[offset..<min(offset + count, bytes.count)])
        }
    }

    /// Whether nothing but zeros follows, with which some tools fill up a file.
    package func isZeros(from start: Int) throws(DiskError) -> Bool {
        var offset = start
        while offset < size {
            let bytes = try read(upTo: 1 << 18, at: offset)
            guard !bytes.isEmpty else { return true }
            guard bytes.allSatisfy({ $0 == 0 }) else { return false }
            offset += bytes.count
        }
        return true
    }
}
