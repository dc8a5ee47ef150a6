import Diff
import Snapshot

/// Opens what `snapctl serve` serves.
struct ServedFiles {
    let session: Session

    /// The state of a snapshot, or of the objects in a folder or file, and how many objects it holds.
    func open(_ path: String) async throws -> (ServedState, objects: Int) {
        guard let status = try FileStatus.of(path) else {
            throw CommandError("there is no file or folder `\(path)`", hint: "check the path")
        }
        if status.kind != .folder {
            let source = try ArchiveSource(path: path, spoolFolder: session.spoolFolder)
            if try SnapshotReader.recognizes(source) { return try await snapshot(SnapshotReader(source), path) }
        }
        var objects: [Value] = []
        let files =
            status.kind == .folder
            ? try DirectoryWalk(path).files.filter(ManifestReader.isManifest).map { "\(path)/\($0)" } : [path]
        for file in files {
            let bytes = try FileReader.bytes(of: file, limit: ManifestReader.fileLimit)
            do throws(ManifestError) {
                objects += try ManifestReader.objects(in: bytes, file: file).map(\.value)
            } catch { throw CommandError(error) }
        }
        do throws(FolderStateError) { return (try FolderState.state(of: objects), objects.count) } catch {
            throw CommandError(error.summary, hint: error.hint)
        }
    }

    /// What a snapshot could not read is not served as if it were empty: those types are unknown to the server.
    private func snapshot(_ reader: SnapshotReader, _ path: String) async throws -> (ServedState, objects: Int) {
        let state = try ClusterState(reader, name: path)
        let objects = try await state.load(Set(state.entries.map(\.identity)))
        let complete = Set(
            state.manifest.coverage.filter { $0.state == .complete }.map { "\($0.resource).\($0.group)" })
        let types = state.types.filter { complete.contains("\($0.plural).\($0.group)") }
        var served: [String: [Value]] = [:]
        for type in types { served[type.groupResource] = [] }
        let resources = Dictionary(
            types.map { ($0.groupKind, $0.groupResource) }, uniquingKeysWith: { first, _ in first })
        for (identity, object) in objects {
            guard let resource = resources[identity.groupKind] else { continue }
            served[resource, default: []].append(object)
        }
        for gap in state.manifest.gaps { session.console.note("not served: \(gap.subject), which was not captured") }
        let definitions = objects.filter { $0.key.kind == "CustomResourceDefinition" }.map(\.value)
        return (
            ServedState(
                types: types, objects: served, openAPI: CustomTypes.openAPI(of: definitions),
                version: state.manifest.cluster?.version ?? "v1.36.2"), objects.count
        )
    }
}
