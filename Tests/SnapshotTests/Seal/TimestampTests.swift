import Foundation
import Snapshot
import TestSupport
import Testing

/// RFC 3161: openssl is the authority, and checks what we have of it.
@Suite(.enabled(if: Tool.exists("openssl") && Tool.exists("jq"), "openssl or jq is missing"))
struct TimestampTests {
    enum KeyKind: String, CaseIterable, Sendable {
        case ec = "ec -pkeyopt ec_paramgen_curve:prime256v1"
        case ec384 = "ec -pkeyopt ec_paramgen_curve:secp384r1"
        case rsa = "rsa:2048"
    }

    /// A folder with an authority: `ca.pem`, `tsa.pem`, `tsa.key`, `tsa.cnf`.
    private func authority(_ kind: KeyKind, in folder: TemporaryDirectory) throws {
        try folder.write(
            """
            [req]
            distinguished_name = name
            prompt = no
            [name]
            CN = unused
            [ca]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign
            [tsa]
            basicConstraints = CA:FALSE
            extendedKeyUsage = critical,timeStamping
            [web]
            extendedKeyUsage = critical,serverAuth
            [tsa_config]
            serial = \(folder.path)/serial
            crypto_device = builtin
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            ess_cert_id_alg = sha256
            """, to: "tsa.cnf")
        try folder.write("01\n", to: "serial")
        for (name, extensions, signer) in [
            ("ca", "ca", ""), ("tsa", "tsa", "ca"), ("web", "web", "ca"), ("other", "ca", ""),
        ] {
            try shell(
                """
                openssl req -x509 -config tsa.cnf -extensions \(extensions) -newkey \(kind.rawValue) -nodes -days 7 \
                -subj /CN=\(name) -keyout \(name).key -out \(name).pem \(signer.isEmpty ? "" : "-CA \(signer).pem -CAkey \(signer).key") 2>/dev/null
                """, folder)
        }
    }

    private func shell(_ line: String, _ folder: TemporaryDirectory) throws {
        try Tool.run(["bash", "-euo", "pipefail", "-c", "cd \"$0\"; \(line)", folder.path])
    }

    private func stamped(
        _ fixture: SealFixture, _ signer: SigningKey, by name: String = "tsa"
    ) async throws {
        let folder = fixture.folder
        _ = try await Sealer(signer: signer).seal(
            SealTarget.open(fixture.snapshot, spoolFolder: folder.path), forms: [.bundle]
        ) { signature throws(SealError) in
            do {
                try folder.write(Timestamp.request(over: signature, nonce: 7), to: "request.tsq")
                try folder.write(signature, to: "signature.der")
                try shell(
                    "openssl ts -reply -config tsa.cnf -section tsa_config -queryfile request.tsq -signer \(name).pem -inkey \(name).key -out response.tsr 2>/dev/null",
                    folder)
                return try folder.read("response.tsr")
            } catch { throw SealError.signer("tsa", why: "\(error)", hint: "") }
        }
    }

