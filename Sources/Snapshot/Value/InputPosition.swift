/// A place in a text that somebody wrote or sent: both counted from one, columns in bytes.
public struct InputPosition: Sendable, Hashable, CustomStringConvertible {
    /// The line, from one.
    public let line: Int
    /// The column in bytes, from one.
    public let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte offset.
    package init(offset: Int, in bytes: [UInt8]) {
        var line = 1
        var start = 0
        for i in 0..<min(offset, bytes.count) where bytes[i] == UInt8(ascii: "\n") {
            line += 1
            start = i + 1
        }
        self.init(line: line, column: min(offset, bytes.count) - start + 1)
    }

    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}
