/// Finds credentials by the names that texts themselves give them: `name=value`, `name: value`, `"name": "value"`,
/// `<name>value</name>`, a value on the next line or in a list below its name, and `name: NAME` beside `value: …`.
enum CredentialLines {
    /// The rule that takes a value under a name; `nil` when it stays.
    ///
    /// - Parameter mayRefer: whether a value in such a place may as well be the name of an object with the credential.
    static func rule(name: String, value: String, mayRefer: Bool) -> String? {
        guard !name.isEmpty, CredentialValue.isLiteral(value) else { return nil }
        switch CredentialName.promise(name) {
        case .none: return nil
        case .weak: return CredentialValue.isRandom(value) ? "credential-entropy" : nil
        case .ambiguous:
            if mayRefer, CredentialValue.isObjectName(value) { return nil }
            // `MAX_TOKEN=4096`
            return value.utf8.count < 7 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
                ? nil : "credential-name"
        case .strong: return mayRefer && isReference(value) ? nil : "credential-name"
        }
    }

    /// The same for text that nobody has made a string of yet: few names are worth it.
    static func rule(name: Span<UInt8>, value: Span<UInt8>, mayRefer: Bool) -> String? {
        guard CredentialName.mayPromise(name) else { return nil }
        return rule(name: words(name), value: words(value), mayRefer: mayRefer)
    }

    /// The rule that takes a whole text for what stands in one of its lines.
    static func rule(_ bytes: Span<UInt8>, mayRefer: Bool) -> String? {
        var given: GivenName?
        for i in bytes.indices {
            switch bytes[i] {
            case UInt8(ascii: "="), UInt8(ascii: ":"):
                if isCredential(bytes, behind: i, mayRefer: mayRefer, &given) { return "credential-line" }
            case UInt8(ascii: ">"):
                if isElement(bytes, behind: i, mayRefer: mayRefer) { return "credential-line" }
            default: continue
            }
        }
        return nil
    }

    private static func words(_ bytes: Span<UInt8>) -> String {
        String(decoding: [UInt8](copying: bytes), as: UTF8.self)
    }

    /// `namespace/name` and the like: passwords do not look so.
    private static func isReference(_ value: String) -> Bool {
        value.utf8.contains(UInt8(ascii: "/")) && CredentialValue.isIdentifier(value)
    }

    // MARK: Lines

    /// What `name: …` said, for the `value: …` beside it.
    private struct GivenName {
        let name: String
        /// How far beside it reaches.
        let end: Int
    }

    private static func isCredential(
        _ bytes: Span<UInt8>, behind separator: Int, mayRefer: Bool, _ given: inout GivenName?
    ) -> Bool {
        let isAssignment = bytes[separator] == UInt8(ascii: "=")
        var end = separator
        // `!=`, `:=`, `"name"  :`, `['name'] =`, `\"name\":`
        while end > 0, standsBetween(bytes[end - 1]) { end -= 1 }
        var begin = end
        while begin > 0, isNameByte(bytes[begin - 1]), end - begin < 100 { begin -= 1 }
        guard begin < end else { return false }
        let name = bytes.extracting(begin..<end)
        if isWord(name, nameWord) || isWord(name, keyWord) {
            let text = words(bytes.extracting(value(bytes, behind: separator, isAssignment: isAssignment)))
            given = CredentialName.promise(text) == .none ? nil : GivenName(name: text, end: separator + 300)
            return false
        }
        let promised: String
        if let given, begin < given.end, isWord(name, valueWord) {
            promised = given.name
        } else {
            // The name first: few are worth a look at the value.
            guard CredentialName.mayPromise(name) else { return false }
            promised = words(name)
        }
        guard CredentialName.promise(promised) != .none, isAssignment || !isProse(bytes, before: begin) else {
            return false
        }
        let text = words(bytes.extracting(value(bytes, behind: separator, isAssignment: isAssignment)))
        return rule(name: promised, value: text, mayRefer: mayRefer || !isAssignment) != nil
    }

