/// Where a value that a document holds stands in the document's text.
enum TextPlaces {
    /// Shorter values are found everywhere.
    private static let minimumBytes = 4

    /// All places of each value, as it is or as JSON writes it, line by line where it has several lines; none of a value that
    /// is not found as a whole. Cost: one pass over the text for all of them, and one more for those with lines.
    static func of(_ values: [[UInt8]], in text: [UInt8], _ budget: inout ScanBudget) -> [[UInt8]: [Range<Int>]] {
        let spellings = Dictionary(
            Set(values).filter { $0.count >= minimumBytes }.map { ($0, Self.spellings(of: $0)) }
        ) { first, _ in first }
        let places = Self.places(of: Set(spellings.values.joined()), in: text, &budget)
        var result = spellings.mapValues { $0.flatMap { places[$0] ?? [] } }.filter { !$0.value.isEmpty }
        let lines = spellings.keys.filter { result[$0] == nil }.reduce(into: [[UInt8]: [[UInt8]]]()) { lines, value in
            let parts = value.split { $0 == 0x0A || $0 == 0x0D }.map { trimmed(Array($0)) }
            if parts.count > 1 { lines[value] = parts.filter { !$0.isEmpty } }
        }
        guard !lines.isEmpty else { return result }
        let found = Self.places(of: Set(lines.values.joined()), in: text, &budget)
        for (value, lines) in lines where lines.allSatisfy({ found[$0] != nil }) {
            result[value] = lines.flatMap { found[$0] ?? [] }
        }
        return result
    }

    /// The ways in which a value may be written in a text.
    private static func spellings(of value: [UInt8]) -> [[UInt8]] {
        var escaped: [UInt8] = []
        JSONTape.appendEscaped(value.span, to: &escaped)
        var spellings = escaped == value ? [value] : [value, escaped, escapedSolidus(escaped)]
        if let ascii = asciiOnly(value) { spellings.append(ascii) }
        return spellings
    }

    /// Where texts are found that have at least ``minimumBytes``, each without overlaps, and short ones not inside of a longer
    /// word; nothing of those that are not found. They are told apart by their first bytes.
    private static func places(
        of texts: Set<[UInt8]>, in whole: [UInt8], _ budget: inout ScanBudget
    ) -> [[UInt8]: [Range<Int>]] {
        let byHead = Dictionary(grouping: texts.filter { $0.count >= minimumBytes }) { head($0.prefix(minimumBytes)) }
        var found: [[UInt8]: [Range<Int>]] = [:]
        var free: [[UInt8]: Int] = [:]
        var window: UInt32 = 0
        budget.spend(whole.count)
        for end in whole.indices {
            window = window << 8 | UInt32(whole[end])
            let start = end - minimumBytes + 1
            guard start >= 0, let candidates = byHead[window] else { continue }
            for text in candidates where free[text, default: 0] <= start {
                budget.spend(text.count)
                if budget.isSpent { return found }
                guard whole[start...].starts(with: text) else { continue }
                let range = start..<start + text.count
                free[text] = range.upperBound
                if standsAlone(range, in: whole) { found[text, default: []].append(range) }
            }
        }
        return found
    }

    private static func head(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

    /// Whether a place is not inside of a longer word; long texts are none by chance.
    private static func standsAlone(_ range: Range<Int>, in text: [UInt8]) -> Bool {
        range.count > 12
            || !(range.lowerBound > 0 && TextScan.isLetterOrDigit(text[range.lowerBound - 1])
                || range.upperBound < text.count && TextScan.isLetterOrDigit(text[range.upperBound]))
    }

    /// With `\uXXXX` for what is not ASCII; `nil` when all is.
    private static func asciiOnly(_ value: [UInt8]) -> [UInt8]? {
        guard value.contains(where: { $0 > 0x7F }), let text = String(validating: value, as: UTF8.self) else {
            return nil
        }
        return text.utf16.flatMap { unit -> [UInt8] in
            guard unit > 0x7F else { return [UInt8(unit)] }
            let digits = String(unit, radix: 16)
            return Array("\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
        }
    }

    private static func escapedSolidus(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    private static func trimmed(_ line: [UInt8]) -> [UInt8] {
        var line = line[...]
        while let first = line.first, first <= 0x20 { line = line.dropFirst() }
        while let last = line.last, last <= 0x20 { line = line.dropLast() }
        return Array(line)
    }
}
