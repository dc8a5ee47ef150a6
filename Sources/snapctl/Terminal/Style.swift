/// Whether and how wide to write for people.
package struct Style: Sendable, Hashable {
    /// Whether words may carry colors.
    package let isColored: Bool
    /// Columns of the page.
    package let width: Int

    package init(isColored: Bool, width: Int) {
        self.isColored = isColored
        self.width = width
    }

    /// The style that a place and an environment ask for.
    ///
    /// `NO_COLOR` always wins, then `CLICOLOR_FORCE`; else there are colors on a terminal that can show them. Source:
    /// no-color.org (present and not empty), bixense.com/clicolors.
    /// - Parameter columns: What the terminal says of its width; `nil` when it does not.
    package init(isTerminal: Bool, columns: Int?, environment: [String: String]) {
        func holds(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
        if holds("NO_COLOR") {
            isColored = false
        } else if holds("CLICOLOR_FORCE"), environment["CLICOLOR_FORCE"] != "0" {
            isColored = true
        } else {
            isColored = isTerminal && environment["TERM"] != "dumb" && environment["CLICOLOR"] != "0"
        }
        let asked = environment["COLUMNS"].flatMap { Int($0) }
        width = min(200, max(40, asked ?? (isTerminal ? columns : nil) ?? 100))
    }
}
