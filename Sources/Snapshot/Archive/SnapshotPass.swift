private import Crypto

/// One way through a snapshot file, front to back, that checks every byte against manifest and index.
///
/// Ask for objects until there are no more: only then is everything known to be right, the roots and the end of the file
/// included.
package struct SnapshotPass: ~Copyable {
    private let snapshot: SnapshotReader
    private var tar: TarReader
    private let sums: SumsLines
    /// Files of the manifest and objects of the index that are done; the index itself is the first.
    private var filesDone = 1
    private var objectsDone = 0
    private var content = MerkleTree()
    private var normalized = MerkleTree()
    private var meta: [String: [UInt8]] = [:]
    private var proof: IndexProof?
    /// Objects of which ``ignored`` is wanted.
    private let countable: Set<Identity>
    /// What the normalized digests of countable objects leave out, as far as the pass has come and it can be told.
    private(set) var ignored: [Identity: IgnoredFields] = [:]
    private var isFinished = false

    /// Begins again at the first byte: the file may have changed since it was opened.
    ///
    /// - Parameter countable: objects of which ``ignored`` is wanted.
    static func begin(
        _ snapshot: SnapshotReader, countable: Set<Identity> = []
    ) throws(SnapshotError) -> SnapshotPass {
        var tar = try TarReader(snapshot.source, compression: snapshot.compression)
        guard let first = try tar.next(), first.path == SnapshotFile.manifest,
            first.size <= snapshot.limits.manifestBytes, try tar.digest() == snapshot.id,
            let second = try tar.next(), let index = snapshot.manifest.files.first,
            second.path == index.path, second.size == index.size, try tar.digest().hex == index.sha256
        else { throw .changedWhileReading }
        var pass = SnapshotPass(snapshot, tar, countable: countable)
        try pass.readSums()
        return pass
    }

    /// Goes on behind the index.
    init(_ snapshot: SnapshotReader, _ tar: consuming TarReader, countable: Set<Identity> = []) {
        self.snapshot = snapshot
        self.countable = countable
        self.tar = tar
        sums = SumsLines(manifest: snapshot.manifest, id: snapshot.id)
    }

    /// The next object that is wanted, checked, with the line of the index as it was computed again; `nil` when the whole
    /// file has been read and everything in it is right.
    package mutating func next(
        where isWanted: (IndexEntry) -> Bool
    ) throws(SnapshotError) -> (IndexEntry, [UInt8])? {
        while filesDone < snapshot.manifest.files.count { try nextFile() }
        if proof == nil {
            try ManifestProof(snapshot.manifest, snapshot.entries, files: meta).check()
            proof = try IndexProof(snapshot.manifest, files: meta)
        }
        while objectsDone < snapshot.entries.count {
            let entry = snapshot.entries[objectsDone]
            try expect(entry.path, size: entry.size)
            let (found, bytes) = try object(entry)
            objectsDone += 1
            if isWanted(found) { return (found, bytes) }
        }
        if !isFinished { try finish() }
        return nil
    }

    /// Reads the present object and holds it against its digest and its line of the index.
    private mutating func object(_ entry: IndexEntry) throws(SnapshotError) -> (IndexEntry, [UInt8]) {
        let bytes = try tar.rest()
        guard Digest(of: bytes) == entry.sha256 else { throw .digestMismatch(path: entry.path) }
        content.append(entry.contentLeaf)
        if let leaf = entry.normalizedLeaf { normalized.append(leaf) }
        let isCountable = countable.contains(entry.identity)
        guard let (found, ignored) = try proof?.entry(entry, bytes, collects: isCountable) else {
            return (entry, bytes)
        }
        if let ignored { self.ignored[entry.identity] = ignored }
        return (found, bytes)
    }

    /// The files under `meta/` that are used, by path.
    mutating func files() throws(SnapshotError) -> [String: [UInt8]] {
        while filesDone < snapshot.manifest.files.count { try nextFile() }
        return meta
    }

    /// Reads the next file and keeps it. What nothing is made of here is digested as it passes.
    private mutating func nextFile() throws(SnapshotError) {
        let file = snapshot.manifest.files[filesDone]
        try expect(file.path, size: file.size)
        let isUsed = SnapshotFile.required.contains(file.path)
        let bytes = try isUsed ? tar.rest() : []
        let digest = try isUsed ? Digest(of: bytes) : tar.digest()
        guard digest.hex == file.sha256 else { throw .digestMismatch(path: file.path) }
        filesDone += 1
        if isUsed { meta[file.path] = bytes }
    }

    /// Compares `SHA256SUMS` line by line with what it has to be, many lines at a time.
    mutating func readSums() throws(SnapshotError) {
        try expect(SnapshotFile.sums, size: sums.size(objects: snapshot.entries))
        var lines: [UInt8] = []
        for file in sums.files { lines += SnapshotFile.sumsLine(path: file.path, digest: file.digest) }
        try readSums(lines)
        var first = 0
        while first < snapshot.entries.count {
            let next = min(first + 1000, snapshot.entries.count)
            lines.removeAll(keepingCapacity: true)
            for entry in snapshot.entries[first..<next] {
                lines += SnapshotFile.sumsLine(path: entry.path, digest: entry.sha256)
            }
            try readSums(lines)
            first = next
        }
    }

    private mutating func readSums(_ lines: [UInt8]) throws(SnapshotError) {
        var found: [UInt8] = []
        found.reserveCapacity(lines.count)
        while found.count < lines.count { _ = try tar.read(upTo: lines.count - found.count, into: &found) }
        guard found != lines else { return }
        // The path of the first line that is another one stands behind its digest.
        let place = zip(found, lines).prefix { $0 == $1 }.count
        let start = lines[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = lines[start...].prefix { $0 != UInt8(ascii: "\n") }
        throw .sumsMismatch(path: String(decoding: line.dropFirst(66), as: UTF8.self))
    }

    private mutating func finish() throws(SnapshotError) {
        if let extra = try tar.next() { throw stray(extra.path, instead: nil) }
        guard content.root.hex == snapshot.manifest.roots.content else { throw .rootMismatch("content") }
        guard normalized.root.hex == snapshot.manifest.roots.normalized else { throw .rootMismatch("normalized") }
        try proof?.finish()
        isFinished = true
    }

    /// Goes to the next entry, which has to be this one.
    private mutating func expect(_ path: String, size: Int) throws(SnapshotError) {
        guard let entry = try tar.next() else { throw .missingEntry(path: path, found: nil) }
        guard ByteOrder.same(entry.path, path) else { throw stray(entry.path, instead: path) }
        guard entry.size == size else { throw .sizeMismatch(path: path, expected: size, found: entry.size) }
    }

    /// What an entry is that is not the one that comes next.
    private func stray(_ path: String, instead expected: String?) -> SnapshotError {
        if [SnapshotFile.manifest, SnapshotFile.index, SnapshotFile.sums].contains(path) {
            return .duplicateEntry(path: path)
        }
        let files = snapshot.manifest.files.map(\.path)
        if let place = files.firstIndex(of: path) {
            return place < filesDone ? .duplicateEntry(path: path) : .missingEntry(path: expected ?? "", found: path)
        }
        var low = 0
        var high = snapshot.entries.count
        while low < high {
            let middle = (low + high) / 2
            if ByteOrder.precedes(snapshot.entries[middle].path, path) { low = middle + 1 } else { high = middle }
        }
        guard low < snapshot.entries.count, ByteOrder.same(snapshot.entries[low].path, path) else {
            return .unexpectedEntry(path: path)
        }
        return low < objectsDone ? .duplicateEntry(path: path) : .missingEntry(path: expected ?? "", found: path)
    }
}
