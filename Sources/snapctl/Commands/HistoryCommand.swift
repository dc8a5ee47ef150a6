import ArgumentParser
import Diff
import Snapshot

/// `snapctl history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "How one object changed over the snapshots of a folder, with authors.",
        discussion: """
            Every snapshot file of the folder is read in the order of its capture. What happened between two captures and was \
            undone is not in them.

            Examples:
              snapctl history snapshots/ deploy/web -n payments
              snapctl history snapshots/ clusterrolebinding/ops -o json
            """)

    @Argument(help: "The folder with snapshots.")
    var store: String

    @Argument(help: ObjectQuery.argumentHelp)
    var what: [String]

    @Option(name: [.short, .long], help: "The namespace, when the name is in several.")
    var namespace: String?

    @Option(name: [.short, .long], help: "text, json or yaml.")
    var output = "text"

    func validate() throws {
        guard ["text", "json", "yaml"].contains(output) else {
            throw ValidationError("`\(output)` is no output format of history; formats: text, json, yaml")
        }
    }

    func run() async throws {
        let session = Session()
        try await perform(session) {
            let files = try HistoryFolder(store).files(session)
            var history: ObjectHistory?
            var unseen: CommandError?
            for file in files {
                session.progress.update("reading \(file.path)")
                let state: ClusterState
                do throws(SnapshotError) {
                    state = try ClusterState(file.reader, name: file.path, spoolFolder: session.spoolFolder)
                } catch { throw StateError(error, of: file.path) }
                if history == nil {
                    do throws(CommandError) {
                        let entry = try ObjectQuery(state: state, namespace: namespace).object(what)
                        history = ObjectHistory(identity: entry.identity)
                        // What came later was not there in the snapshots that were passed over.
                        for earlier in files.prefix(while: { $0.path != file.path }) { history?.missed(earlier) }
                    } catch {
                        unseen = error
                        continue
                    }
                }
                try await history?.read(state, file)
            }
            session.progress.clear()
            guard let history else {
                throw unseen
                    ?? CommandError(
                        "\(store) holds no snapshot", hint: "name a folder with .tar.zst, .tar.gz or .tar snapshots")
            }
            switch output {
            case "json": try session.console.result(PrettyJSON.text(history.value))
            case "yaml": try session.console.result(YAMLWriter.text(history.value))
            default:
                let style = session.console.outputStyle
                let lines = history.lines(width: style.width)
                try session.console.result(lines.map { $0.text(inColor: style.isColored) + "\n" }.joined())
            }
            return .same
        }
    }
}
