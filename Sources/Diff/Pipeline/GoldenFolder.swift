package import Snapshot

/// A golden baseline on disk. Its files are read by the folder that is handed in.
package struct GoldenFolder: Sendable, Hashable {
    private let files: FolderFiles

    package init(_ path: String) { files = FolderFiles(path) }

    package var path: String { files.path }

    /// The folder of its resources.
    package var resources: String { files.path(of: BaselineLayout.folder) }

    /// Its `baseline.yaml`.
    package var file: String { files.path(of: Baseline.fileName) }

    /// Whether it has a folder of resources.
    package func holdsResources() throws(DiskError) -> Bool { try files.holds(BaselineLayout.folder) }

    /// The folder of resources that only this stage has; `nil` when it has none of its own.
    ///
    /// A folder that belongs to no stage would be passed over without a word: it is refused.
    package func resources(of stage: Stage?, in document: BaselineDocument) throws -> String? {
        let folder = BaselineLayout.stagesFolder
        guard try files.holds(folder) else { return nil }
        let known = document.stages.map(\.name)
        for file in try files.walk(folder) {
            let name = String(file.dropFirst(folder.count + 1).prefix { $0 != "/" })
            guard known.contains(name) else {
                throw GoldenFolderError.strangeStage(name, folder: files.path(of: folder), known: known, document.file)
            }
        }
        guard let stage else { return nil }
        let own = BaselineLayout.folder(of: stage.name)
        return try files.holds(own) ? files.path(of: own) : nil
    }

    /// One digest of everything that was reviewed: `baseline.yaml` and the files of the resources, those of single stages
    /// included.
    ///
    /// In the folder, `find baseline.yaml resources stages -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says the same.
    /// Source: in-toto/attestation, digest set, `dirHash`.
    package func treeDigest() throws(DiskError) -> Digest {
        let names = try [Baseline.fileName] + names(in: [BaselineLayout.folder, BaselineLayout.stagesFolder])
        var lines = ""
        for name in names.sorted(by: ByteOrder.precedes) {
            let digest = Digest(of: try files.bytes(of: name, limit: 64 << 20))
            lines += "\(digest.hex)  \(name)\n"
        }
        return Digest(of: Array(lines.utf8))
    }

    /// The files below some of its folders, as paths in it; a folder that is not there has none.
    private func names(in parts: [String]) throws(DiskError) -> [String] {
        var names: [String] = []
        for part in parts { names += try files.files(below: part) }
        return names
    }

    /// What its YAML files hold below some of its folders, by their paths in it.
    private func manifests(in parts: [String]) throws(DiskError) -> [(path: String, bytes: [UInt8])] {
        var result: [(path: String, bytes: [UInt8])] = []
        for name in try names(in: parts) where name.hasSuffix(".yaml") {
            result.append((name, try files.bytes(of: name, limit: ManifestReader.fileLimit)))
        }
        return result
    }

    /// What the files of the common resources hold, and those that only this stage has.
    package func manifests(of stage: String?) throws(DiskError) -> [(path: String, bytes: [UInt8])] {
        try manifests(in: [BaselineLayout.folder] + (stage.map { [BaselineLayout.folder(of: $0)] } ?? []))
    }

    /// The file that declares an object, the stage's own before the common one; `nil` when none is where such files are written.
    package func file(of identity: Identity, stage: String?, fields: [FieldPath]) -> DeclaringFile? {
        for stage in stage.map({ [$0, nil] }) ?? [nil] {
            let name = BaselineLayout.path(for: identity, stage: stage)
            if let bytes = try? files.bytes(of: name, limit: ManifestReader.fileLimit) {
                return DeclaringFile(path: files.path(of: name), bytes: bytes, fields: fields)
            }
        }
        return nil
    }

    /// What `baseline.yaml` holds.
    package func bytes() throws -> [UInt8] {
        do throws(DiskError) { return try files.bytes(of: Baseline.fileName, limit: 16 << 20) } catch {
            throw GoldenFolderError.unreadable(path, error)
        }
    }

    /// What `baseline.yaml` says.
    package func document() throws -> BaselineDocument { try BaselineReader.document(try bytes(), file: file) }

    /// The parameters that stand anywhere in its resources.
    package func usedParameters() throws -> Set<String> {
        var names: Set<String> = []
        for (_, bytes) in try manifests(in: [BaselineLayout.folder, BaselineLayout.stagesFolder]) {
            names.formUnion(ParameterText(String(decoding: bytes, as: UTF8.self)).parameters)
        }
        return names
    }

    /// How the state of one stage is read in the terms of another one.
    package func translation(from before: ClusterState, to after: ClusterState) throws -> StageTranslation {
        let document = try document()
        guard !document.stages.isEmpty else { throw GoldenFolderError.withoutStages(path) }
        let from = try document.stage(named: nil, clusterUID: before.clusterUID)
        let to = try document.stage(named: nil, clusterUID: after.clusterUID)
        // Refuses folders that belong to no stage.
        _ = try resources(of: from, in: document)
        let golden = try manifests(of: from?.name).flatMap { name, bytes in
            try ManifestReader.objects(in: bytes, file: files.path(of: name)).map(\.value)
        }
        do throws(UnknownParameter) {
            return try StageTranslation(golden, from: document.bindings(in: from), to: document.bindings(in: to))
        } catch { throw GoldenFolderError.parameter(error, at: path) }
    }
}

/// What is wrong with the folder of a baseline.
package enum GoldenFolderError: ExplainedError {
    case unreadable(String, DiskError)
    case withoutStages(String)
    /// A folder below `stages` for a stage that the document, the last one here, does not have.
    case strangeStage(String, folder: String, known: [String], String)
    /// A parameter that a resource, or the folder at that place, names and the document does not have.
    case parameter(UnknownParameter, at: String)

    package var summary: String {
        switch self {
        case .unreadable(let path, let error): "the baseline \(path) cannot be read: \(error.summary)"
        case .withoutStages(let path): "\(path) has no stages: its parameters say the same everywhere"
        case .strangeStage(let name, let folder, _, let file): "\(folder)/\(name) is for no stage of \(file)"
        case .parameter(let error, let place): "\(place): \(error.summary)"
        }
    }

    package var hint: String {
        switch self {
        case .unreadable:
            "name a folder with \(Baseline.fileName); make one with `snapctl baseline init STATE --output-dir FOLDER`"
        case .withoutStages:
            "make one baseline of several stages with `snapctl baseline init --stage NAME=STATE…`"
        case .strangeStage(let name, _, let known, _):
            (Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`? " } ?? "")
                + "its stages are \(known.isEmpty ? "none" : known.joined(separator: ", "))"
        case .parameter(let error, _): error.hint
        }
    }
}
