import Snapshot

/// Reads the text of a ``PathPattern`` from left to right.
struct PathPatternParser {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func parse() throws(PathPatternError) -> [PathPattern.Step] {
        var steps: [PathPattern.Step] = []
        guard !bytes.isEmpty else { throw wrong("a path cannot be empty") }
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "["):
                place += 1
                steps.append(try bracket())
            case UInt8(ascii: "."):
                guard !steps.isEmpty else { throw wrong("a path begins with a name, not with `.`") }
                place += 1
                steps.append(try name())
            default:
                guard steps.isEmpty else { throw wrong("`.` or `[` must follow `]`") }
                steps.append(try name())
            }
        }
        if steps.allSatisfy({ $0 == .anyDepth }) { throw wrong("`**` alone names everything; leave the path out") }
        return steps
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func wrong(_ words: String) -> PathPatternError { PathPatternError(words: words, column: place + 1) }

    private mutating func name() throws(PathPatternError) -> PathPattern.Step {
        let text = try text(until: [UInt8(ascii: "."), UInt8(ascii: "[")])
        guard !text.isEmpty else { throw wrong("a name is missing") }
        if let odd = text.utf8.first(where: { "]\"=, ".utf8.contains($0) }) {
            let sign = String(decoding: [odd], as: UTF8.self)
            throw wrong("a name with `\(sign)` must be quoted: [\"…\"]")
        }
        switch text {
        case "**": return .anyDepth
        case "*": return .any
        default: return .field(Glob(text))
        }
    }

    /// What stands between `[` and `]`, the former being read.
    private mutating func bracket() throws(PathPatternError) -> PathPattern.Step {
        guard let first = peek else { throw wrong("a `[` is not closed") }
        switch first {
        case UInt8(ascii: "\""):
            let name = try quoted()
            try close()
            return .field(Glob(name))
        case UInt8(ascii: "="):
            place += 1
            let value = try operand()
            try close()
            return .value(Glob(value))
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let text = try text(until: [UInt8(ascii: "]")])
            guard let position = Int(text) else { throw wrong("`\(text)` is not a position") }
            try close()
            return .index(position)
        default:
            return try keys()
        }
    }

    private mutating func keys() throws(PathPatternError) -> PathPattern.Step {
        var globs: [String: Glob] = [:]
        while true {
            let key = try text(until: [UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "]")])
            if key == "*", globs.isEmpty, peek == UInt8(ascii: "]") {
                place += 1
                return .any
            }
            guard !key.isEmpty else { throw wrong("a key is missing") }
            guard peek == UInt8(ascii: "=") else {
                throw wrong("`[\(key)]` names no element; write `[name=\(key)]`, `[\"\(key)\"]` or `[*]`")
            }
            place += 1
            guard globs.updateValue(Glob(try operand()), forKey: key) == nil else {
                throw wrong("the key `\(key)` occurs twice")
            }
            guard peek == UInt8(ascii: ",") else { break }
            place += 1
        }
        try close()
        return .key(globs)
    }

    private mutating func operand() throws(PathPatternError) -> String {
        if peek == UInt8(ascii: "\"") { return try quoted() }
        return try text(until: [UInt8(ascii: ","), UInt8(ascii: "]")])
    }

    private mutating func close() throws(PathPatternError) {
        guard peek == UInt8(ascii: "]") else { throw wrong("a `[` is not closed") }
        place += 1
    }

    /// A JSON string.
    private mutating func quoted() throws(PathPatternError) -> String {
        let start = place
        place += 1
        while let byte = peek, byte != UInt8(ascii: "\"") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
        guard peek != nil else { throw wrong("a `\"` is not closed") }
        place += 1
        do {
            guard let text = try JSONReader.value(Array(bytes[start..<place])).string else {
                throw wrong("this is not a quoted name")
            }
            return text
        } catch let error as PathPatternError {
            throw error
        } catch {
            throw wrong("this is not a quoted name: escapes are those of JSON")
        }
    }

    /// The text up to one of these characters, or to the end.
    private mutating func text(until ends: [UInt8]) throws(PathPatternError) -> String {
        let start = place
        while let byte = peek, !ends.contains(byte) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }
}
