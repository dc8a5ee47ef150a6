/// Reads JSON text onto a tape. Strict: RFC 8259 and nothing beside it, and each key once an object.
///
/// Our own instead of Foundation's because this is the hot path: `JSONSerialization` reads 20–32 MB/s and keeps numbers as
/// doubles. Cost: linear in the bytes, and for each object whose keys come in another order a sort of its members; the
/// nesting is bounded, so small stacks of concurrency threads suffice.
struct JSONScanner: ~Copyable {
    /// What was read last.
    var tape: JSONTape
    /// Whether all that was read was spelled as the canonical form spells it.
    private(set) var isCanonical = true
    private var order = MemberOrder()
    private let roundsDoubles: Bool
    /// Whether the bytes that are read are the tape's text already: then only what they spell in another way is added.
    private let isInPlace: Bool

    /// - Parameter roundsDoubles: whether a whole number with a point or an exponent becomes the nearest double, as Go reads
    ///   it. What a server wrote stays as it is.
    init(keys: KeyVocabulary, roundsDoubles: Bool = false) {
        self.roundsDoubles = roundsDoubles
        isInPlace = false
        tape = JSONTape(keys: keys)
    }

    /// For one value, which these bytes hold from their beginning on: no text of it is copied.
    init(inPlace bytes: [UInt8], keys: KeyVocabulary) {
        roundsDoubles = false
        isInPlace = true
        tape = JSONTape(keys: keys)
        tape.text = bytes
        // Objects of a cluster have a node for every 15 to 25 bytes.
        tape.nodes.reserveCapacity(bytes.count / 12)
    }

    /// Forgets what was read.
    mutating func clear() { tape.clear() }

    /// What was read, for good.
    consuming func taken() -> JSONTape { tape }

    // MARK: Grammar

    /// Appends the value at the cursor to the tape.
    mutating func value(_ span: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONError) {
        passSpace(span, &cursor)
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        switch span[cursor] {
        case UInt8(ascii: "{"): try object(span, &cursor, depth: depth + 1)
        case UInt8(ascii: "["): try array(span, &cursor, depth: depth + 1)
        case UInt8(ascii: "\""): try string(span, &cursor)
        case UInt8(ascii: "t"): try literal("true", .yes, span, &cursor)
        case UInt8(ascii: "f"): try literal("false", .no, span, &cursor)
        case UInt8(ascii: "n"): try literal("null", .null, span, &cursor)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(span, &cursor)
        case let byte: throw JSONError(reason: .unexpectedByte(byte), offset: cursor)
        }
    }

    private mutating func object(_ span: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONError) {
        guard depth <= JSONReader.depthLimit else { throw JSONError(reason: .tooDeep, offset: cursor) }
        let start = cursor
        cursor += 1
        let node = tape.nodes.count
        tape.append(.object)
        var first = true
        var count = 0
        var isOrdered = true
        var previous = 0
        while try nextKey(span, &cursor, &first) {
            let key = tape.nodes.count - 1
            if count > 0, isOrdered { isOrdered = MemberOrder.precedes(previous, key, in: tape) }
            previous = key
            count += 1
            try value(span, &cursor, depth: depth)
        }
        tape.close(node, count: count)
        guard !isOrdered else { return }
        isCanonical = false
        if let twice = order.sort(node, in: &tape) {
            throw JSONError(reason: .duplicateKey(twice), offset: start)
        }
    }

    /// Appends the next key and consumes its colon, or finds the closing brace.
    mutating func nextKey(_ span: Span<UInt8>, _ cursor: inout Int, _ first: inout Bool) throws(JSONError) -> Bool {
        passSpace(span, &cursor)
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        if span[cursor] == UInt8(ascii: "}") {
            cursor += 1
            return false
        }
        if !first {
            try Self.expect(UInt8(ascii: ","), span, &cursor)
            passSpace(span, &cursor)
        }
        first = false
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        guard span[cursor] == UInt8(ascii: "\"") else {
            throw JSONError(reason: .unexpectedByte(span[cursor]), offset: cursor)
        }
        let (range, isPlain) = try text(span, &cursor)
        if isInPlace, range.upperBound + 1 == cursor {
            if cursor < span.count, span[cursor] == UInt8(ascii: ":") {
                tape.append(key: range, isPlain: isPlain)
            } else {
                // A key is written with its colon in one copy, which stands elsewhere here.
                tape.append(keyText: copy(span.extracting(range)), isPlain: isPlain)
            }
        } else {
            tape.append(keyText: range, isPlain: isPlain)
        }
        passSpace(span, &cursor)
        try Self.expect(UInt8(ascii: ":"), span, &cursor)
        return true
    }

