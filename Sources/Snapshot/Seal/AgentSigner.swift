import Glibc

/// A key that an ssh-agent holds, perhaps on a hardware token. Source: draft-miller-ssh-agent §3.
package struct AgentSigner: Signer {
    package let publicKey: VerificationKey
    private let socketPath: String

    private static let replyLimit = 1 << 18

    /// The key in the agent at `SSH_AUTH_SOCK`.
    package init(_ publicKey: VerificationKey, environment: [String: String]) throws(SealError) {
        guard let path = environment["SSH_AUTH_SOCK"], !path.isEmpty else {
            throw .signer(
                "ssh-agent", why: "SSH_AUTH_SOCK is not set, and only a public key was given",
                hint: "start an agent and `ssh-add` the key, give the private key, or use --sign-command")
        }
        self.publicKey = publicKey
        socketPath = path
    }

    package func signature(over message: [UInt8]) async throws(SealError) -> [UInt8] {
        var request = SSHWireWriter()
        request.raw([13])  // SSH_AGENTC_SIGN_REQUEST
        request.string(publicKey.sshWire)
        request.string(message)
        request.uint32(0)
        let reply: [UInt8]
        do throws(DiskError) { reply = try exchange(request.bytes) } catch { throw .disk(error) }
        var wire = SSHWireReader(reply)
        guard (try? wire.raw(1)) == [14], let blob = try? wire.string(), wire.isAtEnd else {
            throw .signer(
                "ssh-agent", why: "it does not sign with \(publicKey.fingerprint)",
                hint: "`ssh-add -l` lists the keys it has; `ssh-add KEY` adds one")
        }
        guard let signature = ECDSASignature.neutral(sshBlob: blob, publicKey.algorithm) else {
            throw .signer("ssh-agent", why: "its signature is of another kind than the key", hint: "use another key")
        }
        return signature
    }

    private func exchange(_ request: [UInt8]) throws(DiskError) -> [UInt8] {
        let socket = try connected()
        var frame = SSHWireWriter()
        frame.string(request)
        try socket.write(frame.bytes)
        var reply: [UInt8] = []
        while true {
            if reply.count >= 4 {
                let length = reply.prefix(4).reduce(0) { $0 << 8 | Int($1) }
                guard length <= Self.replyLimit else { throw DiskError(.read, socketPath, code: EMSGSIZE) }
                if reply.count >= 4 + length { return Array(reply[4..<4 + length]) }
            }
            guard try socket.read(upTo: 1 << 16, into: &reply) > 0 else {
                throw DiskError(.read, socketPath, code: ECONNRESET)
            }
        }
    }

    private func connected() throws(DiskError) -> Descriptor {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw DiskError(.open, socketPath, code: errno) }
        let descriptor = Descriptor(adopting: number, path: socketPath)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socketPath.utf8)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { space in
            guard path.count < space.count else { return false }
            unsafe space.copyBytes(from: path)
            return true
        }
        guard fits else { throw DiskError(.open, socketPath, code: ENAMETOOLONG) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw DiskError(.open, socketPath, code: errno) }
        return descriptor
    }
}
