private import Crypto

/// Writes a snapshot: the same contents give the same bytes, whatever the order in which they came.
///
/// Memory: the index, and one object at a time.
package enum SnapshotWriter {
    /// Writes to a file, which appears whole or not at all and which only its owner can read.
    package static func write(
        _ contents: SnapshotContents, bodies spool: borrowing Spool, compression: Compression = .zstd,
        limits: SnapshotLimits = SnapshotLimits(), canary: LeakCanary? = nil, toFile path: String
    ) throws(SnapshotError) -> WrittenSnapshot {
        var file: AtomicFile
        do throws(DiskError) { file = try AtomicFile(path) } catch { throw .disk(error) }
        let written = try write(
            contents, bodies: spool, compression: compression, limits: limits, canary: canary, to: &file)
        do throws(DiskError) { try file.commit() } catch { throw .disk(error) }
        return written
    }

    /// Writes to a stream, such as standard output.
    package static func write(
        _ contents: SnapshotContents, bodies spool: borrowing Spool, compression: Compression = .zstd,
        limits: SnapshotLimits = SnapshotLimits(), canary: LeakCanary? = nil, to sink: inout some ByteSink & ~Copyable
    ) throws(SnapshotError) -> WrittenSnapshot {
        let objects = contents.objects.sorted { ByteOrder.precedes($0.entry.path, $1.entry.path) }
        try check(objects, limits)
        let meta = contents.metaFiles
        for file in meta { try SnapshotLimits.check(file.path, file.bytes.count, limits.metaBytes) }
        let index = digestIndex(objects)
        try SnapshotLimits.check(SnapshotFile.index, index.size, limits.indexBytes)
        let manifest = complete(contents.manifest, objects: objects, index: index, meta: meta)
        let manifestBytes = manifest.bytes
        try SnapshotLimits.check(SnapshotFile.manifest, manifestBytes.count, limits.manifestBytes)
        let id = Digest(of: manifestBytes)
        let sums = SumsLines(manifest: manifest, id: id)
        // Before the first byte leaves: what went to a pipe cannot be taken back.
        if let canary { try search(canary, manifestBytes, meta, objects) }

        var output = try ArchiveOutput(compression: compression)
        try output.add(SnapshotFile.manifest, manifestBytes, to: &sink)
        try output.begin(SnapshotFile.index, size: index.size)
        try output.append(chunks: objects.lazy.map(\.entry), to: &sink) { entry, buffer in entry.append(to: &buffer) }
        try output.begin(SnapshotFile.sums, size: sums.size(objects: objects.lazy.map(\.entry)))
        try output.append(chunks: sums.files, to: &sink) { file, buffer in
            buffer += SnapshotFile.sumsLine(path: file.path, digest: file.digest)
        }
        try output.append(chunks: objects.lazy.map(\.entry), to: &sink) { entry, buffer in
            buffer += SnapshotFile.sumsLine(path: entry.path, digest: entry.sha256)
        }
        for file in meta { try output.add(file.path, file.bytes, to: &sink) }
        for object in objects {
            let bytes: [UInt8]
            do throws(DiskError) { bytes = try spool.read(object.place) } catch { throw .disk(error) }
            // What the disk gives back is what was digested, and searched before that, or the capture is worth nothing.
            guard Digest(of: bytes) == object.entry.sha256 else { throw .digestMismatch(path: object.entry.path) }
            try output.add(object.entry.path, bytes, to: &sink)
        }
        let (archive, size) = try output.finish(to: &sink)
        return WrittenSnapshot(manifest: manifest, id: id, archive: archive, size: size)
    }

    /// Refuses what no reader would take.
    private static func check(_ objects: [SpooledObject], _ limits: SnapshotLimits) throws(SnapshotError) {
        try SnapshotLimits.check("objects", objects.count, limits.objects)
        var previous: String?
        var total = 0
        for object in objects {
            let entry = object.entry
            if let previous, ByteOrder.same(previous, entry.path) { throw .duplicateEntry(path: entry.path) }
            previous = entry.path
            guard ByteOrder.same(entry.path, entry.expectedPath) else {
                throw .pathMismatch(path: entry.path, expected: entry.expectedPath)
            }
            try SnapshotLimits.check(entry.path, entry.size, limits.objectBytes)
            total += entry.size
        }
        try SnapshotLimits.check("bytes of all objects", total, limits.totalBytes)
    }

    /// Refuses to write a secret value into anything that was made since the bodies were searched.
    private static func search(
        _ canary: LeakCanary, _ manifest: [UInt8], _ meta: [(path: String, bytes: [UInt8])], _ objects: [SpooledObject]
    ) throws(SnapshotError) {
        for file in meta + [(SnapshotFile.manifest, manifest)] where canary.isIn(file.bytes) {
            throw .leak(LeakError(place: file.path))
        }
        var line: [UInt8] = []
        for object in objects {
            line.removeAll(keepingCapacity: true)
            object.entry.append(to: &line)
            if canary.isIn(line) { throw .leak(LeakError(place: "\(SnapshotFile.index): \(object.entry.identity)")) }
        }
    }

    private static func digestIndex(_ objects: [SpooledObject]) -> (digest: Digest, size: Int) {
        var hash = SHA256()
        var size = 0
        var line: [UInt8] = []
        for object in objects {
            line.removeAll(keepingCapacity: true)
            object.entry.append(to: &line)
            hash.update(data: line)
            size += line.count
        }
        return (Digest(hash.finalize()), size)
    }

    /// The manifest with what only the whole can say.
    private static func complete(
        _ manifest: Manifest, objects: [SpooledObject], index: (digest: Digest, size: Int),
        meta: [(path: String, bytes: [UInt8])]
    ) -> Manifest {
        var manifest = manifest
        var content = MerkleTree()
        var normalized = MerkleTree()
        for object in objects {
            content.append(object.entry.contentLeaf)
            if let leaf = object.entry.normalizedLeaf { normalized.append(leaf) }
        }
        manifest.roots = Manifest.Roots(content: content.root.hex, normalized: normalized.root.hex)
        manifest.objectCount = objects.count
        manifest.objectBytes = objects.reduce(0) { $0 + $1.entry.size }
        manifest.files = [
            Manifest.File(path: SnapshotFile.index, size: index.size, sha256: index.digest.hex)
        ]
        for file in meta {
            let digest = Digest(of: file.bytes).hex
            manifest.files.append(Manifest.File(path: file.path, size: file.bytes.count, sha256: digest))
            if file.path == SnapshotFile.schema { manifest.normalizer.schemaDigest = digest }
        }
        return manifest
    }
}