    private mutating func array(_ span: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONError) {
        guard depth <= JSONReader.depthLimit else { throw JSONError(reason: .tooDeep, offset: cursor) }
        cursor += 1
        let node = tape.nodes.count
        tape.append(.array)
        var first = true
        var count = 0
        while try nextElement(span, &cursor, &first, depth: depth) { count += 1 }
        tape.close(node, count: count)
    }

    /// Appends the next element, or finds the closing bracket.
    mutating func nextElement(
        _ span: Span<UInt8>, _ cursor: inout Int, _ first: inout Bool, depth: Int
    ) throws(JSONError) -> Bool {
        passSpace(span, &cursor)
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        if span[cursor] == UInt8(ascii: "]") {
            cursor += 1
            return false
        }
        if !first { try Self.expect(UInt8(ascii: ","), span, &cursor) }
        first = false
        try value(span, &cursor, depth: depth)
        return true
    }

    // MARK: Tokens

    private mutating func string(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        let (range, isPlain) = try text(span, &cursor)
        tape.append(.string, text: range, isPlain: isPlain)
    }

    /// The text of a string. Most have no escape and stay, or go over, as they are.
    private mutating func text(
        _ span: Span<UInt8>, _ cursor: inout Int
    ) throws(JSONError) -> (range: Range<Int>, isPlain: Bool) {
        let start = cursor + 1
        var isASCII = true
        let end = span.endOfPlainText(from: start, isASCII: &isASCII)
        guard end < span.count else { throw JSONError(reason: .truncated, offset: end) }
        switch span[end] {
        case UInt8(ascii: "\""):
            if !isASCII { try Self.validate(span.extracting(start..<end), at: start) }
            cursor = end + 1
            return (isInPlace ? start..<end : copy(span.extracting(start..<end)), true)
        case UInt8(ascii: "\\"): return try escapedText(span, &cursor)
        default: throw JSONError(reason: .controlCharacter, offset: end)
        }
    }

    /// Adds a text in quotes.
    private mutating func copy(_ text: Span<UInt8>) -> Range<Int> {
        tape.text.append(UInt8(ascii: "\""))
        let place = tape.text.count
        tape.text.append(text)
        tape.text.append(UInt8(ascii: "\""))
        return place..<place + text.count
    }

    private mutating func escapedText(
        _ span: Span<UInt8>, _ cursor: inout Int
    ) throws(JSONError) -> (range: Range<Int>, isPlain: Bool) {
        tape.text.append(UInt8(ascii: "\""))
        let start = cursor + 1
        let place = tape.text.count
        var at = start
        while true {
            var isASCII = true
            let end = span.endOfPlainText(from: at, isASCII: &isASCII)
            guard end < span.count else { throw JSONError(reason: .truncated, offset: end) }
            tape.text.append(span.extracting(at..<end))
            at = end
            switch span[end] {
            case UInt8(ascii: "\""):
                cursor = end + 1
                let range = place..<tape.text.count
                let isPlain = try checked(range, at: start)
                tape.text.append(UInt8(ascii: "\""))
                return (range, isPlain)
            case UInt8(ascii: "\\"): try escape(span, &at)
            default: throw JSONError(reason: .controlCharacter, offset: end)
            }
        }
    }

    /// Whether nothing in a decoded text has to be escaped.
    private func checked(_ range: Range<Int>, at offset: Int) throws(JSONError) -> Bool {
        let decoded = tape.text.span.extracting(range)
        try Self.validate(decoded, at: offset)
        return Self.isPlain(decoded)
    }

    private static func validate(_ bytes: Span<UInt8>, at offset: Int) throws(JSONError) {
        do throws(UTF8.ValidationError) { _ = try UTF8Span(validating: bytes) } catch {
            throw JSONError(reason: .invalidUTF8, offset: offset + error.byteOffsets.lowerBound)
        }
    }

