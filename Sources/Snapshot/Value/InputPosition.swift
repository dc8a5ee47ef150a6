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

/// Counts the lines of a text once, for places that are asked for one after the other.
struct LineCount {
    private var line = 1
    private var lineStart = 0
    private var counted = 0

    /// The place of an offset; one before the last that was asked for is counted from the beginning.
    mutating func position(at offset: Int, in bytes: [UInt8]) -> InputPosition {
        if offset < counted { self = LineCount() }
        let end = min(offset, bytes.count)
        while counted < end {
            if bytes[counted] == UInt8(ascii: "\n") {
                line += 1
                lineStart = counted + 1
            }
            counted += 1
        }
        return InputPosition(line: line, column: end - lineStart + 1)
    }
}
