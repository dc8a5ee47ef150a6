import Glibc
import Snapshot
import TestSupport
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
        let replicaSet = try #require(snapshot.entries.first { $0.resource == "replicasets" })
        #expect(replicaSet.generation == 3)
        #expect(replicaSet.controller?.name == "web")
        var found: [String: Value] = [:]
        try snapshot.bodies(wanted: { $0.resource == "configmaps" }) { entry, body in
            #expect(body.last == UInt8(ascii: "\n"))
            found[entry.identity.name] = try? JSONReader.value(body)
        }
        let expected = SampleSnapshot.items.filter { $0.type.plural == "configmaps" }
        #expect(found.count == expected.count)
        for item in expected { #expect(found[item.name] == item.object) }
        #expect(try snapshot.meta(SnapshotFile.schema)["definitions"] == [:])
        #expect(try snapshot.meta(SnapshotFile.discovery)["types"]?.array?.count == SampleSnapshot.types.count)
        try snapshot.verify()
    }

    @Test(arguments: Compression.allCases)
    func equalContentsGiveEqualBytesInAnyOrder(compression: Compression) throws {
        let one = try SampleSnapshot.bytes(compression: compression)
        let two = try SampleSnapshot.bytes(SampleSnapshot.items.reversed(), compression: compression)
        #expect(one == two)
    }

    @Test func theWriterReportsWhatItWrote() throws {
        let folder = try TemporaryDirectory()
        let written = try SampleSnapshot.write(to: folder.file("s.tar.zst"), in: folder)
        let bytes = try folder.read("s.tar.zst")
        #expect(written.size == bytes.count)
        #expect(written.archive == Digest(of: bytes))
        let snapshot = try SnapshotReader.open(path: folder.file("s.tar.zst"), spoolFolder: folder.path)
        #expect(snapshot.id == written.id)
        #expect(snapshot.manifest == written.manifest)
        #expect(try FileStatus.of(folder.file("s.tar.zst"))?.mode == 0o600)
        #expect(try DirectoryWalk(folder.path).files == ["s.tar.zst"])
    }

    @Test func tarAndSha256sumReadIt() throws {
        let folder = try TemporaryDirectory()
        try SampleSnapshot.write(to: folder.file("s.tar.zst"), in: folder)
        try Tool.run([
            "sh", "-ec",
            """
            cd "$0"; mkdir x; tar --zstd -xf s.tar.zst -C x; cd x
            sha256sum --strict --quiet -c SHA256SUMS
            test "$(find . -type f | wc -l)" = "$1"
            find . -type f ! -name SHA256SUMS | sed 's,^./,,' | LC_ALL=C sort > ../names
            cut -c67- SHA256SUMS | cmp - ../names
            sed 's,.*"path":",,; s,".*,,' index.jsonl | LC_ALL=C sort -c
            tar --zstd -tf ../s.tar.zst | head -n 3 | tr '\\n' ' ' | grep -qx 'manifest.json index.jsonl SHA256SUMS '
            """, folder.path, "\(SampleSnapshot.items.count + 7)",
        ])
    }

    @Test func aPipeIsReadLikeAFile() throws {
        let folder = try TemporaryDirectory()
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        // Small enough to wait in the pipe as a whole.
        do { try Descriptor(adopting: ends[1], path: "pipe").write(try SampleSnapshot.bytes()) }
        let source = try ArchiveSource(Descriptor(adopting: ends[0], path: "pipe"), spoolFolder: folder.path)
        try SnapshotReader(source).verify()
        #expect(try DirectoryWalk(folder.path).files.isEmpty)
    }

    @Test func compressingAgainKeepsTheSnapshot() throws {
        let folder = try TemporaryDirectory()
        let written = try SampleSnapshot.write(to: folder.file("s.tar.zst"), in: folder)
        for (name, command) in [("a", "zstd -qdc s.tar.zst | zstd -q -19"), ("b", "zstd -qdc s.tar.zst | gzip -9")] {
            try Tool.run(["sh", "-ec", "cd $0; \(command) > \(name)", folder.path])
            let snapshot = try SnapshotReader.open(path: folder.file(name), spoolFolder: folder.path)
            try snapshot.verify()
            #expect(snapshot.id == written.id)
        }
    }

    @Test func twoObjectsUnderOnePathAreRefused() throws {
        #expect(throws: SnapshotError.duplicateEntry(path: "resources/core/namespaces/_cluster/payments.json")) {
            try SampleSnapshot.bytes([SampleSnapshot.items[0], SampleSnapshot.items[0]])
        }
    }

    @Test func anEmptySnapshotIsASnapshot() throws {
        let snapshot = try SnapshotReader(ArchiveSource(bytes: try SampleSnapshot.bytes([])))
        try snapshot.verify()
        #expect(snapshot.entries.isEmpty)
        #expect(snapshot.manifest.roots.content == Digest(of: []).hex)
    }

    @Test func onlyDeclaredObjectsEnterTheNormalizedRoot() throws {
        let declared = SampleSnapshot.items.filter { $0.type.plural != "replicasets" }
        let all = try SnapshotReader(ArchiveSource(bytes: try SampleSnapshot.bytes())).manifest.roots
        let some = try SnapshotReader(ArchiveSource(bytes: try SampleSnapshot.bytes(declared))).manifest.roots
        #expect(all.normalized == some.normalized)
        #expect(all.content != some.content)
    }

    @Test func unknownMembersOfTheManifestAreIgnoredWithinTheVersion() throws {
        var value = try JSONReader.value(Array(SampleSnapshot.manifestJSON.utf8)).object ?? Object()
        value["zebra"] = ["stripes": 12]
        let manifest = try Manifest(bytes: CanonicalJSON.bytes(.object(value)) + [UInt8(ascii: "\n")])
        #expect(manifest == (try SampleSnapshot.manifest()))
    }
}
