import Snapshot
import Testing

@Suite struct SnapshotRoundTripTests {
    @Test(arguments: Compression.allCases)
    func whatWasWrittenIsReadBack(compression: Compression) throws {
        let bytes = try SampleSnapshot.bytes(compression: compression)
        let snapshot = try SnapshotReader(ArchiveSource(bytes: bytes))
        #expect(snapshot.compression == compression)
        #expect(snapshot.entries.count == SampleSnapshot.items.count)
        #expect(snapshot.manifest.objectCount == SampleSnapshot.items.count)
        #expect(snapshot.manifest.gaps.map(\.subject) == ["widgets.example.org"])
        #expect(snapshot.manifest.coverage.first?.resourceVersion == "9007199254740993")
        var found: [Identity: Value] = [:]
        try snapshot.bodies(wanted: { $0.resource == "configmaps" }) { entry, body in
            #expect(body.last == UInt8(ascii: "\n"))
            found[entry.identity] = try? JSONReader.value(body)
        }
        #expect(found.count == 3)
        for item in SampleSnapshot.items where item.resource == "configmaps" {
            let identity = Identity(group: "", kind: "ConfigMap", namespace: "payments", name: item.name)
            #expect(found[identity] == item.value)
        }
        #expect(try snapshot.meta(SnapshotFile.schema)["types"]?["v1/ConfigMap"] != nil)
        #expect(try snapshot.meta(SnapshotFile.discovery) == ["groups": []])
    }

    @Test(arguments: Compression.allCases)
    func equalContentsGiveEqualBytesInAnyOrder(compression: Compression) throws {
        let one = try SampleSnapshot.bytes(compression: compression)
        let two = try SampleSnapshot.bytes(SampleSnapshot.items.reversed(), compression: compression)
        #expect(one == two)
    }

    @Test func theWriterReportsWhatItWrote() throws {
        let folder = try TemporaryFolder()
        var spool = try Spool(in: folder.path)
        let contents = try SampleSnapshot.contents(into: &spool)
        let path = "\(folder.path)/s.tar.zst"
        let written = try SnapshotWriter.write(contents, bodies: spool, toFile: path)
        let bytes = try FileReader.bytes(of: path, limit: 1 << 20)
        #expect(written.size == bytes.count)
        #expect(written.archive == Digest(of: bytes))
        let snapshot = try SnapshotReader.open(path: path, spoolFolder: folder.path)
        #expect(snapshot.id == written.id)
        #expect(snapshot.manifest == written.manifest)
        #expect(try FileStatus.of(path)?.mode == 0o600)
        #expect(folder.names == ["s.tar.zst"])
        try snapshot.verify()
    }

    @Test func tarAndSha256sumReadIt() throws {
        let folder = try TemporaryFolder()
        var spool = try Spool(in: folder.path)
        let contents = try SampleSnapshot.contents(into: &spool)
        _ = try SnapshotWriter.write(contents, bodies: spool, toFile: "\(folder.path)/s.tar.zst")
        #expect(
            shell(
                """
                cd \(folder.path) && mkdir x && tar --zstd -xf s.tar.zst -C x && cd x \
                && sha256sum --strict --quiet -c SHA256SUMS \
                && test "$(find . -type f | wc -l)" = \(SampleSnapshot.items.count + 7) \
                && find . -type f ! -name SHA256SUMS | sed 's,^./,,' | LC_ALL=C sort > ../names \
                && cut -c67- SHA256SUMS | cmp - ../names \
                && test "$(sed 's,.*"path":",,; s,".*,,' index.jsonl | LC_ALL=C sort -c && echo sorted)" = sorted
                """) == 0)
    }

    @Test func aPipeIsReadLikeAFile() throws {
        let folder = try TemporaryFolder()
        var spool = try Spool(in: folder.path)
        let contents = try SampleSnapshot.contents(into: &spool)
        _ = try SnapshotWriter.write(contents, bodies: spool, toFile: "\(folder.path)/s.tar.zst")
        #expect(shell("mkfifo \(folder.path)/pipe; cat \(folder.path)/s.tar.zst > \(folder.path)/pipe &") == 0)
        let snapshot = try SnapshotReader.open(path: "\(folder.path)/pipe", spoolFolder: folder.path)
        try snapshot.verify()
        #expect(folder.names == ["pipe", "s.tar.zst"])
    }

    @Test func twoObjectsUnderOnePathAreRefused() throws {
        var spool = try Spool(in: "/tmp")
        let contents = try SampleSnapshot.contents(
            [SampleSnapshot.items[0], SampleSnapshot.items[0]], into: &spool)
        var sink = MemorySink()
        #expect(throws: SnapshotError.duplicateEntry(path: "resources/core/namespaces/_cluster/payments.json")) {
            try SnapshotWriter.write(contents, bodies: spool, to: &sink)
        }
    }

    @Test func anEmptySnapshotIsASnapshot() throws {
        let snapshot = try SnapshotReader(ArchiveSource(bytes: try SampleSnapshot.bytes([])))
        try snapshot.verify()
        #expect(snapshot.entries.isEmpty)
        #expect(snapshot.manifest.roots.content == Digest(of: []).hex)
    }
}
