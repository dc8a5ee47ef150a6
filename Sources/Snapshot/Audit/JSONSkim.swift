/// Walks over JSON text without making values of it: audit events are large, and of most of them a few members matter.
///
/// Only as strict as finding the ends of values needs; what is taken out is read by ``JSONReader``, which is strict.
enum JSONSkim {
    /// Moves behind the value at the cursor.
    static func skipValue(_ bytes: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        skipSpace(bytes, &cursor)
        guard cursor < bytes.count else { throw JSONError(reason: .truncated, offset: cursor) }
        switch bytes[cursor] {
        case UInt8(ascii: "\""): try skipString(bytes, &cursor)
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipNest(bytes, &cursor)
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            while cursor < bytes.count, isScalar(bytes[cursor]) { cursor += 1 }
        case let byte: throw JSONError(reason: .unexpectedByte(byte), offset: cursor)
        }
    }

    /// Hands over the places of the members of the object at the cursor, the keys without their quotes, and moves behind it.
    static func members<E: Error>(
        _ bytes: Span<UInt8>, _ cursor: inout Int, each: (_ key: Range<Int>, _ value: Range<Int>) throws(E) -> Void
    ) throws(Fault<E>) {
        do throws(JSONError) { try expect(UInt8(ascii: "{"), bytes, &cursor) } catch { throw .malformed(error) }
        var isFirst = true
        while true {
            let key: Range<Int>
            let value: Range<Int>
            do throws(JSONError) {
                guard let found = try nextKey(bytes, &cursor, &isFirst) else { return }
                key = found
                let start = cursor
                try skipValue(bytes, &cursor)
                value = start..<cursor
            } catch { throw .malformed(error) }
            do throws(E) { try each(key, value) } catch { throw .taker(error) }
        }
    }

    /// What can end a walk.
    enum Fault<E: Error>: Error {
        case malformed(JSONError)
        case taker(E)
    }

    /// The place of the next key, with the cursor at its value; `nil` behind the closing brace.
    static func nextKey(
        _ bytes: Span<UInt8>, _ cursor: inout Int, _ isFirst: inout Bool
    ) throws(JSONError) -> Range<Int>? {
        skipSpace(bytes, &cursor)
        guard cursor < bytes.count else { throw JSONError(reason: .truncated, offset: cursor) }
        if bytes[cursor] == UInt8(ascii: "}") {
            cursor += 1
            return nil
        }
        if !isFirst { try expect(UInt8(ascii: ","), bytes, &cursor) }
        isFirst = false
        skipSpace(bytes, &cursor)
        let start = cursor + 1
        try skipString(bytes, &cursor)
        let key = start..<cursor - 1
        try expect(UInt8(ascii: ":"), bytes, &cursor)
        skipSpace(bytes, &cursor)
        return key
    }

    static func skipSpace(_ bytes: Span<UInt8>, _ cursor: inout Int) {
        while cursor < bytes.count, isSpace(bytes[cursor]) { cursor += 1 }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    static func expect(_ byte: UInt8, _ bytes: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        skipSpace(bytes, &cursor)
        guard cursor < bytes.count else { throw JSONError(reason: .truncated, offset: cursor) }
        guard bytes[cursor] == byte else { throw JSONError(reason: .unexpectedByte(bytes[cursor]), offset: cursor) }
        cursor += 1
    }

    private static func skipString(_ bytes: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        guard cursor < bytes.count else { throw JSONError(reason: .truncated, offset: cursor) }
        guard bytes[cursor] == UInt8(ascii: "\"") else {
            throw JSONError(reason: .unexpectedByte(bytes[cursor]), offset: cursor)
        }
        var at = cursor + 1
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                cursor = at + 1
                return
            }
            at += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        throw JSONError(reason: .truncated, offset: bytes.count)
    }

    private static func skipNest(_ bytes: Span<UInt8>, _ cursor: inout Int) throws(JSONError) {
        var depth = 0
        while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: "\""):
                try skipString(bytes, &cursor)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    cursor += 1
                    return
                }
            default: break
            }
            cursor += 1
        }
        throw JSONError(reason: .truncated, offset: bytes.count)
    }

    private static func isScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
