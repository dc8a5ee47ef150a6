/// Proof that a log only grew since an older checkpoint, to be checked without the log.
///
/// The bytes are those that a witness is sent, so that one can be asked to countersign as well:
///
/// ```
/// old 20
/// <base64 of a digest>
/// …
///
/// <the newer checkpoint>
/// ```
///
/// Source: C2SP tlog-witness, `add-checkpoint`.
package struct CheckpointProof: Sendable, Hashable {
    /// The checkpoint that it leads to.
    package let checkpoint: Checkpoint
    private let proof: ConsistencyProof

    private static let limit = 63

    /// The proof from an older checkpoint to a newer one of the same log; `nil` when the log does not continue it.
    package init?(from old: Checkpoint, to new: Checkpoint, in log: LineageLog) {
        let leaves = log.entries.prefix(new.size).map { MerkleTree.leaf($0.bytes) }
        guard old.origin == new.origin, leaves.count == new.size, log.root(ofFirst: new.size) == new.root,
            let proof = ConsistencyProof(old: old.size, leaves: leaves),
            proof.proves(oldRoot: old.root, newRoot: new.root)
        else { return nil }
        checkpoint = new
        self.proof = proof
    }

    /// The text of the file.
    package var bytes: [UInt8] {
        Array("old \(proof.old)\n".utf8)
            + proof.path.flatMap { Array((StrictBase64.encode($0.bytes) + "\n").utf8) } + Array("\n".utf8)
            + checkpoint.bytes
    }

    /// Reads the text of a file.
    package init(bytes: [UInt8], file: String) throws(SealError) {
        let fault = SealError.malformed(file: file, why: "it is no proof that a log continues a checkpoint")
        var rest = bytes[...]
        func line() -> String? {
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return String(validating: rest[..<end], as: UTF8.self)
        }
        guard let head = line(), head.hasPrefix("old "), let old = Int(head.dropFirst(4)), old > 0 else { throw fault }
        var path: [Digest] = []
        while true {
            guard let text = line(), path.count <= Self.limit else { throw fault }
            if text.isEmpty { break }
            guard let digest = StrictBase64.decode(text), digest.count == 32 else { throw fault }
            path.append(Digest(raw: digest.span))
        }
        checkpoint = try Checkpoint(bytes: Array(rest), file: file)
        proof = ConsistencyProof(old: old, new: checkpoint.size, path: path)
        guard self.bytes == bytes else { throw fault }
    }

    /// Whether the log of the newer checkpoint begins with that of the older one.
    package func continues(_ old: Checkpoint) -> Bool {
        old.origin == checkpoint.origin && old.size == proof.old
            && proof.proves(oldRoot: old.root, newRoot: checkpoint.root)
    }
}
