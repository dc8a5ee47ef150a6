private import CLibArchive

/// Reads archives through libarchive: the only place that calls it for reading.
///
/// It never writes to disk and knows nothing of what a snapshot may hold. Exactly one layer of compression is undone, the
/// one that the caller names; libarchive on its own would peel off as many as it finds.
///
/// Invariant of the unsafe code below: `feed` outlives the handle that knows its address, its buffer stays where it is
/// between two calls back, and the handle is freed once.
@safe struct LibArchiveReader: ~Copyable {
    /// The compression around the archive.
    enum Filter: Hashable {
        case none
        case gzip
        case zstd
        case xz
        case bzip2
    }

    /// What went wrong.
    enum Fault: Error, Hashable {
        case disk(DiskError)
        /// More than the caller takes.
        case tooMuch
        case zstd(ZstdFrames.Fault)
        /// libarchive's words.
        case damaged(String)
    }

    /// What an archive says of one of its entries.
    struct Entry: Hashable {
        /// Its path, as the bytes that came.
        let path: [UInt8]
        /// Whether it is a regular file and no link to another entry.
        let isFile: Bool
        /// Whether it is a folder, which holds nothing itself.
        let isFolder: Bool
    }

    /// What is asked of a stream beside its bytes.
    enum Care: Hashable {
        /// As much as can be had: what follows or is damaged does not matter.
        case lenient
        /// Everything: nothing may follow the compressed data but zeros, and gzip's checksum holds.
        case whole
        /// That the caller looks at the end itself; Zstandard is one frame of a bounded window.
        case strict
    }

    private let archive: OpaquePointer
    private let feed: Feed
    private let filter: Filter
    private let care: Care
    private var isRaw = false
    private var checksum: CRC32?

    /// The plain bytes of a compressed stream, to be read without ``next()``.
    static func stream(of source: ArchiveSource, filter: Filter, care: Care) throws(Fault) -> LibArchiveReader {
        var reader = try unsafe LibArchiveReader(source, filter: filter, care: care) {
            unsafe archive_read_support_format_raw($0)
        }
        reader.isRaw = true
        if care == .whole, filter == .gzip { reader.checksum = CRC32() }
        let code = reader.skipHeader()
        // An empty stream has no first header; the reader of the bytes says that they are missing.
        guard code == ARCHIVE_OK || code == ARCHIVE_EOF else { throw reader.fault() }
        return reader
    }

    /// The entries of a tar or zip archive.
    init(entriesOf source: ArchiveSource, filter: Filter) throws(Fault) {
        try unsafe self.init(source, filter: filter, care: .whole) { archive in
            var code = unsafe archive_read_support_format_tar(archive)
            // An archive behind another one is read as well, and what is none is damage: nothing is lost in silence.
            if code == ARCHIVE_OK {
                code = unsafe archive_read_set_format_option(archive, "tar", "read_concatenated_archives", "1")
            }
            return unsafe code == ARCHIVE_OK ? archive_read_support_format_zip(archive) : code
        }
    }

    private init(
        _ source: ArchiveSource, filter: Filter, care: Care, formats: (OpaquePointer) -> Int32
    ) throws(Fault) {
        guard let archive = unsafe archive_read_new() else { throw .damaged("out of memory") }
        let feed = Feed(source, frames: care == .strict && filter == .zstd ? ZstdFrames() : nil)
        let client = unsafe Unmanaged.passUnretained(feed).toOpaque()
        let filterCode: Int32 =
            switch filter {
            case .none: ARCHIVE_FILTER_NONE
            case .gzip: ARCHIVE_FILTER_GZIP
            case .zstd: ARCHIVE_FILTER_ZSTD
            case .xz: ARCHIVE_FILTER_XZ
            case .bzip2: ARCHIVE_FILTER_BZIP2
            }
        var code = unsafe formats(archive)
        // Naming one filter turns off the search for more.
        if code == ARCHIVE_OK { code = unsafe archive_read_append_filter(archive, filterCode) }
        if code == ARCHIVE_OK { code = unsafe archive_read_set_callback_data(archive, client) }
        if code == ARCHIVE_OK {
            code = unsafe archive_read_set_read_callback(
                archive,
                { _, client, block in
                    guard let client = unsafe client else { return -1 }
                    return unsafe Unmanaged<Feed>.fromOpaque(client).takeUnretainedValue().next(block)
                })
        }
        if code == ARCHIVE_OK, filter == .none {
            // A zip archive's table of contents is at its end.
            code = unsafe archive_read_set_seek_callback(
                archive,
                { _, client, offset, origin in
                    guard let client = unsafe client else { return la_int64_t(ARCHIVE_FATAL) }
                    return unsafe Unmanaged<Feed>.fromOpaque(client).takeUnretainedValue().seek(offset, origin)
                })
        }
        if code == ARCHIVE_OK { code = unsafe archive_read_open1(archive) }
        guard code == ARCHIVE_OK else {
            let fault = feed.fault ?? .damaged(unsafe Self.message(archive))
            unsafe archive_read_free(archive)
            throw fault
        }
        self.feed = feed
        self.filter = filter
        self.care = care
        unsafe self.archive = archive
    }

