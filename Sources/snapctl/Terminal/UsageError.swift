import ArgumentParser
import Diff

/// A mistake on the command line, as every error is told: what, and what to do next.
struct UsageError {
    /// What is wrong.
    let summary: String
    /// The word that was probably meant, and where help is.
    let hint: String

    /// - Parameter message: The argument parser's words, a sentence or several.
    init(_ message: String, _ arguments: [String], commands: [any ParsableCommand.Type]) {
        let names = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
        let first = arguments.first { !$0.hasPrefix("-") } ?? ""
        let help =
            names.contains(first)
            ? "`snapctl \(first) --help` shows what it takes" : "`snapctl --help` lists the commands"
        var words = message.split(separator: "\n").first.map(String.init) ?? message
        var near: String?
        if !first.isEmpty, !names.contains(first), arguments.first == first {
            words = "snapctl has no command `\(first)`"
            near = Suggestion.nearest(to: first, among: names).map { "did you mean `\($0)`? " }
        }
        // The parser speaks in sentences; an error here is a clause.
        if let letter = words.unicodeScalars.first, words.dropFirst().first?.isLowercase == true {
            words = String(letter).lowercased() + words.dropFirst()
        }
        while words.hasSuffix(".") { words.removeLast() }
        summary = words
        hint = (near ?? "") + help
    }
}
