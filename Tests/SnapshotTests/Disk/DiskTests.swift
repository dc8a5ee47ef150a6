import Glibc
import Snapshot
import TestSupport
import Testing

@Suite struct AtomicFileTests {
    @Test func theFileAppearsWholeAndPrivate() throws {
        let folder = try TemporaryDirectory()
        var file = try AtomicFile(folder.file("a"))
        try file.write([1, 2])
        try file.write([3])
        #expect(try FileStatus.of(folder.file("a")) == nil)
        try file.commit()
        #expect(try folder.read("a") == [1, 2, 3])
        #expect(try FileStatus.of(folder.file("a"))?.mode == 0o600)
        #expect(try DirectoryWalk(folder.path).files == ["a"])
    }

    @Test func anAbandonedFileLeavesWhatWasThere() throws {
        let folder = try TemporaryDirectory()
        try folder.write("old", to: "a")
        do {
            var file = try AtomicFile(folder.file("a"))
            try file.write([1])
        }
        #expect(try folder.read("a") == Array("old".utf8))
        #expect(try DirectoryWalk(folder.path).files == ["a"])
    }

    @Test func anExistingFileIsReplacedAsAWhole() throws {
        let folder = try TemporaryDirectory()
        try folder.write("old", to: "a", permissions: 0o644)
        var file = try AtomicFile(folder.file("a"))
        try file.write(Array("new".utf8))
        try file.commit()
        #expect(try folder.read("a") == Array("new".utf8))
        #expect(try FileStatus.of(folder.file("a"))?.mode == 0o600)
        #expect(try DirectoryWalk(folder.path).files == ["a"])
    }

    @Test func devicesFoldersAndMissingFoldersAreRefused() throws {
        let folder = try TemporaryDirectory()
        #expect(throws: DiskError(.open, "/dev/full", code: EINVAL)) { _ = try AtomicFile("/dev/full") }
        #expect(throws: DiskError(.open, folder.path, code: EISDIR)) { _ = try AtomicFile(folder.path) }
        let missing = folder.file("no/a")
        #expect(throws: DiskError(.write, missing, code: ENOENT)) { _ = try AtomicFile(missing) }
        #expect(throws: DiskError(.write, "/proc/a", code: ENOENT)) { _ = try AtomicFile("/proc/a") }
    }
}

@Suite struct DescriptorTests {
    @Test func aFullDiskIsNamed() throws {
        let file = try Descriptor.writing("/dev/full")
        let error = #expect(throws: DiskError.self) { try file.write([1]) }
        #expect(error == DiskError(.write, "/dev/full", code: ENOSPC))
        #expect(error?.summary == "`/dev/full` cannot be written: no space left on the disk")
        #expect(error?.hint.contains("free some space") == true)
    }

    @Test func aFileBeyondTheLimitIsRefused() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("12345", to: "a")
        #expect(try FileReader.bytes(of: path, limit: 5) == Array("12345".utf8))
        let error = #expect(throws: DiskError.self) { try FileReader.bytes(of: path, limit: 4) }
        #expect(error?.summary == "`\(path)` is larger than 4 bytes")
        // Neither does a file that hides its size.
        #expect(throws: DiskError.self) { try FileReader.bytes(of: "/dev/zero", limit: 1 << 16) }
    }

    @Test func foldersAndMissingFilesAreNamed() throws {
        let folder = try TemporaryDirectory()
        #expect(throws: DiskError(.read, folder.path, code: EISDIR)) {
            try FileReader.bytes(of: folder.path, limit: 1)
        }
        let missing = folder.file("x")
        #expect(throws: DiskError(.open, missing, code: ENOENT)) { try FileReader.bytes(of: missing, limit: 1) }
    }
}

@Suite struct SpoolTests {
    @Test func bytesComeBackFromTheirPlace() throws {
        let folder = try TemporaryDirectory()
        var spool = try Spool(in: folder.path)
        var places: [(Spool.Place, [UInt8])] = []
        for i in 0..<400 {
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: i), count: i * 37 % 20_000)
            places.append((try spool.append(bytes), bytes))
            let (place, expected) = places[i / 2]
            #expect(try spool.read(place) == expected)
        }
        #expect(spool.size > 2 << 20)
        for (place, bytes) in places { #expect(try spool.read(place) == bytes) }
        // It has no name at any time.
        #expect(try DirectoryWalk(folder.path).files.isEmpty)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        #expect(throws: DiskError(.write, "/nonexistent", code: ENOENT)) { _ = try Spool(in: "/nonexistent") }
    }
}

@Suite struct DirectoryWalkTests {
    @Test func filesComeInByteOrderAndLinksStayInside() throws {
        let folder = try TemporaryDirectory()
        for name in ["b.yaml", "a/z.yaml", "a.yaml", "a/.hidden", "..data/c.yaml", "skip/me"] {
            try folder.write("x", to: name)
        }
        for (target, name) in [
            ("..data/c.yaml", "c.yaml"), ("/etc/passwd", "evil"), ("../../etc", "evil-folder"), ("nowhere", "dangling"),
            (".", "loop"), ("a", "a-again"),
        ] {
            try Tool.run(["ln", "-s", target, folder.file(name)])
        }
        try Tool.run(["mkfifo", folder.file("pipe")])
        let walk = try DirectoryWalk(folder.path) { $0 != "skip" }
        #expect(walk.files == ["..data/c.yaml", "a.yaml", "a/.hidden", "a/z.yaml", "b.yaml", "c.yaml"])
        #expect(walk.passedOver == ["dangling", "evil", "evil-folder", "pipe"])
    }
}
