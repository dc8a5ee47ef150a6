/// Manifests of Secrets in texts that are no YAML as a whole: between the lines of a script, or with the marks of a template.
enum SecretLines {
    private struct Line {
        let range: Range<Int>
        let indent: Int
    }

    /// The values below `data:` and `stringData:` beside `kind: Secret`.
    static func spans(in text: [UInt8], _ budget: inout ScanBudget) -> [CredentialSpan] {
        budget.spend(text.count)
        guard ByteSearch.holds(Array("Secret".utf8), in: text) else { return [] }
        budget.spend(text.count * 4)
        if budget.isSpent { return [CredentialSpan(range: 0..<text.count, rule: ValueScrubber.unread)] }
        return parts(text).flatMap { spans(of: $0, in: text) }
    }

    /// What is between `---`, the first line behind `<<` and the mark that ends it.
    private static func parts(_ text: [UInt8]) -> [[Line]] {
        var parts: [[Line]] = [[]]
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: true) {
            let words = line.drop { $0 == 0x20 }
            guard let first = words.first, first > 0x20 else { continue }
            let isEnd = words.starts(with: "---".utf8) || words.allSatisfy { $0 >= 0x41 && $0 <= 0x5A || $0 == 0x5F }
            if isEnd || ByteSearch.holds(Array("<<".utf8), in: Array(line)) {
                parts.append([])
            } else {
                parts[parts.count - 1].append(
                    Line(range: words.startIndex..<words.endIndex, indent: words.startIndex - line.startIndex))
            }
        }
        return parts
    }

    private static func spans(of lines: [Line], in text: [UInt8]) -> [CredentialSpan] {
        let indents = Set(lines.filter { isSecret(text[$0.range]) }.map(\.indent))
        guard !indents.isEmpty else { return [] }
        var spans: [CredentialSpan] = []
        // The indent of `data`, and of the entry whose lines follow.
        var data: Int?
        var entry: Int?
        for line in lines {
            if let outer = data, line.indent > outer {
                if let inner = entry, line.indent > inner {
                    take(line.range, text, &spans)
                    continue
                }
                entry = nil
                guard let colon = text[line.range].firstIndex(of: UInt8(ascii: ":")) else { continue }
                let value = trimmed(colon + 1..<line.range.upperBound, text)
                let mark = text[value].first
                if value.isEmpty || mark == UInt8(ascii: "|") || mark == UInt8(ascii: ">") {
                    entry = line.indent
                } else {
                    take(value, text, &spans)
                }
                continue
            }
            data = nil
            entry = nil
            let words = trimmed(line.range, text)
            guard indents.contains(line.indent),
                text[words].elementsEqual("data:".utf8) || text[words].elementsEqual("stringData:".utf8)
            else { continue }
            data = line.indent
        }
        return spans
    }

    private static func take(_ range: Range<Int>, _ text: [UInt8], _ spans: inout [CredentialSpan]) {
        let value = trimmed(range, text)
        guard CredentialValue.isLiteral(String(decoding: text[value].prefix(TextScan.valueReach), as: UTF8.self)) else {
            return
        }
        spans.append(CredentialSpan(range: value, rule: "secret-value"))
    }

    private static func isSecret(_ line: ArraySlice<UInt8>) -> Bool {
        let words = line.filter { $0 > 0x20 && !TextScan.isQuote($0) }
        return words.elementsEqual("kind:Secret".utf8)
    }

    /// Without blanks and quotes around it.
    private static func trimmed(_ range: Range<Int>, _ text: [UInt8]) -> Range<Int> {
        var range = range
        while let first = range.first, text[first] <= 0x20 || TextScan.isQuote(text[first]) {
            range = range.dropFirst()
        }
        while let last = range.last, text[last] <= 0x20 || TextScan.isQuote(text[last]) { range = range.dropLast() }
        return range
    }
}
