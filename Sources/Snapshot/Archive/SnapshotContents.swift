/// Everything that goes into a snapshot but the objects' bytes, which wait in a spool.
package struct SnapshotContents: Sendable {
    /// What the snapshot says of itself. Counts, files, roots and the digest of the schema are filled in by the writer.
    package var manifest: Manifest
    /// The objects, in any order.
    package var objects: [SpooledObject]
    /// `meta/discovery.json`.
    package var discovery: Value
    /// `meta/schema.json`.
    package var schema: Value
    /// `meta/gaps.json`.
    package var gaps: Value
    /// `meta/redactions.json`.
    package var redactions: Value

    package init(
        manifest: Manifest, objects: [SpooledObject], discovery: Value, schema: Value, gaps: Value, redactions: Value
    ) {
        self.manifest = manifest
        self.objects = objects
        self.discovery = discovery
        self.schema = schema
        self.gaps = gaps
        self.redactions = redactions
    }

    /// The files under `meta/`, in the order of the archive.
    var metaFiles: [(path: String, bytes: [UInt8])] {
        [
            (SnapshotFile.discovery, discovery), (SnapshotFile.gaps, gaps), (SnapshotFile.redactions, redactions),
            (SnapshotFile.schema, schema),
        ].map { ($0.0, CanonicalJSON.bytes($0.1) + [UInt8(ascii: "\n")]) }
    }
}

/// What became of a written snapshot.
package struct WrittenSnapshot: Sendable, Hashable {
    /// The manifest as it stands in the file.
    package let manifest: Manifest
    /// The digest of `manifest.json`, which identifies the snapshot.
    package let id: Digest
    /// The digest of the whole file as compressed.
    package let archive: Digest
    /// The size of the file in bytes.
    package let size: Int
}
