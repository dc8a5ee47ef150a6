internal import Crypto

/// A signed statement about a log: so many entries, with that root. Whoever keeps one can tell later whether the log was
/// rewritten. Source: C2SP tlog-checkpoint and signed-note; Go reads it with x/mod/sumdb/note.
package struct Checkpoint: Sendable, Hashable {
    /// Which log.
    package let origin: String
    package let size: Int
    package let root: Digest
    /// Name, key number and signature of each line behind the text.
    private let signatures: [Signature]

    private struct Signature: Sendable, Hashable {
        let name: String
        let bytes: [UInt8]
    }

    /// Signs a checkpoint. The key has to be Ed25519: nothing else is known to readers of such notes.
    package static func signed(
        origin: String, log: LineageLog, by signer: any Signer
    ) async throws(SealError) -> Checkpoint {
        guard signer.publicKey.algorithm == .ed25519 else {
            throw .signer(
                "the key \(signer.publicKey.fingerprint)", why: "checkpoints are signed with Ed25519 keys only",
                hint: "make one: openssl genpkey -algorithm ed25519 -out log.pem")
        }
        let bare = Checkpoint(origin: origin, size: log.entries.count, root: log.root, signatures: [])
        let signature = try await signer.signature(over: Array(bare.text.utf8))
        return Checkpoint(
            origin: origin, size: bare.size, root: bare.root,
            signatures: [Signature(name: origin, bytes: number(origin, signer.publicKey) + signature)])
    }

    private init(origin: String, size: Int, root: Digest, signatures: [Signature]) {
        self.origin = origin
        self.size = size
        self.root = root
        self.signatures = signatures
    }

    /// The signed text.
    private var text: String { "\(origin)\n\(size)\n\(StrictBase64.encode(root.bytes))\n" }

    /// The text of the file.
    package var bytes: [UInt8] {
        Array(
            (text + "\n" + signatures.map { "\u{2014} \($0.name) \(StrictBase64.encode($0.bytes))\n" }.joined()).utf8)
    }

    /// Reads the text of a file.
    package init(bytes: [UInt8], file: String) throws(SealError) {
        func fault(_ why: String) -> SealError { .malformed(file: file, why: why) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("it is not UTF-8") }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 6, lines.last == "", lines[3].isEmpty, !lines[0].isEmpty, let size = Int(lines[1]),
            size >= 0,
            String(size) == lines[1], let root = StrictBase64.decode(String(lines[2])), root.count == 32
        else { throw fault("it is no checkpoint") }
        var signatures: [Signature] = []
        for line in lines[4...].dropLast() {
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "\u{2014}", let bytes = StrictBase64.decode(String(words[2])),
                bytes.count > 4
            else { throw fault("a line of signatures is malformed") }
            signatures.append(Signature(name: String(words[1]), bytes: bytes))
        }
        self.init(origin: String(lines[0]), size: size, root: Digest(raw: root.span), signatures: signatures)
        guard self.bytes == bytes else { throw fault("it is not spelled as checkpoints are") }
    }

    /// Whether a key signed it.
    package func isSigned(by key: VerificationKey) -> Bool {
        guard key.algorithm == .ed25519 else { return false }
        let number = Self.number(origin, key)
        return signatures.contains {
            $0.name == origin && $0.bytes.prefix(4).elementsEqual(number)
                && key.verifies(Array($0.bytes.dropFirst(4)), over: Array(text.utf8))
        }
    }

    /// What `note.NewVerifier` of Go takes.
    package static func verifierKey(_ origin: String, _ key: VerificationKey) -> String {
        "\(origin)+\(HexDigits.encode(number(origin, key)))+\(StrictBase64.encode([1] + key.point))"
    }

    /// The first bytes of SHA-256(name ‖ newline ‖ 1 ‖ key).
    private static func number(_ name: String, _ key: VerificationKey) -> [UInt8] {
        Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 0x01] + key.point).prefix(4))
    }
}
