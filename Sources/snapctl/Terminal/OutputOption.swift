package import Diff
import Snapshot

/// One `-o FORMAT[=FILE]`: a form of the report, and where it goes.
package struct OutputOption: Sendable, Hashable {
    /// The form.
    package let format: ReportFormat
    /// The file; `nil` for stdout, which `-` names too.
    package let file: String?

    package init(format: ReportFormat, file: String? = nil) {
        self.format = format
        self.file = file
    }

    /// What people also type.
    private static let aliases: [String: ReportFormat] = ["md": .markdown, "yml": .yaml, "xml": .junit]

    /// Reads `json`, `json=report.json`, `json=-`. Meant as the `transform` of an `@Option`, which shows the error's
    /// ``OutputOptionError/description``.
    package init(parsing text: String) throws(OutputOptionError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        let name = parts.first ?? ""
        guard let format = ReportFormat(rawValue: name) ?? Self.aliases[name] else {
            throw .unknown(name, suggestion: Suggestion.nearest(to: name, among: ReportFormat.allCases.map(\.rawValue)))
        }
        if parts.count == 2, parts[1].isEmpty { throw .noFile(name) }
        self.init(format: format, file: parts.count == 2 && parts[1] != "-" ? parts[1] : nil)
    }

    /// The outputs of a command: text to stdout when none is asked for; each place at most once.
    package static func plan(_ options: [OutputOption]) throws(OutputOptionError) -> [OutputOption] {
        guard !options.isEmpty else { return [OutputOption(format: .text)] }
        var places: Set<String?> = []
        for option in options where !places.insert(option.file).inserted { throw .samePlace(option.file) }
        return options
    }
}

/// Why outputs cannot be had as asked.
package enum OutputOptionError: ExplainedError, Hashable, CustomStringConvertible {
    /// No such form, and the one that was probably meant.
    case unknown(String, suggestion: String?)
    /// `=` and no file behind it.
    case noFile(String)
    /// Two outputs to one place; `nil` is stdout.
    case samePlace(String?)

    /// What is wrong.
    package var summary: String {
        switch self {
        case .unknown(let name, _): "`\(name)` is no output format"
        case .noFile(let name): "`\(name)=` names no file"
        case .samePlace(let file): "two outputs go to \(file ?? "stdout")"
        }
    }

    /// What to do next.
    package var hint: String {
        let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        return switch self {
        case .unknown(_, let suggestion?): "did you mean `\(suggestion)`? Formats: \(known)"
        case .unknown: "formats: \(known)"
        case .noFile(let name): "write `-o \(name)` for stdout or `-o \(name)=FILE`"
        case .samePlace: "give each output a place of its own: -o text -o json=report.json"
        }
    }

    /// Both, as the argument parser shows them.
    package var description: String { "\(summary); \(hint)" }
}
