import Snapshot
import TestSupport
import Testing

/// What a verification lets pass, and what it does not.
@Suite(.enabled(if: Tool.exists("openssl") && Tool.exists("ssh-keygen"), "a tool is missing"))
struct SealVerifierTests {
    @Test func aSealedSnapshotIsVouchedForByItsKey() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try await fixture.seal(signer)
        let found = try await fixture.verify([signer.publicKey])
        #expect(found.outcomes == ["archive passed", "bundle passed", "signature passed"])
        #expect(!found.hasFailed && !found.hasHole)
        #expect(Set(found.vouchers.map(\.fingerprint)) == [signer.publicKey.fingerprint])
    }

    @Test func whatWasAskedForAndNotCheckedIsAHole() async throws {
        let fixture = try SealFixture()
        let key = try fixture.signer(try fixture.key())
        // Nothing asked, nothing there.
        #expect(try await fixture.verify([]).hasHole == false)
        // A key, and nothing that it signed.
        #expect(try await fixture.verify([key.publicKey]).hasHole)
        // Seals, and nobody to trust.
        try await fixture.seal(key)
        let found = try await fixture.verify([])
        #expect(found.hasHole && !found.hasFailed && found.vouchers.isEmpty)
    }

    @Test func aStrangersSealIsInvalid() async throws {
        let fixture = try SealFixture()
        try await fixture.seal(try fixture.signer(try fixture.key()))
        let other = try fixture.signer(try fixture.key(named: "other")).publicKey
        #expect(try await fixture.verify([other]).outcomes == ["archive passed", "bundle failed", "signature failed"])
    }

    @Test func aSealOfAnotherSnapshotIsInvalidWithAndWithoutAKey() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try await fixture.seal(signer)
        try SampleSnapshot.write([SampleSnapshot.items[0]], to: fixture.snapshot, in: fixture.folder)
        #expect(
            try await fixture.verify([signer.publicKey]).outcomes == [
                "archive passed", "bundle failed", "signature failed",
            ])
        #expect(try await fixture.verify([]).outcomes == ["archive passed", "bundle failed", "signature failed"])
    }

    @Test func aSnapshotCompressedAgainPassesOnlyWhenThatIsAllowed() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try await fixture.seal(signer, forms: [.bundle])
        try fixture.shell("zstd -q -d snap.tar.zst -o t && zstd -q -19 -f t -o snap.tar.zst")
        #expect(try await fixture.verify([signer.publicKey]).outcomes == ["archive passed", "bundle failed"])
        #expect(
            try await fixture.verify([signer.publicKey]) { $0.acceptsRecompressed = true }.outcomes
                == ["archive passed", "bundle passed"])
    }

    @Test func twoPeopleSignOneEnvelopeAndBothAreAskedFor() async throws {
        let fixture = try SealFixture()
        let one = try fixture.signer(try fixture.key(named: "one"))
        let two = try fixture.signer(try fixture.key(.sshEd25519, named: "two"))
        try await fixture.seal(one, forms: [.dsse])
        #expect(try await fixture.verify([one.publicKey, two.publicKey]).hasFailed)
        try await fixture.seal(two, forms: [.dsse])
        try await fixture.seal(two, forms: [.dsse])
        let found = try await fixture.verify([one.publicKey, two.publicKey])
        #expect(found.outcomes == ["archive passed", "bundle passed"])
        #expect(found.vouchers.count == 2)
    }

    @Test func aVerdictIsSealedWithItsBaseline() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        let digest = String(repeating: "ab", count: 32)
        let path = try fixture.folder.write(
            """
            {"format":"snapctl.dev/report/v1","command":"check","exit":{"status":1},"after":{"digest":"\(digest)"},
             "baseline":{"dirHash":"\(digest)","file":"baseline.yaml","sha256":"\(digest)"},
             "violations":[{"object":{"group":"","kind":"ConfigMap","namespace":"a","name":"b"}}]}
            """, to: "verdict.json")
        let target = try SealTarget.open(path, spoolFolder: fixture.folder.path)
        #expect(target.statement.predicate["result"] == "FAILED")
        #expect(target.statement.predicate["configuration"]?.array?.first?["digest"]?["sha256"]?.string == digest)
        #expect(target.statement.predicate["configuration"]?.array?.last?["digest"]?["dirHash"]?.string == digest)
        #expect(target.statement.predicate["failedTests"] == ["ConfigMap/a/b"])
        _ = try await Sealer(signer: signer).seal(target, forms: [.bundle, .ssh])
        let verifier = SealVerifier(
            trust: Trust(keys: [("k", signer.publicKey)], now: 0), spoolFolder: fixture.folder.path)
        #expect(try await verifier.verify(path).outcomes == ["report passed", "bundle passed", "signature passed"])
        try fixture.shell("sed -i 's/\"status\":1/\"status\":0/' verdict.json")
        #expect(try await verifier.verify(path).outcomes == ["report passed", "bundle failed", "signature failed"])
    }

    @Test(
        arguments: [
            ("ops@contoso", nil, true), ("*@contoso", "ops@contoso", true),
            ("*@contoso,!ops@contoso", "ops@contoso", false),
            ("ops@contoso", "dev@contoso", false), ("ops@contoso namespaces=\"snapctl.dev/*\"", nil, true),
            ("ops@contoso namespaces=\"file,git\"", nil, false), ("ops@contoso valid-after=\"20400101Z\"", nil, false),
            ("ops@contoso valid-before=\"20200101Z\"", nil, false),
            ("ops@contoso valid-after=\"20200101\",valid-before=\"20400101120000Z\"", nil, true),
            ("ops@contoso cert-authority", nil, false),
        ] as [(String, String?, Bool)])
    func signersAreTrustedAsTheirLineSays(_ line: String, identity: String?, isTrusted: Bool) async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key(.sshEd25519))
        try await fixture.seal(signer, forms: [.ssh])
        let text = "# who may\n\n\(line) \(signer.publicKey.sshLine) a comment\n"
        let signers = try AllowedSigners(bytes: Array(text.utf8), file: "allowed_signers")
        let found = try await fixture.verify([]) {
            $0.trust.signers = signers
            $0.trust.identity = identity
        }
        #expect(found.outcomes == ["archive passed", isTrusted ? "signature passed" : "signature failed"])
        // ssh-keygen agrees, given who it is.
        try fixture.folder.write(text, to: "allowed_signers")
        let verify =
            "faketime=; ssh-keygen -Y verify -f allowed_signers -I \(identity ?? "ops@contoso") -n snapctl.dev/snapshot/v1 -s snap.tar.zst.sig < snap.tar.zst"
        if isTrusted {
            try fixture.shell(verify)
        } else {
            #expect(throws: Tool.Failure.self) { try fixture.shell(verify) }
        }
    }

    @Test func aKeyThatOthersCanReadIsRefused() throws {
        let fixture = try SealFixture()
        let path = try fixture.key()
        try Tool.run(["chmod", "640", path])
        #expect(throws: SealError.self) { _ = try KeyFile.read(path) }
    }

    @Test func protectedAndForeignKeysAreNamedAsSuch() throws {
        let fixture = try SealFixture()
        try fixture.shell(
            """
            umask 077
            ssh-keygen -q -t ed25519 -N secret -f protected
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:secret -out protected.pem
            openssl ecparam -name prime256v1 -genkey -noout | openssl ec -aes256 -passout pass:secret -out protected.ec 2>/dev/null
            openssl genrsa -out rsa.pem 2048 2>/dev/null
            """)
        for name in ["protected", "protected.pem", "protected.ec"] {
            let error = #expect(throws: SealError.self) { _ = try KeyFile.read(fixture.folder.file(name)) }
            #expect(error?.summary.contains("passphrase") == true)
        }
        #expect(throws: SealError.self) { _ = try KeyFile.read(fixture.folder.file("rsa.pem")) }
    }

    /// Figure F4: no bit of an archive, a bundle or a signature can be turned without being found out.
    @Test func everyTurnedBitIsFoundOut() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try await fixture.seal(signer)
        // Every bit with SNAPCTL_FULL, else a sample that another prime spreads over all bit positions.
        let isFull = EnvironmentFlag.isFull
        for name in ["snap.tar.zst", "snap.tar.zst.sigstore.json", "snap.tar.zst.sig"] {
            let bytes = try fixture.folder.read(name)
            var accepted: [Int] = []
            for bit in stride(from: 0, to: bytes.count * 8, by: isFull ? 1 : 61) {
                var twin = bytes
                twin[bit / 8] ^= 1 << UInt8(bit % 8)
                try fixture.folder.write(twin, to: name)
                if try await !fixture.verify([signer.publicKey]).hasFailed { accepted.append(bit) }
            }
            for length in stride(from: 0, to: bytes.count, by: isFull ? 1 : 97) + [bytes.count - 1] {
                try fixture.folder.write(Array(bytes.prefix(length)), to: name)
                if try await !fixture.verify([signer.publicKey]).hasFailed { accepted.append(-length) }
            }
            // White space behind JSON means nothing to any reader; everything else does.
            try fixture.folder.write(bytes + [UInt8(ascii: "x")], to: name)
            if try await !fixture.verify([signer.publicKey]).hasFailed { accepted.append(bytes.count * 8) }
            #expect(accepted.isEmpty, "\(name): bits (or minus lengths) \(accepted)")
            try fixture.folder.write(bytes, to: name)
        }
        #expect(try await !fixture.verify([signer.publicKey]).hasFailed)
    }
}
