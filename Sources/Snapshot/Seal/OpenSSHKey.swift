/// Reads OpenSSH's own form of a private key. Source: openssh-portable, PROTOCOL.key.
enum OpenSSHKey {
    /// Why there is no key in it.
    enum Fault: Error {
        /// A passphrase protects it.
        case encrypted
        /// RSA, or a key on a hardware token.
        case unsupported(String)
        case malformed
    }

    private static let magic = Array("openssh-key-v1\0".utf8)

    /// The key in the bytes of an `OPENSSH PRIVATE KEY` block.
    static func key(_ bytes: [UInt8]) throws(Fault) -> SigningKey {
        do {
            return try read(bytes)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw .malformed
        }
    }

    private static func read(_ bytes: [UInt8]) throws -> SigningKey {
        var wire = SSHWireReader(bytes)
        guard try wire.raw(magic.count) == magic else { throw Fault.malformed }
        let cipher = try wire.text()
        _ = try wire.text()
        _ = try wire.string()
        guard try wire.uint32() == 1 else { throw Fault.malformed }
        let publicKey = try wire.string()
        guard cipher == "none" else { throw Fault.encrypted }
        var secret = SSHWireReader(try wire.string())
        guard try secret.uint32() == secret.uint32() else { throw Fault.malformed }
        let name = try secret.text()
        guard let algorithm = VerificationKey.Algorithm(rawValue: name) else { throw Fault.unsupported(name) }
        let number: [UInt8]?
        if algorithm == .ed25519 {
            _ = try secret.string()
            number = Array(try secret.string().prefix(32))
        } else {
            _ = try secret.string()
            _ = try secret.string()
            number = try secret.mpint(width: algorithm.width)
        }
        guard let number, let key = SigningKey(algorithm, secret: number), key.publicKey.sshWire == publicKey else {
            throw Fault.malformed
        }
        return key
    }
}
