import ArgumentParser
import Diff
import Snapshot

/// `snapctl normalize`
struct NormalizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "normalize", abstract: "A filter: objects without what the server and its controllers add.",
        discussion: """
            Reads manifests or the output of kubectl, writes what they declare as YAML that a person would write, in a stable \
            order. Values of Secrets become tokens.

            Examples:
              kubectl get deploy web -o yaml | snapctl normalize
              snapctl normalize manifests/ > declared.yaml
            """)

    @Argument(help: "A file, a folder, a snapshot, or `-` for standard input.")
    var state = "-"

    @Option(name: [.short, .long], help: "yaml or json.")
    var output = "yaml"

    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

    func validate() throws {
        guard ["yaml", "json"].contains(output) else {
            throw ValidationError("`\(output)` is no output format of normalize; formats: yaml, json")
        }
    }

    func run() async throws {
        let session = Session(isQuiet: true)
        try await perform(session) {
            let opener = try StateOpener(
                cluster, scope: Scope(include: ScopeTable.rules.flatMap(\.patterns)), isScopeAsked: false, redaction,
                session)
            let opened = try await opener.open(state).state
            let draft = BaselineDraft(opened)
            let entries = opened.entries.sorted { $0.identity < $1.identity }
            let lookup = try await opened.shelve(Set(entries.map(\.identity)))
            var isFirst = true
            for entry in entries {
                guard let object = try await lookup(entry.identity) else { continue }
                let declared = draft.declared(object, entry)
                if output == "json" {
                    try session.console.result(PrettyJSON.text(declared))
                } else {
                    try session.console.result((isFirst ? "" : "---\n") + YAMLWriter.text(declared))
                }
                isFirst = false
            }
            return .same
        }
    }
}
