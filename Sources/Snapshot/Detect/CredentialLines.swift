/// Finds credentials by the names that texts themselves give them: `name=value`, `name: value`, `"name": "value"`,
/// `<name>value</name>`, a value on the next line or in a list below its name, and `name: NAME` beside `value: …`.
enum CredentialLines {
    /// How a text is read.
    struct Reading {
        /// Whether a value may as well be the name of an object with the credential.
        var mayRefer = false
        /// Whether a lonely word under `auth`, `token` and the like is a credential: on a command line it is.
        var takesWords = false
        /// Whether only `name=value` counts, in texts that are written for people.
        var isMessage = false
    }

    /// The rule that takes a value under a name; `nil` when it stays.
    static func rule(name: String, value: String, _ reading: Reading) -> String? {
        guard !name.isEmpty, CredentialValue.isLiteral(value) else { return nil }
        switch CredentialName.promise(name) {
        case .none: return nil
        case .weak: return CredentialValue.isRandom(value) ? "credential-entropy" : nil
        case .ambiguous:
            if reading.mayRefer || !CredentialName.isValueOnly(name), CredentialValue.isObjectName(value) { return nil }
            // `--secret=ns/name`, `--auth=oidc`; `--token=word` is one.
            if !reading.takesWords || !CredentialName.isValueOnly(name), CredentialValue.isPlainWord(value) {
                return nil
            }
            if CredentialValue.isUUID(value), !CredentialName.isIssuedAsUUID(name) { return nil }
            // `65000:120` is a community of BGP.
            if value.utf8.allSatisfy({ (0x30...0x3A).contains($0) }), value.utf8.contains(UInt8(ascii: ":")) {
                return nil
            }
            if CredentialValue.isProse(value) || CredentialValue.isPath(value) {
                return nil
            }
            if CredentialValue.isQuantity(value) { return nil }
            // What names its own values is read by those.
            if isDocument(value) { return nil }
            // `MAX_TOKEN=4096`
            return value.utf8.count < 7 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
                ? nil : "credential-name"
        case .qualified:
            let isAbout =
                CredentialValue.isPlainWord(value) || CredentialValue.isVersion(value)
                || CredentialValue.isUUID(value) || CredentialValue.isDigest(value) || CredentialValue.isPath(value)
                || CredentialValue.isQuantity(value) || value.contains("://") || value.contains(",")
                || value.contains(" ")
            return isAbout || CredentialValue.isProse(value) ? nil : "credential-name"
        case .strong:
            // The community that everybody knows.
            if value == "public", CredentialName.isCommunity(name) { return nil }
            if CredentialValue.isProse(value) || CredentialValue.isAccounts(value) { return nil }
            // `passwordSecretKey: password`, `PRIVATE_KEY=/keys/private.pem`
            if CredentialName.isKey(name), CredentialValue.isPath(value) || CredentialName.isNameOfOne(value) {
                return nil
            }
            return reading.mayRefer && isReference(value) ? nil : "credential-name"
        }
    }

    /// The same for text that nobody has made a string of yet: few names are worth it.
    static func rule(name: Span<UInt8>, value: Span<UInt8>, _ reading: Reading) -> String? {
        guard CredentialName.mayPromise(name) else { return nil }
        return rule(
            name: words(name), value: words(value.extracting(0..<min(value.count, TextScan.valueReach))), reading)
    }

    private static func words(_ bytes: Span<UInt8>) -> String {
        String(decoding: [UInt8](copying: bytes), as: UTF8.self)
    }

    /// Whether a text is several lines or members with names.
    private static func isDocument(_ value: String) -> Bool {
        let bytes = value.utf8
        guard bytes.contains(UInt8(ascii: ":")) || bytes.contains(UInt8(ascii: "=")) else { return false }
        return bytes.dropLast().contains(0x0A) || bytes.first == UInt8(ascii: "{") && bytes.last == UInt8(ascii: "}")
    }

    /// `namespace/name` and the like: passwords do not look so.
    private static func isReference(_ value: String) -> Bool {
        value.utf8.contains(UInt8(ascii: "/")) && CredentialValue.isIdentifier(value)
    }

    // MARK: Lines

