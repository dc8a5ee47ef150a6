private import CLibYAML

/// One event of a YAML stream, copied out of libyaml.
enum YAMLEvent {
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart(anchor: String?)
    case sequenceEnd
    case mappingStart(anchor: String?)
    case mappingEnd
}

/// A scalar as it stands in the text.
struct YAMLScalar {
    /// Where its UTF-8 is in the buffer that was handed over, in quotes.
    let text: Range<Int>
    let isPlain: Bool
    let anchor: String?
    let tag: String?
}

/// libyaml's parser over bytes in memory: the only place that calls it for reading.
///
/// Invariant of the unsafe code below: the parser is on the heap so that its address is fixed (libyaml keeps pointers into
/// it), and the input array lives as long as the parser and is never touched after being handed over.
@safe struct YAMLParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    /// Where the event that `next` returned last begins.
    private(set) var position: InputPosition
    private let linesBefore: Int
    /// How far characters are counted, and the byte that is reached.
    private var counted = (character: 0, byte: 0)

    /// - Parameter line: the line of the whole text that the bytes begin with.
    init(_ bytes: [UInt8], line: Int = 1) {
        linesBefore = line - 1
        position = InputPosition(line: line, column: 1)
        unsafe input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        _ = unsafe input.initialize(from: bytes)
        unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        // Fails only when memory does.
        _ = unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event; stream starts are passed over.
    ///
    /// - Parameter buffer: the text of a scalar is appended to it.
    mutating func next(_ buffer: inout [UInt8]) throws(YAMLError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { unsafe yaml_event_delete(&event) }
        position = unsafe InputPosition(
            line: linesBefore + event.start_mark.line + 1, column: event.start_mark.column + 1)
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: return try next(&buffer)
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias(try unsafe Self.text(event.data.alias.anchor, position) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length).span
            guard Self.isText(bytes) else { throw YAMLError(reason: .invalidUTF8, position: position) }
            buffer.append(UInt8(ascii: "\""))
            let start = buffer.count
            buffer.append(bytes)
            let text = start..<buffer.count
            buffer.append(UInt8(ascii: "\""))
            let tag = try unsafe Self.text(scalar.tag, position)
            if tag != nil { try checkTag(at: unsafe event.start_mark.index) }
            return .scalar(
                YAMLScalar(
                    text: text, isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE,
                    anchor: try unsafe Self.text(scalar.anchor, position),
                    tag: tag))
        case YAML_SEQUENCE_START_EVENT:
            return .sequenceStart(anchor: try unsafe Self.text(event.data.sequence_start.anchor, position))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            return .mappingStart(anchor: try unsafe Self.text(event.data.mapping_start.anchor, position))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return .streamEnd
        }
    }

    /// Refuses `[!!str,x]`: kubectl takes what follows the tag up to the next space for a part of it.
    private mutating func checkTag(at index: Int) throws(YAMLError) {
        let end = unsafe input.count
        if index < counted.character { counted = (0, 0) }
        while counted.character < index, counted.byte < end {
            counted.byte += 1
            // Not the first byte of the next character.
            while counted.byte < end, unsafe input[counted.byte] & 0xC0 == 0x80 { counted.byte += 1 }
            counted.character += 1
        }
        var byte = counted.byte
        var isInTag = false
        var isBehindBlank = true
        while byte < end {
            let letter = unsafe input[byte]
            if letter <= UInt8(ascii: " ") {
                if isInTag { return }
                isBehindBlank = true
            } else {
                if isBehindBlank, letter == UInt8(ascii: "!") {
                    guard unsafe byte + 1 == end || input[byte + 1] != UInt8(ascii: "<") else { return }
                    isInTag = true
                }
                if isInTag, ",[]{}".utf8.contains(letter) {
                    throw YAMLError(reason: .malformed("a tag needs a space behind it"), position: position)
                }
                isBehindBlank = false
            }
            byte += 1
        }
    }

    /// libyaml has looked at the text, and not at what an escape makes of it.
    private static func isText(_ bytes: Span<UInt8>) -> Bool {
        var seen: UInt8 = 0
        for i in bytes.indices { seen |= bytes[i] }
        return seen < 0x80 || (try? UTF8Span(validating: bytes)) != nil
    }

    private static func text(
        _ pointer: UnsafeMutablePointer<yaml_char_t>?, _ position: InputPosition
    ) throws(YAMLError) -> String? {
        guard let pointer = unsafe pointer else { return nil }
        guard let text = unsafe String(validatingCString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
        else { throw YAMLError(reason: .invalidUTF8, position: position) }
        return text
    }

    /// What libyaml says in words that only its authors understand.
    private static let words = [
        "did not find expected <document start>":
            "text follows the end of a document without `---` between them, which kubectl does not read"
    ]

    private func problem() -> YAMLError {
        // A byte that is no character has an offset, everything else a mark.
        let isByte = unsafe parser.pointee.error == YAML_READER_ERROR
        let mark = unsafe parser.pointee.problem_mark
        let inPiece =
            isByte
            ? unsafe InputPosition(offset: parser.pointee.problem_offset, in: Array(input))
            : InputPosition(line: mark.line + 1, column: mark.column + 1)
        let place = InputPosition(line: linesBefore + inPiece.line, column: inPiece.column)
        let text = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "malformed YAML"
        return YAMLError(reason: .malformed(Self.words[text] ?? text), position: place)
    }
}
