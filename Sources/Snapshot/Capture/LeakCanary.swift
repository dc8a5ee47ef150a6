/// Searches what is about to be written for every secret value that this run has seen, in the forms in which it could hide.
///
/// Not searched for: values under 16 bytes, values that are words, names or addresses, and values of few different bytes.
/// They would be found everywhere by chance; they are counted. Cost: a shift, a multiplication and a bit test for each
/// byte, whatever the number of values.
package struct LeakCanary: Sendable {
    /// How many values are searched for.
    package let searched: Int
    /// How many are too short or too ordinary for it.
    package let passedOver: Int
    private let scanner: PatternScanner

    /// The fewest bytes of a value that is searched for.
    static let minimumBytes = 16
    /// Of longer values only the beginning is searched for.
    private static let prefixBytes = 1 << 12

    /// A search for these values.
    package init(_ secrets: some Sequence<Confidential<[UInt8]>>) {
        var patterns: Set<[UInt8]> = []
        var searched = 0
        var passedOver = 0
        for secret in secrets {
            guard Self.isSearchable(secret.reveal) else {
                passedOver += 1
                continue
            }
            searched += 1
            for form in Self.forms(Array(secret.reveal.prefix(Self.prefixBytes))) { patterns.insert(form) }
        }
        self.searched = searched
        self.passedOver = passedOver
        scanner = PatternScanner(Array(patterns))
    }

    /// Whether one of the values stands in the bytes.
    package func isIn(_ bytes: [UInt8]) -> Bool { scanner.isIn(bytes) }

    static func isSearchable(_ value: [UInt8]) -> Bool {
        guard value.count >= minimumBytes else { return false }
        let text = String(decoding: value, as: UTF8.self)
        // Public halves are published everywhere, as they should be: in caBundle, in kube-root-ca.crt.
        if text.hasPrefix("-----BEGIN CERTIFICATE-----"), !text.contains("PRIVATE KEY") { return false }
        guard !CredentialValue.isIdentifier(text) else { return false }
        return CredentialValue.entropy(Array(value.prefix(prefixBytes))) >= 2.5
    }

    /// The forms of a value: raw, base64 (once and twice, wherever it begins), hexadecimal, escaped for URLs and for JSON.
    static func forms(_ value: [UInt8]) -> Set<[UInt8]> {
        var forms: Set<[UInt8]> = [value]
        let base64 = aligned(value)
        forms.formUnion(base64)
        for text in base64 { forms.formUnion(aligned(text)) }
        for form in base64 where form.contains(UInt8(ascii: "+")) || form.contains(UInt8(ascii: "/")) {
            forms.insert(
                form.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                })
        }
        let hex = HexDigits.encode(value)
        forms.insert(Array(hex.utf8))
        forms.insert(Array(hex.uppercased().utf8))
        let text = String(decoding: value, as: UTF8.self)
        if Array(text.utf8) == value {
            forms.insert(Array(Percent.encode(text).utf8))
            var escaped = text
            // A JSON text in a JSON string is escaped twice.
            for _ in 0..<2 {
                escaped = String(CanonicalJSON.text(.string(escaped)).dropFirst().dropLast())
                forms.insert(Array(escaped.utf8))
            }
            // Lines of a block in YAML: the longest one stands for the value.
            if let line = text.split(whereSeparator: \.isNewline).max(by: { $0.utf8.count < $1.utf8.count }),
                line.utf8.count < value.count, isSearchable(Array(line.utf8)), !line.hasPrefix("-----"),
                !line.contains(" ")
            {
                forms.insert(Array(line.utf8))
            }
        }
        return forms
    }

    /// What base64 makes of the value at each of the three places in a group of bytes, without what its neighbors decide.
    private static func aligned(_ value: [UInt8]) -> [[UInt8]] {
        (0..<3).map { offset in
            let text = Array(StrictBase64.encode(Array(repeating: 0, count: offset) + value).utf8)
            // Characters that hold bits of what stands before and behind.
            let before = offset == 0 ? 0 : offset + 1
            let behind = (offset + value.count) % 3 == 0 ? 0 : (offset + value.count) % 3 == 1 ? 3 : 2
            return Array(text.dropFirst(before).dropLast(behind))
        }
    }
}

extension LeakCanary: CustomStringConvertible, CustomReflectable {
    /// How many values, and none of them.
    package var description: String { "a search for \(searched) values" }
    /// Nothing inside: what is searched for must never be printed.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Finds any of many byte strings, each 8 bytes or longer, in one way through a text.
///
/// A window of 8 bytes is looked up in a table of bits, which nearly all windows fail; the rest is compared in full.
struct PatternScanner: Sendable {
    private static let bits: UInt64 = 22
    private var table = [UInt64](repeating: 0, count: 0)
    private var byWindow: [UInt64: [[UInt8]]] = [:]

    init(_ patterns: [[UInt8]]) {
        guard !patterns.isEmpty else { return }
        table = [UInt64](repeating: 0, count: 1 << (Int(Self.bits) - 6))
        for pattern in patterns where pattern.count >= 8 {
            let window = pattern.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let slot = Self.slot(window)
            table[slot >> 6] |= 1 << UInt64(slot & 63)
            byWindow[window, default: []].append(pattern)
        }
    }

    private static func slot(_ window: UInt64) -> Int {
        Int(truncatingIfNeeded: (window &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }

    /// Whether one of the patterns stands in the bytes.
    func isIn(_ bytes: [UInt8]) -> Bool {
        guard !table.isEmpty, bytes.count >= 8 else { return false }
        let span = bytes.span
        let table = table.span
        var window: UInt64 = 0
        for i in 0..<span.count {
            window = window << 8 | UInt64(span[i])
            guard i >= 7 else { continue }
            let slot = Self.slot(window)
            guard table[slot >> 6] & 1 << UInt64(slot & 63) != 0, let candidates = byWindow[window] else { continue }
            for pattern in candidates where bytes[(i - 7)...].starts(with: pattern) { return true }
        }
        return false
    }
}
