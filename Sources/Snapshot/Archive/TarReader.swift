/// Reads the tar stream of a snapshot, and nothing else that calls itself tar.
///
/// Own code instead of libarchive's, which is made to read whatever it can: it follows the extensions of many programs,
/// ignores what it does not need and stops at the first end mark. Here, anything that the writer would not have written
/// is refused by name. Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header".
package struct TarReader: ~Copyable {
    /// A regular file that comes next.
    package struct Entry: Hashable {
        package let path: String
        package let size: Int
    }

    private static let block = 512
    /// The longest path is far below this.
    private static let extensionLimit = 4096

    private var stream: DecompressedStream
    /// What is left of the present entry, without its padding.
    private var remaining = 0
    private var padding = 0
    private var path = ""

    package init(_ source: ArchiveSource, compression: Compression) throws(SnapshotError) {
        stream = try DecompressedStream(source, compression: compression)
    }

    /// The next entry; `nil` at the clean end of the file. The one before must have been read to its end.
    package mutating func next() throws(SnapshotError) -> Entry? {
        try finishEntry()
        let offset = stream.offset
        let header = try stream.bytes(Self.block)
        if header.allSatisfy({ $0 == 0 }) {
            guard try stream.bytes(Self.block).allSatisfy({ $0 == 0 }) else {
                throw .headerDamaged(offset: offset, why: "one block of zeros")
            }
            try stream.finish()
            return nil
        }
        var fields = try TarHeader(header, offset: offset)
        let isExtended = fields.type == UInt8(ascii: "x")
        if isExtended {
            let path = try extendedPath(fields)
            let offset = stream.offset
            fields = try TarHeader(try stream.bytes(Self.block), offset: offset)
            fields.path = path
        }
        let path = try fields.checkedPath()
        guard fields.type == UInt8(ascii: "0") else {
            throw .forbiddenEntry(path: path, type: TarHeader.describe(fields.type))
        }
        guard !isExtended || TarHeader.needsExtension(fields.path) else {
            throw .forbiddenHeader(path: path, field: "extended header, which its path does not need")
        }
        try fields.checkFixedFields(path: path)
        remaining = fields.size
        padding = (Self.block - fields.size % Self.block) % Self.block
        self.path = path
        return Entry(path: path, size: fields.size)
    }

    /// Up to `count` further bytes of the present entry, appended; none at its end.
    mutating func read(upTo count: Int, into buffer: inout [UInt8]) throws(SnapshotError) -> Int {
        let wanted = min(count, remaining)
        guard wanted > 0 else { return 0 }
        let got = try stream.read(upTo: wanted, into: &buffer)
        remaining -= got
        return got
    }

    /// All bytes that are left of the present entry. Its size has been checked before.
    package mutating func rest() throws(SnapshotError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(remaining)
        while try read(upTo: .max, into: &bytes) > 0 {}
        return bytes
    }

    /// Hands all bytes that are left of the present entry to `each`, piece by piece, where they lie.
    mutating func rest(each: (Span<UInt8>) -> Void) throws(SnapshotError) {
        while remaining > 0 { remaining -= try stream.read(upTo: remaining, each: each) }
    }

    /// Goes on with the entry that begins at a later place of the stream. The one before must have been read to its end.
    mutating func skip(to place: Int) throws(SnapshotError) {
        try finishEntry()
        try stream.skip(to: place)
    }

    private mutating func finishEntry() throws(SnapshotError) {
        precondition(remaining == 0, "an entry was not read to its end")
        var seen: UInt8 = 0
        while padding > 0 { padding -= try stream.read(upTo: padding) { for i in $0.indices { seen |= $0[i] } } }
        guard seen == 0 else { throw .paddingNotZero(path: path) }
    }

    /// The path of an extended header that says nothing else.
    private mutating func extendedPath(_ fields: TarHeader) throws(SnapshotError) -> [UInt8] {
        let name = try fields.checkedPath()
        try fields.checkFixedFields(path: name)
        guard fields.size <= Self.extensionLimit else {
            throw .forbiddenHeader(path: name, field: "extended header of \(fields.size) bytes")
        }
        let records = try stream.bytes(fields.size)
        let fill = try stream.bytes((Self.block - fields.size % Self.block) % Self.block)
        guard fill.allSatisfy({ $0 == 0 }) else { throw .paddingNotZero(path: name) }
        guard let space = records.firstIndex(of: UInt8(ascii: " ")),
            let equals = records.firstIndex(of: UInt8(ascii: "=")), space < equals,
            let length = Int(String(decoding: records[..<space], as: UTF8.self)),
            records[..<space].elementsEqual(String(length).utf8)
        else { throw .headerDamaged(offset: stream.offset, why: "a malformed extended header") }
        let key = String(decoding: records[(space + 1)..<equals], as: UTF8.self)
        guard key == "path" else { throw .forbiddenHeader(path: name, field: "extended attribute `\(key)`") }
        guard length == records.count, records.last == UInt8(ascii: "\n") else {
            throw .forbiddenHeader(path: name, field: "extended header with more than one attribute")
        }
        return Array(records[(equals + 1)..<(records.count - 1)])
    }
}
