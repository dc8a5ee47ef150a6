/// Finds any form of many values in one way through a text.
///
/// Of each form 16 bytes are kept, those in the middle of the value's most telling part. The first 8 of them are in a table of
/// bits, which nearly all places of a text fail. The forms themselves are made again for the few that pass: kept, they would
/// take more memory than all else of a capture.
///
/// Values often begin and end alike, as URLs, tokens and blocks of settings do, and texts are full of such words: what is kept
/// of a value is where it looks least like words, and another part of it where several values have that in common.
struct PatternScanner: Sendable {
    /// A part of a form, and whose form it is.
    private struct Window: Sendable {
        /// Its bytes, in big-endian order.
        let head: UInt64
        let tail: UInt64
        let value: Int32
        /// Which part of the value the form is made of, see ``SecretForms/core(of:attempt:)``.
        let attempt: Int32

        static func precedes(_ a: Window, _ b: Window) -> Bool { (a.head, a.tail) < (b.head, b.tail) }
        static func isSame(_ a: Window, _ b: Window) -> Bool { a.head == b.head && a.tail == b.tail }
    }

    private static let windowBytes = 16

    /// The values, and behind them the lines.
    private let values: [[UInt8]]
    /// Where the lines begin.
    private let firstLine: Int
    /// In the order of their bytes.
    private var windows: [Window] = []
    /// How many bits of a hash are a place in the table: about a hundred places a form, less memory than the forms themselves.
    private var bits: UInt64 = 12
    private var table: [UInt64] = []

    /// - Parameters:
    ///   - whole: values of 16 bytes or more, so that no form has less.
    ///   - lines: what is searched for as it stands only, in no other form.
    init(_ whole: [[UInt8]], lines: [[UInt8]] = []) {
        values = whole + lines
        firstLine = whole.count
        for value in values.indices { windows += windows(of: value, attempt: 0) }
        guard !windows.isEmpty else { return }
        windows.sort(by: Window.precedes)
        for attempt in 1...4 { spread(attempt) }
        while 1 << bits < windows.count * 64 { bits += 1 }
        table = [UInt64](repeating: 0, count: 1 << (Int(bits) - 6))
        for window in windows {
            let slot = Self.slot(window.head, bits)
            table[slot >> 6] |= 1 << UInt64(slot & 63)
        }
    }

    private func windows(of number: Int, attempt: Int) -> [Window] {
        let value = values[number]
        return forms(of: SecretForms.core(of: value, attempt: attempt), in: number).map { form in
            let place = Self.place(form)
            return Window(
                head: Self.word(form, place), tail: Self.word(form, place + 8), value: Int32(number),
                attempt: Int32(attempt))
        }
    }

    /// The forms of a part of a value.
    private func forms(of part: Range<Int>, in number: Int) -> [[UInt8]] {
        let value = values[number]
        guard number < firstLine else { return [Array(value[part])] }
        return SecretForms.all(Array(value[part]), isText: SecretForms.isText(value))
    }

    /// Takes another part of the values that have one in common.
    private mutating func spread(_ attempt: Int) {
        var shared: Set<Int32> = []
        var first = 0
        while first < windows.count {
            var end = first + 1
            while end < windows.count, Window.isSame(windows[first], windows[end]) { end += 1 }
            if windows[first..<end].contains(where: { $0.value != windows[first].value }) {
                shared.formUnion(windows[first..<end].map(\.value))
            }
            first = end
        }
        guard !shared.isEmpty else { return }
        windows.removeAll { shared.contains($0.value) }
        for value in shared.sorted() { windows += windows(of: Int(value), attempt: attempt) }
        windows.sort(by: Window.precedes)
    }

    private static func place(_ form: [UInt8]) -> Int { (form.count - windowBytes) / 2 }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt64 {
        bytes[place..<place + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    private static func slot(_ window: UInt64, _ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: (window &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }

    /// Whether one of the values stands in the bytes.
    func isIn(_ bytes: [UInt8]) -> Bool {
        guard !table.isEmpty, bytes.count >= Self.windowBytes else { return false }
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

    /// Whether a form of which this is the kept part stands around it.
    private func isIn(_ bytes: [UInt8], _ head: UInt64, at place: Int) -> Bool {
        guard place + Self.windowBytes <= bytes.count else { return false }
        let tail = Self.word(bytes, place + 8)
        var low = 0
        var high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if (windows[middle].head, windows[middle].tail) < (head, tail) { low = middle + 1 } else { high = middle }
        }
        while low < windows.count, windows[low].head == head, windows[low].tail == tail {
            if isAround(bytes, place, windows[low]) { return true }
            low += 1
        }
        return false
    }

    /// Whether the form of a part, and then the whole form, stands around a place.
    private func isAround(_ bytes: [UInt8], _ place: Int, _ window: Window) -> Bool {
        let number = Int(window.value)
        let whole = values[number].indices
        let core = SecretForms.core(of: values[number], attempt: Int(window.attempt))
        for part in forms(of: core, in: number) {
            let start = place - Self.place(part)
            guard start >= 0, bytes[start...].starts(with: part) else { continue }
            if core == whole { return true }
            for form in forms(of: whole, in: number) {
                for offset in 0...max(0, form.count - part.count) where form[offset...].starts(with: part) {
                    if start >= offset, bytes[(start - offset)...].starts(with: form) { return true }
                }
            }
        }
        return false
    }
}
