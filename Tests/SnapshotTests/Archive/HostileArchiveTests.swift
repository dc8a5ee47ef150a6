import Glibc
import Snapshot
import TestSupport
import Testing

/// Figure F9: whatever comes, the reader says what is wrong with it, quickly, and touches no disk.
@Suite struct HostileArchiveTests {
    /// What a reader says of these bytes when it checks everything.
    static func refusal(_ source: ArchiveSource) -> SnapshotError? {
        do throws(SnapshotError) {
            try SnapshotReader(source).verify()
            return nil
        } catch {
            return error
        }
    }

    static func refusal(_ bytes: [UInt8]) -> SnapshotError? { refusal(ArchiveSource(bytes: bytes)) }

    /// The name of the case.
    static func name(_ error: SnapshotError?) -> String {
        error.map { String("\($0)".prefix { $0 != "(" }) } ?? "nothing"
    }

    @Test func theForgerAloneIsNotWhatIsRefused() throws {
        let tar = try Forgery().tar()
        #expect(Self.refusal(tar) == nil)
        #expect(HostileArchive.all.count >= 100)
        #expect(Set(HostileArchive.all.map(\.name)).count > 110)
    }

    @Test(arguments: HostileArchive.all)
    func eachAttackIsRefusedByName(attack: HostileArchive) throws {
        let bytes = try attack.bytes()
        let start = ContinuousClock.now
        let error = Self.refusal(bytes)
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(Self.name(error) == attack.refusal, "\(error.map(\.summary) ?? "accepted")")
        #expect(error?.summary.contains(attack.says) == true, "\(error.map(\.summary) ?? "accepted")")
        #expect(error?.hint.isEmpty == false)
    }

    /// What is merely out of reach is not called forged, and the reverse.
    @Test(arguments: [
        ("another major version", false), ("another archive", false), ("a manifest of 9 MiB", false),
        ("a changed object", true), ("no end mark", true), ("a symbolic link", true), ("another content root", true),
    ])
    func theExitStatusFollowsFromTheRefusal(name: String, isEvidence: Bool) throws {
        let attack = try #require(HostileArchive.all.first { $0.name == name })
        #expect(Self.refusal(try attack.bytes())?.isEvidence == isEvidence)
    }

    @Test(arguments: Compression.allCases)
    func everyTruncationIsRefused(compression: Compression) throws {
        let bytes = try SampleSnapshot.bytes(compression: compression)
        let folder = try TemporaryDirectory()
        for length in stride(from: 0, to: bytes.count, by: compression == .none ? 97 : 7) {
            let error = Self.refusal(Array(bytes.prefix(length)))
            let names = ["truncated", "compressionDamaged", "notAnArchive", "headerDamaged"]
            #expect(names.contains(Self.name(error)), "\(length) bytes: \(error.map(\.summary) ?? "accepted")")
        }
        // From a file as well, and nothing is written beside it.
        let path = try folder.write(Array(bytes.dropLast(9)), to: "s")
        #expect(throws: SnapshotError.self) { try SnapshotReader.open(path: path, spoolFolder: folder.path).verify() }
        #expect(try DirectoryWalk(folder.path).files == ["s"])
    }

    @Test func noBitOfTheTarStreamCanBeAnother() throws {
        let bytes = try SampleSnapshot.bytes(compression: .none)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<4000 {
            var flipped = bytes
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let bit = Int.random(in: 0..<8, using: &random)
            flipped[at] ^= 1 << bit
            #expect(Self.refusal(flipped) != nil, "bit \(bit) of byte \(at)")
        }
    }

    /// The frame around it has bits without meaning, such as a larger window than is used; none of them changes what is
    /// read.
    @Test(arguments: [Compression.zstd, .gzip])
    func noBitOfTheCompressedStreamMakesAnotherSnapshot(compression: Compression) throws {
        let bytes = try SampleSnapshot.bytes(compression: compression)
        let id = try SnapshotReader(ArchiveSource(bytes: bytes)).id
        var harmless = 0
        for at in stride(from: 0, to: bytes.count, by: 3) {
            var flipped = bytes
            flipped[at] ^= 1 << UInt8(at % 8)
            guard Self.refusal(flipped) == nil else { continue }
            harmless += 1
            #expect(try SnapshotReader(ArchiveSource(bytes: flipped)).id == id)
        }
        #expect(harmless <= 8)
    }

