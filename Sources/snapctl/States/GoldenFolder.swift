import Diff
import FoundationEssentials
import Snapshot

/// A golden baseline on disk.
struct GoldenFolder {
    let path: String

    /// The file that says what people should look at first.
    static let reviewFile = "REVIEW.md"

    init(_ path: String) { self.path = path }

    /// The folder of its resources.
    var resources: String { "\(path)/\(BaselineLayout.folder)" }

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

    /// One digest of everything that was reviewed: `baseline.yaml` and the files of the resources, those of single stages
    /// included.
    ///
    /// In the folder, `find baseline.yaml resources stages -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says the same.
    /// Source: in-toto/attestation, digest set, `dirHash`.
    func treeDigest() throws(DiskError) -> Digest {
        let files = try [Baseline.fileName] + files(in: [BaselineLayout.folder, BaselineLayout.stagesFolder])
        var lines = ""
        for file in files.sorted(by: ByteOrder.precedes) {
            let digest = Digest(of: try FileReader.bytes(of: "\(path)/\(file)", limit: 64 << 20))
            lines += "\(digest.hex)  \(file)\n"
        }
        return Digest(of: Array(lines.utf8))
    }

    /// The files below some of its folders, as paths in it; a folder that is not there has none.
    private func files(in parts: [String]) throws(DiskError) -> [String] {
        var files: [String] = []
        for part in parts where try FileStatus.of("\(path)/\(part)")?.kind == .folder {
            files += try DirectoryWalk("\(path)/\(part)").files.map { "\(part)/\($0)" }
        }
        return files
    }

    /// What its YAML files hold below some of its folders, by their paths in it.
    func manifests(in parts: [String]) throws(DiskError) -> [(path: String, bytes: [UInt8])] {
        var result: [(path: String, bytes: [UInt8])] = []
        for file in try files(in: parts) where file.hasSuffix(".yaml") {
            result.append((file, try FileReader.bytes(of: "\(path)/\(file)", limit: ManifestReader.fileLimit)))
        }
        return result
    }

    /// The file that declares an object, the stage's own before the common one; `nil` when none is where such files are written.
    func file(of identity: Identity, stage: String?, fields: [FieldPath]) -> DeclaringFile? {
        for stage in stage.map({ [$0, nil] }) ?? [nil] {
            let file = "\(path)/\(BaselineLayout.path(for: identity, stage: stage))"
            if let bytes = try? FileReader.bytes(of: file, limit: ManifestReader.fileLimit) {
                return DeclaringFile(path: file, bytes: bytes, fields: fields)
            }
        }
        return nil
    }

    /// Its `baseline.yaml`.
    var file: String { "\(path)/\(Baseline.fileName)" }

    /// What `baseline.yaml` holds.
    func bytes() throws -> [UInt8] {
        do throws(DiskError) { return try FileReader.bytes(of: file, limit: 16 << 20) } catch {
            throw CommandError(
                "the baseline \(path) cannot be read: \(error.summary)",
                hint:
                    "name a folder with \(Baseline.fileName); make one with `snapctl baseline init STATE --output-dir FOLDER`"
            )
        }
    }

    /// What `baseline.yaml` says.
    func document() throws -> BaselineDocument {
        let bytes = try bytes()
        do throws(BaselineError) { return try BaselineReader.document(bytes, file: file) } catch {
            throw CommandError(error)
        }
    }

    /// Writes `baseline.yaml`, as a whole or not at all.
    func write(_ text: String) throws {
        var target = try AtomicFile(file)
        try target.write(Array(text.utf8))
        try target.commit()
    }

    /// Writes a file below it, whatever is there. Whoever writes many flushes them in the end.
    func write(_ text: String, to name: String) throws {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        var target = try AtomicFile(file)
        try target.write(Array(text.utf8))
        try target.commit(flushes: false)
    }

    /// Refuses a folder that holds something: a baseline is never written over other files.
    func requireEmpty(_ words: String = "is not empty", hint: String) throws(CommandError) {
        if let old = try? FileManager.default.contentsOfDirectory(atPath: path), !old.isEmpty {
            throw CommandError("\(path) \(words)", hint: hint)
        }
    }

    /// The parameters that stand anywhere in its resources.
    func usedParameters() throws -> Set<String> {
        var names: Set<String> = []
        for (_, bytes) in try manifests(in: [BaselineLayout.folder, BaselineLayout.stagesFolder]) {
            names.formUnion(ParameterText(String(decoding: bytes, as: UTF8.self)).parameters)
        }
        return names
    }

    /// How the state of one stage is read in the terms of another one.
    func translation(from before: ClusterState, to after: ClusterState) throws -> StageTranslation {
        let document = try document()
        guard !document.stages.isEmpty else {
            throw CommandError(
                "\(path) has no stages: its parameters say the same everywhere",
                hint: "make one baseline of several stages with `snapctl baseline init --stage NAME=STATE…`")
        }
        let (from, to): (Stage?, Stage?)
        do throws(StageError) {
            from = try document.stage(named: nil, clusterUID: before.clusterUID)
            to = try document.stage(named: nil, clusterUID: after.clusterUID)
        } catch { throw CommandError(error) }
        let golden = try values(of: from, in: document)
        do throws(UnknownParameter) {
            return try StageTranslation(golden, from: document.bindings(in: from), to: document.bindings(in: to))
        } catch { throw CommandError("\(path): \(error.summary)", hint: error.hint) }
    }

    /// The golden resources as their files say them, those that only this stage has included.
    private func values(of stage: Stage?, in document: BaselineDocument) throws -> [Value] {
        // Refuses folders that belong to no stage.
        _ = try resources(of: stage, in: document)
        return try manifests(of: stage?.name).flatMap { name, bytes in
            try ManifestReader.objects(in: bytes, file: "\(path)/\(name)").map(\.value)
        }
    }

    /// What the files of the common resources hold, and those that only this stage has.
    func manifests(of stage: String?) throws(DiskError) -> [(path: String, bytes: [UInt8])] {
        try manifests(in: [BaselineLayout.folder] + (stage.map { [BaselineLayout.folder(of: $0)] } ?? []))
    }
}
