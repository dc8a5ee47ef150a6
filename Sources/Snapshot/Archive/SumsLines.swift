/// What `SHA256SUMS` has to say, by the manifest and the index: one line a file, by path.
struct SumsLines {
    /// The files that are no objects, in order. Every one of them sorts before `resources/`.
    let files: [(path: String, digest: Digest)]

    init(manifest: Manifest, id: Digest) {
        var files = [(path: SnapshotFile.manifest, digest: id)]
        for file in manifest.files {
            if let digest = Digest(hex: file.sha256) { files.append((file.path, digest)) }
        }
        self.files = files.sorted { ByteOrder.precedes($0.path, $1.path) }
    }

    /// The size of the whole file.
    func size(objects: some Sequence<IndexEntry>) -> Int {
        let paths = files.reduce(0) { $0 + $1.path.utf8.count + Self.overhead }
        return objects.reduce(paths) { $0 + $1.path.utf8.count + Self.overhead }
    }

    /// Bytes of a line beside the path.
    private static let overhead = 67
}
