import ArgumentParser
import Diff
import Snapshot

/// `snapctl key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make redaction keys, and show their ids.",
        discussion: """
            Secret values become tokens under a key of your organization: equal values compare equal across captures and \
            clusters of one group, and nobody without the key can try guesses. Keep it where you keep other keys.
            """, subcommands: [New.self, ID.self])

    /// `snapctl key new`
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Make a redaction key: 32 random bytes in a new file of mode 0600.",
            discussion: """
                Example:
                  snapctl key new ~/.snapctl/redaction.key
                """)

        @Argument(help: "The file to make; it must not exist.")
        var file: String

        func run() async throws {
            let session = Session()
            try await perform(session) {
                if try FileStatus.of(file, followingLinks: false) != nil {
                    throw CommandError(
                        "\(file) is there already",
                        hint: "a key is never overwritten: captures under it could not be compared")
                }
                var generator = SystemRandomNumberGenerator()
                let bytes = (0..<RedactionKey.minimumBytes).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
                var output = try AtomicFile(file)
                try output.write(Array((HexDigits.encode(bytes) + "\n").utf8))
                try output.commit()
                let key = try OrganizationKey.key(bytes, of: file, group: "default")
                session.console.note("made \(file); its id for the group `default` is \(key.id)")
                return .same
            }
        }
    }

    /// `snapctl key id`
    struct ID: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "id", abstract: "Show the id of a redaction key and group, as snapshots name it.",
            discussion: """
                Examples:
                  snapctl key id --redaction-key ~/.snapctl/redaction.key
                  snapctl key id --redaction-key-command 'vault kv get -field=key secret/snapctl' --redaction-group prod
                """)

        @OptionGroup(title: "Redaction") var redaction: RedactionOptions

        func run() async throws {
            let session = Session()
            try await perform(session) {
                let key = try redaction.key(session)
                guard !key.isEphemeral else {
                    throw CommandError("no redaction key was given", hint: "name it with --redaction-key FILE")
                }
                try session.console.result("\(key.id)\n")
                return .same
            }
        }
    }
}
