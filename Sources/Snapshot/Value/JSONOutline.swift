/// What a large JSON document turns out to be, seen in one quick look over it before it is read: `kubectl get -o json` names
/// the kind of a list behind its items.
///
/// Nothing is checked here. The document is read strictly afterwards, and whatever is wrong in it is found then.
struct JSONOutline {
    /// `kind` of the whole, when it is a plain string.
    private(set) var kind: String?
    /// `apiVersion` of the whole, when it is a plain string.
    private(set) var apiVersion: String?
    /// Whether it has a member `items` that is a list.
    private(set) var hasItems = false
    /// Whether it has a member `metadata` with a name.
    private(set) var hasName = false
    /// Where the value of `items` begins.
    private var items: Int?

    /// Looks at the object at a place.
    init(_ span: Span<UInt8>, at start: Int) {
        var cursor = start + 1
        while let key = Self.plainString(span, &cursor) {
            JSONScanner.skipSpace(span, &cursor)
            guard cursor < span.count, span[cursor] == UInt8(ascii: ":") else { return }
            cursor += 1
            JSONScanner.skipSpace(span, &cursor)
            guard cursor < span.count else { return }
            switch String(decoding: key, as: UTF8.self) {
            case "kind": kind = Self.plainString(span, &cursor).map { String(decoding: $0, as: UTF8.self) }
            case "apiVersion": apiVersion = Self.plainString(span, &cursor).map { String(decoding: $0, as: UTF8.self) }
            case "metadata":
                hasName = Self.hasName(span, cursor)
                Self.skipValue(span, &cursor)
            case "items":
                items = cursor
                hasItems = span[cursor] == UInt8(ascii: "[")
                Self.skipValue(span, &cursor)
            default: Self.skipValue(span, &cursor)
            }
            JSONScanner.skipSpace(span, &cursor)
            guard cursor < span.count, span[cursor] == UInt8(ascii: ",") else { return }
            cursor += 1
        }
    }

    /// Where an item begins, of the list or the array at a place, or of a list among its items.
    static func offset(of path: [Int], in span: Span<UInt8>, from start: Int) -> Int? {
        var cursor = start
        for index in path {
            JSONScanner.skipSpace(span, &cursor)
            guard cursor < span.count else { return nil }
            if span[cursor] == UInt8(ascii: "{") {
                guard let items = JSONOutline(span, at: cursor).items else { return nil }
                cursor = items
            }
            guard cursor < span.count, span[cursor] == UInt8(ascii: "[") else { return nil }
            cursor += 1
            for _ in 0..<index {
                JSONScanner.skipSpace(span, &cursor)
                skipValue(span, &cursor)
                JSONScanner.skipSpace(span, &cursor)
                guard cursor < span.count, span[cursor] == UInt8(ascii: ",") else { return nil }
                cursor += 1
            }
        }
        JSONScanner.skipSpace(span, &cursor)
        return cursor < span.count ? cursor : nil
    }

    private static func hasName(_ span: Span<UInt8>, _ start: Int) -> Bool {
        guard span[start] == UInt8(ascii: "{") else { return false }
        var cursor = start + 1
        while let key = plainString(span, &cursor) {
            if key.elementsEqual("name".utf8) { return true }
            JSONScanner.skipSpace(span, &cursor)
            guard cursor < span.count, span[cursor] == UInt8(ascii: ":") else { return false }
            cursor += 1
            JSONScanner.skipSpace(span, &cursor)
            skipValue(span, &cursor)
            JSONScanner.skipSpace(span, &cursor)
            guard cursor < span.count, span[cursor] == UInt8(ascii: ",") else { return false }
            cursor += 1
        }
        return false
    }

    /// The string at the cursor; `nil` when there is none, or one with an escape.
    private static func plainString(_ span: Span<UInt8>, _ cursor: inout Int) -> [UInt8]? {
        JSONScanner.skipSpace(span, &cursor)
        guard cursor < span.count, span[cursor] == UInt8(ascii: "\"") else { return nil }
        let start = cursor + 1
        skipString(span, &cursor)
        // The text ended inside of it.
        guard cursor > start, span[cursor - 1] == UInt8(ascii: "\"") else { return nil }
        let bytes = [UInt8](copying: span.extracting(start..<cursor - 1))
        return bytes.contains(UInt8(ascii: "\\")) ? nil : bytes
    }

    /// Goes behind the value at the cursor.
    private static func skipValue(_ span: Span<UInt8>, _ cursor: inout Int) {
        var depth = 0
        while cursor < span.count {
            switch span[cursor] {
            case UInt8(ascii: "\""):
                skipString(span, &cursor)
                if depth == 0 { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                cursor += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                cursor += 1
                if depth == 0 { return }
            case UInt8(ascii: ",") where depth == 0: return
            default: cursor += 1
            }
        }
    }

    private static func skipString(_ span: Span<UInt8>, _ cursor: inout Int) {
        cursor += 1
        while cursor < span.count {
            let byte = span[cursor]
            cursor += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        cursor = span.count
    }
}
