import Foundation
import Snapshot
import TestSupport
import Testing

private let peersPython = Peers.python(with: "securesystemslib.dsse", "in_toto_attestation.v1.statement")

/// The reference libraries of DSSE and in-toto accept what we sign and refuse the tampered twin; and we theirs.
@Suite(.enabled(if: peersPython != nil, Peers.absence("securesystemslib")))
struct PythonPeerTests {
    private func run(_ script: String, in folder: TemporaryDirectory) throws {
        try folder.write(script, to: "script.py")
        try Tool.run(["sh", "-c", "cd \"$0\" && exec \"$1\" script.py", folder.path, peersPython ?? "python3"])
    }

    private static let verify = """
        import base64, json
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
        from google.protobuf.json_format import ParseDict
        from in_toto_attestation.v1 import statement_pb2
        from securesystemslib.dsse import Envelope
        from securesystemslib.signer import SSlibKey
        bundle = json.load(open("snap.tar.zst.sigstore.json"))
        envelope = Envelope.from_dict(bundle["dsseEnvelope"])
        key = SSlibKey.from_crypto(
            load_pem_public_key(open("key.pub", "rb").read()), keyid=bundle["verificationMaterial"]["publicKey"]["hint"])
        envelope.verify([key], 1)
        statement = ParseDict(json.loads(envelope.payload), statement_pb2.Statement())
        assert statement.predicate_type == "https://snapctl.dev/attestation/snapshot/v1"

        """

    @Test(arguments: [SealFixture.KeyKind.pkcs8, .pkcs8Ed25519])
    func theyAcceptOursAndRefuseTheTamperedTwin(_ kind: SealFixture.KeyKind) async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key(kind))
        try await fixture.seal(signer)
        try fixture.folder.write(signer.publicKey.pem, to: "key.pub")
        try run(Self.verify, in: fixture.folder)
        try fixture.shell(
            "jq -c '.dsseEnvelope.payload |= (@base64d | sub(\"ada\"; \"eve\") | @base64)' snap.tar.zst.sigstore.json > b; mv b snap.tar.zst.sigstore.json"
        )
        #expect(throws: Tool.Failure.self) { try run(Self.verify, in: fixture.folder) }
    }

    @Test func weAcceptTheirsAndRefuseTheTamperedTwin() async throws {
        let fixture = try SealFixture()
        let path = try fixture.key()
        let key = try KeyFile.publicKey(at: path)
        try run(
            """
            import base64, hashlib, json
            from cryptography.hazmat.primitives.serialization import load_pem_private_key
            from securesystemslib.dsse import Envelope
            from securesystemslib.signer import CryptoSigner, SSlibKey
            private = load_pem_private_key(open("key", "rb").read(), None)
            public = SSlibKey.from_crypto(private.public_key(), keyid="\(key.fingerprint)")
            statement = {"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://snapctl.dev/attestation/snapshot/v1",
                "predicate": {}, "subject": [{"name": "snap", "digest": {"sha256": hashlib.sha256(open("snap.tar.zst", "rb").read()).hexdigest()}}]}
            envelope = Envelope(json.dumps(statement).encode(), "application/vnd.in-toto+json", {})
            envelope.sign(CryptoSigner(private, public))
            json.dump(envelope.to_dict(), open("snap.tar.zst.intoto.json", "w"))

            """, in: fixture.folder)
        #expect(try await fixture.verify([key]).outcomes == ["archive passed", "bundle passed"])
        try fixture.shell("sed -i 's/\"payload\": \"./\"payload\": \"A/' snap.tar.zst.intoto.json")
        #expect(try await fixture.verify([key]).hasFailed)
    }

    @Test func theVerdictIsATestResultToThem() async throws {
        let fixture = try SealFixture()
        let digest = String(repeating: "ab", count: 32)
        let path = try fixture.folder.write(
            """
            {"format":"snapctl.dev/report/v1","command":"check","exit":{"status":1},"after":{"digest":"\(digest)"},
             "baseline":{"dirHash":"\(digest)","file":"baseline.yaml","sha256":"\(digest)"},"violations":[]}
            """, to: "verdict.json")
        let target = try SealTarget.open(path, spoolFolder: fixture.folder.path)
        try fixture.folder.write(target.statement.bytes, to: "statement.json")
        try run(
            """
            import json
            from google.protobuf.json_format import ParseDict
            from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
            from in_toto_attestation.v1 import statement_pb2
            statement = json.load(open("statement.json"))
            ParseDict(statement, statement_pb2.Statement())
            result = ParseDict(statement["predicate"], test_result_pb2.TestResult())
            assert result.result == "FAILED"

            """, in: fixture.folder)
    }
}
