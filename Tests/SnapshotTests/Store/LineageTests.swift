import Foundation
import Snapshot
import TestSupport
import Testing

/// A store in which nothing can be deleted, replaced, reordered or rewritten without being found out. Figure F17.
@Suite(.enabled(if: Tool.exists("openssl"), "openssl is missing"))
struct LineageTests {
    /// A store of some small snapshots.
    private struct Store {
        let folder: TemporaryDirectory
        let path: String
        let signer: SigningKey

        init() throws {
            folder = try TemporaryDirectory()
            path = folder.file("store")
            try Tool.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", folder.file("log.pem")])
            try Tool.run(["chmod", "600", folder.file("log.pem")])
            guard case .privateKey(let key) = try KeyFile.read(folder.file("log.pem")) else {
                throw StoreError.absent("key")
            }
            signer = key
        }

        func add(_ count: Int) async throws {
            for _ in 0..<count {
                _ = try await SnapshotFolder(path).add(signedBy: signer) { (lineage, path) throws(SnapshotError) in
                    do {
                        var spool = try Spool(in: folder.path)
                        var contents = try SampleSnapshot.contents([SampleSnapshot.items[0]], into: &spool)
                        contents.manifest.lineage = lineage
                        // No two captures are the same.
                        contents.manifest.actor.host = UUID().uuidString
                        return try SnapshotWriter.write(contents, bodies: spool, toFile: path)
                    } catch let error as SnapshotError { throw error } catch { throw SnapshotError.truncated }
                }
            }
        }

        func verify(since kept: Checkpoint? = nil, trusted: Bool = true) throws -> Verification {
            let store = try #require(try SnapshotFolder(existing: path))
            let trust = Trust(keys: trusted ? [("log", signer.publicKey)] : [], now: 0)
            return try LineageVerifier(store, trust: trust).verify(since: kept.map { ("kept", $0) })
        }

        func checkpoint() throws -> Checkpoint {
            try #require(try SnapshotFolder(existing: path)?.checkpoint())
        }

        func shell(_ line: String) throws {
            try Tool.run(["bash", "-euc", "cd \"$0\"; \(line)", path])
        }
    }

    @Test func aGrowingStoreIsWholeFromAnyOlderCheckpoint() async throws {
        let store = try Store()
        var kept: [Checkpoint] = []
        for _ in 0..<5 {
            try await store.add(1)
            kept.append(try store.checkpoint())
        }
        for checkpoint in kept {
            let found = try store.verify(since: checkpoint)
            #expect(!found.hasFailed && !found.hasHole, "\(found.outcomes)")
        }
        #expect(try store.verify(trusted: false).hasHole)
    }

    @Test(arguments: [
        ("deleted", "rm 000003-*"), ("replaced", "cp 000002-* x; cp 000004-* 000002-snapshot.tar.zst; rm x"),
        ("reordered", "mv 000002-* x; mv 000003-* 000002-snapshot.tar.zst; mv x 000003-snapshot.tar.zst"),
        ("doubled", "cp 000003-snapshot.tar.zst 000003-other.tar.zst"),
        ("added", "cp 000003-snapshot.tar.zst 000009-other.tar.zst"),
        ("cut from the log", "rm 000005-*; head -n 4 log > l; mv l log"),
        ("rewritten in the log", "sed -i \"2s/[0-9a-f]\\{64\\}/$(printf 'ab%.0s' $(seq 32))/\" log"),
        ("reordered in the log", "sed -i '2{h;d};3{G}' log"),
        ("buried without a signature", "rm 000003-*; echo '{}' > 000003.tombstone.json"),
        ("damaged", "printf x >> checkpoint"),
    ])
    func aStoreWasTamperedWith(_ how: String, line: String) async throws {
        let store = try Store()
        try await store.add(5)
        #expect(try !store.verify().hasFailed)
        try store.shell(line)
        #expect(try store.verify().hasFailed, "\(how)")
    }

    /// Whoever has the key can write another history, but not one that continues a checkpoint that somebody kept.
    @Test func aRewrittenHistoryDoesNotContinueAKeptCheckpoint() async throws {
        let store = try Store()
        try await store.add(3)
        let kept = try store.checkpoint()
        try store.shell("rm 0000* log checkpoint")
        try await store.add(2)
        #expect(try !store.verify().hasFailed)
        #expect(try store.verify(since: kept).hasFailed)
        // Longer than it was, and still another one.
        try await store.add(2)
        #expect(try !store.verify().hasFailed)
        #expect(try store.verify(since: kept).hasFailed)
    }

    @Test func aPrunedSnapshotIsPrunedAndNotMissing() async throws {
        let store = try Store()
        try await store.add(4)
        let kept = try store.checkpoint()
        try await SnapshotFolder(store.path).prune(
            2, reason: "a test", at: "2026-11-23T06:00:00Z", by: "tester", signer: store.signer)
        let found = try store.verify(since: kept)
        #expect(!found.hasFailed && !found.hasHole)
        #expect(found.checks.last?.detail.contains("1 of them pruned") == true)
        try store.shell("sed -i 's/a test/a lie/' 000002.tombstone.json")
        #expect(try store.verify().hasFailed)
    }

    @Test func anInterruptedCaptureIsMadeGoodByTheNext() async throws {
        let store = try Store()
        try await store.add(3)
        // Between the snapshot and the log; and in the middle of a line.
        try store.shell("head -n 2 log > l; printf '{\"manifest\":' >> l; cat l > log; rm l")
        let before = try store.verify()
        #expect(before.hasFailed || before.hasHole)
        try await store.add(1)
        let after = try store.verify()
        #expect(!after.hasFailed && !after.hasHole, "\(after.outcomes)")
        #expect(try SnapshotFolder(store.path).log().entries.count == 4)
    }

    @Test func outputsAreTheirOwnersAlone() async throws {
        let store = try Store()
        try await store.add(1)
        for name in try FileManager.default.contentsOfDirectory(atPath: store.path) {
            #expect(try FileStatus.of("\(store.path)/\(name)")?.mode == 0o600, "\(name)")
        }
        #expect(try FileStatus.of(store.path)?.mode == 0o700)
    }

    @Test func aThousandSnapshotsAreVerifiedQuickly() async throws {
        let store = try Store()
        try await store.add(EnvironmentFlag.isFull ? 1000 : 100)
        let clock = ContinuousClock()
        var found: Verification?
        let time = try clock.measure { found = try store.verify() }
        #expect(found?.hasFailed == false)
        // One second for a thousand on an idle machine; ten times that where everything runs at once.
        #expect(time < .seconds(10))
    }
}
