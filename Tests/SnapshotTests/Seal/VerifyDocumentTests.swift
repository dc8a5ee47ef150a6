import Snapshot
import TestSupport
import Testing

/// What the document needs and this machine lacks.
private let missingTools = [
    "bash", "openssl", "ssh-keygen", "jq", "sha256sum", "tar", "zstd", "python3", "diff",
].filter { !Tool.exists($0) }

/// docs/verify-without-snapctl.md says what works, word by word.
@Suite(.enabled(if: missingTools.isEmpty, "a tool of the document is missing"))
struct VerifyDocumentTests {
    /// The shell blocks of the document, in order, as one script.
    private static func script() throws -> String {
        let path =
            #filePath.split(separator: "Tests/SnapshotTests").first.map { $0 + "docs/verify-without-snapctl.md" } ?? ""
        let text = String(decoding: try FileReader.bytes(of: String(path), limit: 1 << 20), as: UTF8.self)
        let blocks = text.split(separator: "\n```sh\n").dropFirst().compactMap {
            $0.split(separator: "\n```\n", omittingEmptySubsequences: false).first
        }
        return blocks.joined(separator: "\n") + "\n"
    }

    private static let digest = String(repeating: "ab", count: 32)

    /// A folder with every file that the document speaks of.
    private func prepared() async throws -> TemporaryDirectory {
        let folder = try TemporaryDirectory()
        let path = folder.file("prod.tar.zst")
        let written = try SampleSnapshot.write(to: path, in: folder)
        try Tool.run([
            "openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", folder.file("key"),
        ])
        try Tool.run(["chmod", "600", folder.file("key")])
        guard case .privateKey(let key) = try KeyFile.read(folder.file("key")) else { return folder }
        try folder.write(key.publicKey.pem, to: "ops.pub")
        try folder.write(
            "ops@contoso.example namespaces=\"snapctl.dev/*\" \(key.publicKey.sshLine)\n", to: "allowed_signers")
        let sealer = Sealer(signer: key)
        _ = try await sealer.seal(SealTarget.open(path, spoolFolder: folder.path), forms: [.bundle, .ssh])
        try folder.write(
            """
            {"format":"snapctl.dev/report/v1","command":"check","exit":{"status":0},"after":{"digest":"\(written.id.hex)"},
             "baseline":{"file":"baseline.yaml","sha256":"\(Self.digest)"},"violations":[]}
            """, to: "verdict.json")
        _ = try await sealer.seal(
            SealTarget.open(folder.file("verdict.json"), spoolFolder: folder.path), forms: [.bundle])
        let reader = try SnapshotReader.open(path: path, spoolFolder: folder.path)
        let proof = try #require(try ObjectProof.proof(of: { $0.kind == "Namespace" }, in: reader))
        try folder.write(proof.bytes, to: "proof.json")
        try await writeGrowth(to: folder)
        return folder
    }

    /// The checkpoints of a log with 11 and with 30 snapshots, and the proof between them.
    private func writeGrowth(to folder: TemporaryDirectory) async throws {
        try Tool.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", folder.file("log.pem")])
        try Tool.run(["chmod", "600", folder.file("log.pem")])
        guard case .privateKey(let key) = try KeyFile.read(folder.file("log.pem")) else { return }
        try folder.write(key.publicKey.pem, to: "log.pub")
        var log = LineageLog()
        var checkpoints: [Checkpoint] = []
        for i in 1...30 {
            log.append(Digest(of: [UInt8(i)]))
            if i == 11 || i == 30 {
                checkpoints.append(try await Checkpoint.signed(origin: "snapctl.dev/log/x", log: log, by: key))
            }
        }
        let proof = try #require(CheckpointProof(from: checkpoints[0], to: checkpoints[1], in: log))
        try folder.write(checkpoints[0].bytes, to: "checkpoint-of-march")
        try folder.write(proof.bytes, to: "march-to-now.proof")
    }

    private func run(_ script: String, in folder: TemporaryDirectory) throws {
        try folder.write(script, to: "script")
        try Tool.run(["bash", "-c", "cd \"$0\" && bash script", folder.path])
    }

    @Test func theCommandsWorkAsTheyStandThere() async throws {
        let folder = try await prepared()
        // The sample has a gap, which the document's command is there to find.
        let script = try Self.script().replacing("jq -e '.gaps == []'", with: "! jq -e '.gaps == []'")
        try run(script, in: folder)
    }

    @Test(arguments: [
        ("prod.tar.zst", "printf x >> prod.tar.zst"),
        ("prod.tar.zst.sig", "sed -i '2s/^./B/' prod.tar.zst.sig"),
        ("bundle", "sed -i 's/payload\":\"./payload\":\"A/' prod.tar.zst.sigstore.json"),
        ("verdict.json", "sed -i 's/\"status\":0/\"status\":1/' verdict.json"),
        ("proof.json", "sed -i 's/payments/somebody/g' proof.json"),
        ("proof.json", "jq '.index += 1' proof.json > p && mv p proof.json"),
        ("proof.json", "jq '.siblings[0] = .siblings[1]' proof.json > p && mv p proof.json"),
        ("checkpoint", "sed -i '2s/11/12/' checkpoint-of-march"),
        ("checkpoint", "sed -i '1s/x$/y/' checkpoint-of-march"),
        ("growth", "sed -i '2{h;d};3{G}' march-to-now.proof"), ("growth", "sed -i '3d' march-to-now.proof"),
        ("growth", "sed -i '2s/^./A/;t;2s/^./B/' march-to-now.proof"),
    ])
    func theyFailOnATamperedTwin(_ what: String, tampering: String) async throws {
        let folder = try await prepared()
        try run(tampering + "\n", in: folder)
        let script = try Self.script().replacing("jq -e '.gaps == []'", with: "! jq -e '.gaps == []'")
        #expect(throws: Tool.Failure.self) { try run(script, in: folder) }
    }
}
