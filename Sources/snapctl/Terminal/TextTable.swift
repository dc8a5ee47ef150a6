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

    /// Headings whose cells are never cut: they are pasted.
    private static let whole: Set<String> = ["NAME", "NAMESPACE", "KIND"]
    /// The least that a cut cell shows.
    private static let least = 8

    /// The columns' widths on a page: the widest are cut until a row fits, or until nothing is left to cut.
    private func fitted(_ widths: [Int], to page: Int) -> [Int] {
        var widths = widths
        var excess = widths.reduce(0, +) + 3 * max(0, widths.count - 1) - page
        while excess > 0 {
            let places = widths.indices.filter { widths[$0] > Self.least && !Self.whole.contains(titles[$0]) }
            guard let widest = places.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// The lines, each with its newline.
    ///
    /// - Parameter page: The columns of the page; cells are cut where a row would not fit on it. `nil` cuts nothing.
    package func text(isColored: Bool = false, page: Int? = nil, hasTitles: Bool = true) -> String {
        let all = (hasTitles ? [titles] : []) + rows
        var widths = titles.indices.map { column in
            all.map { $0.indices.contains(column) ? TextWidth.columns($0[column]) : 0 }.max() ?? 0
        }
        if let page { widths = fitted(widths, to: page) }
        var result = ""
        for (place, row) in all.enumerated() {
            var line = ""
            for (column, whole) in row.enumerated() {
                let cell = page == nil ? whole : TextWidth.clipped(whole, to: widths[column])
                line += cell
                guard column < row.count - 1 else { continue }
                line += String(repeating: " ", count: max(0, widths[column] - TextWidth.columns(cell)) + 3)
            }
            while line.last == " " { line.removeLast() }
            // No runner obeys what begins a row.
            let safe = SafeText.line(line)
            result += (place == 0 && hasTitles && isColored ? "\u{1B}[1m\(safe)\u{1B}[0m" : safe) + "\n"
        }
        return result
    }
}
