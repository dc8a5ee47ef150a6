import ArgumentParser
import Diff
import Snapshot

/// `snapctl verify`
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a snapshot or a verdict, and who signed it, offline.",
        discussion: """
            Checks every byte of the file, and the seals beside it (FILE.sigstore.json, FILE.intoto.json, FILE.sig) against \
            the keys that you trust. Of a store, checks that no snapshot was deleted, replaced or added beside its log. Reports what was checked, what was not, and who signed the file.

            Exit status: 0 everything that was asked for holds, 3 something was not checked, 4 the evidence is invalid.

            Examples:
              snapctl verify prod.tar.zst --trust-key ops.pub
              snapctl verify prod.tar.zst --allowed-signers allowed_signers --identity ops@contoso.example
              snapctl verify verdict.json --trust-key ops.pub -o json
              snapctl verify tool-1.2.tar.gz --release --trust-key release.pub
              snapctl verify /evidence --since checkpoint-of-march --trust-key log.pub
            """)

    @Argument(help: "The snapshot, the JSON report of a check, the folder of a store, or with --release any file.")
    var file: String

    @OptionGroup(title: "Signatures") var trusted: TrustOptions

    @Option(help: "The bundle, when it is not FILE.sigstore.json.")
    var bundle: String?

    @Option(help: "The SSH signature, when it is not FILE.sig.")
    var signature: String?

    @Option(help: "The predicate type that the statement must have, when it is not the usual one.")
    var type: String?

    @Flag(help: "Accept a snapshot that was compressed again after it was signed.")
    var allowRecompressed = false

    @Flag(help: "The file is one of a release: only its seals are checked, not what it holds.")
    var release = false

    @Option(help: "A checkpoint of the store that was kept from before: its log must continue it.")
    var since: String?

    @Option(name: [.short, .long], help: "text or json.")
    var output = "text"

    func run() async throws {
        let session = Session()
        try await perform(session) {
            guard ["text", "json"].contains(output) else {
                throw CommandError("`\(output)` is no output format of verify", hint: "use text or json")
            }
            let store = release ? nil : try lineage(session)
            let found = if let store { store } else { try await seals(session) }
            try session.console.result(
                output == "json"
                    ? PrettyJSON.text(found.value) : VerificationText.text(found, session.console.outputStyle))
            return found.hasFailed ? .evidenceInvalid : found.hasHole ? .inconclusive : .same
        }
    }

    private func seals(_ session: Session) async throws -> Verification {
        if since != nil {
            throw CommandError("\(file) is no store", hint: "--since goes with the folder of a store")
        }
        var verifier = try trusted.verifier(session)
        verifier.paths[.bundle] = bundle
        verifier.paths[.ssh] = signature
        verifier.predicateType = type
        verifier.acceptsRecompressed = allowRecompressed
        verifier.isRelease = release
        return try await verifier.verify(file)
    }

    /// What the lineage of a store says; `nil` when the argument is no store.
    private func lineage(_ session: Session) throws -> Verification? {
        guard file != "-", try FileStatus.of(file)?.kind == .folder else { return nil }
        guard let store = try SnapshotFolder(existing: file) else { throw StoreError.absent(file) }
        let kept = try since.map { path in
            (
                file: path,
                checkpoint: try Checkpoint(bytes: try FileReader.bytes(of: path, limit: 1 << 16), file: path)
            )
        }
        return try LineageVerifier(store, trust: trusted.trust(session)).verify(since: kept)
    }
}
