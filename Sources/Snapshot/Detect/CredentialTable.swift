/// Finds credentials in the columns of a table whose head names them: comma, semicolon, tab or bar between the cells, or blanks
/// that align them; rows that SQL inserts or copies.
struct CredentialTable {
    /// A head is among the first lines of a text.
    private static let headLines = 5
    /// A table with more columns is none.
    private static let columnLimit = 64
    /// Longer lines are no rows.
    private static let lineLimit = 1 << 16
    private static let marks: [UInt8?] = [
        UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), nil,
    ]

    /// What the head says.
    private struct Head {
        /// What is between two cells; `nil` for blanks.
        let mark: UInt8?
        let count: Int
        /// Columns under names that promise a credential.
        let promised: [(column: Int, name: String)]
        /// Whether every row stands between brackets.
        var isTuples = false
    }

    private var head: Head?
    private var lines = 0
    /// What was between cells of a line that is no head: what follows is not one either.
    private var spent: Set<UInt8?> = []

    mutating func line(_ line: Range<Int>, _ scan: inout TextScan) {
        lines += 1
        guard line.count <= Self.lineLimit else { return }
        if let statement = Self.statement(line, &scan) {
            head = statement.head
            if statement.head.isTuples { Self.tuples(statement.rest, statement.head, &scan) }
            return
        }
        guard let head else {
            if lines <= Self.headLines { self.head = findHead(line, &scan) }
            return
        }
        if head.isTuples {
            Self.tuples(line, head, &scan)
        } else {
            Self.row(Self.cells(line, by: head.mark, &scan), head, &scan)
        }
    }

    // MARK: Head

    private mutating func findHead(_ line: Range<Int>, _ scan: inout TextScan) -> Head? {
        let isRemark = scan.bytes[line.lowerBound] == UInt8(ascii: "#")
        let line = isRemark ? line.drop { scan.bytes[$0] == UInt8(ascii: "#") || scan.bytes[$0] == 0x20 } : line
        let mayPromise = CredentialName.mayPromise(scan.bytes.span.extracting(line))
        for mark in Self.marks where !spent.contains(mark) {
            let cells = Self.cells(line, by: mark, &scan)
            guard cells.count > 1 else { continue }
            if mayPromise, let head = Self.head(cells, mark, scan) { return head }
            if !isRemark { spent.insert(mark) }
        }
        return nil
    }

    private static func head(_ cells: [Range<Int>], _ mark: UInt8?, _ scan: TextScan) -> Head? {
        guard cells.count > 1 else { return nil }
        let isFramed = mark == UInt8(ascii: "|")
        var promised: [(column: Int, name: String)] = []
        for (column, cell) in cells.enumerated() {
            if cell.isEmpty, isFramed, column == 0 || column == cells.count - 1 { continue }
            guard isName(cell, scan) else { return nil }
            let name = scan.text(cell)
            // Of blanks there are many that align nothing.
            if CredentialName.promise(name) >= (mark == nil ? .strong : .ambiguous) { promised.append((column, name)) }
        }
        return promised.isEmpty ? nil : Head(mark: mark, count: cells.count, promised: promised)
    }

    /// A few words, as columns are called.
    private static func isName(_ cell: Range<Int>, _ scan: TextScan) -> Bool {
        guard (1...40).contains(cell.count) else { return false }
        let bytes = scan.bytes[cell]
        return bytes.allSatisfy { TextScan.isBase64URL($0) || $0 == 0x20 || $0 == UInt8(ascii: ".") }
            && bytes.count { $0 == 0x20 } < 2 && bytes.contains { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    }

    /// `INSERT INTO users (name, password) VALUES …`, `COPY users (name, password) FROM stdin;`
    private static func statement(
        _ line: Range<Int>, _ scan: inout TextScan
    ) -> (head: Head, rest: Range<Int>)? {
        guard let first = line.first(where: { scan.bytes[$0] > 0x20 }) else { return nil }
        let verb = String(decoding: scan.bytes[first..<line.upperBound].prefix(6), as: UTF8.self).lowercased()
        guard verb == "insert" || verb.hasPrefix("copy "),
            let open = scan.bytes[line].firstIndex(of: UInt8(ascii: "(")),
            let close = scan.bytes[open..<line.upperBound].firstIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let isInsert = verb == "insert"
        let columns = cells(open + 1..<close, by: UInt8(ascii: ","), &scan)
        guard let head = head(columns, UInt8(ascii: ","), scan) else { return nil }
        return (
            Head(
                mark: isInsert ? UInt8(ascii: ",") : 0x09, count: head.count, promised: head.promised,
                isTuples: isInsert), close + 1..<line.upperBound
        )
    }

    // MARK: Rows

    private static func row(_ cells: [Range<Int>], _ head: Head, _ scan: inout TextScan) {
        guard cells.count == head.count else { return }
        for (column, name) in head.promised {
            let value = cells[column]
            let text = scan.text(value)
            guard value.count >= CredentialValue.minimumBytes,
                !scan.bytes[value].allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }),
                CredentialLines.rule(name: name, value: text, reading) != nil
            else { continue }
            scan.take(value, "credential-line")
        }
    }

    private static let reading = CredentialLines.Reading(takesWords: true)

    /// `('ada', 'value'), ('bob', 'value')`
    private static func tuples(_ line: Range<Int>, _ head: Head, _ scan: inout TextScan) {
        scan.budget.spend(line.count)
        var place = line.lowerBound
        while let open = scan.bytes[place..<line.upperBound].firstIndex(of: UInt8(ascii: "(")) {
            var close = open + 1
            var quote: UInt8?
            while close < line.upperBound {
                let byte = scan.bytes[close]
                if byte == quote {
                    quote = nil
                } else if quote == nil {
                    if TextScan.isQuote(byte) { quote = byte }
                    if byte == UInt8(ascii: ")") { break }
                }
                close += 1
            }
            row(cells(open + 1..<close, by: head.mark, &scan), head, &scan)
            place = close
        }
    }

    /// The cells of a line without blanks and quotes around them; none of a line with too many.
    private static func cells(_ line: Range<Int>, by mark: UInt8?, _ scan: inout TextScan) -> [Range<Int>] {
        scan.budget.spend(line.count)
        var cells: [Range<Int>] = []
        var start = line.lowerBound
        var quote: UInt8?
        var place = line.lowerBound
        while place < line.upperBound {
            let byte = scan.bytes[place]
            let isMark =
                mark.map { byte == $0 }
                ?? (byte == 0x09 || byte == 0x20 && place + 1 < line.upperBound && scan.bytes[place + 1] <= 0x20)
            if let open = quote {
                if byte == open { quote = nil }
            } else if TextScan.isQuote(byte), start == place || scan.bytes[place - 1] == 0x20 {
                quote = byte
            } else if isMark {
                cells.append(trimmed(start..<place, scan))
                if cells.count > columnLimit { return [] }
                start = place + 1
                if mark == nil {
                    while start < line.upperBound, scan.bytes[start] <= 0x20 { start += 1 }
                    place = max(place, start - 1)
                }
            }
            place += 1
        }
        cells.append(trimmed(start..<line.upperBound, scan))
        return cells
    }

    private static func trimmed(_ cell: Range<Int>, _ scan: TextScan) -> Range<Int> {
        CredentialCommand.inner(scan.inside(cell) { $0 <= 0x20 }, scan)
    }
}
