import Diff
import Snapshot

/// A golden baseline on disk.
struct GoldenFolder {
    let path: String

    init(_ path: String) { self.path = path }

    /// The folder of its resources.
    var resources: String { "\(path)/\(BaselineLayout.folder)" }

    /// One digest of everything that was reviewed: `baseline.yaml` and the files of the resources.
    ///
    /// In the folder, `find baseline.yaml resources -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says the same.
    /// Source: in-toto/attestation, digest set, `dirHash`.
    func treeDigest() throws(DiskError) -> Digest {
        var files = [Baseline.fileName]
        if try FileStatus.of(resources)?.kind == .folder {
            files += try DirectoryWalk(resources).files.map { "\(BaselineLayout.folder)/\($0)" }
        }
        var lines = ""
        for file in files.sorted(by: ByteOrder.precedes) {
            let digest = Digest(of: try FileReader.bytes(of: "\(path)/\(file)", limit: 64 << 20))
            lines += "\(digest.hex)  \(file)\n"
        }
        return Digest(of: Array(lines.utf8))
    }

    /// Its `baseline.yaml`.
    func document() throws -> BaselineDocument {
        let file = "\(path)/\(Baseline.fileName)"
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try FileReader.bytes(of: file, limit: 16 << 20) } catch {
            throw CommandError(
                "the baseline \(path) cannot be read: \(error.summary)",
                hint:
                    "name a folder with \(Baseline.fileName); make one with `snapctl baseline init STATE --output FOLDER`"
            )
        }
        do throws(BaselineError) { return try BaselineReader.document(bytes, file: file) } catch {
            throw CommandError(error)
        }
    }
}
