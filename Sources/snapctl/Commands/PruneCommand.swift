import ArgumentParser
import Diff
import Snapshot

/// `snapctl prune`
struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Remove old snapshots from a store, each with a signed tombstone.",
        discussion: """
            The log keeps the line of every snapshot, so that the lineage still holds; a tombstone says that it was removed \
            on purpose, by whom and why. A snapshot that is gone without one is missing.

            Examples:
              snapctl prune /evidence --keep 400 --reason "kept for 12 months" --signing-key ~/.snapctl/sign.pem
              snapctl prune /evidence --snapshot 17 --reason "holds a card number" --signing-key ~/.snapctl/sign.pem
            """)

    @Argument(help: "The folder of the store.")
    var store: String

    @Option(help: "How many of the newest snapshots stay.")
    var keep: Int?

    @Option(help: "The number of a snapshot to remove; may be repeated.")
    var snapshot: [Int] = []

    @Option(help: "Why, for the tombstone.")
    var reason: String

    @OptionGroup var signing: SigningOptions

    func run() async throws {
        let session = Session()
        try await perform(session) {
            guard (keep == nil) != snapshot.isEmpty else {
                throw CommandError("either --keep or --snapshot is expected", hint: "see `snapctl prune --help`")
            }
            guard let key = signing.key else {
                throw CommandError(
                    "a tombstone has to be signed, and no key was given", hint: "name it with --signing-key FILE")
            }
            guard let folder = try SnapshotFolder(existing: store) else { throw StoreError.absent(store) }
            let signer = try SigningOptions.signer(key: key, command: signing.signCommand, session)
            let present = try folder.files().keys.sorted()
            let doomed = keep.map { Array(present.dropLast(max(1, $0))) } ?? snapshot
            for number in doomed {
                try await folder.prune(number, reason: reason, at: session.now, by: session.osUser, signer: signer)
            }
            session.console.note("removed \(doomed.count) snapshots, \(present.count - doomed.count) are left")
            return .same
        }
    }
}
