import Diff
import Snapshot

/// The snapshots in a folder, in the order of their capture.
struct HistoryFolder {
    /// One of them.
    struct File {
        let path: String
        let reader: SnapshotReader
    }

    let path: String

    init(_ path: String) { self.path = path }

    /// Opens every file that looks like a snapshot; other files are passed over, broken snapshots are an error.
    func files(_ session: Session) throws -> [File] {
        guard let status = try FileStatus.of(path), status.kind == .folder else {
            throw CommandError("`\(path)` is no folder", hint: "name a folder with snapshots")
        }
        var files: [File] = []
        for name in try DirectoryWalk(path).files
        where [".tar", ".tar.zst", ".tar.gz", ".tgz"].contains(where: name.hasSuffix) {
            let full = "\(path)/\(name)"
            let source = try ArchiveSource(path: full, spoolFolder: session.spoolFolder)
            guard try SnapshotReader.recognizes(source) else { continue }
            do throws(SnapshotError) { files.append(File(path: full, reader: try SnapshotReader(source))) } catch {
                throw StateError(error, of: full)
            }
        }
        return files.sorted { a, b in
            let (x, y) = (a.reader.manifest.times.startedAt, b.reader.manifest.times.startedAt)
            return ByteOrder.same(x, y) ? ByteOrder.precedes(a.path, b.path) : ByteOrder.precedes(x, y)
        }
    }
}
