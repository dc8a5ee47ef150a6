import Glibc

/// A store of snapshots in a folder: each knows the one before it, and a log that only grows names them all.
///
/// ```
/// store.json                    which log this is
/// log                           one line a snapshot
/// checkpoint                    size and root of the log, signed
/// 000001-<id>.tar.zst           the snapshots, with their seals beside them
/// 000001.tombstone.json, .sig   what is left of a pruned one
/// ```
package struct SnapshotFolder: Sendable {
    package let path: String
    /// Which log this is, in checkpoints.
    package let origin: String

    static let settingsFormat = "snapctl.dev/store/v1"

    /// Opens a store; `nil` when the folder holds none.
    package init?(existing path: String) throws(StoreError) {
        guard let bytes = try Self.read("\(path)/store.json", limit: 1 << 16) else { return nil }
        guard let value = try? JSONReader.value(bytes), value["format"]?.string == Self.settingsFormat,
            let origin = value["origin"]?.string, !origin.isEmpty, !origin.contains(where: \.isWhitespace),
            !origin.contains("+")
        else { throw .log("store.json says nothing that is known") }
        self.path = path
        self.origin = origin
    }

    /// Opens a store, and makes one where there is none.
    package init(_ path: String) throws(StoreError) {
        if let present = try SnapshotFolder(existing: path) {
            self = present
            return
        }
        self.path = path
        let number = UInt64.random(in: .min ... .max)
        origin = "snapctl.dev/log/" + String(number, radix: 16)
        if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw .disk(DiskError(.write, path, code: errno)) }
        try write(
            CanonicalJSON.bytes(["format": .string(Self.settingsFormat), "origin": .string(origin)]) + [0x0A],
            to: "store.json")
    }

    /// The log as it is; empty when there is none yet.
    package func log() throws(StoreError) -> LineageLog {
        try LineageLog(bytes: try Self.read("\(path)/log", limit: 1 << 28) ?? [])
    }

    /// The checkpoint; `nil` when nobody signed one.
    package func checkpoint() throws(StoreError) -> Checkpoint? {
        let file = "\(path)/checkpoint"
        guard let bytes = try Self.read(file, limit: 1 << 16) else { return nil }
        do throws(SealError) { return try Checkpoint(bytes: bytes, file: file) } catch { throw .seal(error) }
    }

    /// The bytes of a file; `nil` when there is none.
    private static func read(_ path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        do throws(DiskError) {
            guard try FileStatus.of(path) != nil else { return nil }
            return try FileReader.bytes(of: path, limit: limit)
        } catch { throw .disk(error) }
    }

    /// The snapshots in the folder by their number, from their names. A number with two files is a fork.
    package func files() throws(StoreError) -> [Int: [String]] {
        var result: [Int: [String]] = [:]
        do throws(DiskError) {
            for name in try DirectoryWalk(path, enters: { _ in false }).files {
                guard [".tar.zst", ".tar.gz", ".tar"].contains(where: name.hasSuffix), let number = Self.number(name)
                else {
                    continue
                }
                result[number, default: []].append(name)
            }
        } catch { throw .disk(error) }
        return result
    }

    private static func number(_ name: String) -> Int? {
        let digits = name.prefix { $0 != "-" }
        return digits.count >= 6 ? Int(digits) : nil
    }

    static func name(_ entry: LineageLog.Entry, suffix: String) -> String {
        let digits = String(entry.sequence)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + suffix
    }

    /// Adds a snapshot. One writer at a time; a writer that ended between snapshot and log is made good first.
    ///
    /// - Parameter write: writes the snapshot with that lineage to that path.
    /// - Returns: the path and what was written.
    package func add(
        signedBy signer: (any Signer)?, suffix: String = ".tar.zst",
        write: (Manifest.Lineage, _ path: String) async throws(SnapshotError) -> WrittenSnapshot
    ) async throws(StoreError) -> (path: String, written: WrittenSnapshot) {
        let file: Descriptor
        do throws(DiskError) {
            file = try Descriptor.opening("\(path)/log", flags: O_RDWR | O_CREAT | O_APPEND, mode: 0o600)
        } catch {
            throw .disk(error)
        }
        while flock(file.number, LOCK_EX) != 0 {
            if errno != EINTR { throw .disk(DiskError(.write, "\(path)/log", code: errno)) }
        }
        var log = try log()
        try truncateUnfinishedLine(file, log)
        while let lost = try unlogged(log) {
            try append(log.next(lost), to: file)
            log.append(lost)
        }
        let lineage = Manifest.Lineage(parent: log.entries.last?.manifest.hex, sequence: log.entries.count + 1)
        // The id is known only when it is written: the file gets a name that says its number, then the full one.
        let digits = Self.name(log.next(Digest(of: [])), suffix: "")
        let final = "\(path)/\(digits)-snapshot\(suffix)"
        let written: WrittenSnapshot
        do throws(SnapshotError) { written = try await write(lineage, final) } catch { throw .snapshot(error) }
        try append(log.next(written.id), to: file)
        log.append(written.id)
        if let signer {
            let checkpoint: Checkpoint
            do throws(SealError) {
                checkpoint = try await Checkpoint.signed(origin: origin, log: log, by: signer)
            } catch { throw .seal(error) }
            try self.write(checkpoint.bytes, to: "checkpoint")
        }
        return (final, written)
    }

    /// Removes a snapshot and leaves a signed tombstone, which is there before the snapshot is gone.
    package func prune(
        _ sequence: Int, reason: String, at time: String, by user: String, signer: any Signer
    ) async throws(StoreError) {
        let log = try log()
        guard sequence >= 1, sequence <= log.entries.count else { throw .noSuchSnapshot(sequence) }
        let entry = log.entries[sequence - 1]
        let tombstone = Tombstone(
            sequence: sequence, manifest: entry.manifest, reason: reason, prunedAt: time, prunedBy: user)
        let name = Self.name(entry, suffix: ".tombstone.json")
        try write(tombstone.bytes, to: name)
        do {
            let digests = try FileDigests(of: ArchiveSource(bytes: tombstone.bytes))
            let signature = try await SSHSignature.signed(
                sha512: digests.sha512, namespace: Tombstone.namespace, by: signer)
            try write(Array(signature.armored.utf8), to: name + ".sig")
        } catch { throw StoreError(error) }
        for file in try files()[sequence] ?? [] {
            for suffix in [""] + Sealer.Form.allCases.map(\.suffix) {
                let path = "\(path)/\(file)\(suffix)"
                if unsafe unlink(path) != 0, errno != ENOENT { throw .disk(DiskError(.write, path, code: errno)) }
            }
        }
    }

    // MARK: Files

    private func write(_ bytes: [UInt8], to name: String) throws(StoreError) {
        do throws(DiskError) {
            var file = try AtomicFile("\(path)/\(name)")
            try file.write(bytes)
            try file.commit()
        } catch { throw .disk(error) }
    }

    private func append(_ entry: LineageLog.Entry, to file: borrowing Descriptor) throws(StoreError) {
        do throws(DiskError) {
            try file.write(entry.bytes + [0x0A])
            try file.synchronize()
        } catch { throw .disk(error) }
    }

    /// A line without its newline was being written when the power failed.
    private func truncateUnfinishedLine(_ file: borrowing Descriptor, _ log: LineageLog) throws(StoreError) {
        let length = log.entries.reduce(0) { $0 + $1.bytes.count + 1 }
        guard ftruncate(file.number, off_t(length)) == 0 else {
            throw .disk(DiskError(.write, "\(path)/log", code: errno))
        }
    }

    /// The id of a snapshot that is whole and comes next, and that the log does not name.
    private func unlogged(_ log: LineageLog) throws(StoreError) -> Digest? {
        guard let names = try files()[log.entries.count + 1], names.count == 1, let name = names.first else {
            return nil
        }
        guard let source = try? ArchiveSource(path: "\(path)/\(name)", spoolFolder: path),
            let reader = try? SnapshotReader(source), let lineage = reader.manifest.lineage,
            lineage.sequence == log.entries.count + 1, lineage.parent == log.entries.last?.manifest.hex
        else { return nil }
        return reader.id
    }
}
