/// Where a value that a document holds stands in the document's text.
enum TextPlaces {
    /// Shorter values are found everywhere.
    private static let minimumBytes = 4

    /// All places of a value, as it is or as JSON writes it, line by line where it has several; `nil` when one is not found.
    static func of(_ value: [UInt8], in text: [UInt8]) -> [Range<Int>]? {
        guard value.count >= minimumBytes else { return nil }
        var escaped: [UInt8] = []
        JSONTape.appendEscaped(value.span, to: &escaped)
        var spellings = escaped == value ? [value] : [value, escaped, escapedSolidus(escaped)]
        if let ascii = asciiOnly(value) { spellings.append(ascii) }
        let found = spellings.flatMap { places(of: $0, in: text) }
        if !found.isEmpty { return found }
        let lines = value.split { $0 == 0x0A || $0 == 0x0D }.map(Array.init)
        guard lines.count > 1 else { return nil }
        var result: [Range<Int>] = []
        for line in lines.map(trimmed) where !line.isEmpty {
            let found = line.count >= minimumBytes ? places(of: line, in: text) : []
            if found.isEmpty { return nil }
            result += found
        }
        return result
    }

    /// Not inside of a longer word.
    private static func places(of value: [UInt8], in text: [UInt8]) -> [Range<Int>] {
        ByteSearch.places(of: value, in: text).map { $0..<$0 + value.count }.filter { range in
            value.count > 12
                || !(range.lowerBound > 0 && TextScan.isLetterOrDigit(text[range.lowerBound - 1])
                    || range.upperBound < text.count && TextScan.isLetterOrDigit(text[range.upperBound]))
        }
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
