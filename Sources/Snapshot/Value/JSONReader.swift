/// Why some bytes are not JSON that snapctl takes.
public struct JSONError: Error, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// The text ended inside a value.
        case truncated
        /// A byte that cannot stand here.
        case unexpectedByte(UInt8)
        /// Something follows the value.
        case trailingBytes
        /// A string that is not UTF-8.
        case invalidUTF8
        /// An escape that RFC 8259 does not know, or half of a surrogate pair.
        case invalidEscape
        /// A control character that had to be escaped.
        case controlCharacter
        /// A number that RFC 8259 does not allow, or with an exponent beyond a million.
        case invalidNumber
        /// A key that stands twice in one object.
        case duplicateKey(String)
        /// More levels than ``JSONReader/depthLimit``.
        case tooDeep
    }

    /// What is wrong.
    public let reason: Reason
    /// The offset of the byte where it was seen, from zero.
    public let offset: Int

    /// One sentence without the place.
    public var summary: String {
        switch reason {
        case .truncated: "the JSON text ends in the middle of a value"
        case .unexpectedByte(let byte):
            byte > 0x20 && byte < 0x7F
                ? "`\(Character(Unicode.Scalar(byte)))` cannot stand here in JSON"
                : "byte 0x\(HexDigits.encode([byte])) cannot stand here in JSON"
        case .trailingBytes: "something follows the JSON value"
        case .invalidUTF8: "a string is not valid UTF-8"
        case .invalidEscape: "a string has an invalid escape"
        case .controlCharacter: "a string has an unescaped control character"
        case .invalidNumber: "a number is malformed or out of range"
        case .duplicateKey(let key): "the key `\(key)` stands twice in one object"
        case .tooDeep: "values are nested more than \(JSONReader.depthLimit) levels deep"
        }
    }
}

