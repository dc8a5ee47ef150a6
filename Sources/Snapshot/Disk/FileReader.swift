import Glibc

/// Reads whole files and streams into memory, up to a bound.
package enum FileReader {
    /// All bytes of a file, or of standard input for `-`.
    ///
    /// - Throws: a ``DiskError`` with its `limit` when there are more bytes than that.
    package static func bytes(of path: String, limit: Int) throws(DiskError) -> [UInt8] {
        if path == "-" { return try bytes(of: try Descriptor.standardInput(), limit: limit) }
        let file = try Descriptor.reading(path)
        let status = try file.status()
        if status.kind == .folder { throw DiskError(.read, path, code: EISDIR) }
        if status.size > limit { throw DiskError(.read, path, code: 0, limit: limit) }
        return try bytes(of: file, limit: limit)
    }

    /// All bytes that are left of an open file.
    package static func bytes(of file: borrowing Descriptor, limit: Int) throws(DiskError) -> [UInt8] {
        var bytes: [UInt8] = []
        while try file.read(upTo: min(1 << 20, limit + 1 - bytes.count), into: &bytes) > 0 {
            if bytes.count > limit { throw DiskError(.read, file.path, code: 0, limit: limit) }
        }
        return bytes
    }
}

/// The process's own streams.
package enum StandardStreams {
    /// Writes all of the bytes to standard output.
    package static func writeOutput(_ bytes: [UInt8]) throws(DiskError) { try Descriptor.standardOutput().write(bytes) }

    /// Makes a closed pipe an error (`EPIPE`) instead of the silent end of the process. Call once, at the start.
    package static func reportBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }
}