    /// Finds the values in a text.
    static func find(in scan: inout TextScan, _ reading: Reading) {
        var pairing = Pairing()
        var end = 0
        scan.budget.spend(scan.bytes.count)
        for i in scan.bytes.indices where i >= end {
            if scan.budget.isSpent { return }
            switch scan.bytes[i] {
            case UInt8(ascii: "="), UInt8(ascii: ":"):
                if let range = value(in: &scan, behind: i, reading, &pairing) {
                    scan.take(range, "credential-line")
                    end = range.upperBound
                }
            case UInt8(ascii: ","):
                if let range = argument(in: &scan, behind: i, reading) {
                    scan.take(range, "credential-line")
                    end = range.upperBound
                }
            case UInt8(ascii: ">"):
                let found =
                    element(in: &scan, behind: i, reading, &pairing)
                    ?? CredentialMarkup.value(endingAt: i, &scan) { content(behind: $0, &$1) }
                if let range = found { scan.take(range, "credential-line") }
            case UInt8(ascii: "("):
                if let range = call(in: &scan, behind: i, reading) {
                    scan.take(range, "credential-line")
                    end = range.upperBound
                }
            default: continue
            }
        }
    }

    /// What `name: …` and `value: …` say beside each other, whichever comes first.
    private struct Pairing {
        /// How far beside it a name or a value reaches.
        static let reach = 300

        /// A name that promises a credential.
        var given: (name: String, end: Int)?
        /// Up to where a value belongs to a name that came before it.
        var namedUpTo = 0
        /// A value without a name so far.
        var value: (range: Range<Int>, end: Int)?
    }

    private static func value(
        in scan: inout TextScan, behind separator: Int, _ reading: Reading, _ pairing: inout Pairing
    ) -> Range<Int>? {
        let isAssignment = scan.bytes[separator] == UInt8(ascii: "=")
        if reading.isMessage, !isAssignment, scan.byte(separator + 1) > 0x20 { return nil }
        guard let name = name(before: separator, &scan) else { return nil }
        // `--from-file=password=/run/password`
        if isAssignment, scan.has("file=", at: name.lowerBound - 5) { return nil }
        // The end of base64 is no name: `…/pw==`.
        let isPadding =
            scan.byte(separator + 1) == UInt8(ascii: "=") || scan.byte(separator - 1) == UInt8(ascii: "=")
        if isAssignment, name.lowerBound > 0, isPadding,
            TextScan.isBase64(scan.bytes[name.lowerBound - 1])
        {
            return nil
        }
        if isAssignment, name.count > 24, CredentialValue.isRandom(scan.text(name)) { return nil }
        // `%METADATA(jwt:sub)%`
        if !isAssignment, scan.byte(name.lowerBound - 1) == UInt8(ascii: "("),
            scan.bytes[separator..<min(scan.bytes.count, separator + 32)].firstIndex(of: UInt8(ascii: ")"))
                .map({ scan.byte($0 + 1) == UInt8(ascii: "%") }) == true
        {
            return nil
        }
        // `arn:…:secret:name`
        if !isAssignment, scan.byte(name.lowerBound - 1) == UInt8(ascii: ":") { return nil }
        if isWord(scan.bytes[name], nameWord) || isWord(scan.bytes[name], keyWord) {
            let range = CredentialExtent.of(separator, name, &scan).first ?? name.prefix(0)
            scan.rejected += min(range.count, scan.valueReach)
            return named(scan.text(range), range, isKey: name.count == keyWord.count, reading, &scan, &pairing)
        }
        let promised: String
        if let given = pairing.given, name.lowerBound < given.end, isValueWord(scan.bytes[name]) {
            promised = given.name
        } else if isValueWord(scan.bytes[name]) {
            if name.lowerBound >= pairing.namedUpTo, let range = CredentialExtent.of(separator, name, &scan).first {
                pairing.value = (range, range.upperBound + Pairing.reach)
            }
            pairing.namedUpTo = 0
            return nil
        } else if scan.bytes[name].count <= 2, isKeyMember(name, &scan) {
            promised = "privateKey"
        } else {
            // The name first: few are worth a look at the value.
            guard CredentialName.mayPromise(scan.bytes.span.extracting(name)) else { return nil }
            let text = scan.text(name)
            promised = CredentialName.isCommunity(text) && scan.speaksOfSNMP() ? "snmp_community" : text
        }
        guard CredentialName.promise(promised) != .none else { return nil }
        var reading = reading
        reading.mayRefer = reading.mayRefer || !isAssignment
        let isSentence = !isAssignment && isProse(scan, before: name.lowerBound)
        for range in CredentialExtent.of(separator, name, &scan) {
            scan.budget.spend(min(range.count, scan.valueReach))
            scan.rejected += min(range.count, scan.valueReach)
            let text = scan.text(range)
            if !TextScan.isQuote(scan.byte(range.lowerBound - 1)) {
                if let other = alternative(behind: range.lowerBound, &scan) { return other }
                if isCode(text, promised) { continue }
            }
            if !isSentence, rule(ofItems: text, name: promised, reading) != nil { return range }
            // In a sentence it is the next word, if that is none.
            guard isSentence || CredentialValue.isProse(text) else { continue }
            let word = scan.bytes[range].prefix(TextScan.reach).prefix { $0 > 0x20 && $0 != UInt8(ascii: ",") }
            let first = String(decoding: word, as: UTF8.self)
            guard word.contains(where: { (0x30...0x39).contains($0) }), !CredentialValue.isPlainWord(first),
                rule(name: promised, value: first, reading) != nil
            else { continue }
            return word.startIndex..<word.endIndex
        }
        return nil
    }

