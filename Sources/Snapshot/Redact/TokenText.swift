/// A text with tokens in some places: what is between them can be read and compared, what they stand for cannot.
package struct TokenText: Sendable, Hashable {
    /// What is readable: before, between and behind the tokens. One more than there are tokens.
    let literals: [[UInt8]]
    /// The tokens in order; never empty.
    package let tokens: [String]

    /// `nil` for a text without tokens.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let ranges = RedactionToken.ranges(in: bytes)
        guard !ranges.isEmpty else { return nil }
        var literals: [[UInt8]] = []
        var place = 0
        for range in ranges {
            literals.append(Array(bytes[place..<range.lowerBound]))
            place = range.upperBound
        }
        literals.append(Array(bytes[place...]))
        self.literals = literals
        tokens = ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// Whether a text is nothing but one token.
    package var isToken: Bool { literals.allSatisfy(\.isEmpty) && tokens.count == 1 }

    /// The tokens in a text; most have none.
    package static func tokens(in text: String) -> [String] { TokenText(text)?.tokens ?? [] }

    /// The text with other texts in the places of its tokens.
    package func replacing(_ change: (String) -> String) -> String {
        var result = literals[0]
        for (token, literal) in zip(tokens, literals.dropFirst()) {
            result += change(token).utf8
            result += literal
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What stands in the places of the tokens in a text that reads alike between them; `nil` for one that does not.
    func values(in text: String) -> [[UInt8]]? {
        let bytes = Array(text.utf8)
        guard let first = literals.first, let last = literals.last, bytes.starts(with: first),
            bytes.count >= first.count + last.count, bytes[(bytes.count - last.count)...].elementsEqual(last)
        else { return nil }
        var values: [[UInt8]] = []
        var rest = bytes[first.count..<bytes.count - last.count]
        for literal in literals.dropFirst().dropLast() {
            guard let place = Self.place(of: literal, in: rest) else { return nil }
            values.append(Array(rest[..<place]))
            rest = rest[(place + literal.count)...]
        }
        values.append(Array(rest))
        return values
    }

    private static func place(of literal: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = literal.first else { return nil }
        return bytes.indices.first { bytes[$0] == first && bytes[$0...].starts(with: literal) }
    }

    /// Whether nobody can say if two values are equal: their tokens are of two keys, or one has a token where the other has
    /// text whose own token cannot be computed here. What is never replaced, such as an empty text, is no token's value.
    package static func isUnknown(_ before: Value, _ after: Value, knows: (String) -> Bool) -> Bool {
        let (x, y) = (before.string.flatMap(TokenText.init), after.string.flatMap(TokenText.init))
        switch (x, y) {
        case (nil, nil): return false
        case (let x?, let y?):
            guard x.literals == y.literals else {
                // Two readings of one text: as long as what is readable at both ends agrees, it may be the same.
                return !(x.keys == y.keys && x.keys.count == 1 && x.tokens.count == y.tokens.count) && mayBeSame(x, y)
            }
            let pairs = zip(x.tokens, y.tokens)
            let isOther = pairs.contains { a, b in
                a != b && RedactionToken.keyID(of: a) == RedactionToken.keyID(of: b)
            }
            return !isOther && pairs.contains { $0 != $1 }
        case (let x?, nil): return x.mayStand(for: after, knows: knows)
        case (nil, let y?): return y.mayStand(for: before, knows: knows)
        }
    }

    private var keys: Set<String> { Set(tokens.compactMap(RedactionToken.keyID)) }

    private func mayStand(for value: Value, knows: (String) -> Bool) -> Bool {
        guard Redactor.mayReplace(value) else { return false }
        if isToken { return !knows(tokens[0]) }
        guard let text = value.string, values(in: text) != nil else { return false }
        return !tokens.allSatisfy(knows)
    }

    private static func mayBeSame(_ x: TokenText, _ y: TokenText) -> Bool {
        func agree(_ a: some Sequence<UInt8>, _ b: some Sequence<UInt8>) -> Bool { zip(a, b).allSatisfy(==) }
        return agree(x.literals.first ?? [], y.literals.first ?? [])
            && agree((x.literals.last ?? []).reversed(), (y.literals.last ?? []).reversed())
    }
}
