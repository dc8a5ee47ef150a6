/// The 512 bytes in front of an entry of a tar stream, checked and taken apart.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
struct TarHeader {
    /// Offset of the block in the stream, for messages.
    let offset: Int
    /// The letter that says what kind of entry follows.
    let type: UInt8
    let size: Int
    /// From name and prefix, or from the extended header before.
    var path: [UInt8]
    private let block: [UInt8]

    /// - Throws: `headerDamaged` for a wrong checksum, magic or number; `unsafePath` for bytes hidden behind a NUL.
    init(_ block: [UInt8], offset: Int) throws(SnapshotError) {
        self.block = block
        self.offset = offset
        // Six digits, a NUL and a space, as every writer of this century spells it: no bit of a header can be another.
        let bytes = block.span
        guard Self.number(bytes, 148..<156) == Self.checksum(bytes), block[148] != 0x20, block[154] == 0,
            block[155] == 0x20
        else {
            throw .headerDamaged(offset: offset, why: "its checksum is wrong")
        }
        type = block[156]
        guard block[257..<265].elementsEqual(Self.magic) else {
            // GNU tar spells the magic differently and uses it for its own kinds of entries, which deserve their name.
            if type != UInt8(ascii: "0"), Self.kinds[type] != nil {
                throw .forbiddenEntry(path: Self.readable(Self.text(block[0..<100])), type: Self.describe(type))
            }
            throw .headerDamaged(offset: offset, why: "it is not in the ustar format")
        }
        guard let size = Self.number(bytes, 124..<136) else {
            throw .headerDamaged(offset: offset, why: "its size is not a number")
        }
        self.size = size
        let name = try Self.path(bytes, 0..<100)
        let prefix = try Self.path(bytes, 345..<500)
        path = prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    /// The path, when it is harmless.
    func checkedPath() throws(SnapshotError) -> String {
        if let why = ArchivePath.fault(path) { throw .unsafePath(Self.readable(path), why: why) }
        return String(decoding: path, as: UTF8.self)
    }

    /// Everything that has one value in a snapshot has that value.
    func checkFixedFields(path: String) throws(SnapshotError) {
        let bytes = block.span
        for (field, place, value) in Self.fixedNumbers where Self.number(bytes, place) != value {
            throw .forbiddenHeader(path: path, field: field)
        }
        for (field, place) in Self.emptyTexts where !Self.isZero(bytes, place) {
            throw .forbiddenHeader(path: path, field: field)
        }
    }

    /// The path of the first file of a tar stream by its beginning, whatever extended headers stand before it; `nil` when those
    /// go beyond the beginning, or when it is no tar.
    static func firstFile(in head: [UInt8]) -> [UInt8]? {
        var extended: [UInt8]?
        var at = 0
        while at + 512 <= head.count {
            let block = Array(head[at..<at + 512])
            guard let size = number(block.span, 124..<136) else { return nil }
            let body = head[(at + 512)...].prefix(size)
            switch block[156] {
            case UInt8(ascii: "x"):
                if let key = body.firstRange(of: Array(" path=".utf8)) {
                    extended = Array(body[key.upperBound...].prefix { $0 != UInt8(ascii: "\n") })
                }
            case UInt8(ascii: "L"): extended = text(body)
            case UInt8(ascii: "g"), UInt8(ascii: "K"): break
            default:
                let prefix = text(block[345..<500])
                let name = text(block[0..<100])
                return extended ?? (prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name)
            }
            at += 512 + (size + 511) / 512 * 512
        }
        return nil
    }

    /// Whether a path fits neither the name field nor name and prefix, so that it stands in an extended header.
    static func needsExtension(_ path: [UInt8]) -> Bool {
        guard path.count > 100 else { return false }
        // The name keeps at most 100 bytes behind a slash, before which at most 155 stand.
        return !path.indices.contains {
            path[$0] == UInt8(ascii: "/") && $0 > 0 && $0 <= 155 && path.count - $0 - 1 <= 100 && $0 < path.count - 1
        }
    }

    /// How many bytes of the stream an entry of a snapshot takes: its headers, its body and what fills the last block.
    static func extent(path: String, size: Int) -> Int {
        func blocks(_ size: Int) -> Int { (size + 511) / 512 * 512 }
        let plain = 512 + blocks(size)
        guard path.utf8.count > 100, needsExtension(Array(path.utf8)) else { return plain }
        // The record counts the digits of its own length.
        let rest = " path=\n".utf8.count + path.utf8.count
        var record = rest
        while record != rest + String(record).utf8.count { record = rest + String(record).utf8.count }
        return 512 + blocks(record) + plain
    }

    private static let magic: [UInt8] = [0x75, 0x73, 0x74, 0x61, 0x72, 0, 0x30, 0x30]
    private static let fixedNumbers: [(String, Range<Int>, Int)] = [
        ("mode", 100..<108, 0o644), ("user id", 108..<116, 0), ("group id", 116..<124, 0), ("time", 136..<148, 0),
        ("device", 329..<337, 0), ("device", 337..<345, 0),
    ]
    private static let emptyTexts: [(String, Range<Int>)] = [
        ("link target", 157..<257), ("user name", 265..<297), ("group name", 297..<329), ("last bytes", 500..<512),
    ]

    /// Whether a block could be a tar header of any kind: its checksum is right.
    static func isLikely(_ block: [UInt8]) -> Bool {
        guard block.count == 512, block[0] != 0 else { return false }
        return number(block.span, 148..<156) == checksum(block.span)
    }

    /// The sum of all bytes, with spaces where the sum itself stands.
    private static func checksum(_ block: Span<UInt8>) -> Int {
        var sum = 8 * 0x20
        for i in 0..<148 { sum &+= Int(block[i]) }
        for i in 156..<block.count { sum &+= Int(block[i]) }
        return sum
    }

    /// What a type letter stands for.
    static func describe(_ type: UInt8) -> String {
        kinds[type] ?? "an entry of unknown type 0x\(HexDigits.encode([type]))"
    }

    private static let kinds: [UInt8: String] = [
        UInt8(ascii: "1"): "a hard link", UInt8(ascii: "2"): "a symbolic link", UInt8(ascii: "3"): "a character device",
        UInt8(ascii: "4"): "a block device", UInt8(ascii: "5"): "a folder", UInt8(ascii: "6"): "a FIFO",
        UInt8(ascii: "7"): "a contiguous file", UInt8(ascii: "g"): "a global extended header",
        UInt8(ascii: "x"): "an extended header without an entry", UInt8(ascii: "L"): "a GNU long name",
        UInt8(ascii: "K"): "a GNU long link", UInt8(ascii: "S"): "a sparse file",
        UInt8(ascii: "D"): "a GNU folder list",
        UInt8(ascii: "M"): "a GNU continuation", UInt8(ascii: "V"): "a GNU volume label",
        0: "a file in the format of 1979",
    ]

    /// An octal number with leading zeros or spaces and an end of spaces or NULs; `nil` for anything else. An empty field
    /// is 0.
    private static func number(_ block: Span<UInt8>, _ field: Range<Int>) -> Int? {
        var start = field.lowerBound
        var end = field.upperBound
        while start < end, block[start] == 0x20 { start += 1 }
        while start < end, block[end - 1] == 0x20 || block[end - 1] == 0 { end -= 1 }
        var value = 0
        for i in start..<end {
            guard UInt8(ascii: "0")...UInt8(ascii: "7") ~= block[i] else { return nil }
            value = value << 3 | Int(block[i] - UInt8(ascii: "0"))
        }
        return value
    }

    /// The text of a field that has nothing behind its end.
    private static func path(_ block: Span<UInt8>, _ field: Range<Int>) throws(SnapshotError) -> [UInt8] {
        var end = field.lowerBound
        while end < field.upperBound, block[end] != 0 { end += 1 }
        var text: [UInt8] = []
        text.reserveCapacity(end - field.lowerBound)
        for i in field.lowerBound..<end { text.append(block[i]) }
        guard isZero(block, end..<field.upperBound) else { throw .unsafePath(readable(text), why: "it holds a NUL") }
        return text
    }

    private static func isZero(_ block: Span<UInt8>, _ field: Range<Int>) -> Bool {
        var seen: UInt8 = 0
        for i in field { seen |= block[i] }
        return seen == 0
    }

    private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

    private static func readable(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}