    /// Whether nothing in a text has to be escaped.
    static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        var isASCII = true
        return bytes.endOfPlainText(from: 0, isASCII: &isASCII) == bytes.count
    }

    /// Adds what the escape at the cursor stands for.
    private mutating func escape(_ span: Span<UInt8>, _ at: inout Int) throws(JSONError) {
        guard at + 1 < span.count else { throw JSONError(reason: .truncated, offset: at) }
        let start = at
        at += 2
        switch span[start + 1] {
        case UInt8(ascii: "\""): tape.text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): tape.text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"):
            isCanonical = false
            tape.text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): tape.text.append(0x08)
        case UInt8(ascii: "f"): tape.text.append(0x0C)
        case UInt8(ascii: "n"): tape.text.append(0x0A)
        case UInt8(ascii: "r"): tape.text.append(0x0D)
        case UInt8(ascii: "t"): tape.text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try Self.hex4(span, &at)
            // Control characters alone have to be spelled so, those without a letter of their own, in small digits.
            if code >= 0x20 || [0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(code)
                || span[at - 1] != HexDigits.lower[Int(code & 15)]
            {
                isCanonical = false
            }
            if 0xD800..<0xDC00 ~= code {
                guard at + 1 < span.count, span[at] == UInt8(ascii: "\\"), span[at + 1] == UInt8(ascii: "u") else {
                    throw JSONError(reason: .invalidEscape, offset: start)
                }
                at += 2
                let low = try Self.hex4(span, &at)
                guard 0xDC00..<0xE000 ~= low else { throw JSONError(reason: .invalidEscape, offset: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONError(reason: .invalidEscape, offset: start) }
            tape.text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
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

    private mutating func number(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
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
        var isDouble = false
        if at < span.count, span[at] == UInt8(ascii: ".") {
            at += 1
            isDouble = true
            guard digits() > 0 else { throw JSONError(reason: .invalidNumber, offset: at) }
        }
        if at < span.count, span[at] == UInt8(ascii: "e") || span[at] == UInt8(ascii: "E") {
            at += 1
            isDouble = true
            if at < span.count, span[at] == UInt8(ascii: "+") || span[at] == UInt8(ascii: "-") { at += 1 }
            guard digits() > 0 else { throw JSONError(reason: .invalidNumber, offset: at) }
        }
        cursor = at
        if isDouble { isPlain = false }
        // Plain digits up to 21 are canonical as they stand; longer ones may have zeros that the canonical form folds.
        if isPlain, at - whole <= 21 {
            if isInPlace { return tape.append(.number, text: start..<at) }
            let place = tape.text.count
            tape.text.append(span.extracting(start..<at))
            return tape.append(.number, text: place..<tape.text.count)
        }
        let spelled = String(decoding: [UInt8](copying: span.extracting(start..<at)), as: UTF8.self)
        guard let number = Number(parsing: spelled) else { throw JSONError(reason: .invalidNumber, offset: start) }
        let text = (isDouble && roundsDoubles ? number.rounded : number).text
        if !ByteOrder.same(text, spelled) { isCanonical = false }
        let place = tape.text.count
        tape.text += text.utf8
        tape.append(.number, text: place..<tape.text.count)
    }

    private mutating func literal(
        _ word: String, _ kind: JSONTape.Kind, _ span: Span<UInt8>, _ cursor: inout Int
    ) throws(JSONError) {
        for byte in word.utf8 {
            guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
            guard span[cursor] == byte else { throw JSONError(reason: .unexpectedByte(span[cursor]), offset: cursor) }
            cursor += 1
        }
        tape.append(kind)
    }

    static func expect(_ byte: UInt8, _ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        guard cursor < span.count else { throw JSONError(reason: .truncated, offset: cursor) }
        guard span[cursor] == byte else { throw JSONError(reason: .unexpectedByte(span[cursor]), offset: cursor) }
        cursor += 1
    }

    static func end(_ span: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        skipSpace(span, &cursor)
        guard cursor == span.count else { throw JSONError(reason: .trailingBytes, offset: cursor) }
    }

    private mutating func passSpace(_ span: Span<UInt8>, _ cursor: inout Int) {
        guard cursor < span.count, span[cursor] <= 0x20 else { return }
        isCanonical = false
        Self.skipSpace(span, &cursor)
    }

    static func skipSpace(_ span: Span<UInt8>, _ cursor: inout Int) {
        while cursor < span.count, isSpace(span[cursor]) { cursor += 1 }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
