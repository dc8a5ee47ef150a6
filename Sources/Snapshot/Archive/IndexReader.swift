private import Crypto

/// Reads `index.jsonl` line by line and checks all that the index and the manifest say of each other.
enum IndexReader {
    private static let chunk = 1 << 18

    /// The entries of the index, which is the archive's present entry.
    static func entries(
        of tar: inout TarReader, file: Manifest.File, manifest: Manifest, limits: SnapshotLimits
    ) throws(SnapshotError) -> EntryTable {
        var hash = SHA256()
        var scanner = IndexLineScanner()
        var entries: [IndexEntry] = []
        entries.reserveCapacity(manifest.objectCount)
        var objectBytes = 0
        var buffer: [UInt8] = []
        var piece: [UInt8] = []
        while try tar.read(upTo: chunk, into: &piece) > 0 {
            hash.update(piece.span)
            buffer += piece
            piece.removeAll(keepingCapacity: true)
            var start = 0
            while start < buffer.count {
                var end = start
                let entry: IndexEntry
                if let plain = scanner.entry(buffer.span, &end) {
                    entry = plain
                    try check(entry, after: entries.last, limits)
                } else if let newline = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                    end = newline + 1
                    entry = try IndexEntry(line: Array(buffer[start..<newline]), number: entries.count + 1)
                    try checkPath(of: entry)
                    try check(entry, after: entries.last, limits)
                } else {
                    break
                }
                objectBytes += entry.size
                entries.append(entry)
                guard entries.count <= manifest.objectCount else {
                    throw .countMismatch(what: "objects", manifest: manifest.objectCount, index: entries.count)
                }
                start = end
            }
            buffer.removeFirst(start)
            try SnapshotLimits.check("line \(entries.count + 1) of \(file.path)", buffer.count, limits.lineBytes)
        }
        guard buffer.isEmpty else {
            throw .malformed(file: file.path, at: "line \(entries.count + 1)", why: "it does not end in a newline")
        }
        guard Digest(hash.finalize()).hex == file.sha256 else { throw .digestMismatch(path: file.path) }
        guard entries.count == manifest.objectCount else {
            throw .countMismatch(what: "objects", manifest: manifest.objectCount, index: entries.count)
        }
        guard objectBytes == manifest.objectBytes else {
            throw .countMismatch(what: "bytes of objects", manifest: manifest.objectBytes, index: objectBytes)
        }
        return EntryTable(entries)
    }

    private static func checkPath(of entry: IndexEntry) throws(SnapshotError) {
        if let why = ArchivePath.fault(Array(entry.path.utf8)) { throw .unsafePath(entry.path, why: why) }
        guard ByteOrder.same(entry.path, entry.expectedPath) else {
            throw .pathMismatch(path: entry.path, expected: entry.expectedPath)
        }
    }

    private static func check(
        _ entry: IndexEntry, after previous: IndexEntry?, _ limits: SnapshotLimits
    ) throws(SnapshotError) {
        if let previous {
            let order = ByteOrder.compare(previous.path, entry.path)
            if order == 0 { throw .duplicateEntry(path: entry.path) }
            if order > 0 { throw .indexOutOfOrder(path: entry.path) }
        }
        try SnapshotLimits.check(entry.path, entry.size, limits.objectBytes)
    }
}

extension TarReader {
    /// Goes to the next entry, which has to be this one.
    mutating func expect(_ path: String, size: Int) throws(SnapshotError) {
        guard let entry = try next() else { throw .missingEntry(path: path, found: nil) }
        guard ByteOrder.same(entry.path, path) else { throw .missingEntry(path: path, found: entry.path) }
        guard entry.size == size else { throw .sizeMismatch(path: path, expected: size, found: entry.size) }
    }

    /// Reads the present entry to its end and compares its digest.
    mutating func digest() throws(SnapshotError) -> Digest {
        var hash = SHA256()
        try rest { hash.update($0) }
        return Digest(hash.finalize())
    }
}
