import ArgumentParser
import Diff
import Snapshot

/// `snapctl proof`
struct ProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof", abstract: "Show one object of a snapshot, with the proof that it belongs to it.",
        discussion: """
            Writes the object and the digests that lead from it to the content root of the snapshot, which its signature \
            vouches for. Whoever has the signed statement can check it without the snapshot; docs/verify-without-snapctl.md \
            says how with jq and sha256sum. With --check, checks such a file against a snapshot's bundle or a root.

            Examples:
              snapctl proof prod.tar.zst NetworkPolicy/default-deny -n payments > proof.json
              snapctl proof --check proof.json --root 8d1f…
            """)

    @Argument(help: "The snapshot, and KIND/NAME of the object; KIND may be KIND.GROUP.")
    var arguments: [String] = []

    @Option(name: [.customShort("n"), .long], help: "The object's namespace.")
    var namespace: String?

    @Option(help: "A proof to check instead of making one.")
    var check: String?

    @Option(help: "The content root to check it against, from a statement that you trust.")
    var root: String?

    func run() async throws {
        let session = Session()
        try await perform(session) {
            if let check { return try verify(check, session) }
            guard arguments.count == 2 else {
                throw CommandError("a snapshot and KIND/NAME are expected", hint: "see `snapctl proof --help`")
            }
            let parts = arguments[1].split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw CommandError("`\(arguments[1])` is no KIND/NAME", hint: "for instance NetworkPolicy/default-deny")
            }
            let kind = parts[0].split(separator: ".", maxSplits: 1).map(String.init)
            let reader = try SnapshotReader.open(path: arguments[0], spoolFolder: session.spoolFolder)
            let proofs = try ObjectProof.proofs(
                of: { identity in
                    identity.kind == kind[0] && identity.name == parts[1]
                        && (kind.count == 1 || identity.group == kind[1])
                        && (namespace == nil || identity.namespace == namespace)
                }, in: reader)
            guard let proof = proofs.first else {
                throw CommandError(
                    "\(arguments[1]) is not in \(arguments[0])", hint: "look at the index: tar -xOf … index.jsonl")
            }
            guard proofs.count == 1 else {
                throw CommandError(
                    "\(proofs.count) objects are called \(arguments[1])",
                    hint: "name the namespace with -n, or the group as KIND.GROUP")
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
}
