/// Objects of a snapshot file that a comparison opens in its own order: the archive is read once, front to back, and the
/// bodies wait on disk. Memory: one entry an object, whatever they weigh.
actor ObjectShelf {
    private var spool: Spool
    private var kept: [Identity: Spool.Place] = [:]

    init(folder: String) throws(DiskError) { spool = try Spool(in: folder) }

    /// Reads the whole archive, which checks every byte of it, and keeps what is wanted.
    ///
    /// - Returns: what the normalized digests of countable objects leave out.
    func fill(
        from reader: SnapshotReader, wanted: Set<Identity>, countable: Set<Identity>
    ) throws(SnapshotError) -> [Identity: IgnoredFields] {
        var pass = try reader.pass(countable: countable)
        while let (entry, bytes) = try pass.next(where: { wanted.contains($0.identity) }) { try keep(entry, bytes) }
        return pass.ignored
    }

    /// Reads the wanted objects and checks those only: the index is believed.
    func fill(believing reader: SnapshotReader, wanted: Set<Identity>) throws(SnapshotError) {
        guard !wanted.isEmpty else { return }
        try reader.pick(where: { wanted.contains($0.identity) }, believesIndex: true) {
            (entry, bytes) throws(SnapshotError) in try keep(entry, bytes)
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
