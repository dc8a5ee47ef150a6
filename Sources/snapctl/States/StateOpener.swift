import Foundation
import Snapshot

/// Opens whatever a STATE argument names. All states of one run share one redaction key.
struct StateOpener {
    let cluster: ClusterOptions
    let scope: Scope
    let key: RedactionKey
    let session: Session

    /// A state, with the digest of its manifest when it is a snapshot file.
    func open(_ argument: String) async throws -> (state: ClusterState, digest: String?) {
        if argument.hasPrefix("cluster:") {
            let context = String(argument.dropFirst("cluster:".count))
            let captured = try await capture(context: context.isEmpty ? nil : context)
            return (ClusterState(captured, name: argument), nil)
        }
        if argument != "-", let status = try FileStatus.of(argument), status.kind == .folder {
            return (ClusterState(try await files(argument), name: argument), nil)
        }
        do throws(SnapshotError) {
            let reader = try SnapshotReader.open(path: argument, spoolFolder: session.spoolFolder)
            return (try ClusterState(reader, name: argument), reader.id.hex)
        } catch {
            switch error {
            case .notAnArchive where argument != "-", .notASnapshot where argument != "-":
                return (ClusterState(try await files(argument), name: argument), nil)
            default: throw CommandError(error)
            }
        }
    }

    /// A live cluster.
    func capture(context: String?) async throws -> CapturedState {
        let client = try cluster.client(context: context, session)
        let capture = ClusterCapture(
            client: client, scope: scope, key: key, osUser: session.osUser, host: session.host,
            toolVersion: Snapctl.version, spoolFolder: session.spoolFolder)
        let work = CaptureProgress(session.progress)
        do throws(ClusterCapture.Failure) {
            let state = try await capture.run { work.tell($0) }
            await client.close()
            session.progress.clear()
            return state
        } catch {
            await client.close()
            throw CommandError(error)
        }
    }

    /// Manifests: a folder, a file, standard input.
    func files(
        _ path: String, schema: SchemaFacts = BuiltinSchema.facts, types: [ResourceType] = []
    ) async throws -> CapturedState {
        let started = session.now
        var capture = FileCapture(scope: scope, key: key, spoolFolder: session.spoolFolder)
        do throws(ManifestError) { try ManifestFiles.add(path, to: &capture) } catch { throw CommandError(error) }
        let left = capture.filesWithoutObjects
        if !left.isEmpty {
            let names = left.prefix(3).joined(separator: ", ") + (left.count > 3 ? ", …" : "")
            session.console.note("\(left.count) files hold no Kubernetes object: \(names)")
        }
        do throws(FileCapture.Failure) {
            return try await capture.finish(
                schema: schema, types: types, osUser: session.osUser, host: session.host,
                toolVersion: Snapctl.version, startedAt: started, finishedAt: session.now)
        } catch { throw CommandError(error) }
    }
}
