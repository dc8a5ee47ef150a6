package import Snapshot

/// A value that differs between clusters by design and stands in golden resources and rules as `${name}`.
package struct Parameter: Sendable, Hashable {
    /// Where its value comes from.
    package enum Source: Sendable, Hashable {
        /// The same for every stage: what another organization changes at one place.
        case value(Value)
        /// One value for each stage.
        case byStage([String: Value])
        /// Learned from the state that is judged: some text that matches as a whole, the same everywhere in the state.
        case pattern(RegularExpression)
    }

    /// Its name: letters, digits, `_`, `-`, and a letter or `_` first.
    package let name: String
    /// Where its value comes from.
    package let source: Source
    /// Where it stands in its file.
    package let position: InputPosition

    package init(name: String, source: Source, position: InputPosition = InputPosition(line: 1, column: 1)) {
        self.name = name
        self.source = source
        self.position = position
    }

    /// Whether a text can be the name of a parameter.
    package static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}
