import Snapshot
import Testing

/// Sorting more records than memory is given for.
struct RecordSorterTests {
    private static func sorted(_ records: [[UInt8]], limit: Int) throws -> [[UInt8]] {
        var sorter = RecordSorter(spoolFolder: Spool.defaultFolder(environment: [:]), limit: limit)
        for record in records { sorter.add(record) }
        var result: [[UInt8]] = []
        try sorter.drain { result.append(Array($0)) }
        return result
    }

    @Test(arguments: [1, 100, 4096, 1 << 20])
    func theOrderIsThatOfTheBytesWhateverMemoryHolds(limit: Int) throws {
        let records = (0..<400).map { number in
            (0..<(number * 37 % 90)).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 7) }
        }
        let expected = records.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(try Self.sorted(records, limit: limit) == expected)
        #expect(try Self.sorted(records.reversed(), limit: limit) == expected)
    }

    @Test func recordsLargerThanAWindowAreWhole() throws {
        let large = [UInt8](repeating: 7, count: 600 << 10)
        let records = [[9], large + [2], large + [1], [], [3]]
        #expect(try Self.sorted(records, limit: 1000) == [[], [3], large + [1], large + [2], [9]])
    }

    @Test func noRecordsAreNoRecords() throws { #expect(try Self.sorted([], limit: 10).isEmpty) }

    @Test func aFolderThatRefusesIsSaid() {
        #expect(throws: DiskError.self) {
            var sorter = RecordSorter(spoolFolder: "/proc/nowhere", limit: 1)
            sorter.add([1])
            try sorter.drain { _ in }
        }
    }
}
