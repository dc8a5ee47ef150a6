/// Objects of a snapshot file that a comparison opens in its own order: the archive is read once, front to back, and the
/// bodies wait on disk. Memory: one entry an object, whatever they weigh.
actor ObjectShelf {
    private var spool: Spool
    private var kept: [Identity: Spool.Place] = [:]

    init(folder: String) throws(DiskError) { spool = try Spool(in: folder) }

    /// Reads the archive and keeps what is wanted: the whole of it, which checks every byte, or, where the index is believed,
    /// as far as the last wanted object.
    func fill(from reader: SnapshotReader, wanted: Set<Identity>, trustsIndex: Bool) throws(SnapshotError) {
        var pass = try reader.pass()
        guard trustsIndex else {
            while let (entry, bytes) = try pass.next(where: { wanted.contains($0.identity) }) { try keep(entry, bytes) }
            return
        }
        var open = wanted.count { reader.entries[$0] != nil }
        while open > 0, let (entry, bytes) = try pass.nextBelieving(where: { wanted.contains($0.identity) }) {
            try keep(entry, bytes)
            open -= 1
        }
    }

    private func keep(_ entry: IndexEntry, _ bytes: [UInt8]) throws(SnapshotError) {
        do throws(DiskError) { kept[entry.identity] = try spool.append(bytes) } catch { throw .disk(error) }
    }

    /// An object; what was put here has been checked. Many can be read at once: only the bytes come from here.
    nonisolated func object(_ identity: Identity) async throws(SnapshotError) -> JSONTape? {
        guard let bytes = try await body(identity) else { return nil }
        do throws(JSONError) { return try JSONTape(bytes) } catch { throw .changedWhileReading }
    }

    private func body(_ identity: Identity) throws(SnapshotError) -> [UInt8]? {
        guard let place = kept[identity] else { return nil }
        do throws(DiskError) { return try spool.read(place) } catch { throw .disk(error) }
    }
}
