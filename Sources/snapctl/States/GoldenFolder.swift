import Diff
import Snapshot

/// A golden baseline on disk.
struct GoldenFolder {
    let path: String

    init(_ path: String) { self.path = path }

    /// The folder of its resources.
    var resources: String { "\(path)/\(BaselineLayout.folder)" }

    /// One digest of everything that was reviewed: `baseline.yaml` and the files of the resources, of all stages too.
    ///
    /// In the folder `find baseline.yaml resources stages -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says it
    /// too. Source: in-toto/attestation, digest set, `dirHash`.
    func treeDigest() throws(DiskError) -> Digest {
        var files = [Baseline.fileName]
        for folder in [BaselineLayout.folder, BaselineLayout.stagesFolder] {
            guard try FileStatus.of("\(path)/\(folder)")?.kind == .folder else { continue }
            files += try DirectoryWalk("\(path)/\(folder)").files.map { "\(folder)/\($0)" }
        }
        var lines = ""
        for file in files.sorted(by: ByteOrder.precedes) {
            let digest = Digest(of: try FileReader.bytes(of: "\(path)/\(file)", limit: 64 << 20))
            lines += "\(digest.hex)  \(file)\n"
        }
        return Digest(of: Array(lines.utf8))
    }

    /// The folder of resources that only this stage has; `nil` when it has none of its own.
    ///
    /// A folder that belongs to no stage would be passed over without a word: it is refused.
    func resources(of stage: Stage?, in document: BaselineDocument) throws -> String? {
        let folder = "\(path)/\(BaselineLayout.stagesFolder)"
        guard try FileStatus.of(folder) != nil else { return nil }
        let known = document.stages.map(\.name)
        for name in try DirectoryWalk(folder).files.map({ String($0.prefix { $0 != "/" }) }) where !known.contains(name)
        {
            throw CommandError(
                "\(folder)/\(name) is for no stage of \(document.file)",
                hint: (Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`? " } ?? "")
                    + "its stages are \(known.isEmpty ? "none" : known.joined(separator: ", "))")
        }
        guard let stage else { return nil }
        let own = "\(path)/\(BaselineLayout.folder(of: stage.name))"
        return try FileStatus.of(own) == nil ? nil : own
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
