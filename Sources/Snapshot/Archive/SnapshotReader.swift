private import Crypto

/// An opened snapshot: its manifest and its index, and on request its other files and objects.
///
/// Opening reads and checks the first two entries and stops there. Everything else is checked by a ``SnapshotPass``, which
/// reads the whole file once, front to back. Nothing is ever written to disk.
package struct SnapshotReader: Sendable {
    /// What the snapshot says of itself.
    package let manifest: Manifest
    /// The digest of `manifest.json`, which identifies the snapshot.
    package let id: Digest
    /// The objects, by path.
    package let entries: EntryTable
    /// How the file is compressed.
    package let compression: Compression
    let source: ArchiveSource
    let limits: SnapshotLimits
    private let manifestSize: Int

    /// Opens a snapshot file; `-` is standard input.
    package static func open(
        path: String, spoolFolder: String, limits: SnapshotLimits = SnapshotLimits()
    ) throws(SnapshotError) -> SnapshotReader {
        let source: ArchiveSource
        do throws(DiskError) { source = try ArchiveSource(path: path, spoolFolder: spoolFolder) } catch {
            throw .disk(error)
        }
        return try SnapshotReader(source, limits: limits)
    }

    /// Opens a snapshot.
    ///
    /// - Throws: ``SnapshotError/notAnArchive`` and ``SnapshotError/notASnapshot(firstEntry:)`` for files that are something
    ///   else; then they may be manifests or another tool's archive.
    package init(_ source: ArchiveSource, limits: SnapshotLimits = SnapshotLimits()) throws(SnapshotError) {
        var files: [String: [UInt8]]?
        try self.init(source, limits: limits, files: &files)
    }

    /// Opens a snapshot and reads on as far as its objects, in one go.
    ///
    /// - Returns: the snapshot, and those of its files under `meta/` that are used, by path, checked against the manifest.
    package static func opening(
        _ source: ArchiveSource, limits: SnapshotLimits = SnapshotLimits()
    ) throws(SnapshotError) -> (snapshot: SnapshotReader, files: [String: [UInt8]]) {
        var files: [String: [UInt8]]? = [:]
        let snapshot = try SnapshotReader(source, limits: limits, files: &files)
        return (snapshot, files ?? [:])
    }

    /// - Parameter files: where the files under `meta/` go; `nil` when nobody wants them yet.
    private init(
        _ source: ArchiveSource, limits: SnapshotLimits, files: inout [String: [UInt8]]?
    ) throws(SnapshotError) {
        let magic: [UInt8]
        do throws(DiskError) { magic = try source.read(upTo: 512, at: 0) } catch { throw .disk(error) }
        guard let compression = Compression(magic: magic) else { throw .notAnArchive }
        var tar = try TarReader(source, compression: compression)
        guard let first = try tar.next() else { throw .notASnapshot(firstEntry: nil) }
        guard first.path == SnapshotFile.manifest else { throw .notASnapshot(firstEntry: first.path) }
        try SnapshotLimits.check(SnapshotFile.manifest, first.size, limits.manifestBytes)
        let bytes = try tar.rest()
        let manifest = try Manifest(bytes: bytes)
        let index = try manifest.checkedFiles(limits)
        self.manifest = manifest
        self.compression = compression
        self.source = source
        self.limits = limits
        id = Digest(of: bytes)
        manifestSize = bytes.count
        try tar.expect(index.path, size: index.size)
        entries = try IndexReader.entries(of: &tar, file: index, manifest: manifest, limits: limits)
        guard files != nil else { return }
        var pass = SnapshotPass(self, tar)
        try pass.readSums()
        let found = try pass.files()
        try ManifestProof(manifest, entries, files: found).check()
        files = found
    }

    /// The objects as they can be compared here: what the index says of them, or what is computed of the objects where the
    /// index was made under other rules than this program's.
    func comparableEntries() throws(SnapshotError) -> EntryTable {
        if manifest.hasRulesOfThisProgram { return entries }
        var rows: [IndexEntry] = []
        rows.reserveCapacity(entries.count)
        try bodies(wanted: { _ in true }) { (entry, _) in rows.append(entry) }
        return EntryTable(rows)
    }

    /// Reads the whole file once, checking everything on the way.
    package func pass(countable: Set<Identity> = []) throws(SnapshotError) -> SnapshotPass {
        try SnapshotPass.begin(self, countable: countable)
    }

    /// Reads the whole file once, checks everything, and hands over the objects that are wanted.
    ///
    /// What `each` got may be relied on only when this returns.
    package func bodies(
        wanted: (IndexEntry) -> Bool, each: (IndexEntry, [UInt8]) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        var pass = try pass()
        while let (entry, bytes) = try pass.next(where: wanted) { try each(entry, bytes) }
    }

    /// Reads the whole file once, checks everything, and hands over the objects that are wanted, read and checked to be
    /// what the index says they are.
    package func objects(
        wanted: (IndexEntry) -> Bool, each: (IndexEntry, Value) -> Void
    ) throws(SnapshotError) {
        try bodies(wanted: wanted) { (entry, bytes) throws(SnapshotError) in
            each(entry, try StoredObject.value(bytes, of: entry))
        }
    }

    /// Checks everything, the form and the identity of every object included.
    package func verify() throws(SnapshotError) { try bodies(wanted: { _ in false }, each: { _, _ in }) }

    /// Reads the objects that are wanted without the others. See ``SnapshotPick`` for what that shows of the file.
    package func pick(
        where isWanted: (IndexEntry) -> Bool, believesIndex: Bool = false,
        each: (IndexEntry, [UInt8]) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        let pick = try SnapshotPick(self)
        try pick.objects(where: isWanted, believesIndex: believesIndex, each: each)
    }

    /// A file under `meta/`, checked against the manifest.
    package func meta(_ path: String) throws(SnapshotError) -> Value {
        var pick = try SnapshotPick(self)
        guard let bytes = try pick.files(where: { $0 == path })[path] else {
            throw .missingEntry(path: path, found: nil)
        }
        return try Self.value(of: path, bytes)
    }

    /// The files under `meta/` that are used, by path, checked against the manifest.
    func files() throws(SnapshotError) -> [String: [UInt8]] {
        var pick = try SnapshotPick(self)
        return try pick.files(where: SnapshotFile.required.contains)
    }

    /// Where the files under `meta/` begin in the tar stream.
    var metaPlace: Int {
        let sums = SumsLines(manifest: manifest, id: id).size(objects: entries)
        let index = manifest.files.first?.size ?? 0
        return TarHeader.extent(path: SnapshotFile.manifest, size: manifestSize)
            + TarHeader.extent(path: SnapshotFile.index, size: index)
            + TarHeader.extent(path: SnapshotFile.sums, size: sums)
    }

    static func value(of path: String, _ bytes: [UInt8]) throws(SnapshotError) -> Value {
        let value: Value
        do throws(JSONError) { value = try JSONReader.value(bytes) } catch {
            let place = InputPosition(offset: error.offset, in: bytes)
            throw .malformed(file: path, at: place.description, why: error.summary)
        }
        guard CanonicalJSON.line(value) == bytes else { throw .notCanonical(file: path, at: "1:1") }
        return value
    }
}

