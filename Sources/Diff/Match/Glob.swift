/// A pattern in which `*` stands for any text, `?` for one character, and `\` takes the next character literally.
///
/// Always the whole text, by bytes of UTF-8. Matching never backtracks further than to the last `*`, so its cost is
/// bounded by the product of the two lengths whatever a cluster or a baseline holds.
package struct Glob: Sendable, Hashable {
    /// What the author wrote.
    package let text: String
    private let tokens: [Token]

    private enum Token: Sendable, Hashable {
        case byte(UInt8)
        case anyCharacter
        case anyText
    }

    /// The pattern as written; every text is a valid one.
    package init(_ text: String) {
        self.text = text
        var tokens: [Token] = []
        var escaped = false
        for byte in text.utf8 {
            switch byte {
            case _ where escaped:
                tokens.append(.byte(byte))
                escaped = false
            case UInt8(ascii: "\\"): escaped = true
            case UInt8(ascii: "*"): if tokens.last != .anyText { tokens.append(.anyText) }
            case UInt8(ascii: "?"): tokens.append(.anyCharacter)
            default: tokens.append(.byte(byte))
            }
        }
        if escaped { tokens.append(.byte(UInt8(ascii: "\\"))) }
        self.tokens = tokens
    }

    /// Whether it matches every text.
    package var matchesEverything: Bool { tokens == [.anyText] }

    /// The one text that it can match; `nil` when it can match several.
    package var literal: String? {
        var bytes: [UInt8] = []
        for token in tokens {
            guard case .byte(let byte) = token else { return nil }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether it can match one text only.
    package var isLiteral: Bool { tokens.allSatisfy { if case .byte = $0 { true } else { false } } }

    /// Whether the whole text matches.
    package func matches(_ candidate: String) -> Bool {
        let bytes = candidate.utf8Span.span
        var token = 0
        var place = 0
        var retry: (token: Int, place: Int)?
        while place < bytes.count {
            if token < tokens.count, case .anyText = tokens[token] {
                retry = (token + 1, place)
                token += 1
                continue
            }
            if token < tokens.count, let next = step(tokens[token], over: bytes, at: place) {
                token += 1
                place = next
                continue
            }
            guard let last = retry else { return false }
            retry = (last.token, last.place + 1)
            token = last.token
            place = last.place + 1
        }
        return tokens[token...].allSatisfy { $0 == .anyText }
    }

    private func step(_ token: Token, over bytes: Span<UInt8>, at place: Int) -> Int? {
        switch token {
        case .byte(let byte): return bytes[place] == byte ? place + 1 : nil
        case .anyText: return nil
        case .anyCharacter:
            guard !Self.isContinuation(bytes[place]) else { return nil }
            var end = place + 1
            while end < bytes.count, Self.isContinuation(bytes[end]) { end += 1 }
            return end
        }
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}

extension Glob: ExpressibleByStringLiteral {
    /// A pattern in the source of a table.
    package init(stringLiteral value: String) { self.init(value) }
}
