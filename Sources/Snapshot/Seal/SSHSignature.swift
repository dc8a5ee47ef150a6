internal import Crypto

/// A detached signature as `ssh-keygen -Y` makes and checks it. Source: openssh-portable, PROTOCOL.sshsig.
package struct SSHSignature: Sendable, Hashable {
    /// What a signature is for, so that one made for something else cannot stand here.
    package enum Namespace {
        package static let snapshot = "snapctl.dev/snapshot/v1"
        package static let verdict = "snapctl.dev/verdict/v1"
        package static let release = "snapctl.dev/release/v1"
    }

    private static let magic = Array("SSHSIG".utf8)
    private static let begin = "-----BEGIN SSH SIGNATURE-----"
    private static let end = "-----END SSH SIGNATURE-----"

    package let key: VerificationKey
    package let namespace: String
    /// `sha256` or `sha512`.
    let hash: String
    /// DER or 64 bytes.
    private let signature: [UInt8]

    /// Signs a file by its SHA-512.
    package static func signed(
        sha512: [UInt8], namespace: String, by signer: any Signer
    ) async throws(SealError) -> SSHSignature {
        let message = signedBytes(namespace: namespace, hash: "sha512", digest: sha512)
        let signature = try await signer.signature(over: message)
        let seal = SSHSignature(key: signer.publicKey, namespace: namespace, hash: "sha512", signature: signature)
        guard seal.verifies(FileDigests(sha256: [], sha512: sha512)) else {
            throw .signer(
                "the key \(signer.publicKey.fingerprint)", why: "its signature does not verify",
                hint: "check that public and private key belong together")
        }
        return seal
    }

    private init(key: VerificationKey, namespace: String, hash: String, signature: [UInt8]) {
        self.key = key
        self.namespace = namespace
        self.hash = hash
        self.signature = signature
    }

    /// Whether it is the signature of the file with these digests by its own key; whose key that is, is another question.
    package func verifies(_ digests: FileDigests) -> Bool {
        let digest = hash == "sha512" ? digests.sha512 : digests.sha256
        return key.verifies(signature, over: Self.signedBytes(namespace: namespace, hash: hash, digest: digest))
    }

    /// The bytes that are signed.
    private static func signedBytes(namespace: String, hash: String, digest: [UInt8]) -> [UInt8] {
        var wire = SSHWireWriter()
        wire.raw(magic)
        wire.string(namespace)
        wire.string("")
        wire.string(hash)
        wire.string(digest)
        return wire.bytes
    }

    /// The text of the file.
    package var armored: String {
        var wire = SSHWireWriter()
        wire.raw(Self.magic)
        wire.uint32(1)
        wire.string(key.sshWire)
        wire.string(namespace)
        wire.string("")
        wire.string(hash)
        wire.string(ECDSASignature.sshBlob(signature, key.algorithm) ?? [])
        var text = Self.begin + "\n"
        var rest = StrictBase64.encode(wire.bytes)[...]
        while !rest.isEmpty {
            text += rest.prefix(70) + "\n"
            rest = rest.dropFirst(70)
        }
        return text + Self.end + "\n"
    }

    /// Reads the text of a file. Only the one spelling that ssh-keygen writes is taken.
    package init(armored bytes: [UInt8], file: String) throws(SealError) {
        func fault(_ why: String) -> SealError { .malformed(file: file, why: why) }
        guard let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(Self.begin + "\n"),
            text.hasSuffix("\n" + Self.end + "\n")
        else { throw fault("it is no SSH signature") }
        let body = text.dropFirst(Self.begin.count + 1).dropLast(Self.end.count + 2).filter { $0 != "\n" }
        guard let blob = StrictBase64.decode(String(body)) else { throw fault("it is not proper base64") }
        guard let fields = try? Fields(blob) else { throw fault("it ends early, or something follows it") }
        guard fields.magic == Self.magic, fields.version == 1 else {
            throw fault("it is no SSH signature of version 1")
        }
        guard fields.reserved.isEmpty else { throw fault("a reserved field is not empty") }
        let hash = fields.hash
        guard hash == "sha512" || hash == "sha256" else { throw fault("the hash `\(hash)` is not known") }
        guard let key = VerificationKey(sshWire: fields.key) else {
            var name = SSHWireReader(fields.key)
            throw fault(
                "keys of type \((try? name.text()) ?? "unknown") are not supported; check it with ssh-keygen -Y verify")
        }
        guard let neutral = ECDSASignature.neutral(sshBlob: fields.signature, key.algorithm) else {
            throw fault("the signature is of another kind than its key")
        }
        self.init(key: key, namespace: fields.namespace, hash: hash, signature: neutral)
        guard Array(armored.utf8) == bytes else { throw fault("it is not spelled as ssh-keygen spells it") }
    }

    /// The fields of the blob in the armor.
    private struct Fields {
        let magic: [UInt8]
        let version: UInt32
        let key: [UInt8]
        let namespace: String
        let reserved: [UInt8]
        let hash: String
        let signature: [UInt8]

        init(_ blob: [UInt8]) throws(SSHWireReader.Truncated) {
            var wire = SSHWireReader(blob)
            magic = try wire.raw(6)
            version = try wire.uint32()
            key = try wire.string()
            namespace = try wire.text()
            reserved = try wire.string()
            hash = try wire.text()
            signature = try wire.string()
            guard wire.isAtEnd else { throw SSHWireReader.Truncated() }
        }
    }
}
