/// Objects of a snapshot file that a comparison opens in its own order: the archive is read once, front to back, and the
/// bodies wait on disk. Memory: one entry an object, whatever they weigh.
actor ObjectShelf {
    private var spool: Spool
    private var kept: [Identity: (entry: IndexEntry, place: Spool.Place)] = [:]

    init(folder: String) throws(DiskError) { spool = try Spool(in: folder) }

    /// Reads the whole archive, which checks every byte of it, and keeps what is wanted.
    func fill(from reader: SnapshotReader, wanted: Set<Identity>) throws(SnapshotError) {
        var pass = try reader.pass()
        while let (entry, bytes) = try pass.next(where: { wanted.contains($0.identity) }) {
            do throws(DiskError) { kept[entry.identity] = (entry, try spool.append(bytes)) } catch {
                throw .disk(error)
            }
        }
    }

    /// An object, checked to be what the index says it is. Many can be read at once: only the bytes come from here.
    nonisolated func object(_ identity: Identity) async throws(SnapshotError) -> JSONTape? {
        guard let (entry, bytes) = try await body(identity) else { return nil }
        return try StoredObject.tape(bytes, of: entry)
    }

    private func body(_ identity: Identity) throws(SnapshotError) -> (IndexEntry, [UInt8])? {
        guard let (entry, place) = kept[identity] else { return nil }
        do throws(DiskError) { return (entry, try spool.read(place)) } catch { throw .disk(error) }
    }
}
