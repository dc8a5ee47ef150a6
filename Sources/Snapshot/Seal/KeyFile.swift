import Glibc

/// Reads keys from files, private and public, in the forms that openssl and OpenSSH write.
package enum KeyFile {
    /// What a file held.
    package enum Content: Sendable {
        case privateKey(SigningKey)
        case publicKey(VerificationKey)
    }

    private static let limit = 1 << 16

    /// The key in a file. A file with a private key must be its owner's alone.
    package static func read(_ path: String) throws(SealError) -> Content {
        let (bytes, mode) = try contents(path)
        if let key = publicKey(bytes) { return .publicKey(key) }
        let key = try privateKey(bytes, path: path)
        guard mode & 0o077 == 0 else {
            throw .key(
                path: path, why: "others can read it (mode \(String(mode, radix: 8)))",
                hint: "chmod 600 \(path), and consider making a new key")
        }
        return .privateKey(key)
    }

    /// The public key in a file; of a private key, its public half.
    package static func publicKey(at path: String) throws(SealError) -> VerificationKey {
        let (bytes, _) = try contents(path)
        if let key = publicKey(bytes) { return key }
        return try privateKey(bytes, path: path).publicKey
    }

    /// The bytes and the mode of one and the same file, whatever happens to the path meanwhile.
    private static func contents(_ path: String) throws(SealError) -> (bytes: [UInt8], mode: Int) {
        do throws(DiskError) {
            let file = try Descriptor.reading(path)
            let mode = try file.status().mode
            return (try FileReader.bytes(of: file, limit: limit), mode)
        } catch {
            throw .disk(error)
        }
    }

    /// A public key in PEM or in a line as in `authorized_keys`.
    static func publicKey(_ bytes: [UInt8]) -> VerificationKey? {
        for block in PEMBlock.all(in: bytes) where block.label == "PUBLIC KEY" {
            return VerificationKey(der: block.bytes)
        }
        let words = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(separator: " ")
        guard words.count >= 2, let wire = StrictBase64.decode(String(words[1])),
            let key = VerificationKey(sshWire: wire), key.algorithm.rawValue == words[0]
        else { return nil }
        return key
    }

    private static func privateKey(_ bytes: [UInt8], path: String) throws(SealError) -> SigningKey {
        let supported = "make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"
        for block in PEMBlock.all(in: bytes) {
            switch block.label {
            // `openssl ecparam -genkey` writes this one before the key.
            case "EC PARAMETERS": continue
            case "ENCRYPTED PRIVATE KEY", "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY":
                throw encrypted(path)
            case "PRIVATE KEY", "EC PRIVATE KEY":
                if block.hasHeaders { throw encrypted(path) }
                guard let key = SigningKey(der: block.bytes) else {
                    throw .key(path: path, why: "it is neither ECDSA on a NIST curve nor Ed25519", hint: supported)
                }
                return key
            case "OPENSSH PRIVATE KEY":
                do throws(OpenSSHKey.Fault) { return try OpenSSHKey.key(block.bytes) } catch {
                    switch error {
                    case .encrypted: throw encrypted(path)
                    case .unsupported(let name):
                        throw .key(path: path, why: "keys of type \(name) are not supported", hint: supported)
                    case .malformed: throw .key(path: path, why: "it is damaged", hint: supported)
                    }
                }
            default: continue
            }
        }
        throw .key(path: path, why: "there is no key in it that can be used here", hint: supported)
    }

    private static func encrypted(_ path: String) -> SealError {
        .key(
            path: path, why: "a passphrase protects it",
            hint: "load it into ssh-agent and give the public key, or use --sign-command")
    }
}
