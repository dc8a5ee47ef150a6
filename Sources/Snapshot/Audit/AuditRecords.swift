/// The records of one log file, one after another, however large the file is: lines, elements of a list, rows of a table.
///
/// Memory: one chunk, or the largest record up to ``limit``. What is damaged becomes a record of its own, and reading goes
/// on behind it.
struct AuditRecords: ~Copyable {
    /// One record, with the line on which it begins.
    enum Record {
        /// JSON text.
        case json(ArraySlice<UInt8>, line: Int)
        /// A row of a table.
        case row(AuditRow, line: Int)
        /// Something that cannot be read, and why.
        case broken(String, line: Int)
    }

    private enum Form {
        case lines
        /// JSON that does not keep to lines; how many lists are open.
        case nested(lists: Int)
        /// A table with these columns.
        case table([AuditRow.Field?])
    }

    /// The largest record that is read; API servers refuse objects of a tenth of it.
    static let limit = 32 << 20
    private static let chunk = 1 << 20

    private var stream: LibArchiveReader
    private var buffer: [UInt8] = []
    private var start = 0
    private var line = 1
    private var isAtEnd = false
    /// Why the stream ended before its end.
    private var damage: String?
    private var form = Form.lines

    init(_ source: ArchiveSource) throws(LibArchiveReader.Fault) {
        let magic: [UInt8]
        do throws(DiskError) { magic = try source.read(upTo: 4, at: 0) } catch { throw .disk(error) }
        let filter: LibArchiveReader.Filter =
            magic.starts(with: [0x1F, 0x8B]) ? .gzip : magic.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) ? .zstd : .none
        stream = try LibArchiveReader.stream(of: source, filter: filter, care: .whole)
        _ = fill()
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        form = recognizedForm()
    }

    /// The next record; `nil` at the end.
    mutating func next() -> Record? {
        let record: Record? =
            switch form {
            case .lines: nextLine()
            case .nested(let lists): nextElement(lists)
            case .table(let columns): nextRow(columns)
            }
        if record == nil, let why = damage {
            damage = nil
            return .broken(why, line: line)
        }
        return record
    }

    // MARK: What it is

    private mutating func recognizedForm() -> Form {
        var at = start
        JSONSkim.skipSpace(buffer.span, &at)
        guard at < buffer.count else { return .lines }
        if buffer[at] == UInt8(ascii: "[") { return .nested(lists: 0) }
        guard buffer[at] == UInt8(ascii: "{") else {
            let end = buffer[at...].firstIndex(of: UInt8(ascii: "\n")) ?? buffer.count
            let columns = Self.cells(buffer[at..<end]).map { AuditRow.Field($0) }
            guard columns.contains(.id) || columns.contains(.log) || columns.contains(.properties) else {
                return .lines
            }
            _ = nextTableRecord()
            return .table(columns)
        }
        // A first line that is cut off says nothing; the second one does.
        for _ in 0..<2 {
            guard let end = buffer[at...].firstIndex(of: UInt8(ascii: "\n")) else { break }
            var cursor = at
            let head = buffer[..<end]
            if (try? JSONSkim.skipValue(head.span, &cursor)) != nil, buffer[at] == UInt8(ascii: "{") {
                return .lines
            }
            at = end + 1
            JSONSkim.skipSpace(buffer.span, &at)
            guard at < buffer.count else { break }
        }
        return .nested(lists: 0)
    }

    // MARK: Lines

    private mutating func nextLine() -> Record? {
        var scanned = start
        while true {
            if let end = Self.newline(buffer.span, from: scanned) {
                defer {
                    start = end + 1
                    line += 1
                }
                if Self.isBlank(buffer.span, start, end) {
                    scanned = end + 1
                    continue
                }
                if end - start > Self.limit { return Self.tooLong(line) }
                return .json(buffer[start..<end], line: line)
            }
            if buffer.count - start > Self.limit { return tooLong() }
            let kept = buffer.count - start
            guard fill() else {
                defer { start = buffer.count }
                return Self.isBlank(buffer.span, start, buffer.count) ? nil : .json(buffer[start...], line: line)
            }
            scanned = kept
        }
    }

    private static func newline(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\n") { return at }
            at += 1
        }
        return nil
    }

    private static func isBlank(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var at = start
        JSONSkim.skipSpace(bytes, &at)
        return at >= end
    }

    /// Goes to the end of a line that is larger than any record may be.
    private mutating func tooLong() -> Record {
        let here = line
        repeat {
            if let end = Self.newline(buffer.span, from: start) {
                start = end + 1
                line += 1
                break
            }
            start = buffer.count
        } while fill()
        return Self.tooLong(here)
    }

    private static func tooLong(_ line: Int) -> Record {
        .broken("a record is larger than \(limit >> 20) MiB", line: line)
    }

    // MARK: Lists

    private mutating func nextElement(_ open: Int) -> Record? {
        var lists = open
        defer { form = .nested(lists: lists) }
        while true {
            guard start < buffer.count || fill() else { return nil }
            let byte = buffer[start]
            switch byte {
            case _ where JSONSkim.isSpace(byte), UInt8(ascii: ","), UInt8(ascii: "}"):
                consume(1)
            case UInt8(ascii: "["):
                lists += 1
                consume(1)
            case UInt8(ascii: "]"):
                lists -= 1
                consume(1)
            default:
                var cursor = start
                do throws(JSONError) {
                    if byte == UInt8(ascii: "{"), lists == 0, try opensList(&cursor) {
                        lists += 1
                        consume(cursor - start)
                        continue
                    }
                    cursor = start
                    try JSONSkim.skipValue(buffer.span, &cursor)
                    if byte == UInt8(ascii: "\"") {
                        // A member behind the list of its object.
                        try JSONSkim.expect(UInt8(ascii: ":"), buffer.span, &cursor)
                        try JSONSkim.skipValue(buffer.span, &cursor)
                    }
                } catch {
                    if case .truncated = error.reason {
                        if buffer.count - start > Self.limit { return tooLong() }
                        if fill() { continue }
                    }
                    let here = line
                    let end = Self.newline(buffer.span, from: start).map { $0 + 1 } ?? buffer.count
                    consume(end - start)
                    return .broken(error.summary, line: here)
                }
                let (record, here) = (buffer[start..<cursor], line)
                consume(cursor - start)
                if record.count > Self.limit { return Self.tooLong(here) }
                if byte == UInt8(ascii: "{") { return .json(record, line: here) }
            }
        }
    }

    /// Whether the object at the cursor holds a list of rows; then the cursor goes behind the list's bracket.
    private func opensList(_ cursor: inout Int) throws(JSONError) -> Bool {
        var isFirst = true
        try JSONSkim.expect(UInt8(ascii: "{"), buffer.span, &cursor)
        while let key = try JSONSkim.nextKey(buffer.span, &cursor, &isFirst) {
            guard cursor < buffer.count else { throw JSONError(reason: .truncated, offset: cursor) }
            if buffer[cursor] == UInt8(ascii: "["), AuditRow.Field(buffer[key]) == .rows {
                cursor += 1
                return true
            }
            try JSONSkim.skipValue(buffer.span, &cursor)
        }
        return false
    }

    private mutating func consume(_ count: Int) {
        for at in start..<start + count where buffer[at] == UInt8(ascii: "\n") { line += 1 }
        start += count
    }

    // MARK: Tables

    private mutating func nextRow(_ columns: [AuditRow.Field?]) -> Record? {
        while true {
            let here = line
            guard let bytes = nextTableRecord() else { return nil }
            if Self.isBlank(bytes.span, 0, bytes.count) { continue }
            if bytes.count > Self.limit { return .broken("a row is larger than \(Self.limit >> 20) MiB", line: here) }
            let cells = Self.cells(bytes)
            guard cells.count == columns.count else {
                return .broken("the row has \(cells.count) cells and the header \(columns.count)", line: here)
            }
            var row = AuditRow()
            row.usesColumns = true
            for (cell, column) in zip(cells, columns) {
                if let column, !cell.isEmpty { row[column] = .text(cell) }
            }
            return .row(row, line: here)
        }
    }

    /// The bytes up to a line's end that is in no quotes. Source: RFC 4180.
    private mutating func nextTableRecord() -> ArraySlice<UInt8>? {
        var at = start
        var isQuoted = false
        while true {
            while at < buffer.count {
                if buffer[at] == UInt8(ascii: "\"") { isQuoted.toggle() }
                if buffer[at] == UInt8(ascii: "\n"), !isQuoted {
                    let record = buffer[start..<at]
                    consume(at + 1 - start)
                    return record
                }
                at += 1
            }
            if buffer.count - start > Self.limit {
                // Most likely a quote that is never closed.
                let record = buffer[start...]
                consume(buffer.count - start)
                return record
            }
            let kept = buffer.count - start
            guard fill() else { break }
            at = kept
        }
        guard start < buffer.count else { return nil }
        let record = buffer[start...]
        consume(buffer.count - start)
        return record
    }

    /// The cells of one record, without their quotes.
    private static func cells(_ record: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var record = record
        if record.last == UInt8(ascii: "\r") { record.removeLast() }
        var at = record.startIndex
        while true {
            if at < record.endIndex, record[at] == UInt8(ascii: "\"") {
                var cell: [UInt8] = []
                at += 1
                while at < record.endIndex {
                    if record[at] == UInt8(ascii: "\"") {
                        guard at + 1 < record.endIndex, record[at + 1] == UInt8(ascii: "\"") else { break }
                        at += 1
                    }
                    cell.append(record[at])
                    at += 1
                }
                result.append(cell[...])
                at = record[min(at, record.endIndex)...].firstIndex(of: UInt8(ascii: ",")) ?? record.endIndex
            } else {
                let end = record[at...].firstIndex(of: UInt8(ascii: ",")) ?? record.endIndex
                result.append(record[at..<end])
                at = end
            }
            guard at < record.endIndex else { return result }
            at += 1
        }
    }

    // MARK: Bytes

    /// Fetches more behind what is not consumed yet, much more for a record that does not end; false at the end.
    private mutating func fill() -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        let before = buffer.count
        let wanted = max(Self.chunk, min(before, 8 * Self.chunk))
        do throws(LibArchiveReader.Fault) {
            while buffer.count - before < wanted {
                if try stream.read(upTo: wanted, into: &buffer) == 0 {
                    isAtEnd = true
                    break
                }
            }
        } catch {
            isAtEnd = true
            damage = "\(SnapshotError(error).summary); nothing behind this place was read"
        }
        return buffer.count > before
    }
}
