extension FieldPath {
    /// Reads the readable form, and nothing that ``description`` would not write; `nil` for any other text.
    public init?(parsing text: String) {
        var reader = FieldPathReader(text)
        guard let elements = reader.elements() else { return nil }
        self.init(elements)
    }
}

/// Reads the readable form of a path from left to right.
private struct FieldPathReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func elements() -> [PathElement]? {
        var result: [PathElement] = []
        while let byte = next {
            if byte == UInt8(ascii: "[") {
                place += 1
                guard let element = bracket() else { return nil }
                result.append(element)
                continue
            }
            if !result.isEmpty {
                guard byte == UInt8(ascii: ".") else { return nil }
                place += 1
            }
            let name = plain()
            guard !name.isEmpty else { return nil }
            result.append(.field(name))
        }
        return result
    }

    /// What stands between `[` and `]`, the former being read.
    private mutating func bracket() -> PathElement? {
        switch next {
        case UInt8(ascii: "=")?:
            place += 1
            guard let value = value(), take("]") else { return nil }
            return .value(value)
        case UInt8(ascii: "]")?:
            place += 1
            return .key(Object())
        case UInt8(ascii: "\"")?:
            guard let name = json()?.string else { return nil }
            if take("]") { return .field(name) }
            return keys(first: name)
        default:
            let word = plain()
            guard !word.isEmpty else { return nil }
            if take("]") { return position(word).map(PathElement.index) }
            return keys(first: word)
        }
    }

    /// `=value` of a key that is read, and the keys behind it.
    private mutating func keys(first: String) -> PathElement? {
        var keys = Object()
        var name = first
        while true {
            guard take("="), let value = value(), keys[name] == nil else { return nil }
            keys[name] = value
            if take("]") { return .key(keys) }
            guard take(",") else { return nil }
            if next == UInt8(ascii: "\"") {
                guard let text = json()?.string else { return nil }
                name = text
            } else {
                name = plain()
                guard !name.isEmpty else { return nil }
            }
        }
    }

    /// A number or word of JSON, a text, a list, an object; or a bare text that is none of them.
    private mutating func value() -> Value? {
        switch next {
        case UInt8(ascii: "\"")?, UInt8(ascii: "[")?, UInt8(ascii: "{")?: return json()
        default:
            let start = place
            while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]") { place += 1 }
            let word = Array(bytes[start..<place])
            if let value = try? JSONReader.value(word) { return value }
            let text = String(decoding: word, as: UTF8.self)
            return FieldPath.isPlain(text) ? .string(text) : nil
        }
    }

    /// A text, list or object in JSON, as far as its own end.
    private mutating func json() -> Value? {
        let start = place
        var depth = 0
        var isText = false
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\\") where isText: place += 1
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"): if !isText { depth += 1 }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isText { depth -= 1 }
            default: break
            }
            if depth == 0, !isText { break }
        }
        guard place <= bytes.count else { return nil }
        return try? JSONReader.value(Array(bytes[start..<place]))
    }

    private mutating func plain() -> String {
        let start = place
        while let byte = next, FieldPath.isPlain(byte) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// A position as it is written: no sign, no zeros before it.
    private func position(_ word: String) -> Int? {
        guard let position = Int(word), position >= 0, String(position) == word else { return nil }
        return position
    }

    private mutating func take(_ sign: Character) -> Bool {
        guard let byte = next, sign.asciiValue == byte else { return false }
        place += 1
        return true
    }
}
