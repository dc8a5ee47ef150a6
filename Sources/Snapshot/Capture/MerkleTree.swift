import Crypto

/// The hash tree of Certificate Transparency: one digest for a list, and short proofs that something is in it.
///
/// Source: RFC 6962 §2.1. Memory: the logarithm of the number of leaves.
package struct MerkleTree: Sendable {
    /// The roots of the complete subtrees so far, the largest first.
    private var subtrees: [(level: Int, digest: Digest)] = []
    /// How many leaves it has.
    package private(set) var count = 0

    package init() {}

    /// Adds the leaf of that hash behind the others.
    package mutating func append(_ leaf: Digest) {
        var digest = leaf
        var level = 0
        while let last = subtrees.last, last.level == level {
            digest = Self.node(last.digest, digest)
            level += 1
            subtrees.removeLast()
        }
        subtrees.append((level, digest))
        count += 1
    }

    /// The root over the leaves so far; of none, the digest of nothing.
    package var root: Digest {
        guard var digest = subtrees.last?.digest else { return Digest(of: []) }
        for subtree in subtrees.dropLast().reversed() { digest = Self.node(subtree.digest, digest) }
        return digest
    }

    /// The root over these leaves.
    static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        var tree = MerkleTree()
        for leaf in leaves { tree.append(leaf) }
        return tree.root
    }

    /// The hash of a leaf: `SHA-256(0x00 ‖ record)`.
    package static func leaf(_ record: [UInt8]...) -> Digest {
        var hash = SHA256()
        hash.update(data: [0])
        for part in record { hash.update(data: part) }
        return Digest(hash.finalize())
    }

    /// The hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`.
    static func node(_ left: Digest, _ right: Digest) -> Digest {
        var hash = SHA256()
        hash.update(data: [1])
        hash.update(data: left.bytes)
        hash.update(data: right.bytes)
        return Digest(hash.finalize())
    }
}

/// Why a leaf is in a tree: the digests beside its way to the root.
///
/// Source: RFC 6962 §2.1.1.
package struct InclusionProof: Sendable, Hashable {
    /// The position of the leaf, from zero.
    package let index: Int
    /// The number of leaves in the tree.
    package let count: Int
    /// From the leaf upwards.
    package let path: [Digest]

    package init(index: Int, count: Int, path: [Digest]) {
        self.index = index
        self.count = count
        self.path = path
    }

    /// The proof for one of the leaves; `nil` when there is no such position.
    package init?(index: Int, leaves: [Digest]) {
        guard leaves.indices.contains(index) else { return nil }
        self.index = index
        count = leaves.count
        path = Self.path(index, leaves[...])
    }

    /// Whether a leaf of that hash at this place belongs to the tree of that root.
    ///
    /// Source: RFC 9162 §2.1.3.2, which spells out the check for the same tree.
    package func proves(_ leaf: Digest, root: Digest) -> Bool {
        guard index >= 0, index < count else { return false }
        var place = index
        var last = count - 1
        var digest = leaf
        for other in path {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                digest = MerkleTree.node(other, digest)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                digest = MerkleTree.node(digest, other)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && digest == root
    }

    private static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return index < split
            ? path(index, leaves[..<middle]) + [MerkleTree.root(leaves[middle...])]
            : path(index - split, leaves[middle...]) + [MerkleTree.root(leaves[..<middle])]
    }
}

/// The leaves of a snapshot's two trees. Both are of digests that the index holds: a body is hashed once.
package enum SnapshotLeaf {
    /// Record `path ‖ 0x00 ‖ digest`.
    package static func hash(path: String, digest: Digest) -> Digest {
        var hash = SHA256()
        hash.update(data: [0])
        hash.update(path.utf8Span.span)
        hash.update(data: [0])
        hash.update(data: digest.bytes)
        return Digest(hash.finalize())
    }
}

extension IndexEntry {
    /// In the content tree: of the object as stored.
    package var contentLeaf: Digest { SnapshotLeaf.hash(path: path, digest: sha256) }

    /// In the normalized tree: of the state that the object declares; `nil` when it declares none.
    package var normalizedLeaf: Digest? {
        role == .declared ? SnapshotLeaf.hash(path: path, digest: normalized) : nil
    }
}
