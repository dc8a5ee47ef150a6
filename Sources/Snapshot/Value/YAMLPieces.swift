/// Cuts a YAML stream into documents where kubectl cuts it: at every line that is `---`, perhaps with a comment.
///
/// Each piece ends with a line feed, so that a block scalar at the end of a file keeps the one it declares. A byte order mark
/// may stand before any document, as joined files have it. Lines with `%`, also behind `...`, and their `---` stay together.
/// A carriage return at the end of a line is no part of it.
/// Source: k8s.io/apimachinery, `util/yaml.YAMLReader`.
struct YAMLPieces {
    /// A part of the stream, without its separator.
    struct Piece {
        let bytes: [UInt8]
        /// The line of the stream that it begins with, from one.
        let line: Int
    }

    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next piece, which may be empty; `nil` at the end.
    mutating func next() -> Piece? {
        guard offset < bytes.count else { return nil }
        let firstLine = line
        var piece: [UInt8] = []
        var start = offset
        var isHead = true
        var hasDirective = false
        while offset < bytes.count {
            let lineStart = offset
            let isMarked = bytes[lineStart...].starts(with: TextEncoding.mark)
            let textStart = lineStart + (isMarked ? TextEncoding.mark.count : 0)
            var end = textStart
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            offset = min(end + 1, bytes.count)
            line += 1
            let text = bytes[textStart..<end]
            if Self.isSeparator(text) {
                guard isHead, hasDirective else {
                    piece += bytes[start..<lineStart]
                    return Piece(bytes: Self.withoutReturns(piece), line: firstLine)
                }
                isHead = false
            } else if Self.isEnd(text) {
                (isHead, hasDirective) = (true, false)
            } else if isHead {
                if isMarked {
                    piece += bytes[start..<lineStart]
                    start = textStart
                }
                if text.first == UInt8(ascii: "%") {
                    hasDirective = true
                } else if !Self.isBlankOrComment(text) {
                    isHead = false
                }
            }
        }
        piece += bytes[start...]
        if piece.last != UInt8(ascii: "\n") { piece.append(UInt8(ascii: "\n")) }
        return Piece(bytes: Self.withoutReturns(piece), line: firstLine)
    }

    /// The text without the carriage return before each line feed.
    private static func withoutReturns(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "\r")) else { return bytes }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        for (place, byte) in bytes.enumerated() {
            let isBeforeFeed = place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\n")
            if byte != UInt8(ascii: "\r") || !isBeforeFeed { kept.append(byte) }
        }
        return kept
    }

    private static func isSeparator(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "---".utf8) && isBlankOrComment(line.dropFirst(3))
    }

    /// Whether a line ends a document, so that lines with `%` may follow.
    private static func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "...".utf8) && isBlankOrComment(line.dropFirst(3))
    }

    private static func isBlankOrComment(_ line: ArraySlice<UInt8>) -> Bool {
        let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }
        return first == nil || first == UInt8(ascii: "#")
    }
}
