/// The append-only log of a store: one line a snapshot, in order. Line and number are the leaf of an RFC 6962 tree, whose
/// root stands in the ``Checkpoint``.
package struct LineageLog: Sendable, Hashable {
    /// One line.
    package struct Entry: Sendable, Hashable {
        /// From 1, without gaps.
        package let sequence: Int
        /// The digest of the snapshot's manifest.
        package let manifest: Digest

        package init(sequence: Int, manifest: Digest) {
            self.sequence = sequence
            self.manifest = manifest
        }

        /// The bytes of the line, without its newline: the leaf's record.
        package var bytes: [UInt8] {
            CanonicalJSON.bytes(["manifest": .string(manifest.hex), "sequence": .number(Number(sequence))])
        }
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// Reads a log. A last line without its newline was never finished and counts as absent.
    package init(bytes: [UInt8]) throws(StoreError) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(rest[..<end])
            rest = rest[(end + 1)...]
            let number = entries.count + 1
            guard let value = try? JSONReader.value(line),
                let digest = value["manifest"]?.string.flatMap(Digest.init(hex:)),
                value["sequence"]?.int == number
            else { throw .log("line \(number) is not the entry with that number") }
            let entry = Entry(sequence: number, manifest: digest)
            guard entry.bytes == line else { throw .log("line \(number) is not in canonical form") }
            entries.append(entry)
        }
    }

    /// The entry that comes next.
    package func next(_ manifest: Digest) -> Entry { Entry(sequence: entries.count + 1, manifest: manifest) }

    /// Adds an entry at the end.
    package mutating func append(_ manifest: Digest) { entries.append(next(manifest)) }

    /// The root over the first entries.
    package func root(ofFirst count: Int) -> Digest {
        var tree = MerkleTree()
        for entry in entries.prefix(count) { tree.append(MerkleTree.leaf(entry.bytes)) }
        return tree.root
    }

    package var root: Digest { root(ofFirst: entries.count) }
}
