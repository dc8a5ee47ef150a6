import ArgumentParser
import Diff
import Snapshot

/// `snapctl verify`
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a snapshot or a verdict, and who vouches for it, offline.",
        discussion: """
            Checks every byte of the file, and the seals beside it (FILE.sigstore.json, FILE.intoto.json, FILE.sig) against \
            the keys that you trust. Says what was checked, what was not, and by whom the file is vouched for.

            Exit status: 0 everything that was asked for holds, 3 something was not checked, 4 the evidence is invalid.

            Examples:
              snapctl verify prod.tar.zst --key ops.pub
              snapctl verify prod.tar.zst --allowed-signers allowed_signers --identity ops@contoso.example
              snapctl verify verdict.json --key ops.pub -o json
            """)

    @Argument(help: "The snapshot, or the JSON report of a check.")
    var file: String

    @Option(help: "A key that is trusted, PEM or OpenSSH; may be repeated.")
    var key: [String] = []

    @Option(help: "A list of trusted signers, as ssh-keygen reads it.")
    var allowedSigners: String?

    @Option(help: "Who of that list it has to be.")
    var identity: String?

    @Option(help: "The bundle, when it is not FILE.sigstore.json.")
    var bundle: String?

    @Option(help: "The SSH signature, when it is not FILE.sig.")
    var signature: String?

    @Option(help: "The predicate type that the statement must have, when it is not the usual one.")
    var type: String?

    @Flag(help: "Accept a snapshot that was compressed again after it was signed.")
    var allowRecompressed = false

    @Option(name: [.short, .long], help: "text or json.")
    var output = "text"

    func run() async throws {
        let session = Session()
        try await perform(session) {
            guard ["text", "json"].contains(output) else {
                throw CommandError("`\(output)` is no output format of verify", hint: "use text or json")
            }
            if identity != nil, allowedSigners == nil {
                throw CommandError(
                    "--identity names somebody in a list of signers, and no list was given",
                    hint: "give it with --allowed-signers")
            }
            var verifier = SealVerifier(trust: try trust(session), spoolFolder: session.spoolFolder)
            verifier.paths[.bundle] = bundle
            verifier.paths[.ssh] = signature
            verifier.predicateType = type
            verifier.acceptsRecompressed = allowRecompressed
            let found = try verifier.verify(file)
            try session.console.result(
                output == "json"
                    ? PrettyJSON.text(found.value) : VerificationText.text(found, session.console.outputStyle))
            return found.hasFailed ? .evidenceInvalid : found.hasHole ? .inconclusive : .same
        }
    }

    private func trust(_ session: Session) throws -> Trust {
        var trust = Trust(identity: identity, now: session.secondsSince1970)
        for path in key { trust.keys.append((name: path, key: try KeyFile.publicKey(at: path))) }
        if let path = allowedSigners {
            let signers = try AllowedSigners(bytes: try FileReader.bytes(of: path, limit: 16 << 20), file: path)
            for line in signers.linesPassedOver {
                session.console.note("\(path):\(line): a key of this kind is not supported; nobody is trusted by it")
            }
            trust.signers = signers
        }
        return trust
    }
}
