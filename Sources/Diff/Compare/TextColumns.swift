import Snapshot

/// Texts that say the same thing of several clusters, laid beside each other in columns: what is equal in all of them, and what
/// varies.
enum TextColumns {
    /// At which characters texts are cut, the coarsest first.
    enum Cut: Int {
        /// At everything that is no part of a host name: `/`, `:`, `=`, quotes, blanks.
        case word
        /// At points.
        case label
        /// At `-` and `_`.
        case part

        func isSeparator(_ byte: UInt8) -> Bool {
            switch self {
            case .word:
                !(TextSubstitution.isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_"))
            case .label: byte == UInt8(ascii: ".")
            case .part: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
        }
    }

    /// The texts cut into columns, each a text for each cluster; `nil` when they have not the same cuts, or none.
    static func columns(_ texts: [String], at cut: Cut) -> [[String]]? {
        guard let first = texts.first else { return nil }
        let model = pieces(first, cut)
        guard model.count > 1 else { return nil }
        var columns = model.map { [String(decoding: $0.bytes, as: UTF8.self)] }
        for text in texts.dropFirst() {
            let other = pieces(text, cut)
            guard other.count == model.count else { return nil }
            for (i, piece) in other.enumerated() {
                // Where one is cut all are cut, and by the same characters.
                guard piece.isSeparator == model[i].isSeparator,
                    !piece.isSeparator || piece.bytes.elementsEqual(model[i].bytes)
                else { return nil }
                columns[i].append(String(decoding: piece.bytes, as: UTF8.self))
            }
        }
        return columns
    }

    private static func pieces(_ text: String, _ cut: Cut) -> [(bytes: ArraySlice<UInt8>, isSeparator: Bool)] {
        let bytes = Array(text.utf8)
        var result: [(bytes: ArraySlice<UInt8>, isSeparator: Bool)] = []
        var start = 0
        while start < bytes.count {
            let isSeparator = cut.isSeparator(bytes[start])
            var end = start + 1
            while end < bytes.count, cut.isSeparator(bytes[end]) == isSeparator { end += 1 }
            result.append((bytes[start..<end], isSeparator))
            start = end
        }
        return result
    }

    /// Whether a word means something only as a whole: an id, an address, a number with a point.
    static func isWhole(_ word: String) -> Bool { isUUID(word) || isNumeric(word) }

    /// `8-4-4-4-12` hexadecimal digits.
    static func isUUID(_ word: String) -> Bool {
        let parts = word.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(isHexadecimal)
    }

    /// Digits and points only: `10.240.4.4`, `1.0`.
    static func isNumeric(_ word: String) -> Bool {
        word.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }

    /// A host name of at least three labels, the last of letters.
    static func isHost(_ word: String) -> Bool {
        let labels = word.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 3, let last = labels.last, last.count >= 2 else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { TextSubstitution.isWord($0) || $0 == UInt8(ascii: "-") }
        } && last.allSatisfy { TextSubstitution.isWord($0) && !(0x30...0x39).contains($0) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// One text for each of several clusters, compared by bytes.
package struct TextTuple: Sendable, Hashable {
    /// The texts in the order of the clusters.
    package let texts: [String]

    package init(_ texts: [String]) { self.texts = texts }

    /// Whether every cluster says the same.
    package var isUniform: Bool {
        guard let first = texts.first else { return true }
        return texts.dropFirst().allSatisfy { ByteOrder.same($0, first) }
    }

    package static func == (a: TextTuple, b: TextTuple) -> Bool {
        a.texts.count == b.texts.count && zip(a.texts, b.texts).allSatisfy { ByteOrder.same($0, $1) }
    }

    package func hash(into hasher: inout Hasher) {
        for text in texts { hasher.combine(text) }
    }
}
