extension JSONTape {
    /// The canonical bytes of the value at a node.
    package func canonicalBytes(_ node: Int = 0) -> [UInt8] {
        var buffer: [UInt8] = []
        if node == 0 { buffer.reserveCapacity(text.count + nodes.count) }
        appendCanonical(node, to: &buffer)
        return buffer
    }

    /// The canonical bytes of the whole and a newline, as a snapshot's files hold them.
    package func canonicalLine() -> [UInt8] {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(text.count + nodes.count + 1)
        appendCanonical(to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
        return buffer
    }

    /// Whether these bytes are ``canonicalLine()``. Nothing is written for it.
    package func isCanonicalLine(_ bytes: [UInt8]) -> Bool {
        let span = bytes.span
        var cursor = 0
        return spells(0, span, &cursor) && cursor == span.count - 1 && span[cursor] == UInt8(ascii: "\n")
    }

    /// Whether the canonical bytes of a value stand at the cursor, which goes behind them.
    private func spells(_ node: Int, _ span: Span<UInt8>, _ cursor: inout Int) -> Bool {
        switch nodes[node].kind {
        case .null: return Self.stands(Self.null.span, span, &cursor)
        case .no: return Self.stands(Self.no.span, span, &cursor)
        case .yes: return Self.stands(Self.yes.span, span, &cursor)
        case .number: return Self.stands(text.span.extracting(range(node)), span, &cursor)
        case .string, .key: return spellsText(node, span, &cursor)
        case .array, .object:
            let isObject = nodes[node].kind == .object
            guard Self.stands(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["), span, &cursor) else { return false }
            var place = node + 1
            for i in 0..<nodes[node].count {
                if i > 0, !Self.stands(UInt8(ascii: ","), span, &cursor) { return false }
                if isObject {
                    guard spellsText(place, span, &cursor) else { return false }
                    place += 1
                }
                guard spells(place, span, &cursor) else { return false }
                place = end(place)
            }
            return Self.stands(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), span, &cursor)
        }
    }

    /// The same for a string in quotes, or a key with its colon.
    private func spellsText(_ node: Int, _ span: Span<UInt8>, _ cursor: inout Int) -> Bool {
        let tail = nodes[node].kind == .key ? 2 : 1
        guard nodes[node].isPlain else {
            var written: [UInt8] = []
            nodes[node].kind == .key ? appendKey(node, to: &written) : appendString(node, to: &written)
            return Self.stands(written.span, span, &cursor)
        }
        let range = range(node)
        return Self.stands(text.span.extracting(range.lowerBound - 1..<range.upperBound + tail), span, &cursor)
    }

    private static func stands(_ byte: UInt8, _ span: Span<UInt8>, _ cursor: inout Int) -> Bool {
        guard cursor < span.count, span[cursor] == byte else { return false }
        cursor += 1
        return true
    }

    private static func stands(_ bytes: Span<UInt8>, _ span: Span<UInt8>, _ cursor: inout Int) -> Bool {
        guard bytes.count <= span.count - cursor, bytes.isSame(as: span.extracting(cursor..<cursor + bytes.count))
        else { return false }
        cursor += bytes.count
        return true
    }

    /// The canonical bytes of the whole as text.
    package func canonicalText() -> String { String(decoding: canonicalBytes(), as: UTF8.self) }

    /// Appends the canonical bytes of the value at a node: what ``CanonicalJSON/bytes(_:)`` makes of the same value.
    package func appendCanonical(_ node: Int = 0, to buffer: inout [UInt8]) {
        switch nodes[node].kind {
        case .null: buffer.append(contentsOf: Self.null)
        case .no: buffer.append(contentsOf: Self.no)
        case .yes: buffer.append(contentsOf: Self.yes)
        case .number: buffer.append(text.span.extracting(range(node)))
        case .string: appendString(node, to: &buffer)
        case .key: appendKey(node, to: &buffer)
        case .array:
            buffer.append(UInt8(ascii: "["))
            var place = node + 1
            for i in 0..<nodes[node].count {
                if i > 0 { buffer.append(UInt8(ascii: ",")) }
                appendCanonical(place, to: &buffer)
                place = end(place)
            }
            buffer.append(UInt8(ascii: "]"))
        case .object:
            buffer.append(UInt8(ascii: "{"))
            var place = node + 1
            for i in 0..<nodes[node].count {
                if i > 0 { buffer.append(UInt8(ascii: ",")) }
                appendKey(place, to: &buffer)
                appendCanonical(place + 1, to: &buffer)
                place = end(place + 1)
            }
            buffer.append(UInt8(ascii: "}"))
        }
    }

    /// Appends a string in quotes, escaped.
    package func appendString(_ node: Int, to buffer: inout [UInt8]) {
        let range = range(node)
        if nodes[node].isPlain {
            buffer.append(text.span.extracting(range.lowerBound - 1..<range.upperBound + 1))
        } else {
            buffer.append(UInt8(ascii: "\""))
            Self.appendEscaped(text.span.extracting(range), to: &buffer)
            buffer.append(UInt8(ascii: "\""))
        }
    }

    /// Appends a key in quotes, escaped, and its colon.
    package func appendKey(_ node: Int, to buffer: inout [UInt8]) {
        let range = range(node)
        if nodes[node].isPlain {
            buffer.append(text.span.extracting(range.lowerBound - 1..<range.upperBound + 2))
        } else {
            appendString(node, to: &buffer)
            buffer.append(UInt8(ascii: ":"))
        }
    }

    private static let null = Array("null".utf8)
    private static let no = Array("false".utf8)
    private static let yes = Array("true".utf8)

    /// Runs without an escape go over in one copy.
    static func appendEscaped(_ bytes: Span<UInt8>, to buffer: inout [UInt8]) {
        var run = 0
        for i in bytes.indices {
            let byte = bytes[i]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            buffer.append(bytes.extracting(run..<i))
            run = i + 1
            JSONText.appendEscape(byte, to: &buffer)
        }
        buffer.append(bytes.extracting(run..<bytes.count))
    }
}
