import ArgumentParser
import Snapshot

/// With which key to sign.
struct SigningOptions: ParsableArguments {
    @Option(
        name: .customLong("signing-key"),
        help: """
            The key to sign with: PEM or OpenSSH, mode 0600. With a public key here, ssh-agent signs, or --sign-command.
            """)
    var key: String?

    @Option(help: "Command line that signs: gets the bytes on stdin, prints the signature (DER or base64).")
    var signCommand: String?

    /// Whoever signs with the key in a file.
    static func signer(key path: String, command: String?, _ session: Session) throws -> any Signer {
        if let command { return CommandSigner(try KeyFile.publicKey(at: path), command: command) }
        switch try KeyFile.read(path) {
        case .privateKey(let key): return key
        case .publicKey(let key): return try AgentSigner(key, environment: session.environment)
        }
    }

    /// Asks an authority for timestamps; `nil` without one.
    static func timestamp(
        from url: String?
    ) -> ((_ signature: [UInt8]) async throws(SealError) -> [UInt8])? {
        guard let url else { return nil }
        return { signature throws(SealError) in
            try await TimestampAuthority.response(from: url, over: signature, toolVersion: Snapctl.version)
        }
    }
}
