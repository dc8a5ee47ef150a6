/// Reads the files in another tool's archive, whatever tar or zip it is and however compressed, to find objects in them.
///
/// Nothing is extracted: a path in the archive is a label for messages, and links are passed over and named. An archive
/// inside the archive is opened as well, one level deep.
package struct ForeignArchive: Sendable {
    /// What is read at most.
    package struct Limits: Sendable, Hashable {
        /// Bytes of one file; small enough that a bomb stays below 256 MiB of memory.
        package var fileBytes = 100 << 20
        /// Bytes of all files that were wanted.
        package var totalBytes = 4 << 30
        /// Entries, wanted or not, in all archives together.
        package var entries = 2_000_000

        package init() {}
    }

    /// Why an archive cannot be read, or who stopped the reading.
    package enum Failure<Taker: Error>: Error {
        case archive(ForeignArchiveError)
        case taker(Taker)
    }

    private let source: ArchiveSource
    private let name: String
    private let limits: Limits

    /// An archive, with the name it has in messages and as the beginning of its files' labels.
    package init(_ source: ArchiveSource, name: String, limits: Limits = Limits()) {
        self.source = source
        self.name = name
        self.limits = limits
    }

    /// How many of a file's first bytes ``isArchive(_:)`` looks at.
    package static let magicBytes = 512

    /// Whether a file with these first bytes is an archive or compressed.
    package static func isArchive(_ magic: [UInt8]) -> Bool { ArchiveFormat(magic: magic) != nil }

    /// Whether a file's name promises an archive or a compressed file.
    package static func isNamedLikeArchive(_ name: String) -> Bool { ArchiveFormat.isNamedLikeArchive(name) }

    /// Hands over every file that is wanted, in the order of the archive, labeled `archive!path` (and
    /// `archive!inner.tar.gz!path`). A single compressed file keeps its own label.
    ///
    /// - Parameters:
    ///   - wanted: asked once for each regular file, with its name (without the extension of a compression) and before
    ///     anything of it is read.
    ///   - passedOver: told of links, devices and whatever else is no regular file and no folder.
    ///   - each: label and bytes.
    package func files<Taker: Error>(
        wanted: (String) -> Bool, passedOver: (String) -> Void = { _ in },
        each: (String, [UInt8]) throws(Taker) -> Void
    ) throws(Failure<Taker>) {
        var budget = (bytes: limits.totalBytes, entries: limits.entries)
        try files(
            of: source, label: name, mayNest: true, &budget, wanted: wanted, passedOver: passedOver, each: each)
    }

    private func files<Taker: Error>(
        of source: ArchiveSource, label: String, mayNest: Bool, _ budget: inout (bytes: Int, entries: Int),
        wanted: (String) -> Bool, passedOver: (String) -> Void, each: (String, [UInt8]) throws(Taker) -> Void
    ) throws(Failure<Taker>) {
        let format: ArchiveFormat
        do throws(ForeignArchiveError) { format = try ArchiveFormat.sniffed(source, label) } catch {
            throw .archive(error)
        }
        guard format.isContainer else {
            guard wanted(ArchiveFormat.withoutExtension(label)) else { return }
            let bytes: [UInt8]
            do throws(LibArchiveReader.Fault) {
                var reader = try LibArchiveReader.stream(of: source, filter: format.filter, care: .whole)
                bytes = try rest(of: &reader, &budget)
            } catch { throw .archive(ForeignArchiveError(label, error)) }
            do throws(Taker) { try each(label, bytes) } catch { throw .taker(error) }
            return
        }
        var reader: LibArchiveReader
        do throws(LibArchiveReader.Fault) {
            reader = try LibArchiveReader(entriesOf: source, filter: format.filter)
        } catch { throw .archive(ForeignArchiveError(label, error)) }
        while true {
            let path: String
            let bytes: [UInt8]
            let mayBeArchive: Bool
            do throws(LibArchiveReader.Fault) {
                guard let entry = try reader.next() else { return }
                budget.entries -= 1
                guard budget.entries >= 0 else { throw .tooMuch }
                path = "\(label)!\(String(decoding: entry.path, as: UTF8.self))"
                guard entry.isFile else {
                    if !entry.isFolder { passedOver(path) }
                    continue
                }
                mayBeArchive = mayNest && ArchiveFormat.isNamedLikeArchive(path)
                guard mayBeArchive || wanted(path) else { continue }
                bytes = try rest(of: &reader, &budget)
            } catch { throw .archive(ForeignArchiveError(label, error)) }
            guard mayBeArchive else {
                do throws(Taker) { try each(path, bytes) } catch { throw .taker(error) }
                continue
            }
            if Self.isArchive(Array(bytes.prefix(Self.magicBytes))) {
                try files(
                    of: ArchiveSource(bytes: bytes), label: path, mayNest: false, &budget, wanted: wanted,
                    passedOver: passedOver, each: each)
            } else if wanted(path) {
                do throws(Taker) { try each(path, bytes) } catch { throw .taker(error) }
            }
        }
    }

    /// All bytes of the present entry.
    private func rest(
        of reader: inout LibArchiveReader, _ budget: inout (bytes: Int, entries: Int)
    ) throws(LibArchiveReader.Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        while try reader.read(upTo: 1 << 18, into: &bytes) > 0 {
            guard bytes.count <= min(limits.fileBytes, budget.bytes) else { throw .tooMuch }
        }
        budget.bytes -= bytes.count
        return bytes
    }
}

/// Why another tool's archive cannot be read.
package struct ForeignArchiveError: ExplainedError, Hashable {
    /// What is wrong.
    package enum Reason: Sendable, Hashable {
        case disk(DiskError)
        /// It holds more than is read.
        case tooMuch
        /// libarchive's words.
        case damaged(String)
    }

    /// The archive, or the file in it, as labeled.
    package let path: String
    /// What is wrong.
    package let reason: Reason

    init(_ path: String, _ fault: LibArchiveReader.Fault) {
        self.path = path
        reason =
            switch fault {
            case .disk(let error): .disk(error)
            case .tooMuch: .tooMuch
            case .damaged(let why): .damaged(why)
            case .zstd(.truncated): .damaged("it is cut off")
            case .zstd(.trailingBytes): .damaged("something follows its end")
            case .zstd(.malformed(let why)): .damaged(why)
            case .zstd(.windowTooLarge(let bytes)): .damaged("it needs a window of \(bytes) bytes")
            }
    }

    /// What happened to which thing. Holds text from the archive: make it safe before it reaches a terminal.
    package var summary: String {
        switch reason {
        case .disk(let error): error.summary
        case .tooMuch: "`\(path)` holds more than is read of an archive"
        case .damaged(let why): "`\(path)` cannot be read: \(why)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch reason {
        case .disk(let error): error.hint
        case .tooMuch: "extract it, and read the folder with the objects"
        case .damaged: "fetch the archive again, or extract it with its own tool and read the folder"
        }
    }
}
