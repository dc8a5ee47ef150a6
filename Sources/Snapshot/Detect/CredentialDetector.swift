/// Recognizes credentials by what they look like, whatever they are called.
enum CredentialDetector {
    /// Whether a text has a mark at all: nearly none has.
    ///
    /// Cost: one look at each byte.
    static func mayHold(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 12 else { return false }
        let filter = filter
        var window: UInt32 = 0
        var digits = 0
        for i in bytes.indices {
            let byte = bytes[i]
            window = window << 8 | UInt32(byte)
            if byte >= 0x30, byte <= 0x39 { digits += 1 }
            if isVaultMark(window) { return true }
            let slot = Int(((window & 0xFF_FFFF) &* 0x9E37_79B1) >> 16)
            if filter[slot >> 6] & 1 << UInt64(slot & 63) != 0, marks[window & 0xFF_FFFF] != nil { return true }
        }
        return digits >= 13
    }

    /// The rule under which something in a text is recognized; `nil` for ordinary text.
    static func rule(_ bytes: Span<UInt8>) -> String? {
        guard mayHold(bytes) else { return nil }
        var scan = TextScan([UInt8](copying: bytes), budget: ScanBudget(bytes: bytes.count))
        find(in: &scan)
        return scan.spans.first?.rule
    }

    /// Finds everything that a text holds.
    static func find(in scan: inout TextScan) {
        let filter = filter
        var window: UInt32 = 0
        var digits = 0
        var end = 0
        var state = CredentialShape.State()
        scan.budget.spend(scan.bytes.count)
        for i in scan.bytes.indices {
            let byte = scan.bytes[i]
            window = window << 8 | UInt32(byte)
            if byte >= 0x30, byte <= 0x39 { digits += 1 }
            guard i >= end else { continue }
            let mark: CredentialShape.Mark
            if isVaultMark(window) {
                mark = .vault
            } else {
                let slot = Int(((window & 0xFF_FFFF) &* 0x9E37_79B1) >> 16)
                guard filter[slot >> 6] & 1 << UInt64(slot & 63) != 0, let known = marks[window & 0xFF_FFFF] else {
                    continue
                }
                mark = known
            }
            if scan.budget.isSpent { return }
            guard let span = CredentialShape.span(of: mark, at: i - 2, in: &scan, &state) else { continue }
            scan.take(span.range, span.rule)
            end = max(end, span.range.upperBound)
        }
        guard digits >= 13 else { return }
        for range in CardNumber.ranges(in: scan.bytes.span) { scan.take(range, CardNumber.rule) }
        scan.budget.spend(scan.bytes.count * 4)
    }

    /// `s.` or `b.` at the beginning of a word.
    private static func isVaultMark(_ window: UInt32) -> Bool {
        let last = window & 0xFFFF
        guard last == 0x732E || last == 0x622E else { return false }
        let before = UInt8(window >> 16 & 0xFF)
        return !TextScan.isBase64URL(before) && before != UInt8(ascii: ".") && before != UInt8(ascii: "/")
    }

    /// What three bytes may belong to.
    private static let marks: [UInt32: CredentialShape.Mark] = {
        var marks: [UInt32: CredentialShape.Mark] = [:]
        for (texts, mark) in CredentialShape.marks {
            for text in texts { marks[text.utf8.reduce(0) { $0 << 8 | UInt32($1) }] = mark }
        }
        return marks
    }()

    /// A bit for each hash of a mark: nearly every byte of ordinary text ends here.
    private static let filter: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 1 << 10)
        for mark in marks.keys {
            let slot = Int((mark &* 0x9E37_79B1) >> 16)
            bits[slot >> 6] |= 1 << UInt64(slot & 63)
        }
        return bits
    }()
}
