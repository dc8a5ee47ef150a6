private import CLibYAML

/// One event of a YAML stream, copied out of libyaml.
enum YAMLEvent {
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart(anchor: String?, tag: String?)
    case sequenceEnd
    case mappingStart(anchor: String?, tag: String?)
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
    private(set) var position = InputPosition(line: 1, column: 1)

    init(_ bytes: [UInt8]) {
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
        position = unsafe InputPosition(line: event.start_mark.line + 1, column: event.start_mark.column + 1)
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
            return .scalar(
                YAMLScalar(
                    text: text, isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE,
                    anchor: try unsafe Self.text(scalar.anchor, position),
                    tag: try unsafe Self.text(scalar.tag, position)))
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            return .sequenceStart(
                anchor: try unsafe Self.text(start.anchor, position), tag: try unsafe Self.text(start.tag, position))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            return .mappingStart(
                anchor: try unsafe Self.text(start.anchor, position), tag: try unsafe Self.text(start.tag, position))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return .streamEnd
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

    private func problem() -> YAMLError {
        let mark = unsafe parser.pointee.problem_mark
        let place = InputPosition(line: mark.line + 1, column: mark.column + 1)
        let text = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "malformed YAML"
        return YAMLError(reason: .malformed(text), position: place)
    }
}