    /// `<password>value`
    private static func isElement(_ bytes: Span<UInt8>, behind separator: Int, mayRefer: Bool) -> Bool {
        var begin = separator
        while begin > 0, isNameByte(bytes[begin - 1]), separator - begin < 100 { begin -= 1 }
        guard begin < separator, begin > 0, bytes[begin - 1] == UInt8(ascii: "<") else { return false }
        var end = separator + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "<"), bytes[end] != 0x0A { end += 1 }
        return rule(
            name: bytes.extracting(begin..<separator), value: bytes.extracting(separator + 1..<end), mayRefer: mayRefer)
            != nil
    }

    private static func value(_ bytes: Span<UInt8>, behind separator: Int, isAssignment: Bool) -> Range<Int> {
        var start = skipOpening(bytes, from: separator + 1)
        if start < bytes.count, bytes[start] == UInt8(ascii: "[") { start = skipOpening(bytes, from: start + 1) }
        let end = endOfValue(bytes, from: start)
        // What stands in an object has names of its own.
        if start < end, bytes[start] == UInt8(ascii: "{"), end == start + 1 || bytes[end - 1] == UInt8(ascii: ":") {
            return start..<start
        }
        guard !isAssignment, isBlockMark(bytes, start, end) else { return start..<end }
        return nextLine(bytes, from: end)
    }

    /// `|`, `>-`, `|2` in YAML, or nothing: the value is below.
    private static func isBlockMark(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        if start == end { return true }
        guard bytes[start] == UInt8(ascii: "|") || bytes[start] == UInt8(ascii: ">"), end - start < 4 else {
            return false
        }
        for i in start + 1..<max(end, start + 1) {
            let byte = bytes[i]
            guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) else {
                return false
            }
        }
        return true
    }

    /// The value of a name that has its line to itself; nothing when what follows are names again.
    private static func nextLine(_ bytes: Span<UInt8>, from place: Int) -> Range<Int> {
        guard place < bytes.count, bytes[place] == 0x0A || bytes[place] == 0x0D else {
            return place..<place
        }
        var start = place
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        if start + 1 < bytes.count, bytes[start] == UInt8(ascii: "-"), bytes[start + 1] == 0x20 { start += 2 }
        let isQuoted = start < bytes.count && isQuote(bytes[start])
        start = skipOpening(bytes, from: start)
        let end = endOfValue(bytes, from: start)
        var behind = end
        while behind < bytes.count, isQuote(bytes[behind]) { behind += 1 }
        if start == end || bytes[end - 1] == UInt8(ascii: ":") { return place..<place }
        if behind < bytes.count, bytes[behind] == UInt8(ascii: ":") { return place..<place }
        if !isQuoted {
            if bytes[start] == UInt8(ascii: "#") { return place..<place }
            for i in start..<end where bytes[i] == UInt8(ascii: "=") { return place..<place }
        }
        return start..<end
    }

    private static func skipOpening(_ bytes: Span<UInt8>, from place: Int) -> Int {
        var place = place
        while place < bytes.count, opens(bytes[place]) { place += 1 }
        return place
    }

    private static func endOfValue(_ bytes: Span<UInt8>, from place: Int) -> Int {
        var place = place
        while place < bytes.count, isValueByte(bytes[place]) { place += 1 }
        return place
    }

    /// Whether a name is a word in a sentence: `set the password: see …`.
    private static func isProse(_ bytes: Span<UInt8>, before begin: Int) -> Bool {
        var end = begin
        while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        var start = end
        while start > 0, (0x61...0x7A).contains(bytes[start - 1]) { start -= 1 }
        return end < begin && end - start > 1 && (start == 0 || bytes[start - 1] <= 0x20)
    }

    // MARK: Bytes

    private static let nameWord = Array("name".utf8)
    private static let keyWord = Array("key".utf8)
    private static let valueWord = Array("value".utf8)

    private static func isWord(_ bytes: Span<UInt8>, _ word: [UInt8]) -> Bool {
        guard bytes.count == word.count else { return false }
        for i in bytes.indices where bytes[i] | 0x20 != word[i] { return false }
        return true
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func standsBetween(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "!"), UInt8(ascii: "="),
            UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    private static func opens(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "="): true
        default: false
        }
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "}"),
            UInt8(ascii: "\\"):
            false
        default: true
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
