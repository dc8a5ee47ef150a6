import ArgumentParser
import Snapshot

/// Whose signatures count.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .customLong("trust-key"),
        help: "A key that is trusted, PEM or OpenSSH; may be repeated. What is read must be signed then.")
    var key: [String] = []

    @Option(help: "A list of trusted signers, as ssh-keygen reads it.")
    var allowedSigners: String?

    @Option(help: "Who of that list it has to be.")
    var identity: String?

    @Option(help: "Certificates of time-stamping authorities to trust, PEM; a timestamp must then be there.")
    var timestampAuthority: String?

    /// Whether anybody asked for a check.
    private var isGiven: Bool { !key.isEmpty || allowedSigners != nil || timestampAuthority != nil }

    /// Those who are trusted.
    func trust(_ session: Session) throws -> Trust {
        if identity != nil, allowedSigners == nil {
            throw CommandError(
                "--identity names somebody in a list of signers, and no list was given",
                hint: "give it with --allowed-signers")
        }
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

    /// What checks files and their seals by these keys.
    func verifier(_ session: Session) throws -> SealVerifier {
        var verifier = SealVerifier(trust: try trust(session), spoolFolder: session.spoolFolder)
        verifier.timestampAuthorities = try timestampAuthority.map { try FileReader.bytes(of: $0, limit: 1 << 20) }
        return verifier
    }

    /// Who vouches for a state that a report is about; `nil` when nobody asked, or when it was read from a cluster just now.
    func verification(
        of argument: String, _ opened: StateOpener.Opened, by verifier: SealVerifier, _ session: Session
    ) async throws -> Verification? {
        guard isGiven, !argument.hasPrefix("cluster:") else { return nil }
        guard let id = opened.digest, argument != "-" else {
            var found = Verification(file: argument)
            found.note(
                "signature", .skipped,
                argument == "-"
                    ? "what comes from standard input has no signature beside it"
                    : "only snapshots are signed, and this is none")
            return found
        }
        session.progress.update("checking the signatures of \(argument)")
        var found = try await verifier.verify(argument)
        session.progress.clear()
        // What was opened and what was checked are two readings of one name.
        if !found.hasFailed, found.snapshotID != id {
            found.note("archive", .failed, "the file was replaced while it was read")
        }
        return found
    }
}
