import Snapshot
import Testing

@Suite struct MerkleTreeTests {
    /// The reference tree of Certificate Transparency. Source: google/certificate-transparency, `merkle_tree_test.cc`;
    /// transparency-dev/merkle, `testonly/reference.go`.
    static let leaves: [String] = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    static let roots: [String] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    static func digests(_ count: Int) -> [Digest] {
        leaves.prefix(count).map { MerkleTree.leaf(HexDigits.decode($0) ?? []) }
    }

    @Test(arguments: 0...8)
    func rootsAreThoseOfTheReferenceTree(count: Int) {
        var tree = MerkleTree()
        for leaf in Self.digests(count) { tree.append(leaf) }
        #expect(tree.root.hex == Self.roots[count])
        #expect(tree.count == count)
    }

    @Test func everyLeafIsProvedAndNothingElse() throws {
        let all = (0..<70).map { MerkleTree.leaf([UInt8($0)]) }
        for count in 1...all.count {
            let leaves = Array(all.prefix(count))
            var tree = MerkleTree()
            for leaf in leaves { tree.append(leaf) }
            for index in leaves.indices {
                let proof = try #require(InclusionProof(index: index, leaves: leaves))
                #expect(proof.proves(leaves[index], root: tree.root))
                #expect(!proof.proves(MerkleTree.leaf([200]), root: tree.root))
                #expect(!proof.proves(leaves[index], root: MerkleTree.leaf([1, 2])))
                let elsewhere = InclusionProof(index: (index + 1) % count, count: count, path: proof.path)
                #expect(count == 1 || !elsewhere.proves(leaves[index], root: tree.root))
                let longer = InclusionProof(index: index, count: count, path: proof.path + [leaves[0]])
                #expect(!longer.proves(leaves[index], root: tree.root))
                let shorter = InclusionProof(index: index, count: count, path: proof.path.dropLast())
                #expect(count == 1 || !shorter.proves(leaves[index], root: tree.root))
            }
        }
        #expect(InclusionProof(index: 0, leaves: []) == nil)
        #expect(!InclusionProof(index: 0, count: 0, path: []).proves(all[0], root: all[0]))
        #expect(!InclusionProof(index: -1, count: 1, path: []).proves(all[0], root: all[0]))
    }

    @Test func aPathCannotRunIntoTheBytesBehindIt() {
        let digest = Digest(of: Array("b".utf8))
        let one = SnapshotLeaf.hash(path: "a", digest: digest)
        #expect(one == MerkleTree.leaf(Array("a\u{0}".utf8) + digest.bytes))
        #expect(one != SnapshotLeaf.hash(path: "a\u{0}", digest: digest))
        #expect(one != SnapshotLeaf.hash(path: "", digest: digest))
    }

    /// What an inner node hashes is no record of a leaf, whatever the path: the first byte differs.
    @Test func aLeafIsNoInnerNode() {
        let digest = Digest(of: [])
        let path = String(repeating: "a", count: 31)
        let record = Array(path.utf8) + [0] + digest.bytes
        #expect(SnapshotLeaf.hash(path: path, digest: digest) == MerkleTree.leaf(record))
        #expect(SnapshotLeaf.hash(path: path, digest: digest) != Digest(of: [1] + record))
    }

    /// The content root follows from the lines of the index, and every path, every digest and their order from it.
    @Test func theContentRootBindsPathsDigestsAndOrder() throws {
        let entries = Array(try SnapshotReader(ArchiveSource(bytes: try SampleSnapshot.bytes())).entries)
        func root(_ leaves: [Digest]) -> Digest {
            var tree = MerkleTree()
            for leaf in leaves { tree.append(leaf) }
            return tree.root
        }
        let leaves = entries.map(\.contentLeaf)
        let written = try SnapshotReader(ArchiveSource(bytes: try SampleSnapshot.bytes())).manifest.roots.content
        #expect(root(leaves).hex == written)
        for i in leaves.indices {
            var other = leaves
            other[i] = SnapshotLeaf.hash(path: entries[i].path, digest: Digest(of: [1]))
            #expect(root(other).hex != written)
            other[i] = SnapshotLeaf.hash(path: entries[i].path + "x", digest: entries[i].sha256)
            #expect(root(other).hex != written)
            other = leaves
            other.swapAt(i, (i + 1) % leaves.count)
            #expect(root(other).hex != written)
            other.remove(at: i)
            #expect(root(other).hex != written)
        }
    }
}