/// Reads JSON text into values. Strict: RFC 8259 and nothing beside it, and each key once an object.
///
/// Our own instead of Foundation's because this is the hot path: `JSONSerialization` reads 20–32 MB/s and keeps numbers as
/// doubles. Cost: linear in the bytes; the nesting is bounded, so small stacks of concurrency threads suffice.
package enum JSONReader {
    /// The most levels of nesting that are read; CustomResourceDefinitions in the field stay under 60.
    package static let depthLimit = 256

    /// The value that all of the bytes are.
    package static func value(_ bytes: [UInt8]) throws(JSONError) -> Value {
        let span = bytes.span
        var cursor = 0
        let value = try value(span, &cursor, depth: 0)
        try end(span, &cursor)
        return value
    }

    /// The values that follow one another in the bytes, with only white space between them, each with the offset where it
    /// begins: what several `kubectl get -o json` in a row leave in a file.
    package static func values(_ bytes: [UInt8]) throws(JSONError) -> [(value: Value, offset: Int)] {
        let span = bytes.span
        var cursor = 0
        var result: [(value: Value, offset: Int)] = []
        skipSpace(span, &cursor)
        while cursor < span.count {
            let offset = cursor
            result.append((try value(span, &cursor, depth: 0), offset))
            skipSpace(span, &cursor)
        }
        return result
    }

    /// Reads an object whose member `items` may be a very long list: each element goes to `each` as soon as it is read
    /// and is not kept.
    ///
    /// - Returns: the object without `items`, and whether there was such a list (`items: null` counts as an empty one, as
    ///   the API machinery writes it).
    package static func list<E: Error>(
        _ bytes: [UInt8], each: (Value) throws(E) -> Void
    ) throws(ListError<E>) -> (rest: Object, hasItems: Bool) {
        let span = bytes.span
        var cursor = 0
        var rest: [Object.Member] = []
        var hasItems = false
        do throws(JSONError) {
            skipSpace(span, &cursor)
            try expect(UInt8(ascii: "{"), span, &cursor)
        } catch { throw .malformed(error) }
        var first = true
        while true {
            let key: String?
            do throws(JSONError) { key = try nextKey(span, &cursor, &first) } catch { throw .malformed(error) }
            guard let key else { break }
            if ByteOrder.same(key, "items") {
                guard !hasItems else {
                    throw .malformed(JSONError(reason: .duplicateKey(key), offset: cursor))
                }
                hasItems = true
                try elements(span, &cursor, each: each)
            } else {
                do throws(JSONError) {
                    rest.append(Object.Member(key: key, value: try value(span, &cursor, depth: 1)))
                } catch { throw .malformed(error) }
            }
        }
        do throws(JSONError) { try end(span, &cursor) } catch { throw .malformed(error) }
        var duplicate: String?
        guard let object = Object(unordered: rest, duplicate: &duplicate) else {
            throw .malformed(JSONError(reason: .duplicateKey(duplicate ?? ""), offset: cursor))
        }
        return (object, hasItems)
    }

    /// What can end the reading of a list: its text, or whoever takes its elements.
    package enum ListError<E: Error>: Error {
        /// The text is not JSON.
        case malformed(JSONError)
        /// The taker of an element threw.
        case element(E)
    }

    private static func elements<E: Error>(
        _ span: Span<UInt8>, _ cursor: inout Int, each: (Value) throws(E) -> Void
    ) throws(ListError<E>) {
        var first = true
        do throws(JSONError) {
            skipSpace(span, &cursor)
            if cursor < span.count, span[cursor] == UInt8(ascii: "n") {
                _ = try value(span, &cursor, depth: 1)
                return
            }
            try expect(UInt8(ascii: "["), span, &cursor)
        } catch { throw .malformed(error) }
        while true {
            let element: Value?
            do throws(JSONError) { element = try nextElement(span, &cursor, &first, depth: 1) } catch {
                throw .malformed(error)
            }
            guard let element else { return }
            do throws(E) { try each(element) } catch { throw .element(error) }
        }
    }

    // MARK: Grammar

    private static func value(_ span: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONError) -> Value {
        skipSpace(span, &cursor)
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        switch span[cursor] {
        case UInt8(ascii: "{"): return try object(span, &cursor, depth: depth + 1)
        case UInt8(ascii: "["): return try array(span, &cursor, depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string(span, &cursor))
        case UInt8(ascii: "t"): return try literal("true", .bool(true), span, &cursor)
        case UInt8(ascii: "f"): return try literal("false", .bool(false), span, &cursor)
        case UInt8(ascii: "n"): return try literal("null", .null, span, &cursor)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number(span, &cursor))
        case let byte: throw JSONError(reason: .unexpectedByte(byte), offset: cursor)
        }
    }

    private static func object(_ span: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONError) -> Value {
        guard depth <= depthLimit else { throw JSONError(reason: .tooDeep, offset: cursor) }
        let start = cursor
        cursor += 1
        var members: [Object.Member] = []
        var first = true
        while let key = try nextKey(span, &cursor, &first) {
            members.append(Object.Member(key: key, value: try value(span, &cursor, depth: depth)))
        }
        var duplicate: String?
        guard let object = Object(unordered: members, duplicate: &duplicate) else {
            throw JSONError(reason: .duplicateKey(duplicate ?? ""), offset: start)
        }
        return .object(object)
    }

    /// The next key with its colon consumed, or nil behind the closing brace.
    private static func nextKey(
        _ span: Span<UInt8>, _ cursor: inout Int, _ first: inout Bool
    ) throws(JSONError) -> String? {
        skipSpace(span, &cursor)
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        if span[cursor] == UInt8(ascii: "}") {
            cursor += 1
            return nil
        }
        if !first {
            try expect(UInt8(ascii: ","), span, &cursor)
            skipSpace(span, &cursor)
        }
        first = false
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        guard span[cursor] == UInt8(ascii: "\"") else {
            throw JSONError(reason: .unexpectedByte(span[cursor]), offset: cursor)
        }
        let key = try string(span, &cursor)
        skipSpace(span, &cursor)
        try expect(UInt8(ascii: ":"), span, &cursor)
        return key
    }

    private static func array(_ span: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONError) -> Value {
        guard depth <= depthLimit else { throw JSONError(reason: .tooDeep, offset: cursor) }
        cursor += 1
        var elements: [Value] = []
        var first = true
        while let element = try nextElement(span, &cursor, &first, depth: depth) { elements.append(element) }
        return .array(elements)
    }

    private static func nextElement(
        _ span: Span<UInt8>, _ cursor: inout Int, _ first: inout Bool, depth: Int
    ) throws(JSONError) -> Value? {
        skipSpace(span, &cursor)
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        if span[cursor] == UInt8(ascii: "]") {
            cursor += 1
            return nil
        }
        if !first { try expect(UInt8(ascii: ","), span, &cursor) }
        first = false
        return try value(span, &cursor, depth: depth)
    }

    // MARK: Tokens

    private static func string(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) -> String {
        let start = cursor + 1
        var end = start
        while end < span.count {
            switch span[end] {
            case UInt8(ascii: "\""):
                cursor = end + 1
                return try text(span.extracting(start..<end), at: start)
            case UInt8(ascii: "\\"):
                return try escapedString(span, &cursor)
            case ..<0x20:
                throw JSONError(reason: .controlCharacter, offset: end)
            default:
                end += 1
            }
        }
        throw JSONError(reason: .truncated, offset: end)
    }

    private static func text(_ bytes: Span<UInt8>, at offset: Int) throws(JSONError) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONError(reason: .invalidUTF8, offset: offset + error.byteOffsets.lowerBound)
        }
    }

    private static func escapedString(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) -> String {
        let start = cursor + 1
        var bytes: [UInt8] = []
        var at = start
        while at < span.count {
            switch span[at] {
            case UInt8(ascii: "\""):
                cursor = at + 1
                return try text(bytes.span, at: start)
            case UInt8(ascii: "\\"):
                try escape(span, &at, into: &bytes)
            case ..<0x20:
                throw JSONError(reason: .controlCharacter, offset: at)
            case let byte:
                bytes.append(byte)
                at += 1
            }
        }
        throw JSONError(reason: .truncated, offset: at)
    }

    private static func escape(_ span: Span<UInt8>, _ at: inout Int, into bytes: inout [UInt8]) throws(JSONError) {
        guard at + 1 < span.count else { throw JSONError(reason: .truncated, offset: at) }
        let start = at
        at += 2
        switch span[start + 1] {
        case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hex4(span, &at)
            if 0xD800..<0xDC00 ~= code {
                guard at + 1 < span.count, span[at] == UInt8(ascii: "\\"), span[at + 1] == UInt8(ascii: "u") else {
                    throw JSONError(reason: .invalidEscape, offset: start)
                }
                at += 2
                let low = try hex4(span, &at)
                guard 0xDC00..<0xE000 ~= low else { throw JSONError(reason: .invalidEscape, offset: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONError(reason: .invalidEscape, offset: start) }
            bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        default:
            throw JSONError(reason: .invalidEscape, offset: start)
        }
    }

    private static func hex4(_ span: Span<UInt8>, _ at: inout Int) throws(JSONError) -> UInt32 {
        guard at + 4 <= span.count else { throw JSONError(reason: .truncated, offset: span.count) }
        var code: UInt32 = 0
        for i in at..<at + 4 {
            let digit: UInt8
            switch span[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = span[i] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = span[i] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = span[i] - UInt8(ascii: "A") + 10
            default: throw JSONError(reason: .invalidEscape, offset: i)
            }
            code = code << 4 | UInt32(digit)
        }
        at += 4
        return code
    }

    private static func number(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) -> Number {
        let start = cursor
        var at = cursor
        func digits() -> Int {
            let first = at
            while at < span.count, span[at] >= UInt8(ascii: "0"), span[at] <= UInt8(ascii: "9") { at += 1 }
            return at - first
        }
        if span[at] == UInt8(ascii: "-") { at += 1 }
        let whole = at
        let count = digits()
        guard count > 0 else {
            throw JSONError(reason: at < span.count ? .invalidNumber : .truncated, offset: at)
        }
        guard count == 1 || span[whole] != UInt8(ascii: "0") else {
            throw JSONError(reason: .invalidNumber, offset: start)
        }
        var isPlain = !(whole > start && count == 1 && span[whole] == UInt8(ascii: "0"))
        if at < span.count, span[at] == UInt8(ascii: ".") {
            at += 1
            isPlain = false
            guard digits() > 0 else { throw JSONError(reason: .invalidNumber, offset: at) }
        }
        if at < span.count, span[at] == UInt8(ascii: "e") || span[at] == UInt8(ascii: "E") {
            at += 1
            isPlain = false
            if at < span.count, span[at] == UInt8(ascii: "+") || span[at] == UInt8(ascii: "-") { at += 1 }
            guard digits() > 0 else { throw JSONError(reason: .invalidNumber, offset: at) }
        }
        cursor = at
        let lexeme = try text(span.extracting(start..<at), at: start)
        // Plain digits up to 21 are canonical as they stand; longer ones may have zeros that the canonical form folds.
        if isPlain, at - whole <= 21 { return Number(canonical: lexeme) }
        guard let number = Number(parsing: lexeme) else { throw JSONError(reason: .invalidNumber, offset: start) }
        return number
    }

    private static func literal(
        _ word: StaticString, _ value: Value, _ span: Span<UInt8>, _ cursor: inout Int
    ) throws(JSONError) -> Value {
        for byte in "\(word)".utf8 {
            guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
            guard span[cursor] == byte else { throw JSONError(reason: .unexpectedByte(span[cursor]), offset: cursor) }
            cursor += 1
        }
        return value
    }

    private static func expect(_ byte: UInt8, _ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        guard span[cursor] == byte else { throw JSONError(reason: .unexpectedByte(span[cursor]), offset: cursor) }
        cursor += 1
    }

    private static func end(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        skipSpace(span, &cursor)
        guard cursor == span.count else { throw JSONError(reason: .trailingBytes, offset: cursor) }
    }

    private static func skipSpace(_ span: Span<UInt8>, _ cursor: inout Int) {
        while cursor < span.count {
            switch span[cursor] {
            case 0x20, 0x09, 0x0A, 0x0D: cursor += 1
            default: return
            }
        }
    }
}
