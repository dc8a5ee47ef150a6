import FoundationEssentials
import Glibc
import Snapshot

/// How notes, errors and progress are written on stderr.
package enum LogFormat: String, Sendable, Hashable {
    /// For people.
    case text
    /// A JSON object a line.
    case json

    /// What carries the choice through the process.
    package static let variable = "SNAPCTL_LOG_FORMAT"

    /// The choice of an environment; anything else than `json` is text.
    package init(environment: [String: String]) {
        self = environment[Self.variable] == Self.json.rawValue ? .json : .text
    }

    /// Takes `--log-format FORMAT` out of a command line, wherever it stands before `--`: it is for every command.
    static func taken(from arguments: [String]) -> [String] {
        var rest: [String] = []
        var place = 0
        while place < arguments.count {
            let word = arguments[place]
            if word == "--" { return rest + arguments[place...] }
            if word == "--log-format", place + 1 < arguments.count {
                choose(arguments[place + 1])
                place += 2
            } else if word.hasPrefix("--log-format=") {
                choose(String(word.dropFirst("--log-format=".count)))
                place += 1
            } else {
                rest.append(word)
                place += 1
            }
        }
        return rest
    }

    private static func choose(_ format: String) {
        guard LogFormat(rawValue: format) != nil else {
            Console(environment: ProcessInfo.processInfo.environment).error(
                summary: "`\(format)` is no log format", hint: "use text or json")
            exit(2)
        }
        unsafe setenv(variable, format, 1)
    }

    static func line(_ level: String, _ message: String, hint: String = "", seconds: Int) -> String {
        var object = Object()
        object["level"] = .string(level)
        object["message"] = .string(message)
        object["hint"] = hint.isEmpty ? nil : .string(hint)
        object["time"] = .string(RFC3339(seconds: seconds).utcText)
        return CanonicalJSON.text(.object(object)) + "\n"
    }
}
