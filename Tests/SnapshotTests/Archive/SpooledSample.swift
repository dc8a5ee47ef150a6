import Snapshot

extension SpooledObject {
    /// Spools an object and makes its line of the index: path, size and digests are computed here.
    init(
        _ object: Value, identity: Identity, version: String, resource: String, normalized: Digest, role: ObjectRole,
        uid: String, generation: Int, controller: Identity?, into spool: inout Spool
    ) throws {
        var bytes = CanonicalJSON.bytes(object)
        bytes.append(UInt8(ascii: "\n"))
        let path = ArchivePath.object(
            group: identity.group, resource: resource, namespace: identity.namespace, name: identity.name)
        self.init(
            entry: IndexEntry(
                identity: identity, version: version, resource: resource, path: path, size: bytes.count,
                sha256: Digest(of: bytes), normalized: normalized, role: role, uid: uid, generation: generation,
                signals: [:], controller: controller),
            place: try spool.append(bytes))
    }
}
