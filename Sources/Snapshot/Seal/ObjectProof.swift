/// One object of a snapshot with the proof that it belongs to it: to show a NetworkPolicy without showing the cluster.
///
/// How to check it with jq and sha256sum stands in docs/verify-without-snapctl.md.
package struct ObjectProof: Sendable, Hashable {
    package static let format = "snapctl.dev/proof/v1"

    /// The digest of the snapshot's manifest.
    package let snapshot: Digest
    /// The content root, which the manifest and the signed statement name.
    package let root: Digest
    /// The object's path in the snapshot.
    package let path: String
    /// Its bytes as stored: canonical JSON and a newline.
    package let object: [UInt8]
    /// The way to the root.
    package let inclusion: InclusionProof

    /// Proofs of the objects that are wanted. Only they are read: all leaves follow from the index.
    package static func proofs(
        of isWanted: (Identity) -> Bool, in snapshot: SnapshotReader
    ) throws(SnapshotError) -> [ObjectProof] {
        let leaves = snapshot.entries.map(\.contentLeaf)
        guard let root = Digest(hex: snapshot.manifest.roots.content), MerkleTree.root(leaves[...]) == root else {
            throw .rootMismatch("content")
        }
        var places = snapshot.entries.indices.filter { isWanted(snapshot.entries[$0].identity) }[...]
        var proofs: [ObjectProof] = []
        try snapshot.pick(where: { isWanted($0.identity) }) { entry, bytes in
            guard let inclusion = places.popFirst().flatMap({ InclusionProof(index: $0, leaves: leaves) }) else {
                return
            }
            proofs.append(
                ObjectProof(snapshot: snapshot.id, root: root, path: entry.path, object: bytes, inclusion: inclusion))
        }
        return proofs
    }

    /// The proof of the first object that is wanted.
    package static func proof(
        of isWanted: (Identity) -> Bool, in snapshot: SnapshotReader
    ) throws(SnapshotError) -> ObjectProof? {
        try proofs(of: isWanted, in: snapshot).first
    }

    /// Whether the object belongs to the tree of that root.
    package func holds(root: Digest) -> Bool {
        inclusion.proves(SnapshotLeaf.hash(path: path, digest: Digest(of: object)), root: root)
    }

    /// The text of the file.
    package var bytes: [UInt8] {
        CanonicalJSON.bytes([
            "format": .string(Self.format), "snapshot": .string(snapshot.hex), "contentRoot": .string(root.hex),
            "path": .string(path), "object": .string(String(decoding: object, as: UTF8.self)),
            "index": .number(Number(inclusion.index)), "count": .number(Number(inclusion.count)),
            "siblings": .array(inclusion.path.map { .string($0.hex) }),
        ]) + [UInt8(ascii: "\n")]
    }

    /// Reads the text of a file.
    package init(bytes: [UInt8], file: String) throws(SealError) {
        let members = try StrictMembers.reading(bytes, file: file)
        guard try members.string("format") == Self.format else { throw .malformed(file: file, why: "it is no proof") }
        func digest(_ text: String) throws(SealError) -> Digest {
            guard let digest = Digest(hex: text) else { throw .malformed(file: file, why: "`\(text)` is no digest") }
            return digest
        }
        snapshot = try digest(try members.string("snapshot"))
        root = try digest(try members.string("contentRoot"))
        path = try members.string("path")
        object = Array(try members.string("object").utf8)
        guard let index = members.value("index")?.int, let count = members.value("count")?.int else {
            throw .malformed(file: file, why: "index and count are expected")
        }
        var siblings: [Digest] = []
        for value in members.value("siblings")?.array ?? [] { siblings.append(try digest(value.string ?? "")) }
        inclusion = InclusionProof(index: index, count: count, path: siblings)
        try members.finish()
    }

    private init(snapshot: Digest, root: Digest, path: String, object: [UInt8], inclusion: InclusionProof) {
        self.snapshot = snapshot
        self.root = root
        self.path = path
        self.object = object
        self.inclusion = inclusion
    }
}
