import Snapshot

/// Finds the files that a path of manifests means.
enum ManifestFiles {
    /// Adds every file of a folder in order, a file, or standard input.
    static func add(_ path: String, to capture: inout FileCapture) throws(ManifestError) {
        if path == "-" {
            let bytes = try read(path) { () throws(DiskError) in
                try FileReader.bytes(of: Descriptor.standardInput(), limit: ManifestReader.fileLimit)
            }
            try capture.add(file: "stdin", bytes: bytes, isNamed: true)
            return
        }
        let status = try read(path) { () throws(DiskError) in try FileStatus.of(path) }
        guard let status else {
            throw ManifestError(file: path, position: nil, what: "there is no such file or folder")
        }
        guard status.kind == .folder else {
            let bytes = try read(path) { () throws(DiskError) in
                try FileReader.bytes(of: path, limit: ManifestReader.fileLimit)
            }
            try capture.add(file: path, bytes: bytes, isNamed: true)
            return
        }
        for file in try read(path, { () throws(DiskError) in try DirectoryWalk(path).files }) {
            let full = "\(path)/\(file)"
            // What is no manifest is counted, not opened.
            let bytes =
                ManifestReader.isManifest(file)
                ? try read(full) { () throws(DiskError) in
                    try FileReader.bytes(of: full, limit: ManifestReader.fileLimit)
                } : []
            try capture.add(file: full, bytes: bytes)
        }
    }

    private static func read<T>(_ path: String, _ body: () throws(DiskError) -> T) throws(ManifestError) -> T {
        do throws(DiskError) { return try body() } catch {
            throw ManifestError(file: path, position: nil, what: error.summary)
        }
    }
}
