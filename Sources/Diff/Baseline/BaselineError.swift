package import Snapshot

/// What is wrong with a baseline's document, and where.
package struct BaselineError: ExplainedError, Hashable {
    /// What is wrong. Words that the author wrote are in the payload.
    package enum Reason: Sendable, Hashable {
        /// It is no YAML.
        case yaml(YAMLError)
        /// It holds no document, or more than one.
        case documents(Int)
        /// Another apiVersion or kind than expected.
        case notABaseline(key: String, found: String, expected: String)
        /// A key that means nothing here, the one that was probably meant, and all that do.
        case unknownKey(String, place: String, suggestion: String?, known: [String])
        /// A parameter that is not defined.
        case unknownParameter(UnknownParameter)
        /// Values for single stages where no stage was chosen.
        case noStage(String)
        /// A key that must be there.
        case missing(String, place: String)
        /// Another type of value.
        case wrongType(String, expected: String, found: String)
        /// A value of the right type that says nothing sensible, and what it should say.
        case badValue(String, expected: String)
        /// Two rules, or two requirements, of one name.
        case duplicateName(String, first: InputPosition)
    }

    /// The file as it was named by the user.
    package let file: String
    /// Where.
    package let position: InputPosition
    /// What.
    package let reason: Reason

    package init(file: String, position: InputPosition, reason: Reason) {
        self.file = file
        self.position = position
        self.reason = reason
    }

    /// What is wrong: `golden/baseline.yaml:12:5: …`.
    package var summary: String { "\(file):\(position): \(words)" }

    private var words: String {
        switch reason {
        case .yaml(let error): error.summary
        case .documents(let count):
            count == 0 ? "the file holds no baseline" : "the file holds \(count) documents instead of one"
        case .notABaseline(let key, let found, let expected): "\(key) is `\(found)` instead of `\(expected)`"
        case .unknownKey(let key, let place, _, _): "`\(key)` is no key of \(place)"
        case .unknownParameter(let error): error.summary
        case .noStage(let key): "`\(key)` has a value for each stage, and none was chosen"
        case .missing(let key, let place): "\(place) has no `\(key)`"
        case .wrongType(let key, let expected, let found): "`\(key)` is \(found) instead of \(expected)"
        case .badValue(let key, let expected): "`\(key)` \(expected)"
        case .duplicateName(let name, let first): "the name `\(name)` is used already at line \(first.line)"
        }
    }

    /// What to do next.
    package var hint: String {
        switch reason {
        case .yaml: "correct the YAML at this place"
        case .documents: "keep one document with kind: Baseline in this file"
        case .notABaseline(_, _, let expected): "write `\(expected)`, or name another file"
        case .unknownKey(_, _, let suggestion?, _): "did you mean `\(suggestion)`?"
        case .unknownKey(_, _, nil, let known):
            known.isEmpty
                ? "remove it; the format is described in docs/baseline.md"
                : "remove it; what may stand here is \(known.joined(separator: ", "))"
        case .unknownParameter(let error): error.hint
        case .noStage: "name a stage"
        case .missing(let key, _): "add `\(key)`"
        case .wrongType, .badValue: "see docs/baseline.md for what may stand here"
        case .duplicateName: "give each a name of its own: the report refers to it by name"
        }
    }
}