    @Test(arguments: KeyKind.allCases)
    func aTimestampOfOpensslIsCheckedAgainstItsAuthority(_ kind: KeyKind) async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try authority(kind, in: fixture.folder)
        try await stamped(fixture, signer)
        // openssl understands our request and agrees about the answer.
        try shell("openssl ts -verify -data signature.der -in response.tsr -CAfile ca.pem 2>/dev/null", fixture.folder)
        let ca = try fixture.folder.read("ca.pem")
        let found = try await fixture.verify([signer.publicKey]) { $0.timestampAuthorities = ca }
        #expect(found.outcomes == ["archive passed", "bundle passed", "timestamp passed"])
        let time = try #require(found.timestamps.first)
        let seconds = try #require(ISO8601DateFormatter().date(from: time)).timeIntervalSinceNow
        #expect(abs(seconds) < 120)
        // Figure F16: how far the authority's clock is from the one of the capture is said to the second.
        let captured = try #require(
            found.facts.first { $0.name == "capturedAt" }.flatMap { ISO8601DateFormatter().date(from: $0.text) })
        let stamped = try #require(ISO8601DateFormatter().date(from: time))
        let skew = Int(stamped.timeIntervalSince(captured))
        let words = skew < -1 ? "\(-skew) s before the capture ended" : "\(max(0, skew)) s after the capture ended"
        #expect(found.checks.last?.detail.contains(words) ?? false, "\(found.checks.last?.detail ?? "")")
        // Figure F5: not under another authority, not without its own extension, not over other bytes.
        let other = try fixture.folder.read("other.pem")
        let strange = try await fixture.verify([signer.publicKey]) { $0.timestampAuthorities = other }
        #expect(strange.hasFailed && strange.checks.contains { $0.detail.contains("leads from it to a trusted root") })
        // Asked for nothing: said, and no hole. Asked for, and not there: a hole.
        #expect(try await !fixture.verify([signer.publicKey]).hasHole)
        try await fixture.seal(signer, forms: [.bundle])
        #expect(try await fixture.verify([signer.publicKey]) { $0.timestampAuthorities = ca }.hasHole)
    }

    /// Figure F5: what stands in our bundle convinces an implementation that shares nothing with ours or with openssl.
    @Test(.enabled(if: Peers.python(with: "rfc3161_client") != nil, Peers.absence("rfc3161_client")))
    func anotherImplementationAgrees() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try authority(.ec, in: fixture.folder)
        try await stamped(fixture, signer)
        try fixture.folder.write(
            """
            import base64, json
            from cryptography import x509
            from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
            load = lambda path: x509.load_pem_x509_certificate(open(path, "rb").read())
            bundle = json.load(open("snap.tar.zst.sigstore.json"))
            stamps = bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"]
            response = decode_timestamp_response(base64.b64decode(stamps[0]["signedTimestamp"]))
            signature = base64.b64decode(bundle["dsseEnvelope"]["signatures"][0]["sig"])
            def accepted(root, message):
                builder = VerifierBuilder().add_root_certificate(load(root)).tsa_certificate(load("tsa.pem"))
                try: return builder.build().verify_message(response, message)
                except VerificationError: return False
            assert accepted("ca.pem", signature)
            assert not accepted("other.pem", signature)
            assert not accepted("ca.pem", signature + b"x")
            """, to: "script.py")
        let python = try #require(Peers.python(with: "rfc3161_client"))
        try Tool.run(["sh", "-c", "cd \"$0\" && exec \"$1\" script.py", fixture.folder.path, python])
    }

    @Test func aTimestampOverAnotherSignatureIsInvalid() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try authority(.ec, in: fixture.folder)
        try await stamped(fixture, signer)
        let ca = try fixture.folder.read("ca.pem")
        try shell("cp snap.tar.zst.sigstore.json old.json", fixture.folder)
        try await fixture.seal(signer, forms: [.bundle])
        // The old timestamp on the new signature.
        try shell(
            "jq -c --slurpfile old old.json '.verificationMaterial.timestampVerificationData = $old[0].verificationMaterial.timestampVerificationData' snap.tar.zst.sigstore.json > b; mv b snap.tar.zst.sigstore.json",
            fixture.folder)
        #expect(
            try await fixture.verify([signer.publicKey]) { $0.timestampAuthorities = ca }.outcomes
                == ["archive passed", "bundle passed", "timestamp failed"])
    }

    @Test func noTurnedBitOfATimestampPasses() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try authority(.ec, in: fixture.folder)
        try await stamped(fixture, signer)
        let ca = try fixture.folder.read("ca.pem")
        let bytes = try fixture.folder.read("response.tsr")
        let signature = try fixture.folder.read("signature.der")
        let whole = try Timestamp(bytes)
        try await whole.check(over: signature, trusted: ca)
        var changed: [Int] = []
        for bit in stride(from: 0, to: bytes.count * 8, by: EnvironmentFlag.isFull ? 1 : 7) {
            var twin = bytes
            twin[bit / 8] ^= 1 << UInt8(bit % 8)
            // What lies outside of what is signed may be turned: then it must say the same time over the same bytes.
            if let timestamp = try? Timestamp(twin), (try? await timestamp.check(over: signature, trusted: ca)) != nil,
                timestamp.time != whole.time
            {
                changed.append(bit)
            }
        }
        #expect(changed.isEmpty)
        await #expect(throws: Timestamp.Fault.otherBytes) { try await whole.check(over: signature + [0], trusted: ca) }
    }

    @Test func anAuthorityIsAskedOverHTTP() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        let folder = fixture.folder
        try authority(.ec, in: folder)
        let response = try await FixtureServer.run(
            certificate: .none,
            answer: { request in
                guard request.method == "POST", request.header("Content-Type") == "application/timestamp-query",
                    (try? folder.write(request.body, to: "request.tsq")) != nil,
                    (try? Tool.run([
                        "bash", "-c",
                        "cd \"$0\"; openssl ts -reply -config tsa.cnf -section tsa_config -queryfile request.tsq -signer tsa.pem -inkey tsa.key -out response.tsr",
                        folder.path,
                    ])) != nil, let bytes = try? folder.read("response.tsr")
                else { return HTTPServerResponse(status: 400, text: "no") }
                return HTTPServerResponse(contentType: "application/timestamp-reply", bytes)
            }
        ) { server in
            try await TimestampAuthority.response(from: "\(server.url)/tsr", over: [1, 2, 3], toolVersion: "test")
        }
        try await Timestamp(response).check(over: [1, 2, 3], trusted: folder.read("ca.pem"))
        _ = signer
    }
}
