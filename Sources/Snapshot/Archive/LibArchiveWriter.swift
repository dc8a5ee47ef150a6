private import CLibArchive

/// What libarchive said when it could not do its part.
package struct LibArchiveError: Error, Hashable {
    /// The function that was called.
    package let operation: String
    /// libarchive's words.
    package let message: String
}

/// Writes a tar stream through libarchive: the only place that calls it for writing.
///
/// Regular files only, in the order given, with fixed headers (mode 0644, owner 0, time 0, no names), so equal input gives
/// equal bytes. The compressed stream gathers in memory until ``takeOutput()`` fetches it: no call back into Swift does
/// any input or output.
///
/// Invariant of the unsafe code below: `output` outlives the handle that knows its address, and the handle is freed once.
@safe struct LibArchiveWriter: ~Copyable {
    /// What is written.
    enum Form {
        case tar
        case gzippedTar
        /// One Zstandard frame of bytes that are no archive.
        case frame
    }

    private final class Output {
        var bytes: [UInt8] = []
    }

    private let archive: OpaquePointer
    private let output: Output

    init(_ form: Form) throws(LibArchiveError) {
        guard let archive = unsafe archive_write_new() else {
            throw LibArchiveError(operation: "archive_write_new", message: "out of memory")
        }
        let output = Output()
        do throws(LibArchiveError) {
            try unsafe Self.check(
                form == .frame
                    ? archive_write_set_format_raw(archive) : archive_write_set_format_pax_restricted(archive),
                archive, "archive_write_set_format")
            switch form {
            case .frame:
                try unsafe Self.check(archive_write_add_filter_zstd(archive), archive, "archive_write_add_filter_zstd")
                try unsafe Self.check(
                    archive_write_set_filter_option(archive, "zstd", "compression-level", "3"), archive,
                    "archive_write_set_filter_option")
            case .gzippedTar:
                try unsafe Self.check(archive_write_add_filter_gzip(archive), archive, "archive_write_add_filter_gzip")
                try unsafe Self.check(
                    archive_write_set_filter_option(archive, "gzip", "timestamp", nil), archive,
                    "archive_write_set_filter_option")
            case .tar: break
            }
            // Blocks of a size for disks; none of them padded at the end.
            try unsafe Self.check(
                archive_write_set_bytes_per_block(archive, 1 << 16), archive, "archive_write_set_bytes_per_block"
            )
            try unsafe Self.check(
                archive_write_set_bytes_in_last_block(archive, 1), archive,
                "archive_write_set_bytes_in_last_block")
            try unsafe Self.check(
                archive_write_open(
                    archive, Unmanaged.passUnretained(output).toOpaque(), nil,
                    { _, client, bytes, count in
                        guard let client = unsafe client, let bytes = unsafe bytes else { return -1 }
                        let output = unsafe Unmanaged<Output>.fromOpaque(client).takeUnretainedValue()
                        unsafe output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                        return count
                    }, nil), archive, "archive_write_open")
        } catch {
            unsafe archive_write_fail(archive)
            unsafe archive_write_free(archive)
            throw error
        }
        self.output = output
        unsafe self.archive = archive
    }

    deinit {
        // Freeing alone would finish an abandoned archive as if it were whole. After a regular end this changes nothing.
        unsafe archive_write_fail(archive)
        unsafe archive_write_free(archive)
    }

    /// Begins a file. The path is ASCII; exactly `size` bytes of ``append(_:)`` have to follow.
    mutating func begin(path: String, size: Int) throws(LibArchiveError) {
        guard let entry = unsafe archive_entry_new() else {
            throw LibArchiveError(operation: "archive_entry_new", message: "out of memory")
        }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname(entry, path)
        unsafe archive_entry_set_size(entry, la_int64_t(size))
        unsafe archive_entry_set_filetype(entry, UInt32(S_IFREG))
        unsafe archive_entry_set_perm(entry, 0o644)
        unsafe archive_entry_set_mtime(entry, 0, 0)
        unsafe archive_entry_set_uid(entry, 0)
        unsafe archive_entry_set_gid(entry, 0)
        try unsafe Self.check(archive_write_header(archive, entry), archive, "archive_write_header")
    }

    /// Adds to the file that was begun last.
    mutating func append(_ bytes: [UInt8]) throws(LibArchiveError) {
        let written = unsafe bytes.withUnsafeBytes { unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
        guard written == bytes.count else {
            throw LibArchiveError(
                operation: "archive_write_data",
                message: written < 0 ? unsafe Self.message(archive) : "more bytes than the entry's size")
        }
    }

    /// These bytes as one Zstandard frame.
    static func frame(of bytes: [UInt8]) throws(LibArchiveError) -> [UInt8] {
        var writer = try LibArchiveWriter(.frame)
        try writer.begin(path: "frame", size: bytes.count)
        try writer.append(bytes)
        return try writer.finish()
    }

    /// What the stream has become since this was asked last.
    mutating func takeOutput() -> [UInt8] {
        let bytes = output.bytes
        output.bytes = []
        return bytes
    }

    /// How many bytes wait to be taken.
    var waiting: Int { output.bytes.count }

    /// Ends the archive and gives the rest of the stream.
    consuming func finish() throws(LibArchiveError) -> [UInt8] {
        try unsafe Self.check(archive_write_close(archive), archive, "archive_write_close")
        return output.bytes
    }

    private static func check(
        _ code: Int32, _ archive: OpaquePointer, _ operation: String
    ) throws(LibArchiveError) {
        // A warning, too, means that the bytes are not the ones that were asked for.
        guard code == ARCHIVE_OK else {
            throw unsafe LibArchiveError(operation: operation, message: message(archive))
        }
    }

    private static func message(_ archive: OpaquePointer) -> String {
        unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no reason given"
    }
}
