import Snapshot
import TestSupport
import Testing

/// Files of a release are signed as bytes, and never taken for evidence, nor evidence for them.
@Suite(.enabled(if: Tool.exists("openssl") && Tool.exists("ssh-keygen"), "a tool is missing"))
struct ReleaseSealTests {
    private static let release = "pkg:generic/tool@1.2"

    private static func seal(_ fixture: SealFixture, _ signer: any Signer) async throws {
        _ = try await Sealer(signer: signer).seal(
            try SealTarget.open(fixture.snapshot, release: release, spoolFolder: fixture.folder.path),
            forms: [.bundle, .ssh])
    }

    @Test func anyFileIsSignedAndVerifiedAsOneOfItsRelease() async throws {
        let fixture = try SealFixture()
        try fixture.shell("printf 'no archive at all' > snap.tar.zst")
        let signer = try fixture.signer(try fixture.key())
        try await Self.seal(fixture, signer)
        let found = try await fixture.verify([signer.publicKey]) { $0.isRelease = true }
        #expect(found.outcomes == ["bundle passed", "signature passed"])
        #expect(found.facts.contains { $0.name == "release" && $0.text == Self.release })
        #expect(!found.hasFailed && !found.hasHole)
    }

    @Test func oneOtherByteIsInvalid() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try await Self.seal(fixture, signer)
        try fixture.shell("printf x >> snap.tar.zst")
        let found = try await fixture.verify([signer.publicKey]) { $0.isRelease = true }
        #expect(found.outcomes == ["bundle failed", "signature failed"])
    }

    @Test func aSealOfAReleaseVouchesForNoSnapshotAndTheOtherWayRound() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key())
        try await Self.seal(fixture, signer)
        #expect(
            try await fixture.verify([signer.publicKey]).outcomes == [
                "archive passed", "bundle failed", "signature failed",
            ])
        try await fixture.seal(signer)
        let found = try await fixture.verify([signer.publicKey]) { $0.isRelease = true }
        #expect(found.outcomes == ["bundle failed", "signature failed"])
    }

    @Test func aReleaseIsNamedByAPackageURL() throws {
        let fixture = try SealFixture()
        #expect(throws: SealError.self) {
            try SealTarget.open(fixture.snapshot, release: "1.2", spoolFolder: fixture.folder.path)
        }
    }
}
