/// One text on its way through the detectors, with what was found in it so far.
///
/// Detectors begin at marks, and whoever writes the text decides how many of those it has. So each of them looks a bounded way
/// around its mark, or asks for the end of a run that is walked once.
struct TextScan {
    /// How far a name, a word or a user may reach.
    static let reach = 128
    /// How much of a value is looked at to decide what it is.
    static let valueReach = 4096

    let bytes: [UInt8]
    var budget: ScanBudget
    private(set) var spans: [CredentialSpan] = []
    /// Ends of runs of bytes that are neither blank nor a quote.
    var words = RunEnds()
    /// Ends of hashes.
    var hashes = RunEnds()
    /// Ends of values.
    var values = RunEnds()
    /// Ends of lines.
    var lines = RunEnds()
    /// Ends of keys.
    var keys = RunEnds()
    /// Ends of blanks.
    var blanks = RunEnds()
    /// Ends of texts of an element.
    var elements = RunEnds()
    /// Ends of the parts of tokens.
    var parts = RunEnds()
    var secondParts = RunEnds()
    var tokens = RunEnds()
    /// Ends of runs of each alphabet of issued keys.
    var issued = [RunEnds](repeating: RunEnds(), count: IssuedKey.Alphabet.allCases.count)
    var signed = RunEnds()
    var signedStarts = RunEnds()
    /// How many bytes of values were looked at and left.
    var rejected = 0
    private var semicolon: Bool?
    private var keyType: Bool?
    private var snmp: Bool?

    init(_ bytes: [UInt8], budget: ScanBudget) {
        self.bytes = bytes
        self.budget = budget
    }

    mutating func take(_ range: Range<Int>, _ rule: String) {
        guard !range.isEmpty else { return }
        spans.append(CredentialSpan(range: range, rule: rule))
    }

    /// How much of the next value is looked at: of a text in which value after value is none, less.
    var valueReach: Int { rejected > 4 * bytes.count + (1 << 16) ? Self.reach : Self.valueReach }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.prefix(valueReach)], as: UTF8.self)
    }

    func has(_ text: String, at place: Int) -> Bool {
        place >= 0 && place + text.utf8.count <= bytes.count && bytes[place...].starts(with: text.utf8)
    }

    /// The byte at a place; 0 outside of the text.
    func byte(_ place: Int) -> UInt8 { place >= 0 && place < bytes.count ? bytes[place] : 0 }

    /// A range without the bytes at its two ends that are margins.
    func inside(_ range: Range<Int>, where isMargin: (UInt8) -> Bool) -> Range<Int> {
        var range = range
        while let first = range.first, isMargin(bytes[first]) { range = range.dropFirst() }
        while let last = range.last, isMargin(bytes[last]) { range = range.dropLast() }
        return range
    }

    /// Whether a semicolon is anywhere.
    mutating func hasSemicolon() -> Bool {
        if let semicolon { return semicolon }
        let found = bytes.contains(UInt8(ascii: ";"))
        budget.spend(bytes.count)
        semicolon = found
        return found
    }

    /// Whether the text holds a JSON web key.
    mutating func holdsWebKey() -> Bool {
        if let keyType { return keyType }
        let found = ByteSearch.holds(Array("kty".utf8), in: bytes)
        budget.spend(bytes.count)
        keyType = found
        return found
    }

    /// Whether the text is about SNMP, whose communities are credentials.
    mutating func speaksOfSNMP() -> Bool {
        if let snmp { return snmp }
        let found = bytes.indices.contains { place in
            bytes[place] | 0x20 == UInt8(ascii: "s") && byte(place + 1) | 0x20 == UInt8(ascii: "n")
                && byte(place + 2) | 0x20 == UInt8(ascii: "m") && byte(place + 3) | 0x20 == UInt8(ascii: "p")
        }
        budget.spend(bytes.count)
        snmp = found
        return found
    }

    // MARK: Runs

    /// The end of the line.
    mutating func endOfLine(_ place: Int) -> Int {
        lines.end(from: place, in: bytes, &budget) { $0 != 0x0A && $0 != 0x0D }
    }

    /// Up to a blank, a quote, a semicolon, a comma or an ampersand.
    mutating func endOfValue(_ place: Int) -> Int {
        values.end(from: place, in: bytes, &budget) { byte in
            switch byte {
            case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: ","),
                UInt8(ascii: "&"), UInt8(ascii: "\\"):
                false
            default: true
            }
        }
    }

    /// Up to a blank or a quote.
    mutating func endOfWord(_ place: Int) -> Int {
        words.end(from: place, in: bytes, &budget) { byte in
            switch byte {
            case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "`"):
                false
            default: true
            }
        }
    }

    // MARK: Bytes

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
    }

    static func isBase64URL(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    static func isBase64(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }

    static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
}
