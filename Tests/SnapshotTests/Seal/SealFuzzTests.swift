import Snapshot
import TestSupport
import Testing

/// Readers of everything around a seal end with a value or an error, whatever they are given. Figure F10, at CI size.
@Suite(.enabled(if: Tool.exists("openssl") && Tool.exists("ssh-keygen"), "a tool is missing"))
struct SealFuzzTests {
    private struct Source: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    /// One to four bytes changed, taken out, doubled, or cut off behind.
    private func mutated(_ bytes: [UInt8], _ source: inout Source) -> [UInt8] {
        var twin = bytes
        for _ in 0..<Int.random(in: 1...4, using: &source) {
            guard !twin.isEmpty else { break }
            let place = Int.random(in: twin.indices, using: &source)
            switch Int.random(in: 0..<6, using: &source) {
            case 0: twin.remove(at: place)
            case 1: twin.insert(twin[place], at: place)
            case 2: twin.removeLast(Int.random(in: 0...min(twin.count, 40), using: &source))
            case 3: twin[place] = [0x00, 0xFF, 0x7F, 0x80, 0x30, 0x22].randomElement(using: &source) ?? 0
            default: twin[place] ^= 1 << UInt8.random(in: 0..<8, using: &source)
            }
        }
        return twin
    }

    @Test func noReaderOfSealsFallsOver() async throws {
        let fixture = try SealFixture()
        let path = try fixture.key(.sshEd25519)
        let signer = try fixture.signer(path)
        try await fixture.seal(signer, forms: [.bundle, .ssh, .dsse])
        let reader = try SnapshotReader.open(path: fixture.snapshot, spoolFolder: fixture.folder.path)
        let proof = try #require(try ObjectProof.proof(of: { _ in true }, in: reader))
        var log = LineageLog()
        for _ in 0..<3 { log.append(reader.id) }
        let checkpoint = try await Checkpoint.signed(origin: "snapctl.dev/log/test", log: log, by: signer)
        let certificate = Array(try TestCertificates.shared.get().server.certificate.utf8)
        let line = Array("ops@contoso namespaces=\"a,b\",valid-after=\"20200101\" \(signer.publicKey.sshLine)\n".utf8)
        let key = try fixture.folder.read("key")
        let name = fixture.folder.file("mutated")
        let inputs: [(bytes: [UInt8], read: ([UInt8]) throws -> Void)] = [
            (try fixture.folder.read("snap.tar.zst.sigstore.json"), { _ = try SigstoreBundle(bytes: $0, file: "b") }),
            (try fixture.folder.read("snap.tar.zst.sig"), { _ = try SSHSignature(armored: $0, file: "s") }),
            (checkpoint.bytes, { _ = try Checkpoint(bytes: $0, file: "c") }),
            (proof.bytes, { _ = try ObjectProof(bytes: $0, file: "p").holds(root: reader.id) }),
            (line, { _ = try AllowedSigners(bytes: $0, file: "a") }),
            (certificate, { _ = try Timestamp($0) }),
            (
                key,
                {
                    try fixture.folder.write($0, to: "mutated")
                    _ = try KeyFile.read(name)
                }
            ),
        ]
        var source = Source(state: 0x5EED_5EED)
        let rounds = EnvironmentFlag.isFull ? 200_000 : 1_500
        for (bytes, read) in inputs {
            #expect((try? read(bytes)) != nil || bytes == certificate)
            var refused = 0
            for _ in 0..<rounds {
                do { try read(mutated(bytes, &source)) } catch { refused += 1 }
            }
            #expect(refused > 0)
        }
    }
}
