import Diff
import Snapshot

/// How `show` prints what it found, in kubectl's spelling: `wide`, `jsonpath={.items[*].metadata.name}`,
/// `custom-columns=NAME:.metadata.name`.
enum ShowFormat {
    case text(isWide: Bool)
    case name
    case yaml
    case json
    case template(PathTemplate)
    case columns([ColumnTable.Column])

    private static let names = ["text", "wide", "name", "yaml", "json", "jsonpath=…", "custom-columns=…"]

    init(parsing text: String) throws(CommandError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count == 2 ? parts[1] : nil) {
        case ("text", nil): self = .text(isWide: false)
        case ("wide", nil): self = .text(isWide: true)
        case ("name", nil): self = .name
        case ("yaml", nil): self = .yaml
        case ("json", nil): self = .json
        case ("jsonpath", let template?):
            guard let template = PathTemplate(template) else {
                throw CommandError(
                    "the template `\(template)` cannot be read",
                    hint: "write for example -o jsonpath='{range .items[*]}{.metadata.name}{\"\\n\"}{end}'")
            }
            self = .template(template)
        case ("custom-columns", let list?): self = .columns(try Self.columns(list))
        default:
            let near = Suggestion.nearest(to: text, among: Self.names).map { "did you mean `\($0)`? " } ?? ""
            throw CommandError(
                "`\(text)` is no output format of show", hint: near + "Formats: " + Self.names.joined(separator: ", "))
        }
    }

    /// `TITLE:path` with commas between; one within brackets separates nothing.
    private static func columns(_ list: String) throws(CommandError) -> [ColumnTable.Column] {
        var cells: [String] = [""]
        var depth = 0
        for character in list {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if character == ",", depth == 0 {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        var columns: [ColumnTable.Column] = []
        for cell in cells {
            let parts = cell.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let path = ColumnPath(relaxed: parts[1]) else {
                throw CommandError(
                    "the column `\(cell)` cannot be read",
                    hint:
                        "write for example -o custom-columns=NAME:.metadata.name,IMAGES:.spec.template.spec.containers[*].image"
                )
            }
            columns.append(ColumnTable.Column(title: parts[0], path: path))
        }
        return columns
    }
}
