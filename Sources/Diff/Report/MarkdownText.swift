import Snapshot

/// Makes text safe for Markdown as GitHub and Azure DevOps render it.
///
/// Text of clusters and files always stands in code: there neither markup nor mentions, issue numbers, mathematics or links
/// are looked for. Source: GitHub Flavored Markdown §6.3, CommonMark §6.1.
enum MarkdownText {
    /// Text as code on one line, between more backticks than it holds itself.
    static func code(_ text: String, inTable: Bool = false) -> String {
        var safe = SafeText.terminal(text)
        if safe.isEmpty { safe = " " }
        // Tables are cut at bars before code is looked for; there, and only there, a backslash keeps one.
        if inTable { safe = SafeText.replacing(safe, ["|": "\\|"]) }
        let fence = String(repeating: "`", count: longestRun(safe) + 1)
        let needsRoom = safe.utf8.first == UInt8(ascii: "`") || safe.utf8.last == UInt8(ascii: "`")
        let room = needsRoom ? " " : ""
        return fence + room + safe + room + fence
    }

    /// Lines in a fence that none of them can close.
    static func block(_ lines: [String], language: String) -> [String] {
        let safe = lines.map { SafeText.terminal($0) }
        let fence = String(repeating: "`", count: max(3, (safe.map(longestRun).max() ?? 0) + 1))
        return [fence + language] + safe + [fence]
    }

    /// A sentence of the tool, which may hold names: what could be markup is a character reference, and an empty comment
    /// keeps `@` and `#` from reaching for people and issues.
    static func sentence(_ text: String) -> String {
        let clause = self.clause(text)
        // What begins a line as a list, a heading, a number or a line under a heading is none.
        guard let first = clause.utf8.first, "-+=0123456789 ".utf8.contains(first) else { return clause }
        return "&#\(first);" + clause.dropFirst()
    }

    /// The same behind other words, where nothing that begins it is markup.
    static func clause(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.terminal(text).unicodeScalars {
            switch scalar {
            case "@", "#": result += "&#\(scalar.value);<!-- -->"
            case "&", "<", ">", "*", "_", "`", "[", "]", "|", "\\", "~", "$", "{", "}", "!":
                result += "&#\(scalar.value);"
            // Keeps `https://` and `www.` from becoming links.
            case ":" where result.hasSuffix("http") || result.hasSuffix("https") || result.hasSuffix("ftp"):
                result += "&#58;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.split(separator: "www.", omittingEmptySubsequences: false).joined(separator: "www&#46;")
    }

    private static func longestRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
