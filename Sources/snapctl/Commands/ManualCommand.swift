import ArgumentParser
import Diff
import Snapshot

/// `snapctl manual`: the man page, made of the help of every command, so that both say the same.
struct ManualCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the man page.",
        discussion: """
            Example:
              snapctl manual > snapctl.1
            """, shouldDisplay: false)

    func run() async throws {
        let session = Session()
        try await perform(session) {
            var page = ".TH SNAPCTL 1 \"\" \"snapctl \(Snapctl.version)\" \"Kubernetes snapshots\"\n"
            page +=
                ".SH NAME\nsnapctl \\- snapshots of what a Kubernetes cluster declares, and what differs between them\n"
            page += Self.section("DESCRIPTION", Snapctl.helpMessage(columns: 78))
            for command in Snapctl.configuration.subcommands where command.configuration.shouldDisplay {
                let name = command._commandName
                page += Self.section(
                    "snapctl \(name)", Snapctl.helpMessage(for: command, includeHidden: true, columns: 78))
                for inner in command.configuration.subcommands {
                    page += Self.section(
                        "snapctl \(name) \(inner._commandName)",
                        Snapctl.helpMessage(for: inner, includeHidden: true, columns: 78))
                }
            }
            try session.console.result(page)
            return .same
        }
    }

    /// Text as it stands: a backslash and a point that begins a line mean something to roff.
    private static func section(_ title: String, _ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let plain = line.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\e")
            return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
        }
        return ".SH \"\(title)\"\n.nf\n" + lines.joined(separator: "\n") + "\n.fi\n"
    }
}
