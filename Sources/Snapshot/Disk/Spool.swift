import Glibc

/// Bytes kept on disk between capturing and writing: appended once, read back at their place.
///
/// The file never has a name for longer than a moment, so nothing remains of it however the process ends. Only its owner
/// can open it. Memory: one buffer, whatever the size.
package struct Spool: ~Copyable, Sendable {
    /// Where some bytes lie.
    package struct Place: Sendable, Hashable {
        package let offset: Int
        package let length: Int
    }

    private let file: Descriptor
    private var pending: [UInt8] = []
    private var flushed = 0
    private static let bufferSize = 1 << 20

    /// How many bytes it holds.
    package var size: Int { flushed + pending.count }

    /// A spool on the disk of a folder.
    package init(in folder: String) throws(DiskError) {
        var number = unsafe open(folder, Descriptor.namelessFlags | O_RDWR | O_EXCL | O_CLOEXEC, 0o600)
        if number < 0 {
            let name = "\(folder)/.snapctl-\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
            number = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard number >= 0 else { throw DiskError(.write, folder, code: errno) }
            unsafe unlink(name)
        }
        file = Descriptor(adopting: number, path: folder)
    }

    /// The folder for temporary files: `$TMPDIR`, or `/var/tmp`, which is on a disk where `/tmp` may be memory.
    package static func defaultFolder(environment: [String: String]) -> String {
        if let folder = environment["TMPDIR"], !folder.isEmpty { folder } else { "/var/tmp" }
    }

    /// Keeps some bytes.
    package mutating func append(_ bytes: [UInt8]) throws(DiskError) -> Place {
        let place = Place(offset: size, length: bytes.count)
        pending += bytes
        if pending.count >= Self.bufferSize { try flush() }
        return place
    }

    /// The bytes of a place.
    package func read(_ place: Place) throws(DiskError) -> [UInt8] {
        if place.offset >= flushed {
            let start = place.offset - flushed
            return Array(pending[start..<start + place.length])
        }
        var bytes: [UInt8] = []
        while bytes.count < place.length {
            let got = try file.read(
                upTo: place.length - bytes.count, at: place.offset + bytes.count, into: &bytes)
            // Only somebody else's truncation of the nameless file can end it early.
            guard got > 0 else { throw DiskError(.read, file.path, code: EIO) }
        }
        return bytes
    }

    /// Hands over the file with everything in it.
    package consuming func finished() throws(DiskError) -> Descriptor {
        try flush()
        return file
    }

    private mutating func flush() throws(DiskError) {
        try file.write(pending, at: flushed)
        flushed += pending.count
        pending.removeAll(keepingCapacity: true)
    }
}