extension Manifest {
    /// Checks what the manifest says of the files against the format and the limits.
    ///
    /// - Returns: the index.
    fileprivate func checkedFiles(_ limits: SnapshotLimits) throws(SnapshotError) -> File {
        func fault(_ at: String, _ why: String) -> SnapshotError {
            .malformed(file: SnapshotFile.manifest, at: at, why: why)
        }
        try SnapshotLimits.check("objects", objectCount, limits.objects)
        try SnapshotLimits.check("bytes of all objects", objectBytes, limits.totalBytes)
        // No sum overflows: each part has been checked against a limit.
        var total = objectBytes
        var previous: String?
        for (i, file) in files.enumerated() {
            if let why = ArchivePath.fault(Array(file.path.utf8)) { throw .unsafePath(file.path, why: why) }
            guard
                i == 0 ? file.path == SnapshotFile.index : SnapshotFile.isMeta(file.path)
            else { throw fault("files[\(i)].path", "`\(file.path)` cannot stand here") }
            if let previous, !ByteOrder.precedes(previous, file.path) {
                if ByteOrder.same(previous, file.path) { throw .duplicateEntry(path: file.path) }
                throw fault("files[\(i)].path", "the files are not in order")
            }
            previous = file.path
            try SnapshotLimits.check(file.path, file.size, i == 0 ? limits.indexBytes : limits.metaBytes)
            total += file.size
        }
        for path in SnapshotFile.required where !files.contains(where: { $0.path == path }) {
            throw .missingEntry(path: path, found: nil)
        }
        try SnapshotLimits.check("bytes of all files", total, limits.totalBytes)
        for (name, root) in [("content", roots.content), ("normalized", roots.normalized)]
        where Digest(hex: root) == nil {
            throw fault("roots.\(name)", "64 hexadecimal digits are expected")
        }
        guard files.contains(where: { $0.path == SnapshotFile.schema && $0.sha256 == normalizer.schemaDigest }) else {
            throw fault("normalizer.schemaDigest", "it is not the digest of `\(SnapshotFile.schema)`")
        }
        guard let index = files.first else { throw .missingEntry(path: SnapshotFile.index, found: nil) }
        return index
    }
}

extension SnapshotReader {
    /// Whether a file wants to be a snapshot: a tar stream whose first file is `manifest.json`, whatever stands in its headers.
    /// One that cannot be decompressed so far may have been one, and is for the reader to refuse.
    package static func recognizes(_ source: ArchiveSource) throws(DiskError) -> Bool {
        let magic = try source.read(upTo: 512, at: 0)
        guard let compression = Compression(magic: magic) else { return false }
        let filter: LibArchiveReader.Filter =
            switch compression {
            case .zstd: .zstd
            case .gzip: .gzip
            case .none: .none
            }
        var head: [UInt8] = []
        do throws(LibArchiveReader.Fault) {
            var reader = try LibArchiveReader.stream(of: source, filter: filter, care: .lenient)
            while head.count < headBytes, try reader.read(upTo: headBytes - head.count, into: &head) > 0 {}
        } catch {
            if case .disk(let error) = error { throw error }
            return true
        }
        guard head.count >= 512 else { return false }
        // Headers without an end are no archive of manifests: the reader says what is wrong with them.
        return TarHeader.firstFile(in: head)?.elementsEqual(SnapshotFile.manifest.utf8) ?? true
    }

    /// How much of the plain stream is looked at: an extended header of the longest kind and what it is about.
    private static let headBytes = 8192
}
