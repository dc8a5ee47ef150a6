import ArgumentParser
import Diff
import Foundation
import Snapshot

/// `snapctl serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer a folder of objects as a read-only Kubernetes API on loopback.",
        discussion: """
            Example:
              snapctl serve golden/example/cluster --kubeconfig-out /tmp/example.kubeconfig
            """)

    @Argument(help: "A folder or file of objects as a server returns them.")
    var state: String

    @Option(help: "The port; default any free one.")
    var port = 0

    @Option(help: "Write a kubeconfig for the server to this file once it answers.")
    var kubeconfigOut: String?

    func run() async throws {
        let session = Session()
        try await perform(session) {
            var objects: [Value] = []
            let folder = state
            let files =
                try FileStatus.of(folder)?.kind == .folder
                ? try DirectoryWalk(folder).files.filter(ManifestReader.isManifest).map { "\(folder)/\($0)" } : [folder]
            for file in files {
                let bytes = try FileReader.bytes(of: file, limit: ManifestReader.fileLimit)
                do throws(ManifestError) {
                    objects += try ManifestReader.objects(in: bytes, file: file).map(\.value)
                } catch { throw CommandError(error) }
            }
            let served: ServedState
            do throws(FolderStateError) { served = try FolderState.state(of: objects) } catch {
                throw CommandError(error.summary, hint: error.hint)
            }
            let router = APIRouter(served)
            var configuration = HTTPServer.Configuration()
            configuration.port = port
            let count = objects.count
            try await HTTPServer.run(configuration, handler: { router.answer($0) }) { server in
                if let path = kubeconfigOut { try write(kubeconfig(server.url), to: path) }
                session.console.note("serving \(count) objects of \(state) read-only at \(server.url); Ctrl-C ends it")
                try await Task.sleep(for: .seconds(86_400 * 365))
            }
            return .same
        }
    }

    private func kubeconfig(_ url: String) -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: snapctl
        clusters: [{name: snapctl, cluster: {server: "\(url)"}}]
        contexts: [{name: snapctl, context: {cluster: snapctl, user: snapctl}}]
        users: [{name: snapctl, user: {}}]

        """
    }

    private func write(_ text: String, to path: String) throws {
        var file = try AtomicFile(path)
        try file.write(Array(text.utf8))
        try file.commit()
    }
}
