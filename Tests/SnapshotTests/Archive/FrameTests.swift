import Snapshot
import TestSupport
import Testing

/// A large snapshot is frames and a table of them: objects can be read alone, and no table is believed.
@Suite(.enabled(if: Tool.exists("zstd"), "zstd is not installed")) struct FrameTests {
    /// More than two mebibytes, and paths of every length.
    private static let items: [SampleSnapshot.Item] =
        SampleSnapshot.items
        + (0..<190).map { i in
            let words = ["harbor", "quarry", "meadow", "lantern", "basin", "orchard", "canyon"]
            let text = (0..<1850).map { words[($0 * $0 + i * 31) % 97 % words.count] }.joined(separator: " ")
            return SampleSnapshot.configMap(
                "map-\(i)-" + String(repeating: "x", count: i), data: ["text": .string(text)])
        }
    private static let zstd = Result { try SampleSnapshot.bytes(items) }
    private static let tar = Result { try Tool.run(["zstd", "-qdc"], input: try zstd.get()) }
    private static let last = "system:controller:Foo"

    private static func reader(_ bytes: [UInt8]) throws -> SnapshotReader {
        try SnapshotReader(ArchiveSource(bytes: bytes))
    }

    /// One object, read alone.
    private static func picked(_ name: String, _ bytes: [UInt8]) throws -> [UInt8]? {
        var found: [UInt8]?
        try reader(bytes).pick(where: { $0.identity.name == name }) { found = $1 }
        return found
    }

    @Test func aLongSnapshotIsFramesOfOneMebibyteAndTheirTable() throws {
        let tar = try Self.tar.get()
        let bytes = try Self.zstd.get()
        let framed = try FramedFile(bytes)
        #expect(framed.bytes == bytes)
        #expect(framed.frames.count >= 3)
        var place = 0
        for (frame, row) in zip(framed.frames, framed.rows) {
            #expect(row.plainSize == min(1 << 20, tar.count - place))
            let plain = try Tool.run(["zstd", "-qdc"], input: frame)
            #expect(plain.elementsEqual(tar[place..<place + row.plainSize]))
            place += row.plainSize
        }
        #expect(place == tar.count)
    }

    @Test func otherToolsReadItAsOneStream() throws {
        let folder = try TemporaryDirectory()
        try folder.write(try Self.zstd.get(), to: "s.tar.zst")
        try Tool.run([
            "sh", "-ec",
            """
            cd "$0"; zstd -qt s.tar.zst; mkdir x; tar --zstd -xf s.tar.zst -C x; cd x
            sha256sum --strict --quiet -c SHA256SUMS
            """, folder.path,
        ])
    }

    /// One frame, frames of other sizes, gzip and plain tar hold the same snapshot.
    @Test func compressingAgainKeepsTheSnapshot() throws {
        let tar = try Self.tar.get()
        let id = try Self.reader(try Self.zstd.get()).id
        for bytes in [
            tar, try Tool.run(["zstd", "-qc"], input: tar), try FramedFile(tar, sizes: 300_000).bytes,
            try FramedFile(tar, sizes: tar.count - 1).bytes,
        ] {
            let snapshot = try Self.reader(bytes)
            try snapshot.verify()
            #expect(snapshot.id == id)
        }
    }

    @Test(arguments: Compression.allCases)
    func anObjectAloneIsTheOneOfTheWholePass(compression: Compression) throws {
        let bytes =
            switch compression {
            case .zstd: try Self.zstd.get()
            case .gzip: try Tool.run(["gzip", "-nc"], input: try Self.tar.get())
            case .none: try Self.tar.get()
            }
        let snapshot = try Self.reader(bytes)
        var all: [String: [UInt8]] = [:]
        try snapshot.bodies(wanted: { _ in true }) { all[$0.path] = $1 }
        var alone: [String: [UInt8]] = [:]
        try snapshot.pick(where: { _ in true }) { alone[$0.path] = $1 }
        #expect(alone == all)
        for place in [0, 1, 90, 120, snapshot.entries.count - 1] {
            let path = snapshot.entries[place].path
            var found: [String: [UInt8]] = [:]
            try snapshot.pick(where: { $0.path == path }) { found[$0.path] = $1 }
            #expect(found == [path: all[path] ?? []])
        }
    }

    @Test func onlyTheFramesOfAnObjectAreRead() throws {
        var framed = try FramedFile(try Self.zstd.get())
        let object = try Self.picked(Self.last, framed.bytes)
        #expect(object != nil)
        framed.frames[1][framed.frames[1].count / 2] ^= 0xFF
        #expect(try Self.picked(Self.last, framed.bytes) == object)
        #expect(HostileArchiveTests.refusal(framed.bytes) != nil)
        // Its own frame is.
        let end = framed.frames.count - 1
        framed.frames[end][framed.frames[end].count / 2] ^= 0xFF
        #expect(throws: SnapshotError.self) { try Self.picked(Self.last, framed.bytes) }
    }

    @Test func aProofNeedsTheFramesOfItsObject() throws {
        var framed = try FramedFile(try Self.zstd.get())
        framed.frames[1][framed.frames[1].count / 2] ^= 0xFF
        let snapshot = try Self.reader(framed.bytes)
        let proof = try #require(try ObjectProof.proof(of: { $0.name == Self.last }, in: snapshot))
        let root = try #require(Digest(hex: snapshot.manifest.roots.content))
        #expect(proof.holds(root: root))
        #expect(try ObjectProof(bytes: proof.bytes, file: "p").holds(root: root))
    }

    /// Whoever reads everything refuses it; whoever reads one object gets that object or nothing.
    @Test(arguments: FrameLie.all)
    func noTableIsBelieved(lie: FrameLie) throws {
        var framed = try FramedFile(try Self.zstd.get())
        let object = try Self.picked(Self.last, framed.bytes)
        try lie.change(&framed)
        let start = ContinuousClock.now
        let error = HostileArchiveTests.refusal(framed.bytes)
        #expect(ContinuousClock.now - start < .seconds(20))
        if let refusal = lie.refusal {
            #expect(HostileArchiveTests.name(error) == refusal, "\(error?.summary ?? "accepted")")
        }
        #expect(error != nil)
        if let alone = try? Self.picked(Self.last, framed.bytes) { #expect(alone == object) }
    }

    @Test func aCutFileIsRefusedWhereverItIsCut() throws {
        let bytes = try Self.zstd.get()
        let framed = try FramedFile(bytes)
        var lengths = Array(stride(from: 1, to: bytes.count, by: bytes.count / 23))
        // At the edges of frames, and everywhere in the table.
        lengths += [framed.frames[0].count, framed.frames[0].count + 2, framed.frames.reduce(0) { $0 + $1.count }]
        lengths += (1...40).map { bytes.count - $0 }
        for length in lengths {
            let error = HostileArchiveTests.refusal(Array(bytes.prefix(length)))
            let names = ["truncated", "compressionDamaged", "notAnArchive", "framesWithoutTable"]
            #expect(names.contains(HostileArchiveTests.name(error)), "\(length): \(error?.summary ?? "accepted")")
        }
    }

    @Test(arguments: ["role", "uid", "digest", "body"])
    func anObjectAloneIsHeldAgainstItsLineOfTheIndex(lie: String) throws {
        var forgery = try Forgery()
        let at = try #require(forgery.index.firstIndex { $0["kind"] == "Namespace" })
        switch lie {
        case "role": forgery.inIndex = { $0[at]["role"] = "bookkeeping" }
        case "uid": forgery.inIndex = { $0[at]["uid"] = "another" }
        case "digest": forgery.inIndex = { $0[at]["sha256"] = .string(Digest(of: []).hex) }
        default:
            forgery.inEntries = { entries in
                guard let place = entries.firstIndex(where: { $0.isNamed("payments.json") }) else { return }
                entries[place].body[20] ^= 1
            }
        }
        let tar = try forgery.tar()
        let error = #expect(throws: SnapshotError.self) { try Self.picked("payments", tar) }
        #expect(
            HostileArchiveTests.name(error) == (["role", "uid"].contains(lie) ? "indexMismatch" : "digestMismatch"))
    }

    @Test func noProofIsMadeUnderAnotherRoot() throws {
        var forgery = try Forgery()
        forgery.inManifest = {
            $0["roots"] = ["content": .string(Digest(of: []).hex), "normalized": $0["roots"]?["normalized"] ?? ""]
        }
        let snapshot = try Self.reader(try forgery.tar())
        #expect(throws: SnapshotError.rootMismatch("content")) {
            try ObjectProof.proof(of: { $0.kind == "Namespace" }, in: snapshot)
        }
    }
}
