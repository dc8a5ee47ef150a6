import ArgumentParser
import Diff

extension BaselineCommand {
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
