import ArgumentParser
import Diff
import Snapshot

/// `snapctl sign`
struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a snapshot, the verdict of a check, or a file of a release.",
        discussion: """
            Checks the whole file, then writes beside it FILE.sigstore.json, a Sigstore bundle with an in-toto statement, \
            and FILE.sig, an SSH signature. Both are checked by `snapctl verify`, and without snapctl by cosign, openssl or \
            ssh-keygen. Nothing is sent anywhere.

            Examples:
              snapctl sign prod.tar.zst --signing-key ~/.snapctl/sign.pem
              snapctl sign prod.tar.zst --signing-key ~/.ssh/id_ed25519.pub
              snapctl check prod.tar.zst --baseline golden/prod -o json=verdict.json; snapctl sign verdict.json --signing-key sign.pem
              snapctl sign prod.tar.zst --signing-key vault.pub --sign-command 'vault-sign --key evidence'
              snapctl sign tool-1.2.tar.gz --release pkg:generic/tool@1.2 --signing-key release.pem
            """)

    @Argument(help: "The snapshot, the JSON report of a check, or with --release any file.")
    var file: String

    @OptionGroup var signing: SigningOptions

    @Option(
        help:
            "A form to write: bundle, ssh or dsse (which takes several signatures); may be repeated. Default bundle, ssh."
    )
    var form: [String] = []

    @Option(
        help: "URL of a time-stamping authority (RFC 3161) that shall say when. It learns a digest of the signature.")
    var timestamp: String?

    @Option(
        help: ArgumentHelp(
            "The release that the file is of, as a package URL; the file is then signed as it is, whatever it holds.",
            valueName: "purl"))
    var release: String?

    @Flag(help: "Print the statement that would be signed, and sign nothing: for `cosign attest-blob --statement`.")
    var statementOnly = false

    func run() async throws {
        let session = Session()
        try await perform(session) {
            let target =
                if let release {
                    try SealTarget.open(file, release: release, spoolFolder: session.spoolFolder)
                } else {
                    try SealTarget.open(file, spoolFolder: session.spoolFolder)
                }
            if case .snapshot(let snapshot) = target.kind { try snapshot.verify() }
            if statementOnly {
                try session.console.result(bytes: target.statement.bytes)
                return .same
            }
            guard let key = signing.key else {
                throw CommandError("no key was given to sign with", hint: "name it with --signing-key FILE")
            }
            let signer = try SigningOptions.signer(key: key, command: signing.signCommand, session)
            let written = try await Sealer(signer: signer).seal(
                target, forms: try forms(), timestamp: SigningOptions.timestamp(from: timestamp))
            session.console.note("signed by \(signer.publicKey.fingerprint): \(written.joined(separator: ", "))")
            return .same
        }
    }

    private func forms() throws -> [Sealer.Form] {
        if form.isEmpty { return [.bundle, .ssh] }
        return try form.map { name in
            guard let form = Sealer.Form(rawValue: name) else {
                throw CommandError("`\(name)` is no form of a seal", hint: "use bundle, ssh or dsse")
            }
            return form
        }
    }
}
