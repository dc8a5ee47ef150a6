/// Why a tree is the beginning of a larger one: the digests from which both roots can be computed.
///
/// Source: RFC 6962 §2.1.2; RFC 9162 §2.1.4.2 spells out the check.
package struct ConsistencyProof: Sendable, Hashable {
    /// The number of leaves of the smaller tree.
    package let old: Int
    /// The number of leaves of the larger tree.
    package let new: Int
    /// Upwards.
    package let path: [Digest]

    package init(old: Int, new: Int, path: [Digest]) {
        self.old = old
        self.new = new
        self.path = path
    }

    /// The proof that the first leaves are what the tree began with; `nil` when it has no such beginning.
    package init?(old: Int, leaves: [Digest]) {
        guard old > 0, old <= leaves.count else { return nil }
        self.init(old: old, new: leaves.count, path: Self.path(old, leaves[...], isWhole: true))
    }

    /// Whether the tree of one root begins with the tree of the other.
    package func proves(oldRoot: Digest, newRoot: Digest) -> Bool {
        guard old > 0, old <= new else { return false }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        var rest = (old & (old - 1) == 0 ? [oldRoot] : []) + path
        guard !rest.isEmpty else { return false }
        var place = old - 1
        var last = new - 1
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var left = rest.removeFirst()
        var right = left
        for other in rest {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                left = MerkleTree.node(other, left)
                right = MerkleTree.node(other, right)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                right = MerkleTree.node(right, other)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && left == oldRoot && right == newRoot
    }

    /// - Parameter isWhole: whether the smaller tree is known by its root, so that it needs no digest of its own.
    private static func path(_ old: Int, _ leaves: ArraySlice<Digest>, isWhole: Bool) -> [Digest] {
        if old == leaves.count { return isWhole ? [] : [MerkleTree.root(leaves)] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return old <= split
            ? path(old, leaves[..<middle], isWhole: isWhole) + [MerkleTree.root(leaves[middle...])]
            : path(old - split, leaves[middle...], isWhole: false) + [MerkleTree.root(leaves[..<middle])]
    }
}
