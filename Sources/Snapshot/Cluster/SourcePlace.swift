/// A place in a file that somebody wrote.
package struct SourcePlace: Sendable, Hashable, CustomStringConvertible {
    /// The file as it was named.
    package let file: String
    /// Line and column; `nil` when the file as a whole is meant.
    package let position: InputPosition?

    /// A place of its parts.
    package init(file: String, position: InputPosition? = nil) {
        self.file = file
        self.position = position
    }

    /// `file:line:column`.
    package var description: String { position.map { "\(file):\($0)" } ?? file }
}
