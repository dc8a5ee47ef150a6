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
        var isASCII = true
        while true {
            let end = bytes.endOfPlainText(from: run, isASCII: &isASCII)
            buffer.append(bytes.extracting(run..<end))
            guard end < bytes.count else { return }
            JSONText.appendEscape(bytes[end], to: &buffer)
            run = end + 1
        }
    }
}
