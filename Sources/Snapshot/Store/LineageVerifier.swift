/// Finds out whether the snapshots of a store are the ones that were put there: none deleted, replaced, reordered, added
/// beside the log, and the log itself never rewritten since a checkpoint that somebody kept.
package struct LineageVerifier: Sendable {
    private let store: SnapshotFolder
    private let trust: Trust

    package init(_ store: SnapshotFolder, trust: Trust) {
        self.store = store
        self.trust = trust
    }

    /// Checks log, checkpoint, manifests and tombstones. Of each snapshot the manifest and the index are read; the rest of
    /// its bytes is for ``SealVerifier``.
    ///
    /// - Parameter since: a checkpoint kept from before, with the name of its file.
    package func verify(since kept: (file: String, checkpoint: Checkpoint)? = nil) throws(StoreError) -> Verification {
        var found = Verification(file: store.path)
        let log: LineageLog
        do throws(StoreError) { log = try store.log() } catch {
            guard error.isEvidence else { throw error }
            found.note("lineage", .failed, error.summary)
            return found
        }
        try checkCheckpoint(log, &found)
        if let kept { check(kept, log, &found) }
        try checkSnapshots(log, &found)
        found.facts = [
            .init("origin", store.origin), .init("snapshots", String(log.entries.count)), .init("root", log.root.hex),
        ]
        return found
    }

    private func checkCheckpoint(_ log: LineageLog, _ found: inout Verification) throws(StoreError) {
        let checkpoint: Checkpoint?
        do throws(StoreError) { checkpoint = try store.checkpoint() } catch {
            guard error.isEvidence else { throw error }
            return found.note("checkpoint", .failed, error.summary)
        }
        guard let checkpoint else {
            return found.note("checkpoint", .skipped, "the log is unsigned", isRequired: !trust.isEmpty)
        }
        guard checkpoint.origin == store.origin else {
            return found.note("checkpoint", .failed, "it is about another log, `\(checkpoint.origin)`")
        }
        guard checkpoint.size <= log.entries.count else {
            return found.note(
                "checkpoint", .failed,
                "it names \(checkpoint.size) snapshots, the log \(log.entries.count): the end was cut off")
        }
        guard log.root(ofFirst: checkpoint.size) == checkpoint.root else {
            return found.note("checkpoint", .failed, "the log is not the one that was signed")
        }
        if checkpoint.size < log.entries.count {
            found.note(
                "checkpoint", .skipped,
                "it names the first \(checkpoint.size) of \(log.entries.count) snapshots; the rest are unsigned")
        }
        guard !trust.isEmpty else {
            return found.note("checkpoint", .skipped, "no key was given to check it with (--trust-key)")
        }
        guard let key = trust.candidates.first(where: checkpoint.isSigned(by:)),
            let name = trust.name(of: key, namespace: Tombstone.namespace)
        else { return found.note("checkpoint", .failed, "no trusted key signed it") }
        found.note("checkpoint", .passed, "\(name) signed for \(checkpoint.size) snapshots")
        found.vouchers.append(.init(fingerprint: key.fingerprint, name: name, seal: "\(store.path)/checkpoint"))
    }

    private func check(
        _ kept: (file: String, checkpoint: Checkpoint), _ log: LineageLog, _ found: inout Verification
    ) {
        let checkpoint = kept.checkpoint
        guard checkpoint.origin == store.origin, checkpoint.size <= log.entries.count,
            log.root(ofFirst: checkpoint.size) == checkpoint.root
        else {
            return found.note(
                "since", .failed, "the log does not continue \(kept.file): it was cut, rewritten or replaced")
        }
        guard trust.isEmpty || trust.candidates.contains(where: checkpoint.isSigned(by:)) else {
            return found.note("since", .failed, "no trusted key signed \(kept.file)")
        }
        found.note("since", .passed, "the log continues \(kept.file), \(checkpoint.size) snapshots long")
    }

    private func checkSnapshots(_ log: LineageLog, _ found: inout Verification) throws(StoreError) {
        let files = try store.files()
        var wrong = 0
        var pruned = 0
        func fault(_ detail: String) {
            wrong += 1
            if wrong <= 20 { found.note("lineage", .failed, detail) }
        }
        for entry in log.entries {
            let names = files[entry.sequence] ?? []
            if names.count > 1 {
                fault("snapshot \(entry.sequence) is there twice: \(names.joined(separator: ", "))")
                continue
            }
            guard let name = names.first else {
                if let why = tombstoneFault(entry) {
                    fault("snapshot \(entry.sequence) is missing: \(why)")
                } else {
                    pruned += 1
                }
                continue
            }
            let reader: SnapshotReader
            do {
                reader = try SnapshotReader(ArchiveSource(path: "\(store.path)/\(name)", spoolFolder: store.path))
            } catch let error as SnapshotError {
                fault("\(name): \(error.summary)")
                continue
            } catch let error as DiskError {
                throw .disk(error)
            } catch { continue }
            let parent = entry.sequence > 1 ? log.entries[entry.sequence - 2].manifest.hex : nil
            if reader.id != entry.manifest {
                fault("\(name) is not the snapshot that the log names")
            } else if reader.manifest.lineage != Manifest.Lineage(parent: parent, sequence: entry.sequence) {
                fault("\(name) says that it has another place in the lineage")
            }
        }
        for (number, names) in files.sorted(by: { $0.key < $1.key }) where number < 1 || number > log.entries.count {
            if number == log.entries.count + 1, names.count == 1 {
                found.note("lineage", .skipped, "\(names[0]) is not in the log yet: its capture was interrupted")
            } else {
                fault("\(names.joined(separator: ", ")): the log names no such snapshot")
            }
        }
        if wrong > 20 { found.note("lineage", .failed, "and \(wrong - 20) more") }
        if wrong == 0 {
            let left = pruned == 0 ? "" : ", \(pruned) of them pruned with a tombstone"
            found.note(
                "lineage", .passed, "\(log.entries.count) snapshots, each the successor of the one before\(left)")
        }
    }

    /// Why a snapshot that is not there was not pruned properly; `nil` when it was.
    private func tombstoneFault(_ entry: LineageLog.Entry) -> String? {
        let name = SnapshotFolder.name(entry, suffix: ".tombstone.json")
        let file = "\(store.path)/\(name)"
        guard let bytes = try? FileReader.bytes(of: file, limit: 1 << 16) else { return "there is no tombstone" }
        guard let tombstone = try? Tombstone(bytes: bytes, file: name), tombstone.sequence == entry.sequence,
            tombstone.manifest == entry.manifest
        else { return "its tombstone is about something else" }
        guard let armored = try? FileReader.bytes(of: file + ".sig", limit: 1 << 16),
            let signature = try? SSHSignature(armored: armored, file: name), signature.namespace == Tombstone.namespace,
            let digests = try? FileDigests(of: ArchiveSource(bytes: bytes)), signature.verifies(digests)
        else { return "its tombstone is unsigned" }
        guard trust.isEmpty || trust.name(of: signature.key, namespace: Tombstone.namespace) != nil else {
            return "its tombstone is signed by \(signature.key.fingerprint), which is not trusted"
        }
        return nil
    }
}
