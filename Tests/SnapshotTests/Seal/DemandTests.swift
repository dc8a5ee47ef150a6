import Snapshot
import TestSupport
import Testing

/// Demands are on the file, whatever seals lie beside it.
@Suite struct DemandTests {
    private let fixture: SealFixture
    private let a: SigningKey
    private let b: SigningKey

    init() throws {
        fixture = try SealFixture()
        a = try fixture.signer(try fixture.key(.pkcs8, named: "a"))
        b = try fixture.signer(try fixture.key(.sshEd25519, named: "b"))
    }

    private func result() async throws -> String { try await fixture.verify([a.publicKey, b.publicKey]).result }

    @Test func bothKeysAreDemandedInAnyForm() async throws {
        #expect(try await result() == "inconclusive")
        try await fixture.seal(a, forms: [.bundle])
        #expect(try await result() == "invalid")
        try await fixture.seal(b, forms: [.ssh])
        #expect(try await result() == "valid")
        // The one's seal is taken away.
        try fixture.shell("mv snap.tar.zst.sig elsewhere")
        #expect(try await result() == "invalid")
        try await fixture.seal(a, forms: [.dsse])
        #expect(try await result() == "invalid")
        try await fixture.seal(b, forms: [.dsse])
        #expect(try await result() == "valid")
        try fixture.shell("rm snap.tar.zst.intoto.json")
        #expect(try await result() == "invalid")
    }

    @Test(arguments: [[Sealer.Form.ssh], [.bundle], [.dsse], []])
    func aTimestampIsDemandedWhateverFormIsThere(_ forms: [Sealer.Form]) async throws {
        try await fixture.seal(a, forms: forms)
        let found = try await fixture.verify([a.publicKey]) { $0.timestampAuthorities = [] }
        #expect(found.hasHole, "\(found.outcomes)")
        #expect(try await fixture.verify([]) { $0.timestampAuthorities = [] }.hasHole)
    }

    @Test(arguments: [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ])
    func anEd25519KeyOfSmallOrderIsNoKey(_ point: String) throws {
        try fixture.shell(
            "printf '302a300506032b6570032100\(point)' | xxd -r -p | openssl base64 -A > k; (echo '-----BEGIN PUBLIC KEY-----'; cat k; echo; echo '-----END PUBLIC KEY-----') > weak.pem"
        )
        #expect(throws: SealError.self) { try KeyFile.publicKey(at: fixture.folder.file("weak.pem")) }
    }

    @Test(arguments: ["printf '\\n' >>", "printf ' ' >>", "sed -i '1s/^/ /'", "printf 'x' >>"])
    func bytesAroundABundleAreRefused(_ command: String) async throws {
        try await fixture.seal(a, forms: [.bundle])
        try fixture.shell("\(command) snap.tar.zst.sigstore.json")
        #expect(try await fixture.verify([a.publicKey]).hasFailed)
    }
}
