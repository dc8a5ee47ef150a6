package import Snapshot

/// A snapshot taken apart, to be put together again with one lie in it: everything that follows from the lie agrees with
/// it, so that only the one check that is meant can find it.
package struct Forgery {
    package var manifest: Object
    package var index: [Object]
    package var meta: [(path: String, bytes: [UInt8])]
    package var bodies: [(path: String, bytes: [UInt8])]
    /// After sizes and digests of the bodies went into the index.
    package var inIndex: (inout [Object]) -> Void = { _ in }
    /// The bytes of the index.
    package var inIndexBytes: (inout [UInt8]) -> Void = { _ in }
    /// After counts, files and roots went into the manifest.
    package var inManifest: (inout Object) -> Void = { _ in }
    /// The bytes of the manifest.
    package var inManifestBytes: (inout [UInt8]) -> Void = { _ in }
    /// The bytes of SHA256SUMS.
    package var inSums: (inout [UInt8]) -> Void = { _ in }
    /// The entries of the archive.
    package var inEntries: (inout [RawTar.Entry]) -> Void = { _ in }

    /// A snapshot, unchanged.
    package init(_ bytes: [UInt8]) throws {
        let snapshot = try SnapshotReader(ArchiveSource(bytes: bytes))
        manifest = snapshot.manifest.value.object ?? Object()
        index = snapshot.entries.compactMap(\.value.object)
        meta = []
        for file in snapshot.manifest.files.dropFirst() {
            meta.append((file.path, CanonicalJSON.bytes(try snapshot.meta(file.path)) + [10]))
        }
        var bodies: [(String, [UInt8])] = []
        // The longest path needs an extended header of its own; see the tests of the writer for that.
        try snapshot.bodies(wanted: { _ in true }) { bodies.append(($0.path, $1)) }
        self.bodies = bodies
    }

    /// The tar stream.
    package func tar() throws -> [UInt8] {
        var index = index
        var content = MerkleTree()
        for (i, body) in bodies.enumerated() where i < index.count {
            index[i]["size"] = .number(Number(body.bytes.count))
            index[i]["sha256"] = .string(Digest(of: body.bytes).hex)
        }
        for body in bodies { content.append(SnapshotLeaf.hash(path: body.path, digest: Digest(of: body.bytes))) }
        inIndex(&index)
        var indexBytes: [UInt8] = []
        for entry in index { indexBytes += CanonicalJSON.bytes(.object(entry)) + [10] }
        inIndexBytes(&indexBytes)

        var normalized = MerkleTree()
        var total = 0
        for entry in index {
            total += entry["size"]?.int ?? 0
            guard entry["role"] == "declared", let digest = Digest(hex: entry["normalized"]?.string ?? "") else {
                continue
            }
            normalized.append(SnapshotLeaf.hash(path: entry["path"]?.string ?? "", digest: digest))
        }
        var manifest = manifest
        manifest["objectCount"] = .number(Number(index.count))
        manifest["objectBytes"] = .number(Number(total))
        manifest["roots"] = ["content": .string(content.root.hex), "normalized": .string(normalized.root.hex)]
        let files = [(path: SnapshotFile.index, bytes: indexBytes)] + meta
        manifest["files"] = .array(
            files.map {
                [
                    "path": .string($0.path), "size": .number(Number($0.bytes.count)),
                    "sha256": .string(Digest(of: $0.bytes).hex),
                ]
            })
        inManifest(&manifest)
        var manifestBytes = CanonicalJSON.bytes(.object(manifest)) + [10]
        inManifestBytes(&manifestBytes)

        // As the manifest and the index say, so that only they lie.
        var lines = [(SnapshotFile.manifest, Digest(of: manifestBytes).hex)]
        for file in manifest["files"]?.array ?? [] {
            lines.append((file["path"]?.string ?? "", file["sha256"]?.string ?? ""))
        }
        lines.sort { $0.0 < $1.0 }
        for entry in index { lines.append((entry["path"]?.string ?? "", entry["sha256"]?.string ?? "")) }
        var sums: [UInt8] = []
        for line in lines { sums += Array("\(line.1)  \(line.0)\n".utf8) }
        inSums(&sums)

        var entries = [
            RawTar.Entry(SnapshotFile.manifest, manifestBytes), RawTar.Entry(SnapshotFile.index, indexBytes),
            RawTar.Entry(SnapshotFile.sums, sums),
        ]
        for file in meta + bodies {
            // Names that the header has no room for.
            let last = file.path.utf8.reversed().prefix { $0 != UInt8(ascii: "/") }.count
            if last > 100 { entries.append(RawTar.pax([("path", file.path)])) }
            entries.append(RawTar.Entry(last > 100 ? "long" : file.path, file.bytes))
        }
        inEntries(&entries)
        return RawTar.archive(entries)
    }
}
