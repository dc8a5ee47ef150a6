import ArgumentParser
import Diff
import Snapshot

/// `snapctl proof`
struct ProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof", abstract: "Prove that an object belongs to a snapshot, or that a store only grew.",
        discussion: """
            Writes the object and the digests that lead from it to the content root of the snapshot, which its signature \
            covers. Whoever has the signed statement can check it without the snapshot; docs/verify-without-snapctl.md \
            says how with jq and sha256sum. With --check, checks such a file against a root that you trust.

            Of a store and a checkpoint that somebody kept, writes the proof that the store's log continues it: the \
            digests that lead from one root to the other, and the newest checkpoint. It can be checked without the store, \
            and is what a C2SP witness is sent.

            Examples:
              snapctl proof prod.tar.zst netpol/default-deny -n payments > proof.json
              snapctl proof --check proof.json --root 8d1f…
              snapctl proof /evidence --since checkpoint-of-march > march-to-now.proof
              snapctl proof --check march-to-now.proof --since checkpoint-of-march --trust-key log.pub
            """)

    @Argument(
        help: "The snapshot and the object: KIND/NAME, KIND/NAMESPACE/NAME or KIND NAME. Or the folder of a store.")
    var arguments: [String] = []

    @Option(name: [.customShort("n"), .long], help: "The object's namespace.")
    var namespace: String?

    @Option(help: "A proof to check instead of making one.")
    var check: String?

    @Option(help: "The content root to check it against, from a statement that you trust.")
    var root: String?

    @Option(help: "A checkpoint of the store that was kept from before.")
    var since: String?

    @Option(
        name: .customLong("trust-key"),
        help: "With --check and --since: the public key whose checkpoints are trusted, PEM or OpenSSH.")
    var key: String?

    func run() async throws {
        let session = Session()
        try await perform(session) {
            if let check {
                return since == nil ? try verify(check, session) : try verifyGrowth(check, session)
            }
            if let since { return try writeGrowth(since: since, session) }
            guard let path = arguments.first, arguments.count > 1 else {
                throw CommandError("a snapshot and KIND/NAME are expected", hint: "see `snapctl proof --help`")
            }
            let reader = try SnapshotReader.open(path: path, spoolFolder: session.spoolFolder)
            let state = try ClusterState(reader, name: path)
            let identity = try ObjectQuery(state: state, namespace: namespace).object(Array(arguments.dropFirst()))
                .identity
            guard let proof = try ObjectProof.proof(of: { $0 == identity }, in: reader) else {
                throw CommandError(
                    "\(identity) is not under the root of \(path)", hint: "the snapshot is not what its manifest says",
                    status: .evidenceInvalid)
            }
            try session.console.result(bytes: proof.bytes)
            return .same
        }
    }

    private func verify(_ path: String, _ session: Session) throws -> ExitStatus {
        let proof = try ObjectProof(bytes: try FileReader.bytes(of: path, limit: 64 << 20), file: path)
        guard let text = root, let root = Digest(hex: text) else {
            throw CommandError(
                "a proof is worth what its root is: no root was given to check it against",
                hint: "take it from a verified statement: --root \"$(jq -r .predicate.roots.content statement.json)\"")
        }
        guard proof.holds(root: root) else {
            throw CommandError(
                "\(path) does not belong to a snapshot with the content root \(text)",
                hint: "do not rely on it", status: .evidenceInvalid)
        }
        session.console.note("\(proof.path) is in the snapshot with the content root \(text)")
        return .same
    }

    private static func checkpoint(_ path: String) throws -> Checkpoint {
        try Checkpoint(bytes: try FileReader.bytes(of: path, limit: 1 << 16), file: path)
    }

    private func writeGrowth(since: String, _ session: Session) throws -> ExitStatus {
        guard arguments.count == 1 else {
            throw CommandError("--since goes with the folder of a store alone", hint: "see `snapctl proof --help`")
        }
        let kept = try Self.checkpoint(since)
        guard let store = try SnapshotFolder(existing: arguments[0]) else { throw StoreError.absent(arguments[0]) }
        guard let newest = try store.checkpoint() else {
            throw CommandError(
                "the log of \(arguments[0]) is unsigned",
                hint: "capture with --store and --log-key writes a checkpoint")
        }
        guard let proof = CheckpointProof(from: kept, to: newest, in: try store.log()) else {
            throw CommandError(
                "the log of \(arguments[0]) does not continue \(since): it was cut, rewritten or replaced",
                hint: "do not rely on it", status: .evidenceInvalid)
        }
        try session.console.result(bytes: proof.bytes)
        return .same
    }

    private func verifyGrowth(_ path: String, _ session: Session) throws -> ExitStatus {
        guard let since, let key else {
            throw CommandError(
                "no key was given to check the checkpoints with",
                hint: "name the public key of the log with --trust-key FILE"
            )
        }
        let kept = try Self.checkpoint(since)
        let proof = try CheckpointProof(bytes: try FileReader.bytes(of: path, limit: 1 << 20), file: path)
        let trusted = try KeyFile.publicKey(at: key)
        for (checkpoint, file) in [(kept, since), (proof.checkpoint, path)] where !checkpoint.isSigned(by: trusted) {
            throw CommandError(
                "the checkpoint in \(file) is not signed by \(key)", hint: "do not rely on it", status: .evidenceInvalid
            )
        }
        guard proof.continues(kept) else {
            throw CommandError(
                "the log of \(path) does not continue \(since)", hint: "do not rely on it", status: .evidenceInvalid)
        }
        session.console.note(
            "the log grew from \(kept.size) to \(proof.checkpoint.size) snapshots, and the first \(kept.size) are the same"
        )
        return .same
    }
}
