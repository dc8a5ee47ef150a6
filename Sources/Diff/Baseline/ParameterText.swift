package import Snapshot

/// A text in which `${name}` stands for a parameter and `$${` for `${` itself. `${` before anything else than a name and `}` is
/// text: shell scripts are full of it.
package struct ParameterText: Sendable, Hashable {
    /// A part of the text.
    package enum Piece: Sendable, Hashable {
        /// Text as it is.
        case text(String)
        /// A parameter's value.
        case parameter(String)
    }

    /// What begins a parameter, and also its escape: text without it holds neither.
    package static let mark = "${"

    /// The parts in their order; neighboring texts are one.
    package let pieces: [Piece]

    /// Takes a text apart.
    package init(_ text: String) {
        guard Self.mayHold(text) else {
            pieces = [.text(text)]
            return
        }
        let bytes = Array(text.utf8)
        let (dollar, open, close) = (UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "}"))
        var pieces: [Piece] = []
        var plain: [UInt8] = []
        func at(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }
        var place = 0
        while place < bytes.count {
            if bytes[place] == dollar, at(place + 1) == dollar, at(place + 2) == open {
                plain += [dollar, open]
                place += 3
                continue
            }
            if bytes[place] == dollar, at(place + 1) == open, let end = bytes[place...].firstIndex(of: close) {
                let name = String(decoding: bytes[(place + 2)..<end], as: UTF8.self)
                if Parameter.isName(name) {
                    if !plain.isEmpty { pieces.append(.text(String(decoding: plain, as: UTF8.self))) }
                    plain = []
                    pieces.append(.parameter(name))
                    place = end + 1
                    continue
                }
            }
            plain.append(bytes[place])
            place += 1
        }
        if !plain.isEmpty || pieces.isEmpty { pieces.append(.text(String(decoding: plain, as: UTF8.self))) }
        self.pieces = pieces
    }

    /// The parameters in it.
    package var parameters: [String] {
        pieces.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// Whether a text could hold a parameter or an escape.
    package static func mayHold(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{"), previous == UInt8(ascii: "$") { return true }
            previous = byte
        }
        return false
    }

    /// The text that says `text` and no parameter.
    package static func escaped(_ text: String) -> String {
        guard mayHold(text) else { return text }
        var result: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{"), result.last == UInt8(ascii: "$") {
                result.append(contentsOf: "${".utf8)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The value with every text in it escaped, keys too.
    package static func escaped(_ value: Value) -> Value {
        switch value {
        case .string(let text): return .string(escaped(text))
        case .array(let elements): return .array(elements.map(escaped))
        case .object(let object):
            var result = Object()
            for member in object.members { result[escaped(member.key)] = escaped(member.value) }
            return .object(result)
        case .null, .bool, .number: return value
        }
    }

    /// The parameters that stand anywhere in a value, each once, in byte order.
    package static func parameters(in value: Value) -> [String] {
        var names: Set<String> = []
        func walk(_ value: Value) {
            switch value {
            case .string(let text): if mayHold(text) { names.formUnion(ParameterText(text).parameters) }
            case .array(let elements): elements.forEach(walk)
            case .object(let object):
                for member in object.members {
                    if mayHold(member.key) { names.formUnion(ParameterText(member.key).parameters) }
                    walk(member.value)
                }
            case .null, .bool, .number: break
            }
        }
        walk(value)
        return names.sorted(by: ByteOrder.precedes)
    }
}
