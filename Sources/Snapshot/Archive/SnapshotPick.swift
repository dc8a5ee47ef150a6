/// Reads single objects of a snapshot file without the others: of a file with a table of frames, only the frames that hold
/// them.
///
/// What comes is what the id of the snapshot stands for: a file under `meta/` has the digest in the manifest, an object the one
/// in the index, and its line of the index is computed again. Whether everything else in the file is right, only a
/// ``SnapshotPass`` tells.
struct SnapshotPick: ~Copyable {
    private let snapshot: SnapshotReader
    private var tar: TarReader
    /// Where the next entry begins in the tar stream, which follows from paths and sizes alone.
    private var place: Int

    /// Begins behind `SHA256SUMS`.
    init(_ snapshot: SnapshotReader) throws(SnapshotError) {
        let place = snapshot.metaPlace
        var tar = try TarReader(snapshot.source, compression: snapshot.compression)
        try tar.skip(to: place)
        self.snapshot = snapshot
        self.place = place
        self.tar = tar
    }

    /// The files under `meta/` that are wanted, by path. They come before the objects.
    mutating func files(where isWanted: (String) -> Bool) throws(SnapshotError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for file in snapshot.manifest.files.dropFirst() {
            if isWanted(file.path) {
                try tar.skip(to: place)
                try tar.expect(file.path, size: file.size)
                let bytes = try tar.rest()
                guard Digest(of: bytes).hex == file.sha256 else { throw .digestMismatch(path: file.path) }
                files[file.path] = bytes
            }
            place += TarHeader.extent(path: file.path, size: file.size)
        }
        return files
    }

    /// Reads the objects that are wanted, by path, with their lines of the index.
    ///
    /// - Parameter believesIndex: whether the lines are taken as they are, instead of computed again: who asks has had them
    ///   checked, or was told not to.
    consuming func objects(
        where isWanted: (IndexEntry) -> Bool, believesIndex: Bool,
        each: (IndexEntry, [UInt8]) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        let files = try self.files { !believesIndex && SnapshotFile.required.contains($0) }
        var proof: IndexProof?
        if !believesIndex {
            try ManifestProof(snapshot.manifest, snapshot.entries, files: files).check()
            proof = try IndexProof(snapshot.manifest, files: files)
        }
        for entry in snapshot.entries {
            if isWanted(entry) {
                try tar.skip(to: place)
                try tar.expect(entry.path, size: entry.size)
                let bytes = try tar.rest()
                guard Digest(of: bytes) == entry.sha256 else { throw .digestMismatch(path: entry.path) }
                if let (found, _) = try proof?.entry(entry, bytes, collects: false) {
                    try each(found, bytes)
                } else {
                    _ = try StoredObject.tape(bytes, of: entry)
                    try each(entry, bytes)
                }
            }
            place += TarHeader.extent(path: entry.path, size: entry.size)
        }
    }
}
