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
        /// More levels than `JSONReader.depthLimit`.
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
        // Not the key itself: maps have credentials for keys now and then.
        case .duplicateKey: "a key occurs twice in one object"
        case .tooDeep: "values are nested more than \(JSONReader.depthLimit) levels deep"
        }
    }
}

/// Reads JSON text into trees of values, by way of a tape: there is one grammar, see ``JSONScanner``.
package enum JSONReader {
    /// The most levels of nesting that are read; CustomResourceDefinitions in the field stay under 60.
    package static let depthLimit = 256

    /// The value that all of the bytes are.
    package static func value(_ bytes: [UInt8]) throws(JSONError) -> Value { try JSONTape(bytes).value() }

    /// The values that follow one another in the bytes, with only white space between them, each with the offset where it
    /// begins: what several `kubectl get -o json` in a row leave in a file.
    package static func values(_ bytes: [UInt8]) throws(JSONError) -> [(value: Value, offset: Int)] {
        let span = bytes.span
        var scanner = JSONScanner(keys: .empty)
        var cursor = 0
        var result: [(value: Value, offset: Int)] = []
        JSONScanner.skipSpace(span, &cursor)
        while cursor < span.count {
            let offset = cursor
            scanner.clear()
            try scanner.value(span, &cursor, depth: 0)
            result.append((scanner.tape.value(), offset))
            JSONScanner.skipSpace(span, &cursor)
        }
        return result
    }

    /// Reads an object whose member `items` may be a very long list: each element goes to `each` as soon as it is read
    /// and is not kept. `each` may change it.
    ///
    /// - Returns: the object without `items`, and whether there was such a list (`items: null` counts as an empty one, as
    ///   the API machinery writes it).
    package static func list<E: Error>(
        _ bytes: [UInt8], keys: KeyVocabulary = .empty, each: (inout JSONTape) throws(E) -> Void
    ) throws(ListError<E>) -> (rest: Object, hasItems: Bool) {
        let span = bytes.span
        var scanner = JSONScanner(keys: keys)
        var cursor = 0
        let found = try list(&scanner, span, &cursor, each: each)
        do throws(JSONError) { try JSONScanner.end(span, &cursor) } catch { throw .malformed(error) }
        return found
    }

    /// The same for the object at the cursor, whatever follows it.
    static func list<E: Error>(
        _ scanner: inout JSONScanner, _ span: Span<UInt8>, _ cursor: inout Int,
        each: (inout JSONTape) throws(E) -> Void
    ) throws(ListError<E>) -> (rest: Object, hasItems: Bool) {
        var rest: [Object.Member] = []
        var hasItems = false
        do throws(JSONError) {
            JSONScanner.skipSpace(span, &cursor)
            try JSONScanner.expect(UInt8(ascii: "{"), span, &cursor)
        } catch { throw .malformed(error) }
        var first = true
        while true {
            scanner.clear()
            do throws(JSONError) {
                guard try scanner.nextKey(span, &cursor, &first) else { break }
            } catch { throw .malformed(error) }
            if scanner.tape.isText(0, "items") {
                guard !hasItems else {
                    throw .malformed(JSONError(reason: .duplicateKey("items"), offset: cursor))
                }
                hasItems = true
                try elements(&scanner, span, &cursor, each: each)
            } else {
                do throws(JSONError) { try scanner.value(span, &cursor, depth: 1) } catch { throw .malformed(error) }
                rest.append(Object.Member(key: scanner.tape.words(0), value: scanner.tape.value(1)))
            }
        }
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
        _ scanner: inout JSONScanner, _ span: Span<UInt8>, _ cursor: inout Int,
        each: (inout JSONTape) throws(E) -> Void
    ) throws(ListError<E>) {
        var first = true
        do throws(JSONError) {
            JSONScanner.skipSpace(span, &cursor)
            if cursor < span.count, span[cursor] == UInt8(ascii: "n") {
                try scanner.value(span, &cursor, depth: 1)
                return
            }
            try JSONScanner.expect(UInt8(ascii: "["), span, &cursor)
        } catch { throw .malformed(error) }
        while true {
            scanner.clear()
            do throws(JSONError) {
                guard try scanner.nextElement(span, &cursor, &first, depth: 1) else { return }
            } catch { throw .malformed(error) }
            do throws(E) { try each(&scanner.tape) } catch { throw .element(error) }
        }
    }
}
