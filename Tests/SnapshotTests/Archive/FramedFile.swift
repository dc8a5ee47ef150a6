import Snapshot
import TestSupport
import Testing

/// A snapshot in several frames, taken apart, to be put together again with one lie in it.
struct FramedFile {
    var frames: [[UInt8]]
    /// What the table says of each: its bytes, and those that it holds.
    var rows: [(size: Int, plainSize: Int)]
    var descriptor: UInt8 = 0
    /// The number of rows that the table claims; `nil` for as many as there are.
    var count: Int?
    var magic: [UInt8] = [0x5E, 0x2A, 0x4D, 0x18]
    var behind: [UInt8] = []

    /// Source: Zstandard Seekable Format 0.1.1.
    init(_ bytes: [UInt8]) throws {
        try #require(bytes.suffix(5) == [0, 0xB1, 0xEA, 0x92, 0x8F])
        let count = Self.number(bytes[(bytes.count - 9)..<(bytes.count - 5)])
        let start = bytes.count - 17 - count * 8
        try #require(bytes[start..<start + 4].elementsEqual(magic))
        try #require(Self.number(bytes[(start + 4)..<(start + 8)]) == count * 8 + 9)
        rows = []
        frames = []
        var place = 0
        for row in 0..<count {
            let at = start + 8 + row * 8
            let size = Self.number(bytes[at..<at + 4])
            rows.append((size, Self.number(bytes[at + 4..<at + 8])))
            frames.append(Array(bytes[place..<place + size]))
            place += size
        }
        try #require(place == start)
    }

    /// A tar stream in frames of other sizes than the writer's, made by zstd(1).
    init(_ tar: [UInt8], sizes: Int) throws {
        rows = []
        frames = []
        for start in stride(from: 0, to: tar.count, by: sizes) {
            let plain = Array(tar[start..<min(start + sizes, tar.count)])
            frames.append(try Tool.run(["zstd", "-qc"], input: plain))
            rows.append((frames[frames.count - 1].count, plain.count))
        }
    }

    var table: [UInt8] {
        let rowSize = descriptor & 0x80 == 0 ? 8 : 12
        var bytes = magic + Self.bytes(rows.count * rowSize + 9)
        for row in rows {
            bytes += Self.bytes(row.size) + Self.bytes(row.plainSize) + [UInt8](repeating: 7, count: rowSize - 8)
        }
        return bytes + Self.bytes(count ?? rows.count) + [descriptor, 0xB1, 0xEA, 0x92, 0x8F]
    }

    var bytes: [UInt8] { frames.flatMap { $0 } + table + behind }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

    private static func bytes(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

/// One way to lie about frames, and the name of the refusal; without one any will do.
struct FrameLie: CustomTestStringConvertible, Sendable {
    let name: String
    let refusal: String?
    let change: @Sendable (inout FramedFile) throws -> Void

    var testDescription: String { name }

    private init(
        _ name: String, _ refusal: String? = "frameTable",
        _ change: @escaping @Sendable (inout FramedFile) throws -> Void
    ) {
        self.name = name
        self.refusal = refusal
        self.change = change
    }

    static let all: [FrameLie] = [
        FrameLie("a frame that begins a byte later") {
            $0.rows[0].size += 1
            $0.rows[1].size -= 1
        },
        FrameLie("a frame that begins a byte earlier", nil) {
            $0.rows[0].size -= 1
            $0.rows[1].size += 1
        },
        FrameLie("a frame that is to hold a byte more") {
            $0.rows[1].plainSize += 1
            $0.rows[2].plainSize -= 1
        },
        FrameLie("a frame that is to hold a byte less") {
            $0.rows[1].plainSize -= 1
            $0.rows[2].plainSize += 1
        },
        FrameLie("two frames in one row") {
            let gone = $0.rows.remove(at: 2)
            $0.rows[1].size += gone.size
            $0.rows[1].plainSize += gone.plainSize
        },
        FrameLie("all frames in one row") { file in
            file.rows = [file.rows.reduce((0, 0)) { ($0.0 + $1.size, $0.1 + $1.plainSize) }]
        },
        FrameLie("no rows") { $0.rows = [] },
        FrameLie("a row of nothing") { $0.rows.append((0, 0)) },
        FrameLie("a row too few") { $0.rows.removeLast() },
        FrameLie("rows exchanged", nil) { $0.rows.swapAt(1, $0.rows.count - 1) },
        FrameLie("frames and rows exchanged", nil) {
            $0.rows.swapAt(1, 2)
            $0.frames.swapAt(1, 2)
        },
        FrameLie("a frame left out with its row", nil) {
            $0.rows.remove(at: 1)
            $0.frames.remove(at: 1)
        },
        FrameLie("a frame twice", nil) {
            $0.rows.insert($0.rows[1], at: 1)
            $0.frames.insert($0.frames[1], at: 1)
        },
        FrameLie("bytes between the frames and the table") { $0.frames.append([1, 2, 3]) },
        FrameLie("a frame of nothing") {
            $0.frames.insert([0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 1, 0, 0], at: 1)
            $0.rows.insert((9, 0), at: 1)
        },
        FrameLie("a skippable frame among the frames", "compressionDamaged") {
            $0.frames.insert([0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0], at: 1)
            $0.rows.insert((8, 1), at: 1)
        },
        FrameLie("a skippable frame hidden in a row") {
            $0.frames[1] += [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]
            $0.rows[1].size += 8
        },
        FrameLie("more than a frame may hold") { $0.rows[1].plainSize = 9 << 20 },
        FrameLie("a frame of 4 GiB") { $0.rows[1].size = 0xFFFF_FFFF },
        FrameLie("four billion rows", "framesWithoutTable") { $0.count = 0xFFFF_FFFF },
        FrameLie("more rows than are taken", "limitExceeded") { file in
            file.rows += [(size: Int, plainSize: Int)](repeating: (0, 0), count: 1 << 16)
        },
        FrameLie("checksums") { $0.descriptor = 0x80 },
        FrameLie("reserved bits") { $0.descriptor = 4 },
        FrameLie("another kind of skippable frame", "framesWithoutTable") { $0.magic[0] = 0x5F },
        FrameLie("a second table") { $0.behind = $0.table },
        FrameLie("a second snapshot") { $0.behind = $0.bytes },
        FrameLie("a byte behind", "framesWithoutTable") { $0.behind = [0] },
        FrameLie("a bomb") {
            $0.frames[1] = try Tool.run(["sh", "-c", "head -c 300000000 /dev/zero | zstd -qc"])
            $0.rows[1].size = $0.frames[1].count
        },
        FrameLie("a window of 128 MiB", "windowTooLarge") {
            $0.frames[1] = try Tool.run(["sh", "-c", "head -c 200000000 /dev/zero | zstd -qc --long=27"])
            $0.rows[1].size = $0.frames[1].count
        },
    ]
}
