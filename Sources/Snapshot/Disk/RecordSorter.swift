/// Puts records into the order of their bytes, however many there are: what memory does not hold waits on disk in sorted
/// runs, which are merged at the end.
///
/// The order depends on the records alone, never on the order in which they came. Memory: one run, and one window a run
/// while they are merged.
package struct RecordSorter: ~Copyable {
    /// A part of the file that is in order.
    private struct Run {
        private static let windowSize = 256 << 10
        private let end: Int
        private var next: Int
        private var window: [UInt8] = []
        private var place = 0

        init(_ range: Range<Int>) {
            next = range.lowerBound
            end = range.upperBound
        }

        /// The next record; `nil` at the end.
        mutating func record(in file: borrowing Descriptor) throws(DiskError) -> ArraySlice<UInt8>? {
            guard try has(4, in: file) else { return nil }
            let length = window[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard try has(4 + length, in: file) else { return nil }
            let start = place + 4
            place = start + length
            return window[start..<place]
        }

        /// Sees to it that so many bytes are in the window; false at the end.
        private mutating func has(_ count: Int, in file: borrowing Descriptor) throws(DiskError) -> Bool {
            guard window.count - place < count else { return true }
            window.removeSubrange(..<place)
            place = 0
            while window.count < count, next < end {
                let got = try file.read(upTo: min(Self.windowSize, end - next), at: next, into: &window)
                guard got > 0 else { break }
                next += got
            }
            return window.count >= count
        }
    }

    private let folder: String
    private let limit: Int
    private var bytes: [UInt8] = []
    private var records: [Range<Int>] = []
    private var spool: Spool?
    private var runs: [Run] = []
    private var failure: DiskError?

    /// - Parameters:
    ///   - folder: On whose disk the runs lie, in a file without a name.
    ///   - limit: How many bytes of records are kept in memory.
    package init(spoolFolder folder: String, limit: Int = 32 << 20) {
        self.folder = folder
        self.limit = limit
    }

    /// Takes a record. What the disk refuses is said by ``drain(_:)``.
    package mutating func add(_ record: [UInt8]) {
        guard failure == nil else { return }
        records.append(bytes.count..<bytes.count + record.count)
        bytes += record
        // Of small records the places weigh as much as the bytes.
        if bytes.count + records.count * 32 > limit {
            do throws(DiskError) { try writeRun() } catch { failure = error }
        }
    }

    /// Hands over all records in their order, the same ones as often as they came.
    package consuming func drain(_ each: (ArraySlice<UInt8>) -> Void) throws(DiskError) {
        if let failure { throw failure }
        guard !runs.isEmpty else {
            sort()
            for record in records { each(bytes[record]) }
            return
        }
        try writeRun()
        bytes = []
        guard let file = try spool.take()?.finished() else { return }
        var heads: [ArraySlice<UInt8>?] = []
        for index in runs.indices { heads.append(try runs[index].record(in: file)) }
        while true {
            var least: Int?
            for index in heads.indices {
                guard let head = heads[index] else { continue }
                if let known = least.flatMap({ heads[$0] }), !Self.precedes(head, known) { continue }
                least = index
            }
            guard let least, let head = heads[least] else { return }
            each(head)
            heads[least] = try runs[least].record(in: file)
        }
    }

    private mutating func sort() {
        let bytes = bytes
        records.sort { Self.precedes(bytes[$0], bytes[$1]) }
    }

    private mutating func writeRun() throws(DiskError) {
        guard !records.isEmpty else { return }
        sort()
        if spool == nil { spool = try Spool(in: folder) }
        let start = spool?.size ?? 0
        for record in records {
            let length = UInt32(record.count)
            let head = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
            _ = try spool?.append(head + bytes[record])
        }
        runs.append(Run(start..<(spool?.size ?? start)))
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
    }

    private static func precedes(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        let (left, right) = (a.span, b.span)
        for i in 0..<min(left.count, right.count) where left[i] != right[i] { return left[i] < right[i] }
        return left.count < right.count
    }
}