    deinit { unsafe archive_read_free(archive) }

    /// The next entry; `nil` at the end, and only there.
    mutating func next() throws(Fault) -> Entry? {
        var entry: OpaquePointer?
        let code = unsafe archive_read_next_header(archive, &entry)
        if code == ARCHIVE_EOF {
            try requireEnd()
            if filter == .gzip { try Self.requireChecksum(feed.source) }
            return nil
        }
        // A warning is about a name that this locale cannot spell: bytes are taken as they are.
        guard code == ARCHIVE_OK || code == ARCHIVE_WARN, let entry = unsafe entry else { throw fault() }
        var path: [UInt8] = []
        if let name = unsafe archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) {
            path = unsafe Array(String(cString: name).utf8)
        }
        let kind = unsafe archive_entry_filetype(entry)
        let isFile = unsafe kind == UInt32(S_IFREG) && archive_entry_hardlink(entry) == nil
        return Entry(path: path, isFile: isFile, isFolder: kind == UInt32(S_IFDIR))
    }

    /// Appends up to `count` bytes of the present entry.
    ///
    /// - Returns: how many; 0 at the end of the entry.
    mutating func read(upTo count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int {
        var got = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: count) { space, filled in
            got = unsafe archive_read_data(archive, space.baseAddress, count)
            filled = max(got, 0)
        }
        guard got >= 0 else { throw fault() }
        if got == 0, isRaw { try requireEnd() }
        checksum?.add(piece.span)
        if buffer.isEmpty { buffer = piece } else { buffer += piece }
        return got
    }

    /// How many bytes of the file the decompression has used.
    var bytesUsed: Int { Int(unsafe archive_filter_bytes(archive, -1)) }

    /// Compressed data that ends before the file does, or with another checksum than its own, may have lost something.
    private func requireEnd() throws(Fault) {
        guard care == .whole, filter != .none else { return }
        let end = bytesUsed
        let isEnd: Bool
        let trailer: [UInt8]
        do throws(DiskError) {
            isEnd = try feed.source.isZeros(from: end)
            trailer = try feed.source.read(upTo: 8, at: max(0, end - 8))
        } catch { throw .disk(error) }
        guard isEnd else { throw .damaged("the compressed data ends at byte \(end), and more follows") }
        guard let checksum, trailer.count == 8 else { return }
        let (sum, length) = (Self.number(trailer[0..<4]), Self.number(trailer[4..<8]))
        // Several members have a checksum each; of one the length tells that it is alone.
        guard length != UInt32(truncatingIfNeeded: checksum.count) || sum == checksum.value else {
            throw .damaged("the checksum of the compressed data does not match")
        }
    }

    /// libarchive hands out entries, and no sum is told of what lies around them: the stream is read once more.
    private static func requireChecksum(_ source: ArchiveSource) throws(Fault) {
        var reader = try stream(of: source, filter: .gzip, care: .whole)
        var piece: [UInt8] = []
        while try reader.read(upTo: 1 << 18, into: &piece) > 0 { piece.removeAll(keepingCapacity: true) }
    }

    /// Four bytes, the lowest first.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func skipHeader() -> Int32 {
        var entry: OpaquePointer?
        return unsafe archive_read_next_header(archive, &entry)
    }

    private func fault() -> Fault { feed.fault ?? .damaged(unsafe Self.message(archive)) }

    private static func message(_ archive: OpaquePointer) -> String {
        unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no reason given"
    }
}

/// Hands the bytes of a source to libarchive, block by block, from a buffer that stays in its place.
@safe private final class Feed {
    private static let blockSize = 1 << 18

    let source: ArchiveSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var offset = 0
    private var frames: ZstdFrames?
    /// Why no more bytes come.
    private(set) var fault: LibArchiveReader.Fault?

    init(_ source: ArchiveSource, frames: ZstdFrames?) {
        self.source = source
        self.frames = frames
        unsafe buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 16)
    }

    deinit { unsafe buffer.deallocate() }

    /// The next block; 0 at the end, -1 on a fault.
    func next(_ block: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do {
            let bytes = try source.read(upTo: Self.blockSize, at: offset)
            offset += bytes.count
            if bytes.isEmpty { try frames?.finish() } else { try frames?.follow(bytes) }
            unsafe buffer.copyBytes(from: bytes)
            unsafe block?.pointee = UnsafeRawPointer(buffer.baseAddress)
            return bytes.count
        } catch let error as DiskError {
            fault = .disk(error)
        } catch let error as ZstdFrames.Fault {
            fault = .zstd(error)
        } catch {
            fault = .damaged("\(error)")
        }
        return -1
    }

    /// Continues somewhere else, as lseek(2).
    func seek(_ distance: la_int64_t, _ origin: Int32) -> la_int64_t {
        let base =
            switch origin {
            case SEEK_SET: 0
            case SEEK_CUR: offset
            default: source.size
            }
        let (target, overflow) = base.addingReportingOverflow(Int(distance))
        guard !overflow, target >= 0 else { return la_int64_t(ARCHIVE_FATAL) }
        offset = min(target, source.size)
        return la_int64_t(offset)
    }
}
