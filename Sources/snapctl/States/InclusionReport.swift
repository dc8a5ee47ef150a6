import Diff
import Snapshot

/// The proof that one object is in a snapshot, for somebody who is shown that object and not the cluster.
///
/// The record is `path ‖ 0x00 ‖ SHA-256 of the bytes`; see FORMAT.md and RFC 6962 §2.1.1.
struct InclusionReport {
    let path: String
    let spoolFolder: String

    /// The proof as JSON: the leaf's digest and place, the digests beside its way to the root, the root and the snapshot's id.
    func json(_ what: [String], namespace: String?) throws -> Value {
        let reader: SnapshotReader
        let state: ClusterState
        do throws(SnapshotError) {
            reader = try SnapshotReader.open(path: path, spoolFolder: spoolFolder)
            state = try ClusterState(reader, name: path)
        } catch { throw StateError(error, of: path) }
        let entry = try ObjectQuery(state: state, namespace: namespace).object(what)
        let found: ObjectProof?
        do throws(SnapshotError) {
            found = try ObjectProof.proof(of: { $0 == entry.identity }, in: reader)
        } catch { throw StateError(error, of: path) }
        guard let found, found.holds(root: found.root) else {
            throw CommandError(
                "\(entry.identity) is not under the root of \(path)",
                hint: "the snapshot is not what its manifest says",
                status: .evidenceInvalid)
        }
        let proof = found.inclusion
        return [
            "format": "snapctl.dev/inclusion/v1", "snapshot": .string(reader.id.hex), "root": .string(found.root.hex),
            "path": .string(entry.path), "sha256": .string(entry.sha256.hex), "index": .number(Number(proof.index)),
            "count": .number(Number(proof.count)), "leaf": .string(entry.contentLeaf.hex),
            "proof": .array(proof.path.map { .string($0.hex) }),
        ]
    }
}
