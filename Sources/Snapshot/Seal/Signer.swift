/// Whoever holds a private key: this process, an ssh-agent, or a command that reaches a vault.
package protocol Signer: Sendable {
    /// The public half.
    var publicKey: VerificationKey { get }

    /// A signature over a message: DER for ECDSA, 64 bytes for Ed25519.
    func signature(over message: [UInt8]) async throws(SealError) -> [UInt8]
}