    @Test(arguments: [
        ("two frames", "cat $0/s $0/s", "framesWithoutTable"),
        ("an empty frame behind", "cat $0/s; zstd -qc </dev/null", "framesWithoutTable"),
        ("a skippable frame behind", #"cat $0/s; printf '\x50\x2a\x4d\x18\x00\x00\x00\x00'"#, "trailingBytes"),
        ("a skippable frame before", #"printf '\x50\x2a\x4d\x18\x00\x00\x00\x00'; cat $0/s"#, "notAnArchive"),
        ("garbage behind", "cat $0/s; echo hidden", "trailingBytes"),
        ("a frame in a frame", "zstd -qc $0/s", "headerDamaged"),
        ("gzip in a frame", "zstd -qdc $0/s | gzip | zstd -qc", "headerDamaged"),
        ("a window of 128 MiB", "(zstd -qdc $0/s; head -c 200000000 /dev/zero) | zstd -q --long=27", "windowTooLarge"),
        ("a window of 2 GiB", #"printf '\x28\xb5\x2f\xfd\x04\xa8'; head -c 100 /dev/zero"#, "windowTooLarge"),
        ("a single segment of 1 TiB", #"printf '\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\1\0\0\1\0\0'"#, "windowTooLarge"),
        ("a frame with a dictionary", #"printf '\x28\xb5\x2f\xfd\x01\x58\x01\1\0\0'"#, "compressionDamaged"),
        ("a frame with reserved bits", #"printf '\x28\xb5\x2f\xfd\x0c\x58\1\0\0'"#, "compressionDamaged"),
        ("a block of a reserved type", #"printf '\x28\xb5\x2f\xfd\x04\x58\x07\0\0'"#, "compressionDamaged"),
        ("a block of 2 MiB", #"printf '\x28\xb5\x2f\xfd\x04\x58\xff\xff\xff'"#, "compressionDamaged"),
        ("two gzip members", "zstd -qdc $0/s | gzip -n; zstd -qdc $0/s | gzip -n", "trailingBytes"),
        ("an empty gzip member behind", "zstd -qdc $0/s | gzip -n; gzip -n </dev/null", "trailingBytes"),
        ("garbage behind gzip", "zstd -qdc $0/s | gzip -n; echo hidden", "trailingBytes"),
        ("zeros behind gzip", "zstd -qdc $0/s | gzip -n; head -c 1000 /dev/zero", "trailingBytes"),
        ("a gigabyte of zeros", "head -c 1000000000 /dev/zero | zstd -q", "trailingBytes"),
        (
            "a gigabyte of zeros behind a snapshot", "(zstd -qdc $0/s; head -c 1000000000 /dev/zero) | zstd -q",
            "trailingBytes"
        ),
        ("a gigabyte of zeros in gzip", "(zstd -qdc $0/s; head -c 300000000 /dev/zero) | gzip -1", "trailingBytes"),
        ("a manifest of a gigabyte", "(printf manifest.json; head -c 1000000000 /dev/zero) | zstd -q", "headerDamaged"),
    ])
    func tricksWithTheCompressionAreRefused(name: String, command: String, refusal: String) throws {
        let folder = try TemporaryDirectory()
        try folder.write(try SampleSnapshot.bytes(), to: "s")
        // sh has no \x in its printf.
        try Tool.run(["bash", "-ec", "(\(command)) > $0/t", folder.path])
        let start = ContinuousClock.now
        let error: SnapshotError?
        do throws(SnapshotError) {
            try SnapshotReader.open(path: folder.file("t"), spoolFolder: folder.path).verify()
            error = nil
        } catch let caught { error = caught }
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(Self.name(error) == refusal, "\(error.map(\.summary) ?? "accepted")")
        #expect(try DirectoryWalk(folder.path).files == ["s", "t"])
    }

    @Test func aFileThatChangesBetweenOpeningAndReadingIsNoticed() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("s")
        try folder.write(try SampleSnapshot.bytes(), to: "s")
        let snapshot = try SnapshotReader.open(path: path, spoolFolder: folder.path)
        let other = try SampleSnapshot.bytes(SampleSnapshot.items.dropLast())
        try Descriptor.writing(path).write(other)
        try #require(unsafe truncate(path, other.count) == 0)
        let error = #expect(throws: SnapshotError.self) { try snapshot.verify() }
        #expect(error?.isEvidence == false || Self.name(error) == "truncated", "\(error.map(\.summary) ?? "")")
    }
}
