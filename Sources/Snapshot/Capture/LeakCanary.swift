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

    /// A search for these values; one that was seen several times counts once.
    package init(_ secrets: some Sequence<Confidential<[UInt8]>>) {
        let sorted = secrets.map(\.reveal).sorted { $0.lexicographicallyPrecedes($1) }
        var values: [[UInt8]] = []
        var passedOver = 0
        var previous: [UInt8]?
        for secret in sorted where secret != previous {
            previous = secret
            guard Self.isSearchable(secret) else {
                passedOver += 1
                continue
            }
            values.append(secret.count > Self.prefixBytes ? Array(secret.prefix(Self.prefixBytes)) : secret)
        }
        searched = values.count
        self.passedOver = passedOver
        scanner = PatternScanner(values)
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
    static func forms(_ value: [UInt8]) -> [[UInt8]] {
        var forms = [value]
        let base64 = aligned(value)
        forms += base64
        for text in base64 { forms += aligned(text) }
        for form in base64 where form.contains(UInt8(ascii: "+")) || form.contains(UInt8(ascii: "/")) {
            forms.append(
                form.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                })
        }
        let hex = HexDigits.encode(value)
        forms.append(Array(hex.utf8))
        forms.append(Array(hex.uppercased().utf8))
        let text = String(decoding: value, as: UTF8.self)
        if Array(text.utf8) == value {
            let url = Array(Percent.encode(text).utf8)
            if url != value { forms.append(url) }
            // A JSON text in a JSON string is escaped twice. What needs no escape needs none the second time.
            let once = Array(CanonicalJSON.bytes(.string(text)).dropFirst().dropLast())
            if once != value {
                let again = CanonicalJSON.bytes(.string(String(decoding: once, as: UTF8.self)))
                forms += [once, Array(again.dropFirst().dropLast())]
            }
            // Lines of a block in YAML: the longest one stands for the value.
            if let line = text.split(whereSeparator: \.isNewline).max(by: { $0.utf8.count < $1.utf8.count }),
                line.utf8.count < value.count, isSearchable(Array(line.utf8)), !line.hasPrefix("-----"),
                !line.contains(" ")
            {
                forms.append(Array(line.utf8))
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

/// Finds any form of many values in one way through a text.
///
/// Of each form one window of 8 bytes is in a table of bits, which nearly all windows of a text fail. The forms themselves
/// are made again for the few that pass: kept, they would take more memory than all else of a capture.
struct PatternScanner: Sendable {
    /// A window of a form, and whose form it is.
    private struct Window: Sendable {
        let bytes: UInt64
        let value: Int32
    }

    private let values: [[UInt8]]
    /// In the order of their bytes.
    private var windows: [Window] = []
    /// How many bits of a hash are a place in the table: about a hundred places a form, within a megabyte.
    private var bits: UInt64 = 12
    private var table: [UInt64] = []

    /// - Parameter values: of 16 bytes or more, so that no form has less than 8.
    init(_ values: [[UInt8]]) {
        self.values = values
        for (i, value) in values.enumerated() {
            for form in LeakCanary.forms(value) {
                let place = Self.place(form)
                let bytes = form[place..<place + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                windows.append(Window(bytes: bytes, value: Int32(i)))
            }
        }
        guard !windows.isEmpty else { return }
        windows.sort { $0.bytes < $1.bytes }
        while bits < 23, 1 << bits < windows.count * 64 { bits += 1 }
        table = [UInt64](repeating: 0, count: 1 << (Int(bits) - 6))
        for window in windows {
            let slot = Self.slot(window.bytes, bits)
            table[slot >> 6] |= 1 << UInt64(slot & 63)
        }
    }

    /// Where the window of a form is. Keys in PEM begin alike: theirs is behind what they have in common.
    private static func place(_ form: [UInt8]) -> Int { form.count >= 80 ? 72 : 0 }

    private static func slot(_ window: UInt64, _ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: (window &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }

    /// Whether one of the values stands in the bytes.
    func isIn(_ bytes: [UInt8]) -> Bool {
        guard !table.isEmpty, bytes.count >= 8 else { return false }
        let span = bytes.span
        let table = table.span
        let bits = bits
        var window: UInt64 = 0
        for i in 0..<7 { window = window << 8 | UInt64(span[i]) }
        for i in 7..<span.count {
            window = window << 8 | UInt64(span[i])
            let slot = Self.slot(window, bits)
            if table[slot >> 6] & 1 << UInt64(slot & 63) != 0, isIn(bytes, window, at: i - 7) { return true }
        }
        return false
    }

    /// Whether a form with that window stands around it.
    private func isIn(_ bytes: [UInt8], _ window: UInt64, at place: Int) -> Bool {
        var low = 0
        var high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if windows[middle].bytes < window { low = middle + 1 } else { high = middle }
        }
        while low < windows.count, windows[low].bytes == window {
            for form in LeakCanary.forms(values[Int(windows[low].value)]) {
                let start = place - Self.place(form)
                if start >= 0, bytes[start...].starts(with: form) { return true }
            }
            low += 1
        }
        return false
    }
}
