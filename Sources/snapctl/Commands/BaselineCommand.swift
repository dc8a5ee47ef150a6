import ArgumentParser
import Diff
import Foundation
import Snapshot

/// `snapctl baseline`
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Make golden baselines and keep them true.", subcommands: [Init.self, Accept.self, Lint.self, Schema.self])

    /// `snapctl baseline init`
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make a golden baseline of a state: text to review and commit.",
            discussion: """
                Writes every declared object without what the server adds, one YAML file each, and a baseline.yaml to start
                from. Values of Secrets are tokens, which compare under the same redaction key only.

                In a folder that holds a baseline already, baseline.yaml stays as it is, and so does every resource that says
                the same as the state, however a person wrote it; in the others parameters stay where they still hold.

                Example:
                  snapctl baseline init prod.tar.zst --output golden/prod --redaction-key ~/.snapctl/redaction.key
                """)

        @Argument(help: "The state to begin with.")
        var state: String

        @Option(name: [.short, .long], help: "The folder to make, or that of a baseline to bring up to date.")
        var output: String

        @OptionGroup var cluster: ClusterOptions
        @OptionGroup var scope: ScopeOptions
        @OptionGroup var redaction: RedactionOptions

        func run() async throws {
            let session = Session()
            try await perform(session) {
                let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
                let source = try await opener.open(state).state
                let declared = BaselineDraft.declared(source)
                let objects = try await source.load(Set(declared.map(\.identity)), [])
                if try FileStatus.of(GoldenFolder(output).file) != nil {
                    return try await refresh(source, declared, objects, opener, session)
                }
                if let old = try? FileManager.default.contentsOfDirectory(atPath: output), !old.isEmpty {
                    throw CommandError(
                        "\(output) is not empty, and no baseline", hint: "name another folder, or that of a baseline")
                }
                let name = URL(fileURLWithPath: output).lastPathComponent
                var writer = GoldenWriter(GoldenFolder(output), BaselineDraft(source))
                try writer.write(BaselineDraft.document(name: name, of: source), to: Baseline.fileName)
                for entry in declared {
                    if let object = objects[entry.identity] { try writer.write(object, entry) }
                }
                session.console.note("wrote \(declared.count) resources and \(Baseline.fileName) into \(output)")
                return source.manifest.gaps.isEmpty ? .same : .inconclusive
            }
        }

        /// Brings a baseline that is there to what the state declares.
        private func refresh(
            _ source: ClusterState, _ declared: [IndexEntry], _ objects: [Identity: Value], _ opener: StateOpener,
            _ session: Session
        ) async throws -> ExitStatus {
            var refresh = try await GoldenRefresh(GoldenFolder(output), for: source, opener)
            for entry in declared {
                if let object = objects[entry.identity] { try refresh.write(object, entry) }
            }
            for path in refresh.written { session.console.note("wrote \(output)/\(path)") }
            for path in refresh.missing(declared) {
                session.console.note("\(output)/\(path) is of an object that the state does not declare; remove it if it is meant to go")
            }
            session.console.note(
                refresh.written.isEmpty
                    ? "\(output) says the same already: nothing was written"
                    : "\(Words.count(refresh.written.count, "resource")) written, \(refresh.keptCount) kept; look at the change, then commit it")
            return source.manifest.gaps.isEmpty ? .same : .inconclusive
        }
    }

    /// `snapctl baseline schema`
    struct Schema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema", abstract: "Print the JSON Schema of baseline.yaml, for editors.",
            discussion: """
                Example:
                  snapctl baseline schema > baseline.schema.json

                An editor with the YAML language server takes it by a comment at the head of baseline.yaml:
                  # yaml-language-server: $schema=baseline.schema.json
                """)

        func run() async throws {
            let session = Session()
            try await perform(session) {
                try session.console.result(PrettyJSON.text(BaselineSchema.json))
                return .same
            }
        }
    }
}