    /// What a name says that stands under `name` or `key`: it is that of the value beside it.
    private static func named(
        _ text: String, _ range: Range<Int>, isKey: Bool, _ reading: Reading, _ scan: inout TextScan,
        _ pairing: inout Pairing
    ) -> Range<Int>? {
        let value = pairing.value
        pairing.value = nil
        pairing.given = nil
        // `key = Zm9v…==` is none.
        if isKey, range.count >= 40, CredentialValue.isRandom(text), !CredentialValue.isDigest(text) { return range }
        if value == nil { pairing.namedUpTo = range.upperBound + Pairing.reach }
        guard CredentialName.promise(text) != .none else { return nil }
        if let value, range.lowerBound < value.end {
            if rule(ofItems: scan.text(value.range), name: text, reading) != nil {
                scan.take(value.range, "credential-line")
            }
        } else {
            pairing.given = (text, range.upperBound + Pairing.reach)
        }
        return nil
    }

    /// `process.env.PASSWORD || "value"`: what stands behind the marks of a second choice.
    private static func alternative(behind place: Int, _ scan: inout TextScan) -> Range<Int>? {
        let line = min(scan.endOfLine(place), place + TextScan.reach)
        guard place < line else { return nil }
        scan.budget.spend(line - place)
        let mark = scan.bytes[place..<line].firstIndex { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "?") }
        guard let mark, scan.byte(mark + 1) == scan.byte(mark), scan.byte(mark - 1) == 0x20 else { return nil }
        let quote = CredentialExtent.skipBlanks(mark + 2, &scan)
        guard TextScan.isQuote(scan.byte(quote)) else { return nil }
        let range = CredentialExtent.quoted(quote, &scan)
        return CredentialValue.isLiteral(scan.text(range)) && !range.isEmpty ? range : nil
    }

    /// Whether a value without quotes is a variable or a call of a program's text.
    private static func isCode(_ text: String, _ name: String) -> Bool {
        if CredentialValue.isExpression(text) { return true }
        // `this.password = password`, `connect(password=password)`
        let isMember = name.hasPrefix("this.") || name.hasPrefix("self.")
        if isMember, CredentialValue.isPlainWord(text) { return true }
        guard text.hasSuffix(")") else { return false }
        let inside = String(text.dropLast())
        return ByteOrder.same(inside, name) || !CredentialValue.isLiteral(inside)
    }

    /// `setPassword("value")`
    private static func call(in scan: inout TextScan, behind open: Int, _ reading: Reading) -> Range<Int>? {
        guard TextScan.isQuote(scan.byte(open + 1)), open > 0, isNameByte(scan.bytes[open - 1]),
            let name = name(before: open, &scan), name.upperBound == open,
            CredentialName.mayPromise(scan.bytes.span.extracting(name))
        else { return nil }
        let text = scan.text(name)
        let method = text.split(separator: ".").last.map(String.init) ?? text
        guard !readers.contains(where: method.lowercased().hasPrefix) else { return nil }
        let range = CredentialExtent.quoted(open + 1, &scan)
        guard scan.byte(range.upperBound + 1) == UInt8(ascii: ")"),
            rule(name: text, value: scan.text(range), reading) != nil
        else { return nil }
        return range
    }

    /// How functions begin that are told the name of a credential, and not one.
    private static let readers = [
        "get", "find", "read", "load", "is", "has", "check", "validate", "fetch", "hash", "lookup", "require", "use",
        "delete", "remove", "ask", "prompt", "from", "new", "create", "with_secret", "env",
    ]

    /// Of a list, what takes one of its items.
    private static func rule(ofItems text: String, name: String, _ reading: Reading) -> String? {
        guard text.contains("\n") else { return rule(name: name, value: text, reading) }
        for line in text.split(separator: "\n") {
            let item = line.drop { $0 == " " || $0 == "-" }
            if let rule = rule(name: name, value: String(item), reading) { return rule }
        }
        return nil
    }

    /// The name that ends before a separator: `!=`, `:=`, `"name"  :`, `['name'] =`, `\"name\":`, `name\t=`.
    private static func name(before separator: Int, _ scan: inout TextScan) -> Range<Int>? {
        var end = separator
        while end > 0, separator - end < 32, standsBetween(scan.bytes[end - 1]) { end -= 1 }
        var begin = end
        while begin > 0, end - begin < TextScan.reach, isNameByte(scan.bytes[begin - 1]) { begin -= 1 }
        scan.budget.spend(separator - begin)
        return begin < end ? begin..<end : keyAbove(separator, &scan)
    }

    /// `? name` in the line before one that begins with the separator, as YAML writes keys that are no single words.
    private static func keyAbove(_ separator: Int, _ scan: inout TextScan) -> Range<Int>? {
        guard scan.bytes[separator] == UInt8(ascii: ":"), scan.byte(separator + 1) <= 0x20,
            let line = lineAbove(separator, &scan)
        else { return nil }
        var word = marked(line, scan)
        if word == nil, let above = lineAbove(line.lowerBound, &scan), let mark = marked(above, scan),
            mark.isEmpty || isBlock(mark, scan)
        {
            // `? |` and the key in a line of its own.
            word = line.drop { scan.bytes[$0] <= 0x20 }
        }
        guard let name = word.map({ scan.inside($0) { !isNameByte($0) } }) else { return nil }
        return name.isEmpty || !scan.bytes[name].allSatisfy(isNameByte) ? nil : name
    }

    /// What stands behind `? ` in a line.
    private static func marked(_ line: Range<Int>, _ scan: TextScan) -> Range<Int>? {
        var rest = line
        while let first = rest.first, scan.bytes[first] == 0x20 || scan.has("- ", at: first) { rest = rest.dropFirst() }
        guard rest.first.map({ scan.bytes[$0] }) == UInt8(ascii: "?") else { return nil }
        rest = rest.dropFirst()
        while let first = rest.first, scan.bytes[first] <= 0x20 { rest = rest.dropFirst() }
        return rest
    }

    private static func isBlock(_ mark: Range<Int>, _ scan: TextScan) -> Bool {
        mark.count < 4
            && (scan.bytes[mark.lowerBound] == UInt8(ascii: "|") || scan.bytes[mark.lowerBound] == UInt8(ascii: ">"))
    }

    /// The line before the one in which nothing but blanks stands before a place.
    private static func lineAbove(_ place: Int, _ scan: inout TextScan) -> Range<Int>? {
        var end = place
        while end > 0, place - end < TextScan.reach, scan.bytes[end - 1] == 0x20 { end -= 1 }
        guard end > 0, scan.bytes[end - 1] == 0x0A else { return nil }
        end -= 1
        if end > 0, scan.bytes[end - 1] == 0x0D { end -= 1 }
        var begin = end
        while begin > 0, end - begin < TextScan.reach, scan.bytes[begin - 1] != 0x0A { begin -= 1 }
        scan.budget.spend(place - begin)
        return begin..<end
    }

    /// `define('DB_PASSWORD', 'value')`, `put("password", "value")`
    private static func argument(in scan: inout TextScan, behind comma: Int, _ reading: Reading) -> Range<Int>? {
        guard TextScan.isQuote(scan.byte(comma - 1)), let name = name(before: comma, &scan),
            TextScan.isQuote(scan.byte(name.lowerBound - 1)),
            CredentialName.mayPromise(scan.bytes.span.extracting(name))
        else { return nil }
        var before = name.lowerBound - 2
        while before > 0, scan.byte(before) == 0x20, name.lowerBound - before < 16 { before -= 1 }
        guard scan.byte(before) == UInt8(ascii: "(") else { return nil }
        let place = CredentialExtent.skipBlanks(comma + 1, &scan)
        guard TextScan.isQuote(scan.byte(place)) else { return nil }
        let range = CredentialExtent.quoted(place, &scan)
        return rule(name: scan.text(name), value: scan.text(range), reading) == nil ? nil : range
    }

    /// `<password>value`, `<x:password type="a">value`, `<name>password</name><value>value`
    private static func element(
        in scan: inout TextScan, behind separator: Int, _ reading: Reading, _ pairing: inout Pairing
    ) -> Range<Int>? {
        var open = separator - 1
        while open >= 0, separator - open < 512, scan.bytes[open] != UInt8(ascii: "<") {
            if scan.bytes[open] == UInt8(ascii: ">") { break }
            open -= 1
        }
        scan.budget.spend(separator - open)
        guard scan.byte(open) == UInt8(ascii: "<"), scan.byte(separator - 1) != UInt8(ascii: "/") else { return nil }
        let tag = scan.bytes[open + 1..<separator].prefix(TextScan.reach).prefix {
            isNameByte($0) || $0 == UInt8(ascii: ":")
        }
        let name = tag.split(separator: UInt8(ascii: ":")).last ?? tag
        guard !name.isEmpty else { return nil }
        let isName = isWord(name, nameWord) || isWord(name, keyWord)
        let isValue = isValueWord(name) || name.elementsEqual("string".utf8)
        let range: Range<Int>
        if isName || isValue || CredentialName.mayPromise(scan.bytes.span.extracting(name.startIndex..<name.endIndex)) {
            range = content(behind: separator, &scan)
        } else {
            return nil
        }
        if isName {
            let text = scan.text(range)
            pairing.given =
                CredentialName.promise(text) == .none ? nil : (text, range.upperBound + Pairing.reach)
            return nil
        }
        let given = pairing.given.flatMap { separator < $0.end ? $0.name : nil }
        let promised = isValue ? given : scan.text(name.startIndex..<name.endIndex)
        guard let promised, rule(name: promised, value: scan.text(range), reading) != nil else { return nil }
        return range
    }

    /// The text of an element.
    private static func content(behind separator: Int, _ scan: inout TextScan) -> Range<Int> {
        let mark = "<![CDATA["
        guard scan.has(mark, at: separator + 1) else {
            let end = scan.elements.end(from: separator + 1, in: scan.bytes, &scan.budget) { $0 != UInt8(ascii: "<") }
            return separator + 1..<end
        }
        let start = separator + 1 + mark.utf8.count
        let end = scan.elements.end(from: start, in: scan.bytes, &scan.budget) { $0 != UInt8(ascii: "<") }
        let text = scan.bytes[start..<end]
        return start..<(text.lastIndex(of: UInt8(ascii: "]")).map { max(start, $0 - 1) } ?? end)
    }

    /// Whether a name is that of a private part of a JSON web key, in a text that holds one. Source: RFC 7518 §6.
    private static func isKeyMember(_ name: Range<Int>, _ scan: inout TextScan) -> Bool {
        webKeyMembers.contains(scan.text(name)) && scan.holdsWebKey()
    }

    static let webKeyMembers: Set<String> = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"]

    /// Whether a name is a word in a sentence: `set the password: see …`.
    private static func isProse(_ scan: TextScan, before begin: Int) -> Bool {
        var end = begin
        while end > 0, begin - end < 16, scan.bytes[end - 1] == 0x20 { end -= 1 }
        var start = end
        while start > 0, end - start < 32, (0x61...0x7A).contains(scan.bytes[start - 1]) { start -= 1 }
        return end < begin && end - start > 1 && (start == 0 || scan.bytes[start - 1] <= 0x20)
    }

    // MARK: Bytes

    private static let nameWord = Array("name".utf8)
    private static let keyWord = Array("key".utf8)
    private static let valueWords = ["value", "val", "default", "data", "content", "text"].map { Array($0.utf8) }

    private static func isValueWord(_ bytes: ArraySlice<UInt8>) -> Bool { valueWords.contains { isWord(bytes, $0) } }

    private static func isWord(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        bytes.count == word.count && zip(bytes, word).allSatisfy { $0 | 0x20 == $1 }
    }

    private static func standsBetween(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "!"),
            UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "]"),
            UInt8(ascii: "`"):
            true
        default: false
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
