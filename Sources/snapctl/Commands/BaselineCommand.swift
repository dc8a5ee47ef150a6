import ArgumentParser
import Diff
import Foundation
import Snapshot

/// `snapctl baseline`
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Make golden baselines.", subcommands: [Init.self])

    /// `snapctl baseline init`
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make a golden baseline of a state: text to review and commit.",
            discussion: """
                Writes every declared object without what the server adds, one YAML file each, and a baseline.yaml to start
                from. Values of Secrets are tokens, which compare under the same redaction key only.

                Example:
                  snapctl baseline init prod.tar.zst --output golden/prod --redaction-key ~/.snapctl/redaction.key
                """)

        @Argument(help: "The state to begin with.")
        var state: String

        @Option(name: [.short, .long], help: "The folder to make; must not exist or be empty.")
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
                if let old = try? FileManager.default.contentsOfDirectory(atPath: output), !old.isEmpty {
                    throw CommandError(
                        "\(output) is not empty", hint: "name another folder; a baseline is never overwritten")
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
    }
}
