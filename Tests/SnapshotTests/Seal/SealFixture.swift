import Snapshot
import TestSupport
import Testing

/// A folder with a small snapshot and keys made by the tools that make them everywhere.
struct SealFixture {
    let folder: TemporaryDirectory
    let snapshot: String

    /// The kinds of key files that people have.
    enum KeyKind: String, CaseIterable, CustomTestStringConvertible {
        case pkcs8 = "P-256 as openssl genpkey writes it"
        case sec1 = "P-256 as openssl ecparam writes it, parameters first"
        case pkcs8Ed25519 = "Ed25519 as openssl genpkey writes it"
        case p384 = "P-384 in PKCS#8"
        case p521 = "P-521 in PKCS#8"
        case sshECDSA = "P-256 as ssh-keygen writes it"
        case sshEd25519 = "Ed25519 as ssh-keygen writes it"

        var testDescription: String { rawValue }

        fileprivate func command(_ path: String) -> [String] {
            switch self {
            case .pkcs8:
                ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path]
            case .sec1: ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", path]
            case .pkcs8Ed25519: ["openssl", "genpkey", "-algorithm", "ed25519", "-out", path]
            case .p384: ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", path]
            case .p521: ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521", "-out", path]
            case .sshECDSA: ["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-C", "ops", "-f", path]
            case .sshEd25519: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ops", "-f", path]
            }
        }
    }

    init() throws {
        folder = try TemporaryDirectory()
        snapshot = folder.file("snap.tar.zst")
        try SampleSnapshot.write(to: snapshot, in: folder)
    }

    /// A new private key; its path.
    func key(_ kind: KeyKind = .pkcs8, named name: String = "key") throws -> String {
        let path = folder.file(name)
        try Tool.run(kind.command(path))
        try Tool.run(["chmod", "600", path])
        return path
    }

    func signer(_ path: String) throws -> SigningKey {
        guard case .privateKey(let key) = try KeyFile.read(path) else {
            throw SealError.key(path: path, why: "no private key", hint: "")
        }
        return key
    }

    /// Signs the snapshot in the usual forms.
    func seal(_ signer: any Signer, forms: [Sealer.Form] = [.bundle, .ssh]) async throws {
        _ = try await Sealer(signer: signer).seal(
            try SealTarget.open(snapshot, spoolFolder: folder.path), forms: forms)
    }

    /// What a verification with these keys trusted finds.
    func verify(_ keys: [VerificationKey], _ change: (inout SealVerifier) -> Void = { _ in }) async throws
        -> Verification
    {
        var verifier = SealVerifier(
            trust: Trust(keys: keys.map { ("trusted", $0) }, now: 1_790_000_000), spoolFolder: folder.path)
        change(&verifier)
        return try await verifier.verify(snapshot)
    }

    /// Runs a line of shell in the folder.
    @discardableResult
    func shell(_ line: String) throws -> String {
        String(
            decoding: try Tool.run(["bash", "-euo", "pipefail", "-c", "cd \"$0\"; \(line)", folder.path]), as: UTF8.self
        )
    }
}

extension Verification {
    /// `bundle passed`, in order.
    var outcomes: [String] { checks.map { "\($0.name) \($0.outcome.rawValue)" } }
}
