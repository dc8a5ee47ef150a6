internal import Crypto

/// A file that appears whole or not at all, encrypted to some recipients in the format that age(1) decrypts. What is
/// written here never reaches a disk in clear. Source: age-encryption.org/v1.
package struct AgeFile: ~Copyable, ByteSink {
    private static let chunk = 1 << 16

    private var file: AtomicFile
    private let key: SymmetricKey
    private var pending: [UInt8] = []
    private var counter: UInt64 = 0
    private var short = SHA256()
    private var long = SHA512()

    /// Begins a file with the header for these recipients.
    package init(_ path: String, recipients: [AgeRecipient]) throws(DiskError) {
        var file = try AtomicFile(path)
        let fileKey = SymmetricKey(size: .bits128)
        var header = Array("age-encryption.org/v1\n".utf8)
        for recipient in recipients { header += Self.stanza(recipient, fileKey) }
        header += Array("---".utf8)
        let headerKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: fileKey, info: Array("header".utf8), outputByteCount: 32)
        let code = HMAC<SHA256>.authenticationCode(for: header, using: headerKey)
        header += Array(" \(Self.base64(Array(code)))\n".utf8)
        var generator = SystemRandomNumberGenerator()
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try file.write(header + nonce)
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: fileKey, salt: nonce, info: Array("payload".utf8), outputByteCount: 32)
        self.file = file
    }

    /// Takes all of the bytes.
    package mutating func write(_ bytes: [UInt8]) throws(DiskError) {
        short.update(data: bytes)
        long.update(data: bytes)
        pending += bytes
        // The last chunk is marked, so the end of a full one is known only when more comes.
        var start = 0
        while pending.count - start > Self.chunk {
            try file.write(sealed(pending[start..<start + Self.chunk], isLast: false))
            start += Self.chunk
        }
        pending.removeFirst(start)
    }

    /// Makes the file appear.
    ///
    /// - Returns: the digests of what was written, in clear.
    package consuming func commit() throws(DiskError) -> FileDigests {
        try file.write(sealed(pending[...], isLast: true))
        let digests = FileDigests(sha256: Array(short.finalize()), sha512: Array(long.finalize()))
        try file.commit()
        return digests
    }

    private mutating func sealed(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws(DiskError) -> [UInt8] {
        var nonce: [UInt8] = [0, 0, 0]
        for shift in [56, 48, 40, 32, 24, 16, 8, 0] as [UInt64] {
            nonce.append(UInt8(truncatingIfNeeded: counter >> shift))
        }
        nonce.append(isLast ? 1 : 0)
        counter += 1
        return try Self.sealed(bytes, key, nonce)
    }

    /// Ciphertext and tag.
    private static func sealed(_ bytes: ArraySlice<UInt8>, _ key: SymmetricKey, _ nonce: [UInt8]) throws(DiskError)
        -> [UInt8]
    {
        guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.seal(bytes, using: key, nonce: nonce)
        else { throw DiskError(.write, "encrypted file", code: 5) }
        return Array(box.ciphertext) + Array(box.tag)
    }

    /// The file key for one recipient.
    private static func stanza(_ recipient: AgeRecipient, _ fileKey: SymmetricKey) -> [UInt8] {
        let secret = Curve25519.KeyAgreement.PrivateKey()
        let share = Array(secret.publicKey.rawRepresentation)
        guard let other = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient.key),
            let shared = try? secret.sharedSecretFromKeyAgreement(with: other)
        else { return [] }
        let wrapKey = shared.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: share + recipient.key, sharedInfo: Array("age-encryption.org/v1/X25519".utf8),
            outputByteCount: 32)
        let plain = unsafe fileKey.withUnsafeBytes { unsafe Array($0) }
        let wrapped = (try? sealed(plain[...], wrapKey, Array(repeating: 0, count: 12))) ?? []
        return Array("-> X25519 \(base64(share))\n\(base64(wrapped))\n".utf8)
    }

    private static func base64(_ bytes: [UInt8]) -> String { StrictBase64.encode(bytes).filter { $0 != "=" } }
}

extension CapturedState {
    /// Writes the state as an encrypted file, whole or not at all; nothing of it is on a disk in clear.
    ///
    /// - Returns: what was written, and the digests of the archive inside.
    package func write(
        toFile path: String, encryptedTo recipients: [AgeRecipient], compression: Compression = .zstd
    ) async throws -> (written: WrittenSnapshot, digests: FileDigests) {
        try await write { contents, spool, canary in
            var file = try AgeFile(path, recipients: recipients)
            let written = try SnapshotWriter.write(
                contents, bodies: spool, compression: compression, canary: canary, to: &file)
            return (written, try file.commit())
        }
    }
}
