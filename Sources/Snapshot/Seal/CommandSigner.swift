internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// A key that only a command can reach: in a vault, an HSM, a cloud's key service.
///
/// The command line runs in `sh`, gets the bytes to sign on stdin and prints the signature: DER for ECDSA, 64 bytes for
/// Ed25519, raw or in base64. What it says on stderr goes through.
package struct CommandSigner: Signer {
    package let publicKey: VerificationKey
    private let command: String

    package init(_ publicKey: VerificationKey, command: String) {
        self.publicKey = publicKey
        self.command = command
    }

    package func signature(over message: [UInt8]) async throws(SealError) -> [UInt8] {
        let output: [UInt8]
        let status: TerminationStatus
        do {
            // From a file without a name: a command may end without having read a pipe.
            var spool = try Spool(in: Spool.defaultFolder(environment: [:]))
            _ = try spool.append(message)
            let input = try spool.finished()
            let result = try await Subprocess.run(
                Subprocess.Configuration(executable: .path("/bin/sh"), arguments: ["-c", command]),
                input: .fileDescriptor(FileDescriptor(rawValue: input.number), closeAfterSpawningProcess: false),
                output: .bytes(limit: 1 << 16),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
            output = result.standardOutput
            status = result.terminationStatus
            // Open until here.
            _ = input.number
        } catch {
            throw failure("it could not be run")
        }
        guard case .exited(0) = status else { throw failure("it ended with \(status)") }
        for candidate in [output, decoded(output)] {
            if let candidate, publicKey.verifies(candidate, over: message) { return candidate }
        }
        throw failure("it printed no signature of \(publicKey.fingerprint) over what it was given")
    }

    private func decoded(_ output: [UInt8]) -> [UInt8]? {
        let text = String(decoding: output, as: UTF8.self).filter { !$0.isWhitespace }
        return Data(base64Encoded: text).map { Array($0) }
    }

    private func failure(_ why: String) -> SealError {
        .signer(
            "the signer command `\(command)`", why: why,
            hint: "try it: `printf x | \(command)` must print the signature, raw or in base64")
    }
}
