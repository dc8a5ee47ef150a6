import Snapshot
import TestSupport
import Testing

/// Other people's programs accept what we sign and refuse the tampered twin, and the other way round.
@Suite(.enabled(if: Tool.exists("openssl") && Tool.exists("ssh-keygen") && Tool.exists("jq"), "a tool is missing"))
struct SealPeerTests {
    /// What an auditor types who has openssl, jq and sha256sum.
    static let byHand = """
        jq -r .dsseEnvelope.payload snap.tar.zst.sigstore.json | base64 -d > payload
        jq -r '.dsseEnvelope.signatures[0].sig' snap.tar.zst.sigstore.json | base64 -d > sig
        type=$(jq -r .dsseEnvelope.payloadType snap.tar.zst.sigstore.json)
        { printf 'DSSEv1 %d %s %d ' ${#type} "$type" "$(wc -c < payload)"; cat payload; } > pae
        openssl dgst -sha256 -verify key.pub -signature sig pae
        [ "$(jq -r '.subject[0].digest.sha256' payload)" = "$(sha256sum < snap.tar.zst | cut -d' ' -f1)" ]
        """

    @Test(arguments: [SealFixture.KeyKind.pkcs8, .sec1, .sshECDSA])
    func opensslAcceptsOurBundlesAndRefusesTheTamperedTwin(_ kind: SealFixture.KeyKind) async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key(kind))
        try await fixture.seal(signer)
        try fixture.folder.write(signer.publicKey.pem, to: "key.pub")
        try fixture.shell(Self.byHand)
        try fixture.shell("cp snap.tar.zst.sigstore.json whole; printf x >> snap.tar.zst")
        #expect(throws: Tool.Failure.self) { try fixture.shell(Self.byHand) }
        let bundle = try fixture.folder.read("whole")
        var text = String(decoding: bundle, as: UTF8.self)
        let payload = try #require(text.firstRange(of: "payload\":\""))
        text.insert("A", at: payload.upperBound)
        try fixture.folder.write(text, to: "snap.tar.zst.sigstore.json")
        #expect(throws: Tool.Failure.self) { try fixture.shell(Self.byHand) }
    }

    @Test(arguments: SealFixture.KeyKind.allCases)
    func sshKeygenAcceptsOurSignaturesAndRefusesTheTamperedTwin(_ kind: SealFixture.KeyKind) async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key(kind))
        try await fixture.seal(signer)
        try fixture.folder.write(
            "ops@contoso namespaces=\"snapctl.dev/*\" \(signer.publicKey.sshLine)\n", to: "allowed_signers")
        let verify =
            "ssh-keygen -Y verify -f allowed_signers -I ops@contoso -n snapctl.dev/snapshot/v1 -s snap.tar.zst.sig < snap.tar.zst"
        try fixture.shell(verify)
        #expect(throws: Tool.Failure.self) {
            try fixture.shell(verify.replacing("snapshot/v1", with: "verdict/v1"))
        }
        // The key that openssl prints is the one that we say it is.
        let fingerprint = try fixture.shell(
            "ssh-keygen -lf <(ssh-keygen -i -m PKCS8 -f <(echo \"$1\") 2>/dev/null || cat key.pub) 2>/dev/null || true")
        if kind == .sshEd25519 { #expect(fingerprint.contains(signer.publicKey.fingerprint)) }
        try fixture.shell("printf x >> snap.tar.zst")
        #expect(throws: Tool.Failure.self) { try fixture.shell(verify) }
        #expect(try await fixture.verify([signer.publicKey]).hasFailed)
    }

    @Test(arguments: [SealFixture.KeyKind.sshECDSA, .sshEd25519], ["sha512", "sha256"])
    func weAcceptWhatSshKeygenSignedAndRefuseTheTamperedTwin(_ kind: SealFixture.KeyKind, hash: String) async throws {
        let fixture = try SealFixture()
        let key = try KeyFile.publicKey(at: try fixture.key(kind))
        try fixture.shell("ssh-keygen -q -Y sign -f key -O hashalg=\(hash) -n snapctl.dev/snapshot/v1 snap.tar.zst")
        let found = try await fixture.verify([key])
        #expect(found.outcomes == ["archive passed", "signature passed"])
        #expect(found.vouchers.map(\.fingerprint) == [key.fingerprint])
        try fixture.shell("ssh-keygen -q -Y sign -f key -n file snap.tar.zst < /dev/null; rm -f other")
        try fixture.shell("cp snap.tar.zst two; rm snap.tar.zst.sig; ssh-keygen -q -Y sign -f key -n file snap.tar.zst")
        #expect(try await fixture.verify([key]).outcomes == ["archive passed", "signature failed"])
    }

    @Test func weAcceptABundleMadeWithOpensslAndRefuseTheTamperedTwin() async throws {
        let fixture = try SealFixture()
        let path = try fixture.key()
        try fixture.shell(
            """
            digest=$(sha256sum < snap.tar.zst | cut -d' ' -f1)
            printf '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"x","digest":{"sha256":"%s"}}],"predicateType":"https://snapctl.dev/attestation/snapshot/v1","predicate":{}}' $digest > statement
            type=application/vnd.in-toto+json
            { printf 'DSSEv1 %d %s %d ' ${#type} $type "$(wc -c < statement)"; cat statement; } > pae
            openssl dgst -sha256 -sign key -out sig.der pae
            jq -n --arg p "$(base64 -w0 statement)" --arg s "$(base64 -w0 sig.der)" --arg t $type '{
              mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
              verificationMaterial: {publicKey: {hint: ""}, tlogEntries: []},
              dsseEnvelope: {payload: $p, payloadType: $t, signatures: [{sig: $s}]}}' > snap.tar.zst.sigstore.json
            """)
        let key = try KeyFile.publicKey(at: path)
        #expect(try await fixture.verify([key]).outcomes == ["archive passed", "bundle passed"])
        try fixture.shell("jq '.dsseEnvelope.extra=1' snap.tar.zst.sigstore.json > b; mv b snap.tar.zst.sigstore.json")
        #expect(try await fixture.verify([key]).outcomes == ["archive passed", "bundle failed"])
    }

    @Test func theAgentSignsWhenOnlyThePublicKeyIsGiven() async throws {
        let fixture = try SealFixture()
        for kind in [SealFixture.KeyKind.sshECDSA, .sshEd25519] {
            let path = try fixture.key(kind, named: "\(kind)")
            let socket = fixture.folder.file("agent-\(kind)")
            // The agent stays; what it inherits beside stdin, stdout and stderr would keep the runner waiting for it.
            let started = try fixture.shell(
                """
                for fd in $(ls /proc/$$/fd); do [ "$fd" -le 2 ] || eval "exec $fd>&-"; done
                ssh-agent -a '\(socket)' -s
                """)
            let process = try #require(started.firstMatch(of: /SSH_AGENT_PID=(\d+)/)).1
            defer { _ = try? Tool.run(["kill", String(process)]) }
            let key = try KeyFile.publicKey(at: "\(path).pub")
            let signer = try AgentSigner(key, environment: ["SSH_AUTH_SOCK": socket])
            await #expect(throws: SealError.self) { try await fixture.seal(signer) }
            try fixture.shell("SSH_AUTH_SOCK='\(socket)' ssh-add -q '\(path)'")
            try await fixture.seal(signer)
            #expect(
                try await fixture.verify([key]).outcomes == ["archive passed", "bundle passed", "signature passed"])
        }
        #expect(throws: SealError.self) {
            _ = try AgentSigner(try KeyFile.publicKey(at: fixture.folder.file("sshEd25519.pub")), environment: [:])
        }
    }

    @Test func aCommandSignsWithAKeyThatWeNeverSee() async throws {
        let fixture = try SealFixture()
        let path = try fixture.key()
        let key = try KeyFile.publicKey(at: path)
        for command in ["openssl dgst -sha256 -sign '\(path)'", "openssl dgst -sha256 -sign '\(path)' | base64"] {
            try await fixture.seal(CommandSigner(key, command: command))
            #expect(
                try await fixture.verify([key]).outcomes == ["archive passed", "bundle passed", "signature passed"])
        }
        for command in ["false", "echo nothing", "openssl dgst -sha256 -sign '\(try fixture.key(named: "other"))'"] {
            await #expect(throws: SealError.self) { try await fixture.seal(CommandSigner(key, command: command)) }
        }
    }
}
