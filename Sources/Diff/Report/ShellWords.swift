import Snapshot

/// A command line as a shell would read it again.
enum ShellWords {
    /// Words that need it in single quotes.
    static func text(_ words: [String]) -> String { line(["snapctl"] + words) }

    /// A program and its arguments, each in single quotes when it needs them.
    static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    /// One word, in single quotes when it needs them.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_./:=@,+%".utf8.contains(byte)
                }
            }
        return isPlain ? word : "'" + SafeText.replacing(word, ["'": "'\\''"]) + "'"
    }
}
