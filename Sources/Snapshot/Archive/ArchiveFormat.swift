/// What kind of archive a foreign file is, by its first bytes.
struct ArchiveFormat: Hashable {
    /// The compression around it.
    let filter: LibArchiveReader.Filter
    /// Whether it holds files with names; else it is one compressed file. Known only after ``sniffed(_:_:)``.
    private(set) var isContainer = true

    /// By the first bytes, which should be 512; `nil` when it is neither an archive nor compressed.
    init?(magic: [UInt8]) {
        if magic.starts(with: [0x1F, 0x8B]) {
            filter = .gzip
        } else if magic.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            filter = .zstd
        } else if magic.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            filter = .xz
        } else if magic.starts(with: "BZh".utf8), magic.count > 9,
            magic[4..<10] == [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
        {
            filter = .bzip2
        } else if Self.isContainer(magic) {
            filter = .none
        } else {
            return nil
        }
    }

    /// Looks into a file, through its compression.
    static func sniffed(_ source: ArchiveSource, _ label: String) throws(ForeignArchiveError) -> ArchiveFormat {
        do throws(LibArchiveReader.Fault) {
            let magic: [UInt8]
            do throws(DiskError) { magic = try source.read(upTo: 512, at: 0) } catch { throw .disk(error) }
            guard var format = ArchiveFormat(magic: magic) else { throw .damaged("it is no archive") }
            guard format.filter != .none else { return format }
            var reader = try LibArchiveReader.stream(of: source, filter: format.filter, care: .lenient)
            var inner: [UInt8] = []
            while inner.count < 512, try reader.read(upTo: 512 - inner.count, into: &inner) > 0 {}
            format.isContainer = isContainer(inner)
            return format
        } catch {
            throw ForeignArchiveError(label, error)
        }
    }

    /// Whether a name inside an archive promises another one.
    static func isNamedLikeArchive(_ name: String) -> Bool {
        let name = name.lowercased()
        return [".tar", ".tgz", ".gz", ".zst", ".xz", ".bz2", ".zip"].contains { name.hasSuffix($0) }
    }

    /// `pods.yaml` for `pods.yaml.gz`.
    static func withoutExtension(_ name: String) -> String {
        for suffix in [".gz", ".zst", ".xz", ".bz2"] where name.lowercased().hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        return name
    }

    private static func isContainer(_ magic: [UInt8]) -> Bool {
        magic.starts(with: [0x50, 0x4B, 0x03, 0x04]) || magic.starts(with: [0x50, 0x4B, 0x05, 0x06])
            || TarHeader.isLikely(magic)
    }
}
