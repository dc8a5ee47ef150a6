import Foundation

/// A Swift file of the project as the architecture test looks at it: a text, without comments and strings.
package struct SourceFile: Sendable {
    /// One word of the code.
    package struct Word: Sendable {
        /// The word.
        package let text: String
        /// Its line, from one.
        package let line: Int
        /// Whether a dot stands before it.
        package let isMember: Bool
        /// Whether an opening parenthesis follows.
        package let isCall: Bool
    }

    /// Relative to the package.
    package let path: String
    /// The lines, with comments and the content of strings taken out.
    package let code: [String]
    /// All identifiers and keywords.
    package let words: [Word]

    /// The package's folder.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// All Swift files below these folders of the package, by path.
    package static func all(below folders: [String]) -> [SourceFile] {
        folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.allObjects ?? []).compactMap { entry in
                guard let name = entry as? String, name.hasSuffix(".swift") else { return nil }
                return SourceFile("\(folder)/\(name)")
            }
        }.sorted { $0.path < $1.path }
    }

    private init?(_ path: String) {
        guard let text = try? String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8) else { return nil }
        self.path = path
        code = Self.code(of: text)
        words = code.enumerated().flatMap { Self.words(of: $0.element, line: $0.offset + 1) }
    }

    /// The folder below the module: `Capture` of `Sources/Snapshot/Capture/Record.swift`.
    package var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 3 ? String(parts[2]) : ""
    }

    /// The modules that it imports.
    package var imports: Set<String> {
        Set(
            code.compactMap { line in
                let parts = line.split(separator: " ")
                guard let place = parts.firstIndex(of: "import"), place <= 1, place + 1 < parts.count else {
                    return nil
                }
                return String(parts[place + 1].prefix { $0 != "." })
            })
    }

    /// Types declared at the outermost level.
    package var topLevelTypes: [String] { declarations { !$0.hasPrefix(" ") } }

    /// Every name that is declared here as a type or as a placeholder for one.
    package var declaredNames: Set<String> { Set(declarations { _ in true }) }

    private func declarations(_ isWanted: (String) -> Bool) -> [String] {
        let keywords: Set = ["struct", "enum", "class", "actor", "protocol", "typealias", "associatedtype"]
        return code.filter(isWanted).flatMap { line -> [String] in
            let parts = line.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }.map(String.init)
            return zip(parts, parts.dropFirst()).filter { keywords.contains($0.0) }.map(\.1)
        }
    }

    private static func words(of line: String, line number: Int) -> [Word] {
        var words: [Word] = []
        let characters = Array(line)
        var at = 0
        while at < characters.count {
            guard characters[at].isLetter || characters[at] == "_" else {
                at += 1
                continue
            }
            let start = at
            while at < characters.count, characters[at].isLetter || characters[at].isNumber || characters[at] == "_" {
                at += 1
            }
            words.append(
                Word(
                    text: String(characters[start..<at]), line: number,
                    isMember: start > 0 && characters[start - 1] == ".",
                    isCall: at < characters.count && characters[at] == "("))
        }
        return words
    }

    /// The text line by line, strings emptied and comments removed; interpolations go with their string.
    private static func code(of text: String) -> [String] {
        var lines: [String] = []
        var inBlock = false
        var inText = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var kept = ""
            var rest = line
            while let character = rest.first {
                if inText {
                    guard let end = rest.range(of: "\"\"\"") else { break }
                    rest = rest[end.upperBound...]
                    inText = false
                } else if inBlock {
                    guard let end = rest.range(of: "*/") else { break }
                    rest = rest[end.upperBound...]
                    inBlock = false
                } else if rest.hasPrefix("//") {
                    break
                } else if rest.hasPrefix("/*") {
                    inBlock = true
                    rest = rest.dropFirst(2)
                } else if rest.hasPrefix("\"\"\"") {
                    inText = true
                    rest = rest.dropFirst(3)
                } else if character == "\"" {
                    rest = withoutString(rest)
                    kept += "\"\""
                } else {
                    kept.append(character)
                    rest = rest.dropFirst()
                }
            }
            lines.append(kept)
        }
        return lines
    }

    /// What follows a string literal of one line; a string within an interpolation is taken as part of it.
    private static func withoutString(_ text: Substring) -> Substring {
        var rest = text.dropFirst()
        var depth = 0
        while let character = rest.first {
            if character == "\\" {
                rest = rest.dropFirst()
                if rest.first == "(" { depth += 1 }
            } else if character == "(", depth > 0 {
                depth += 1
            } else if character == ")", depth > 0 {
                depth -= 1
            } else if character == "\"", depth == 0 {
                return rest.dropFirst()
            }
            rest = rest.dropFirst()
        }
        return rest
    }
}
