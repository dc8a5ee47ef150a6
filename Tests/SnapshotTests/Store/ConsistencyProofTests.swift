import Snapshot
import TestSupport
import Testing

/// Proof that a tree only grew, and that the log of a store did.
@Suite struct ConsistencyProofTests {
    /// Of the reference tree. Source: google/certificate-transparency, `merkle_tree_test.cc`.
    @Test(
        arguments: [
            (1, 1, []),
            (
                1, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                6, 8,
                [
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (
                2, 5,
                [
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ] as [(Int, Int, [String])])
    func proofsAreThoseOfTheReferenceTree(_ old: Int, new: Int, path: [String]) throws {
        let proof = try #require(ConsistencyProof(old: old, leaves: MerkleTreeTests.digests(new)))
        #expect(proof.path.map(\.hex) == path)
    }

    @Test func everyBeginningIsProvedAndNothingElse() throws {
        let leaves = (0..<40).map { MerkleTree.leaf([UInt8($0)]) }
        let roots = (0...leaves.count).map { count in
            var tree = MerkleTree()
            for leaf in leaves.prefix(count) { tree.append(leaf) }
            return tree.root
        }
        let other = MerkleTree.leaf([200])
        for new in 1...leaves.count {
            for old in 1...new {
                let proof = try #require(ConsistencyProof(old: old, leaves: Array(leaves.prefix(new))))
                #expect(proof.proves(oldRoot: roots[old], newRoot: roots[new]))
                #expect(!proof.proves(oldRoot: other, newRoot: roots[new]))
                #expect(!proof.proves(oldRoot: roots[old], newRoot: other))
                for path in [proof.path + [other], [other] + proof.path, Array(proof.path.dropLast())]
                where path != proof.path {
                    let forged = ConsistencyProof(old: old, new: new, path: path)
                    #expect(!forged.proves(oldRoot: roots[old], newRoot: roots[new]), "\(old) \(new)")
                }
            }
        }
        #expect(ConsistencyProof(old: 0, leaves: leaves) == nil)
        #expect(ConsistencyProof(old: 41, leaves: leaves) == nil)
    }

    @Test(.enabled(if: Tool.exists("openssl"), "openssl is missing"))
    func aProofIsReadBackAndHoldsForItsTwoCheckpointsOnly() async throws {
        let fixture = try SealFixture()
        let signer = try fixture.signer(try fixture.key(.pkcs8Ed25519))
        func log(_ count: Int, seed: UInt8 = 0) -> LineageLog {
            var log = LineageLog()
            for i in 0..<count { log.append(Digest(of: [seed, UInt8(i)])) }
            return log
        }
        func checkpoint(_ log: LineageLog, origin: String = "snapctl.dev/log/x") async throws -> Checkpoint {
            try await Checkpoint.signed(origin: origin, log: log, by: signer)
        }
        let (old, new) = (try await checkpoint(log(11)), try await checkpoint(log(30)))
        let proof = try #require(CheckpointProof(from: old, to: new, in: log(30)))
        let read = try CheckpointProof(bytes: proof.bytes, file: "proof")
        #expect(read == proof && read.continues(old))
        #expect(!read.continues(try await checkpoint(log(12))))
        #expect(!read.continues(try await checkpoint(log(11, seed: 1))))
        #expect(!read.continues(try await checkpoint(log(11), origin: "snapctl.dev/log/y")))
        #expect(CheckpointProof(from: try await checkpoint(log(11, seed: 1)), to: new, in: log(30)) == nil)
        #expect(CheckpointProof(from: new, to: old, in: log(30)) == nil)
        for i in proof.bytes.indices {
            var bytes = proof.bytes
            bytes[i] ^= 1
            guard let forged = try? CheckpointProof(bytes: bytes, file: "proof") else { continue }
            #expect(!forged.continues(old) || !forged.checkpoint.isSigned(by: signer.publicKey), "byte \(i)")
        }
        for count in 0..<proof.bytes.count {
            #expect(throws: SealError.self) {
                _ = try CheckpointProof(bytes: Array(proof.bytes.prefix(count)), file: "proof")
            }
        }
    }
}
