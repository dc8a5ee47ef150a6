import ArgumentParser
import Diff
import Snapshot

/// `snapctl capture`
struct CaptureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Capture a cluster, or manifests, into a snapshot.",
        discussion: """
            Reads every listable resource type and writes one verifiable archive. Nothing is written to the cluster. Values of \
            Secrets never leave memory in clear. What cannot be read is recorded as a gap, and the exit status is 3.

            Examples:
              snapctl capture -f prod.tar.zst
              snapctl capture --context prod --redaction-key ~/.snapctl/redaction.key -f prod.tar.zst
              snapctl capture --sign ~/.snapctl/sign.pem -f prod.tar.zst
              snapctl capture --file - > prod.tar.zst
              snapctl capture --from manifests/ -f desired.tar.zst
              snapctl capture --from must-gather.tar.gz -f seen.tar.zst
            """)

    @Option(
        name: [.short, .long],
        help: "The snapshot to write, `-` for stdout; .tar.zst, .tar.gz or .tar. Default CLUSTER-TIME.tar.zst.")
    var file: String?

    @Option(
        help: "Make the snapshot from manifests instead of a cluster: a folder, a file, `-`, or another tool's archive."
    )
    var from: String?

    @Flag(help: "Write nothing when a card number is found. Without this they are replaced and listed.")
    var failOnCardNumber = false

    @Option(help: "Sign the snapshot with the key in this file, as `snapctl sign` does.")
    var sign: String?

    @Option(help: "Encrypt the snapshot to this recipient of age(1), `age1…`; may be repeated. `age -d` decrypts it.")
    var encryptTo: [String] = []

    @Option(help: "URL of a time-stamping authority (RFC 3161) for the signature.")
    var timestamp: String?

    @Option(help: "Put the snapshot into the store in this folder, as the successor of the last one there.")
    var store: String?

    @Option(help: "Ed25519 key that signs the log of the store.")
    var logKey: String?

    @Option(name: [.short, .long], help: "What to print at the end: text or json.")
    var output = "text"

    @Flag(name: [.short, .long], help: "No progress.")
    var quiet = false

    @OptionGroup(title: "Cluster") var cluster: ClusterOptions
    @OptionGroup(title: "Scope") var scope: ScopeOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions
    @OptionGroup var secrets: SecretValueOptions

    func run() async throws {
        let session = Session(isQuiet: quiet)
        try await perform(session) {
            guard ["text", "json"].contains(output) else {
                throw CommandError("`\(output)` is no output format of capture", hint: "use text or json")
            }
            if let file, let ending = Self.foreignEnding(file) {
                throw CommandError(
                    "a snapshot cannot be a \(ending) file: \(file)", hint: "name it .tar.zst, .tar.gz or .tar")
            }
            // Before anything is read: a key that cannot be used is better found out now than after the capture.
            let signer = try sign.map { try SigningOptions.signer(key: $0, command: nil, session) }
            let logSigner = try logKey.map { try SigningOptions.signer(key: $0, command: nil, session) }
            if store != nil, file != nil {
                throw CommandError(
                    "a snapshot goes either to a file or into a store", hint: "leave out --file or --store")
            }
            if !encryptTo.isEmpty, store != nil || file == "-" {
                throw CommandError(
                    "--encrypt-to goes with a file only",
                    hint: "name it with --file; a store needs to read its snapshots")
            }
            let recipients = try recipients()
            if signer != nil, file == "-" {
                throw CommandError(
                    "a snapshot on stdout cannot be signed in the same run",
                    hint: "sign it where it is stored: snapctl sign FILE --signing-key KEY")
            }
            let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
            let refusal = store.map { KeyRefusal(opener: opener, options: secrets, place: "the store \($0)") }
            try refusal?.refuse(isLive: from == nil)
            let state = if let from { try await opener.manifests(from) } else { try await opener.capture(context: nil) }
            try refusal?.refuse(state.manifest, of: from ?? "", isSnapshot: false)
            try sayCardNumbers(state, session)
            if !recipients.isEmpty {
                try await writeEncrypted(state, recipients, signer, session)
                return state.manifest.gaps.isEmpty ? .same : .inconclusive
            }
            let (path, written) = try await write(state, logSigner)
            try say(written, state, path, session)
            if let signer {
                let target = try SealTarget.open(path, spoolFolder: session.spoolFolder)
                guard target.digests.hex == written.archive.hex else {
                    throw CommandError(
                        "\(path) is not what was written a moment ago",
                        hint: "find out who writes there; nothing was signed",
                        status: .evidenceInvalid)
                }
                let seals = try await Sealer(signer: signer).seal(
                    target, forms: [.bundle, .ssh], timestamp: SigningOptions.timestamp(from: timestamp))
                session.console.note("signed by \(signer.publicKey.fingerprint): \(seals.joined(separator: ", "))")
            }
            return state.manifest.gaps.isEmpty ? .same : .inconclusive
        }
    }

    private func recipients() throws -> [AgeRecipient] {
        try encryptTo.map { text in
            guard let recipient = AgeRecipient(text) else {
                throw CommandError(
                    "`\(text)` is no recipient of age", hint: "it begins with age1; `age-keygen -y KEYFILE` prints it")
            }
            return recipient
        }
    }

    /// The seals are of the archive inside: they are checked after `age -d`.
    private func writeEncrypted(
        _ state: CapturedState, _ recipients: [AgeRecipient], _ signer: (any Signer)?, _ session: Session
    ) async throws {
        let path = file ?? defaultName(state) + ".age"
        let plain = path.hasSuffix(".age") ? String(path.dropLast(4)) : path
        let (written, digests) = try await state.write(
            toFile: path, encryptedTo: recipients, compression: Compression(path: plain))
        try say(written, state, path, session)
        guard let signer else { return }
        let seals = try await Sealer(signer: signer).seal(
            SealSubject(decrypted: plain, digests: digests, written: written), forms: [.bundle, .ssh],
            timestamp: SigningOptions.timestamp(from: timestamp))
        session.console.note("signed by \(signer.publicKey.fingerprint): \(seals.joined(separator: ", "))")
    }

    private func write(
        _ state: CapturedState, _ logSigner: (any Signer)?
    ) async throws -> (path: String, written: WrittenSnapshot) {
        if let store {
            return try await SnapshotFolder(store).add(signedBy: logSigner) { (lineage, path) throws(SnapshotError) in
                var state = state
                state.manifest.lineage = lineage
                return try await state.write(toFile: path)
            }
        }
        let path = file ?? defaultName(state)
        if path == "-" { return (path, try await state.writeToStandardOutput()) }
        return (path, try await state.write(toFile: path, compression: Compression(path: path)))
    }

    private func sayCardNumbers(_ state: CapturedState, _ session: Session) throws {
        let cards = state.redactions.filter { $0.rule == CardNumber.rule }
        for card in cards.prefix(20) {
            session.console.note(
                "a card number, or digits that look like one, was replaced: \(card.identity) \(card.path)")
        }
        guard failOnCardNumber, let first = cards.first else { return }
        throw CommandError(
            "\(cards.count) values look like card numbers, the first in \(first.identity) at \(first.path); nothing was written",
            hint: "remove them from the cluster, or keep what is none with a rule in --redaction-rules")
    }

    /// The ending of a name that promises another kind of file; `nil` for any other.
    private static func foreignEnding(_ file: String) -> String? {
        [".zip", ".7z", ".rar", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".json", ".yaml", ".yml"].first {
            file.lowercased().hasSuffix($0)
        }
    }

    /// What the default scope left out, which nobody asked for; `nil` when nothing.
    private func leftOut(_ manifest: Manifest) -> String? {
        let usual = Scope(exclude: manifest.scope.exclude)
        let everything = Scope(include: ["*"], exclude: manifest.scope.exclude)
        let types = manifest.coverage.filter { type in
            (type.state == .excluded || type.state == .excludedUnreadable)
                && !usual.contains(group: type.group, resource: type.resource)
                && everything.contains(group: type.group, resource: type.resource)
        }.map { $0.group.isEmpty ? $0.resource : "\($0.resource).\($0.group)" }
        guard !types.isEmpty else { return nil }
        return
            "left out by default: \(types.joined(separator: ", ")) (--include takes one in, `snapctl rules scope` says why)"
    }

    private func defaultName(_ state: CapturedState) -> String {
        let name = ArchivePath.component(state.manifest.cluster?.name ?? "manifests")
        let time = state.manifest.times.startedAt.filter { $0 != ":" && $0 != "-" }
        return "\(name)-\(time).tar.zst"
    }

    private func say(_ written: WrittenSnapshot, _ state: CapturedState, _ path: String, _ session: Session) throws {
        let manifest = written.manifest
        if output == "json", path != "-" {
            var object = Object()
            object["file"] = .string(path)
            object["bytes"] = .number(Number(written.size))
            object["sha256"] = .string(written.archive.hex)
            object["manifest"] = .string(written.id.hex)
            object["normalizedRoot"] = .string(manifest.roots.normalized)
            object["contentRoot"] = .string(manifest.roots.content)
            object["objects"] = .number(Number(manifest.objectCount))
            object["complete"] = .bool(manifest.isComplete)
            object["changed"] = manifest.consistency?.changed.map { .number(Number($0)) }
            object["gaps"] = .array(
                manifest.gaps.map { gap in
                    [
                        "subject": .string(gap.subject), "reason": .string(gap.reason.rawValue),
                        "message": .string(gap.message),
                    ]
                })
            try session.console.result(CanonicalJSON.text(.object(object)) + "\n")
        } else {
            let types = manifest.coverage.count { $0.state == .complete }
            session.console.note(
                "captured \(Words.count(manifest.objectCount, "object")) of \(Words.count(types, "type")) into \(path == "-" ? "stdout" : path) "
                    + "(\(written.size) bytes, snapshot \(written.id.hex.prefix(12)))")
        }
        if let leftOut = leftOut(manifest) { session.console.note(leftOut) }
        for gap in manifest.gaps {
            session.console.note("gap: \(gap.subject) is missing: \(gap.reason.rawValue): \(gap.message)")
        }
        for unchecked in manifest.consistency?.unchecked ?? [] {
            session.console.note("not checked: \(unchecked.check): \(unchecked.message)")
        }
        if let changed = manifest.consistency?.changed, changed > 0 {
            session.console.note("\(Words.count(changed, "object")) changed while the cluster was read")
        }
        if manifest.redaction.isEphemeral, manifest.redaction.values > 0 {
            session.console.note(
                "no redaction key was given: the \(manifest.redaction.values) secret values of this snapshot compare with "
                    + "no other one; for the next: \(KeyRefusal.cure)")
        }
    }
}
