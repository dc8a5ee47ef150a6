/// Finds the files that a path of manifests means, in folders and in other tools' archives.
package enum ManifestFiles {
    /// Adds what a path holds: every file of a folder in order, or a file.
    package static func add(
        _ path: String, to capture: inout FileCapture, spoolFolder: String
    ) throws(ManifestFilesError) {
        let status = try disk { () throws(DiskError) in try FileStatus.of(path) }
        guard let status else { throw .missing(path) }
        guard status.kind == .folder else {
            let source = try disk { () throws(DiskError) in try ArchiveSource(path: path, spoolFolder: spoolFolder) }
            return try add(source, name: path, isNamed: true, to: &capture)
        }
        let walk = try disk { () throws(DiskError) in try DirectoryWalk(path, enters: { !isVersionControl($0) }) }
        for file in walk.files {
            let full = "\(path)/\(file)"
            guard ForeignArchive.isNamedLikeArchive(file) || capture.wants(full) else { continue }
            let source = try disk { () throws(DiskError) in try ArchiveSource(path: full, spoolFolder: spoolFolder) }
            try refuseSnapshots(source, full, of: path)
            guard !Task.isCancelled else { throw .interrupted }
            try add(source, name: full, isNamed: false, to: &capture)
        }
        for file in walk.passedOver { capture.passOver("\(path)/\(file)") }
    }

    /// Adds a file that is open: manifests, or an archive with manifests inside.
    ///
    /// - Parameter isNamed: whether somebody named this very file, so that its extension does not matter.
    package static func add(
        _ source: ArchiveSource, name: String, isNamed: Bool, to capture: inout FileCapture
    ) throws(ManifestFilesError) {
        let magic = try disk { () throws(DiskError) in try source.read(upTo: ForeignArchive.magicBytes, at: 0) }
        guard ForeignArchive.isArchive(magic) else {
            // A folder's file that only looks like an archive is asked about here.
            if !isNamed, ForeignArchive.isNamedLikeArchive(name), !capture.wants(name) { return }
            guard source.size <= ManifestReader.fileLimit else {
                throw .disk(DiskError(.read, name, code: 0, limit: ManifestReader.fileLimit))
            }
            let bytes = try disk { () throws(DiskError) in try source.read(upTo: source.size, at: 0) }
            do throws(FileCapture.Failure) { try capture.add(file: name, bytes: bytes) } catch { throw .capture(error) }
            return
        }
        do throws(ForeignArchive.Failure<ManifestFilesError>) {
            try ForeignArchive(source, name: name).files(
                wanted: { inner in
                    // The name of a single compressed file is the archive's own, without its extension.
                    capture.wants(inner, isNamed: isNamed && !inner.contains("!"))
                },
                passedOver: { capture.passOver($0) },
                each: { (label, bytes) throws(ManifestFilesError) in
                    try refuseSnapshot(label, of: name, bytes)
                    do throws(FileCapture.Failure) { try capture.add(file: label, bytes: bytes) } catch {
                        throw .capture(error)
                    }
                })
        } catch {
            switch error {
            case .archive(let error): throw .archive(error)
            case .taker(let error): throw error
            }
        }
    }

    /// A folder of snapshots holds many states, and is none.
    private static func refuseSnapshots(_ source: ArchiveSource, _ file: String, of folder: String)
        throws(ManifestFilesError)
    {
        guard (try? SnapshotReader.recognizes(source)) == true else { return }
        throw .holdsSnapshots(folder: folder, file: file)
    }

    /// A snapshot that somebody packed again is no archive of manifests: read as one, nothing in it would be verified.
    private static func refuseSnapshot(_ label: String, of name: String, _ bytes: [UInt8]) throws(ManifestFilesError) {
        guard label.hasSuffix("!\(SnapshotFile.manifest)"), bytes.count < 8 << 20,
            let format = (try? JSONReader.value(bytes))?["format"]?.string, format.hasPrefix("snapctl.dev/snapshot/")
        else { return }
        throw .packedAgain(name)
    }

    private static func isVersionControl(_ folder: String) -> Bool { folder == ".git" || folder.hasSuffix("/.git") }

    private static func disk<T>(_ body: () throws(DiskError) -> T) throws(ManifestFilesError) -> T {
        do throws(DiskError) { return try body() } catch { throw .disk(error) }
    }
}

/// Why manifests cannot be read.
package enum ManifestFilesError: ExplainedError {
    case missing(String)
    case disk(DiskError)
    case archive(ForeignArchiveError)
    case capture(FileCapture.Failure)
    case interrupted
    /// Nothing in it is a Kubernetes object.
    case empty(String)
    /// A folder of snapshots holds many states, and is none.
    case holdsSnapshots(folder: String, file: String)
    /// A snapshot that was unpacked and packed again.
    case packedAgain(String)

    package var summary: String {
        switch self {
        case .missing(let path): "there is no file or folder `\(path)`"
        case .disk(let error): error.summary
        case .archive(let error): error.summary
        case .capture(let error): error.summary
        case .interrupted: "the reading was interrupted"
        case .empty(let path): "`\(path)` holds no Kubernetes object"
        case .holdsSnapshots(let folder, _): "the folder \(folder) holds snapshots, and a state is one of them"
        case .packedAgain(let name):
            "`\(name)` holds a snapshot that is not as it was written: \(SnapshotFile.manifest) is not its first entry"
        }
    }

    package var hint: String {
        switch self {
        case .missing: "check the path"
        case .disk(let error): error.hint
        case .archive(let error): error.hint
        case .capture(let error): error.hint
        case .interrupted: "run it again"
        case .empty:
            "name a snapshot, manifests (YAML or JSON with apiVersion, kind and metadata), or an archive of them"
        case .holdsSnapshots(_, let file):
            "name one, such as \(file); `compare` takes several, `history`, `verify` and `prune` take the folder"
        case .packedAgain:
            "use the file that `snapctl capture` wrote; what was packed again can no longer be verified"
        }
    }

    package var isEvidence: Bool {
        if case .packedAgain = self { return true }
        return false
    }
}
