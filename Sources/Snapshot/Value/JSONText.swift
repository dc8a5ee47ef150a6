/// Canonical JSON on its way into memory, the hot path of every digest.
///
/// Bytes go into space that is there already: an array that grows by single bytes asks at each of them whether it may.
struct JSONText: ~Copyable {
    /// The first `count` bytes are the text.
    private var space: [UInt8]
    private var count: Int

    init() {
        space = [UInt8](repeating: 0, count: 1024)
        count = 0
    }

    /// Begins behind what a buffer holds, and takes the buffer: ``finished()`` is the whole.
    init(behind buffer: inout [UInt8]) {
        count = buffer.count
        space = buffer
        buffer = []
    }

    /// The text.
    consuming func finished() -> [UInt8] {
        space.removeLast(space.count - count)
        return space
    }

    mutating func append(_ value: Value) {
        switch value {
        case .null: append(plain: "null")
        case .bool(let flag): append(plain: flag ? "true" : "false")
        case .number(let number): append(plain: number.text)
        case .string(let text): append(text)
        case .array(let elements):
            append(UInt8(ascii: "["))
            var isFirst = true
            for element in elements {
                if !isFirst { append(UInt8(ascii: ",")) }
                isFirst = false
                append(element)
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            append(UInt8(ascii: "{"))
            var isFirst = true
            for member in object.members {
                if !isFirst { append(UInt8(ascii: ",")) }
                isFirst = false
                append(member.key)
                append(UInt8(ascii: ":"))
                append(member.value)
            }
            append(UInt8(ascii: "}"))
        }
    }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        space[count] = byte
        count += 1
    }

    /// A string in quotes, escaped.
    mutating func append(_ text: String) {
        let bytes = text.utf8Span.span
        reserve(bytes.count * 6 + 2)
        var end = count
        var out = space.mutableSpan
        out[end] = UInt8(ascii: "\"")
        end += 1
        for i in bytes.indices {
            let byte = bytes[i]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                out[end] = byte
                end += 1
            } else {
                Self.escape(byte, &out, &end)
            }
        }
        out[end] = UInt8(ascii: "\"")
        count = end + 1
    }

    private mutating func append(plain text: String) {
        let bytes = text.utf8Span.span
        reserve(bytes.count)
        var end = count
        var out = space.mutableSpan
        for i in bytes.indices {
            out[end] = bytes[i]
            end += 1
        }
        count = end
    }

    private static func escape(_ byte: UInt8, _ out: inout MutableSpan<UInt8>, _ end: inout Int) {
        out[end] = UInt8(ascii: "\\")
        end += 1
        switch byte {
        case 0x08: out[end] = UInt8(ascii: "b")
        case 0x09: out[end] = UInt8(ascii: "t")
        case 0x0A: out[end] = UInt8(ascii: "n")
        case 0x0C: out[end] = UInt8(ascii: "f")
        case 0x0D: out[end] = UInt8(ascii: "r")
        case ..<0x20:
            out[end] = UInt8(ascii: "u")
            out[end + 1] = UInt8(ascii: "0")
            out[end + 2] = UInt8(ascii: "0")
            out[end + 3] = HexDigits.lower[Int(byte >> 4)]
            out[end + 4] = HexDigits.lower[Int(byte & 15)]
            end += 4
        default: out[end] = byte
        }
        end += 1
    }

    /// Appends the escape of a byte that needs one.
    static func appendEscape(_ byte: UInt8, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 6))
        var end = start
        var out = buffer.mutableSpan
        escape(byte, &out, &end)
        buffer.removeLast(buffer.count - end)
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > space.count else { return }
        // A page at most: as much as there is already would be all of a long buffer again for each piece behind it.
        space.append(contentsOf: repeatElement(0, count: max(more, min(space.count, 4096))))
    }
}
