import Diff

/// Rows under a heading, columns as wide as what stands in them, as kubectl prints them.
package struct TextTable {
    /// The headings.
    package let titles: [String]
    /// The rows, each with a text a heading; cluster text is made safe here.
    package private(set) var rows: [[String]] = []

    package init(_ titles: [String]) { self.titles = titles }

    /// Adds a row below the others.
    package mutating func append(_ row: [String]) { rows.append(row.map { SafeText.terminal($0) }) }

    /// The lines, each with its newline. A value is cut only when a page is given that it would not fit on.
    package func text(isColored: Bool = false) -> String {
        let all = [titles] + rows
        let widths = titles.indices.map { column in
            all.map { $0.indices.contains(column) ? TextWidth.columns($0[column]) : 0 }.max() ?? 0
        }
        var result = ""
        for (place, row) in all.enumerated() {
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                guard column < row.count - 1 else { continue }
                line += String(repeating: " ", count: max(0, widths[column] - TextWidth.columns(cell)) + 3)
            }
            while line.last == " " { line.removeLast() }
            // No runner obeys what begins a row.
            let safe = SafeText.line(line)
            result += (place == 0 && isColored ? "\u{1B}[1m\(safe)\u{1B}[0m" : safe) + "\n"
        }
        return result
    }
}
